"""JSON bytes to plain values and back: msgspec behind two functions and one error."""

from __future__ import annotations

import re
from typing import Any, TypeGuard

from msgspec import DecodeError, MsgspecError
from msgspec.json import Encoder, decode

from .json_error import MAX_DEPTH, JSONDepthError, JSONError

__all__ = ["MAX_DEPTH", "JSONDepthError", "JSONError", "dumps", "is_object", "loads"]

_encode = Encoder().encode
_encode_sorted = Encoder(order="deterministic").encode

_CONTAINERS = (dict, list)

# The pattern of rare texts, compiled when the first one comes.
_ESCAPES = (
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # a pair: kept
    rb"|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"  # half of one
    rb"|(?s:\\.)"
)


def loads(data: bytes | bytearray | memoryview | str) -> Any:
    """Read one JSON text.

    Strict JSON: no comments, no trailing commas, no `NaN`. Integers have any size; of two equal
    keys the last one wins; half a surrogate pair becomes U+FFFD, so that every string we return
    can be encoded.

    Args:
        data: UTF-8 bytes, or text.

    Returns:
        dicts, lists, strings, numbers, booleans and None.

    Raises:
        JSONError: it is not JSON; the message says where.
        JSONDepthError: it nests deeper than `MAX_DEPTH`.

    Example:
        >>> loads(b'{"a": [1, 2.5, null]}')
        {'a': [1, 2.5, None]}
    """
    raw = data if isinstance(data, bytes) else _as_bytes(data)
    try:
        value = decode(raw)
    except RecursionError:
        raise JSONDepthError from None
    except (DecodeError, UnicodeDecodeError) as error:
        if b"\\u" in raw:
            mended = re.sub(_ESCAPES, _mend, raw)
            if mended != raw:
                return loads(mended)
        raise JSONError(_reason(error)) from error
    # Most texts are too short, or have too few brackets, to nest so deeply.
    if len(raw) > 2 * MAX_DEPTH and raw.count(b"[") + raw.count(b"{") > MAX_DEPTH:
        _check_depth(value)
    return value


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether what `loads` gave is a JSON object.

    Example:
        >>> is_object({}), is_object([])
        (True, False)
    """
    return isinstance(value, dict)


def dumps(value: Any, *, sort_keys: bool = False) -> bytes:
    r"""Write `value` as compact JSON: the same value always gives the same bytes.

    Besides plain values it takes tuples, dates (ISO 8601), UUIDs, decimals (as text), bytes
    (base64), enums, dataclasses and attrs classes. NaN and the infinities are written as `null`,
    as JSON has no form for them.

    Args:
        value: what to write.
        sort_keys: order keys and the items of sets; otherwise keys keep the order they have.

    Raises:
        JSONError: something in `value` has no JSON form, or it contains itself.

    Example:
        >>> dumps({"b": 1, "a": (None, "é")})
        b'{"b":1,"a":[null,"\xc3\xa9"]}'
    """
    try:
        return _encode_sorted(value) if sort_keys else _encode(value)
    except RecursionError as error:
        raise JSONError("the value is nested too deeply for JSON, or contains itself") from error
    except (MsgspecError, TypeError, ValueError, OverflowError) as error:
        raise JSONError(f"no JSON form: {error}") from error


def _as_bytes(data: bytearray | memoryview | str) -> bytes:
    if not isinstance(data, str):
        return bytes(data)
    try:
        return data.encode()
    except UnicodeEncodeError:
        return data.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _mend(found: re.Match[bytes]) -> bytes:
    escape = found[0]
    return rb"\ufffd" if len(escape) == 6 else escape


def _check_depth(value: Any) -> None:
    """Refuse what nests too deeply. Going through the containers, level by level, takes as long
    as reading them did; going through the text takes twenty times as long.
    """
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for each in level
            for child in (each.values() if type(each) is dict else each)
            if type(child) in _CONTAINERS
        ]
        if not level:
            return
    raise JSONDepthError


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8 at byte {error.start}"
    text = str(error).removeprefix("JSON is malformed: ")
    return "the JSON text ends too early" if "truncated" in text else f"not JSON: {text}"
