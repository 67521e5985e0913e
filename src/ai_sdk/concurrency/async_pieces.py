"""An iterator made of a function that gives one item at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class until_none(Generic[T]):  # noqa: N801 - used like the function of the other side
    """The results of `fn()` up to the first None."""

    __slots__ = ("_fn",)

    def __init__(self, fn: Callable[[], Awaitable[T | None]]) -> None:
        self._fn = fn

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        found = await self._fn()
        if found is None:
            raise StopAsyncIteration
        return found
