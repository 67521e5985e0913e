"""The vectors of an answer, as numbers or in base64, in one buffer."""

from __future__ import annotations

import base64
import binascii
import math
import sys
from array import array
from typing import TYPE_CHECKING

from ..types.embeddings import Embeddings
from .json_text import bad_reply

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..errors import InvalidResponseError
    from ..types.http import HTTPReply

__all__ = ["packed"]

_SIZE = 4
"""Bytes of a float32."""


def packed(vectors: Iterable[object], reply: HTTPReply) -> Embeddings:
    """The vectors in one buffer.

    Args:
        vectors: each a list of numbers, or little-endian float32 as bytes or in base64.
        reply: where they come from, for the error.

    Raises:
        InvalidResponseError: they differ in length, or one is no list of finite numbers.

    Example:
        >>> from ai_sdk.types.http import HTTPReply
        >>> packed([[1, 2], [3, 4]], HTTPReply(200, {}, b""))[1]
        [3.0, 4.0]
    """
    pieces = [_as_bytes(vector, place, reply) for place, vector in enumerate(vectors)]
    size = len(pieces[0]) if pieces else 0
    for place, piece in enumerate(pieces):
        if not piece or len(piece) != size:
            numbers, before = len(piece) // _SIZE, size // _SIZE if place else 0
            raise _bad(reply, f"vector {place} has {numbers} numbers, those before it {before}")
        if not _all_finite(piece):
            raise _bad(reply, "a vector has a number that is not finite")
    return Embeddings(_joined(pieces), size // _SIZE)


def _as_bytes(vector: object, place: int, reply: HTTPReply) -> bytes:
    try:
        if isinstance(vector, list):
            return _as_little_endian(array("f", vector)).tobytes()
        data = base64.b64decode(vector, validate=True) if isinstance(vector, str) else vector
        if not isinstance(data, bytes):
            raise TypeError(f"a {type(data).__name__}")
        if len(data) % _SIZE:
            raise ValueError(f"{len(data)} bytes")
        return data
    except (TypeError, ValueError, OverflowError, binascii.Error) as error:
        raise _bad(reply, f"vector {place} is neither numbers nor base64: {error}") from error


def _joined(pieces: list[bytes]) -> array[float]:
    """All numbers. They are copied once: into memory that is there already."""
    size = sum(map(len, pieces))
    numbers = array("f", (0.0,)) * (size // _SIZE)
    with memoryview(numbers) as floats, floats.cast("B") as view:
        at = 0
        for piece in pieces:
            view[at : at + len(piece)] = piece
            at += len(piece)
    return _as_little_endian(numbers)


def _as_little_endian(numbers: array[float]) -> array[float]:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _all_finite(piece: bytes) -> bool:
    """Whether no number of a vector is a NaN or infinity.

    Those end in a byte 7f or ff, which no other number below 1e38 does: looking for these bytes
    costs a tenth of adding the numbers up.
    """
    last = piece[_SIZE - 1 :: _SIZE]
    return (b"\x7f" not in last and b"\xff" not in last) or math.isfinite(sum(_joined([piece])))


def _bad(reply: HTTPReply, what: str) -> InvalidResponseError:
    return bad_reply(reply, f"the answer is not embeddings: {what}")
