"""All books of recorded traffic, by name."""

from __future__ import annotations

from . import anthropic_book, google_book, openai_book
from .driver import Book
from .vendor_books import VENDOR_BOOKS

BOOKS: dict[str, Book] = {
    "openai": openai_book.BOOK,
    "anthropic": anthropic_book.BOOK,
    "anthropic-clouds": anthropic_book.CLOUD_BOOK,
    "google": google_book.BOOK,
    "google-vertex": google_book.VERTEX_BOOK,
    **VENDOR_BOOKS,
}
