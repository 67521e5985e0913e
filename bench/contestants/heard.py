"""Counting what a stream brought, the same way for everybody."""

from __future__ import annotations

from collections.abc import AsyncIterable, Awaitable, Callable, Iterable


class Heard:
    """How many deltas, and characters in them."""

    __slots__ = ("characters", "deltas")

    def __init__(self, deltas: int, characters: int) -> None:
        self.deltas = deltas
        self.characters = characters


def heard(texts: Iterable[str | None]) -> Heard:
    """What an iterable of texts brings; empty ones are no deltas."""
    deltas = characters = 0
    for text in texts:
        if text:
            deltas += 1
            characters += len(text)
    return Heard(deltas, characters)


async def heard_async(texts: AsyncIterable[str | None]) -> Heard:
    """The same of an asynchronous iterable."""
    deltas = characters = 0
    async for text in texts:
        if text:
            deltas += 1
            characters += len(text)
    return Heard(deltas, characters)


def counted(values: Iterable[object]) -> tuple[int, object]:
    """How many values there are, and the last of them."""
    count, last = 0, None
    for value in values:
        count, last = count + 1, value
    return count, last


async def counted_async(values: AsyncIterable[object]) -> tuple[int, object]:
    """The same of an asynchronous iterable."""
    count, last = 0, None
    async for value in values:
        count, last = count + 1, value
    return count, last


def in_batches(
    embed: Callable[[list[str]], list[object]], texts: list[str], size: int
) -> list[object]:
    """The vectors of all texts from a function that takes one batch."""
    vectors: list[object] = []
    for start in range(0, len(texts), size):
        vectors += embed(texts[start : start + size])
    return vectors


async def in_batches_async(
    embed: Callable[[list[str]], Awaitable[list[object]]], texts: list[str], size: int
) -> list[object]:
    """The same from a function that is awaited."""
    vectors: list[object] = []
    for start in range(0, len(texts), size):
        vectors += await embed(texts[start : start + size])
    return vectors
