"""`simulate_readable_stream`: values with waits between them, for tests and demonstrations."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ..concurrency import async_ as cc
from ..engine.settings import check_number

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

__all__ = ["simulate_readable_stream"]

T = TypeVar("T")


def simulate_readable_stream(
    chunks: Iterable[T],
    *,
    initial_delay: float | None = 0.0,
    chunk_delay: float | None = 0.0,
) -> AsyncIterator[T]:
    """The given values one by one, with pauses before them as if they came over a network.

    Args:
        chunks: the values.
        initial_delay: seconds before the first; None for no pause at all.
        chunk_delay: seconds before each of the others; None for no pause at all.

    Raises:
        InvalidArgumentError: A delay is negative.

    Example:
        >>> list(simulate_readable_stream(["a", "b"], chunk_delay=0.01))
        ['a', 'b']
    """
    check_number("initial_delay", initial_delay, 0)
    check_number("chunk_delay", chunk_delay, 0)
    return _simulated(chunks, initial_delay, chunk_delay)


async def _simulated(
    chunks: Iterable[T], delay: float | None, chunk_delay: float | None
) -> AsyncIterator[T]:
    for chunk in chunks:
        if delay is not None:
            await cc.sleep(delay)
        yield chunk
        delay = chunk_delay
