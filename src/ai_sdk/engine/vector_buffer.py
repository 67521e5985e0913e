"""`VectorBuffer`: where the vectors of several calls meet, each at its place."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from ..concurrency.sync import Lock
from ..types.embeddings import Embeddings

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["VectorBuffer"]


class VectorBuffer:
    """One buffer for a known number of vectors, written as their calls end, in any order.

    So no vector is in memory twice but those of the calls under way. Threads may write at once.

    Args:
        count: how many vectors there will be.

    Example:
        >>> buffer = VectorBuffer(3)
        >>> buffer.put(1, [[2.0], [3.0]])
        >>> buffer.put(0, [[1.0]])
        >>> buffer.whole().tolist()
        [[1.0], [2.0], [3.0]]
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._numbers = array("f")
        self._dimensions = 0
        self._lock = Lock()

    def put(self, place: int, vectors: Sequence[Sequence[float]]) -> None:
        """Write vectors that begin with that of value number `place`.

        Raises:
            ValueError: they differ in length from each other or from those before them.
        """
        found = Embeddings.of(vectors)
        with self._lock:
            if not self._dimensions:  # the first to come tell how large the whole will be
                self._dimensions = found.dimensions
                self._numbers = array("f", (0.0,)) * (self._count * found.dimensions)
            elif self._dimensions != found.dimensions:
                sizes = sorted((self._dimensions, found.dimensions))
                raise ValueError(f"vectors of different lengths: {sizes}")
        start = place * found.dimensions
        with memoryview(self._numbers) as numbers:
            numbers[start : start + len(found.buffer)] = found.buffer

    def whole(self) -> Embeddings:
        """All vectors; for when every place has been written."""
        return Embeddings(self._numbers, self._dimensions)
