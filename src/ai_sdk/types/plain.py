"""Values as plain data that any JSON encoder takes."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Any, TypeGuard

import attrs

__all__ = ["to_plain"]


def to_plain(thing: object) -> Any:
    """`thing` as dicts, lists, text and numbers: bytes in base64, times in ISO form, errors as
    their class and message, secrets masked.

    Example:
        >>> from ai_sdk.types.content import TextPart
        >>> to_plain(TextPart("hi"))
        {'type': 'text', 'text': 'hi'}
    """
    if thing is None or isinstance(thing, (str, int, float, bool)):
        return thing
    if _is_binary(thing):
        return base64.b64encode(thing).decode("ascii")
    if _is_mapping(thing):
        return {str(key): to_plain(item) for key, item in thing.items()}
    if isinstance(thing, BaseException):
        return {"error": type(thing).__name__, "message": str(thing)}
    if isinstance(thing, (datetime, PurePath)):
        return str(thing) if isinstance(thing, PurePath) else thing.isoformat()
    if attrs.has(type(thing)):
        return _attrs(thing, type(thing))
    if _is_sequence(thing):
        return [to_plain(item) for item in thing]
    return repr(thing)


def _attrs(thing: object, kind: type[Any]) -> dict[str, Any]:
    tag = getattr(kind, "type", None) or getattr(kind, "role", None)
    out: dict[str, Any] = {}
    if isinstance(tag, str):
        out["role" if hasattr(kind, "role") else "type"] = tag
    for field in attrs.fields(kind):
        item = getattr(thing, field.name)
        if not _is_empty(item):
            out[field.name.lstrip("_")] = to_plain(item)
    return out


def _is_empty(thing: object) -> bool:
    return thing is None or (isinstance(thing, (Mapping, tuple)) and not thing)


def _is_binary(thing: object) -> TypeGuard[bytes]:
    return isinstance(thing, (bytes, bytearray, memoryview))


def _is_mapping(thing: object) -> TypeGuard[Mapping[Any, Any]]:
    return isinstance(thing, Mapping)


def _is_sequence(thing: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(thing, Sequence)
