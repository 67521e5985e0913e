"""The vectors of an answer, as numbers or in base64, in one buffer."""

from __future__ import annotations

import base64
import binascii
import math
import sys
from array import array
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..types.embeddings import Embeddings
from .json_text import bad_reply

if TYPE_CHECKING:
    from ..errors import InvalidResponseError
    from ..types.http import HTTPReply

__all__ = ["packed"]


def packed(vectors: Iterable[object], reply: HTTPReply) -> Embeddings:
    """The vectors in one buffer.

    Args:
        vectors: each a list of numbers, or little-endian float32 in base64.
        reply: where they come from, for the error.

    Raises:
        InvalidResponseError: they differ in length, or one is no list of finite numbers.

    Example:
        >>> from ai_sdk.types.http import HTTPReply
        >>> packed([[1, 2], [3, 4]], HTTPReply(200, {}, b""))[1]
        [3.0, 4.0]
    """
    buffer = array("f")
    size = 0
    for place, vector in enumerate(vectors):
        before = len(buffer)
        _append(buffer, vector, place, reply)
        found = len(buffer) - before
        if not found or (size and found != size):
            raise _bad(reply, f"vector {place} has {found} numbers, those before it {size}")
        size = found
    if not math.isfinite(sum(buffer)):  # one NaN or infinity is enough to make the sum so
        raise _bad(reply, "a vector has a number that is not finite")
    return Embeddings(buffer, size)


def _append(buffer: array[float], vector: object, place: int, reply: HTTPReply) -> None:
    try:
        if isinstance(vector, str):
            buffer.extend(_from_base64(vector))
        elif isinstance(vector, list):
            buffer.extend(array("f", vector))
        else:
            raise TypeError(f"a {type(vector).__name__}")
    except (TypeError, ValueError, OverflowError, binascii.Error) as error:
        raise _bad(reply, f"vector {place} is neither numbers nor base64: {error}") from error


def _from_base64(text: str) -> array[float]:
    found = array("f")
    found.frombytes(base64.b64decode(text, validate=True))  # refuses a part of a number
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _bad(reply: HTTPReply, what: str) -> InvalidResponseError:
    return bad_reply(reply, f"the answer is not embeddings: {what}")
