"""An iterator made of a function that gives one item at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")


def until_none(fn: Callable[[], T | None]) -> Iterator[T]:
    """The results of `fn()` up to the first None."""
    return iter(fn, None)
