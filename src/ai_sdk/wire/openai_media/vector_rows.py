"""The rows of an embedding answer, read in one go where it is written as usual.

Almost all of such an answer is base64. Read as any JSON it would become texts first, and each
text bytes with a slower decoder: that is half of the time of embedding many texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import MsgspecError, Raw, Struct
from msgspec.json import Decoder

from ...json_codec import JSONError, loads
from ..json_text import bad_reply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...types.http import HTTPReply

__all__ = ["VectorRows", "careful_rows", "quick_rows"]


class VectorRows(NamedTuple):
    """The rows of an answer, not yet in order.

    Attributes:
        indexes: what each row says about its place.
        vectors: numbers, bytes or base64.
    """

    indexes: Sequence[object]
    vectors: Sequence[object]


class _Row(Struct):
    embedding: bytes | list[float]
    index: int | None = None


_read_fields = Decoder(dict[str, Raw]).decode
_read_rows = Decoder(list[_Row]).decode


def quick_rows(body: bytes) -> tuple[dict[str, Any], VectorRows] | None:
    r"""The fields of an answer but `data`, and its rows; None if it must be read with care.

    Example:
        >>> quick_rows(b'{"model": "m", "data": [{"embedding": "AACAPw==", "index": 0}]}')
        ({'model': 'm'}, VectorRows(indexes=[0], vectors=[b'\x00\x00\x80?']))
        >>> quick_rows(b'{"error": "too many"}') is None
        True
    """
    try:
        fields = _read_fields(body)
        rows = _read_rows(fields.pop("data"))
        others = {name: loads(memoryview(raw)) for name, raw in fields.items()}
    except (MsgspecError, JSONError, UnicodeDecodeError, RecursionError, KeyError):
        return None
    return others, VectorRows([row.index for row in rows], [row.embedding for row in rows])


def careful_rows(data: object, reply: HTTPReply) -> VectorRows:
    """The rows of any answer.

    Args:
        data: its field of this name.
        reply: where it comes from, for the error.

    Raises:
        InvalidResponseError: it is no list of objects.
    """
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise bad_reply(reply, "the answer is not embeddings: it has no list of vectors")
    rows: list[dict[str, Any]] = data
    return VectorRows([row.get("index") for row in rows], [row.get("embedding") for row in rows])
