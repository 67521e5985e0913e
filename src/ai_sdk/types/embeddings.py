"""`Embeddings`: many vectors in one buffer of 32-bit floats."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast, overload

__all__ = ["Embeddings"]

_TYPE = "<f4" if sys.byteorder == "little" else ">f4"


class Embeddings(Sequence[list[float]]):
    """Vectors of one length, one after the other in a single buffer.

    It is a sequence whose items are lists made on demand. `numpy.asarray(embeddings)` and
    `memoryview`-minded libraries (through `.buffer`) read the same memory without copying.

    Args:
        buffer: the numbers of all vectors; not to be changed afterwards.
        dimensions: the length of each vector.

    Raises:
        ValueError: the buffer does not divide into vectors of that length.

    Example:
        >>> vectors = Embeddings.of([[1.0, 0.5], [0.0, 2.0]])
        >>> len(vectors), vectors.dimensions, vectors[1]
        (2, 2, [0.0, 2.0])
    """

    __slots__ = ("_buffer", "_dimensions", "_view")
    __hash__ = None  # type: ignore[assignment]  # compared by its numbers

    def __init__(self, buffer: array[float], dimensions: int) -> None:
        if buffer.typecode != "f":
            raise ValueError("the buffer must hold 32-bit floats")
        if dimensions < 1 and len(buffer):
            raise ValueError("a vector has at least one number")
        if dimensions and len(buffer) % dimensions:
            raise ValueError(f"{len(buffer)} numbers are no vectors of {dimensions}")
        self._buffer, self._dimensions = buffer, dimensions
        self._view = cast("memoryview[float]", memoryview(buffer).toreadonly())

    @classmethod
    def of(cls, vectors: Iterable[Sequence[float]]) -> Embeddings:
        """The same vectors in one buffer; an `Embeddings` is returned as it is.

        Raises:
            ValueError: the vectors differ in length.
        """
        if isinstance(vectors, Embeddings):
            return vectors
        buffer, size = array("f"), None
        for vector in vectors:
            if size not in (None, len(vector)):
                raise ValueError(f"vectors of {size} and of {len(vector)} numbers")
            size = len(vector)
            buffer.extend(vector)
        return cls(buffer, size or 0)

    @property
    def dimensions(self) -> int:
        """The length of each vector; 0 if there is none."""
        return self._dimensions

    @property
    def shape(self) -> tuple[int, int]:
        """How many vectors, and their length."""
        return len(self), self._dimensions

    @property
    def buffer(self) -> memoryview[float]:
        """All numbers, vector after vector: a read-only view of the memory itself."""
        return self._view

    @property
    def __array_interface__(self) -> dict[str, Any]:
        """Numpy's way in: the same memory, read-only."""
        if not self._buffer:
            return {"version": 3, "shape": self.shape, "typestr": _TYPE, "data": (0, True)}
        return {"version": 3, "shape": self.shape, "typestr": _TYPE, "data": self._view}

    def tolist(self) -> list[list[float]]:
        """All vectors as lists."""
        return list(self)

    def __len__(self) -> int:
        return len(self._buffer) // self._dimensions if self._dimensions else 0

    @overload
    def __getitem__(self, index: int) -> list[float]: ...
    @overload
    def __getitem__(self, index: slice) -> Embeddings: ...
    def __getitem__(self, index: int | slice) -> list[float] | Embeddings:
        places = range(len(self))[index]
        size = self._dimensions
        if isinstance(places, int):
            return self._buffer[places * size : (places + 1) * size].tolist()
        if places.step == 1:
            rows = self._buffer[places.start * size : places.stop * size]
            return Embeddings(rows, size)
        return Embeddings.of(self[place] for place in places)

    def __iter__(self) -> Iterator[list[float]]:
        size, buffer = self._dimensions, self._buffer
        for start in range(0, len(self._buffer), size or 1):
            yield buffer[start : start + size].tolist()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Embeddings):
            return self.shape == other.shape and self._buffer == other._buffer
        if isinstance(other, Sequence) and not isinstance(other, (str, bytes)):
            rows = cast("Sequence[object]", other)
            return len(self) == len(rows) and all(a == b for a, b in zip(self, rows, strict=True))
        return NotImplemented

    def __repr__(self) -> str:
        count, size = self.shape
        return f"<Embeddings: {count} vectors of {size} numbers>"

    def __reduce__(self) -> tuple[Any, ...]:
        return Embeddings, (self._buffer, self._dimensions)
