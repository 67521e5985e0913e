"""The list of exceptions: every id is a record, and they are few."""

from __future__ import annotations

import pytest

from .books import BOOKS
from .exceptions import NO_CALL
from .records import recordings_file
from .report import LIMIT


def test_reasons_without_a_call_are_reasons_in_use() -> None:
    used = {fact for book in BOOKS.values() for fact in book.exceptions.values()}
    assert used >= NO_CALL


@pytest.mark.skipif(not recordings_file("openai").exists(), reason="the recordings are not here")
@pytest.mark.parametrize("name", BOOKS)
def test_exceptions_are_records_and_few(name: str) -> None:
    book = BOOKS[name]
    ids = {record.id for record in book.records()}
    assert book.exceptions.keys() <= ids
    assert len(book.exceptions) <= LIMIT * len(ids)
