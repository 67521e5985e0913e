"""Values as plain data that any JSON encoder takes."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Any

__all__ = ["to_plain"]


def to_plain(thing: Any) -> Any:
    """`thing` as dicts, lists, text and numbers: bytes in base64, times in ISO form, errors as
    their class and message, secrets masked.

    Example:
        >>> from ai_sdk.types.content import TextPart
        >>> to_plain(TextPart("hi"))
        {'type': 'text', 'text': 'hi'}
    """
    if thing is None or isinstance(thing, (str, int, float, bool)):
        return thing
    if isinstance(thing, (bytes, bytearray, memoryview)):
        return base64.b64encode(thing).decode("ascii")
    if isinstance(thing, Mapping):
        return {str(key): to_plain(item) for key, item in thing.items()}
    if isinstance(thing, BaseException):
        return {"error": type(thing).__name__, "message": str(thing)}
    if isinstance(thing, (datetime, PurePath)):
        return str(thing) if isinstance(thing, PurePath) else thing.isoformat()
    if hasattr(type(thing), "__attrs_attrs__"):
        return _attrs(thing)
    if isinstance(thing, Sequence):
        return [to_plain(item) for item in thing]
    return repr(thing)


def _attrs(thing: Any) -> dict[str, Any]:
    tag = getattr(type(thing), "type", None) or getattr(type(thing), "role", None)
    out: dict[str, Any] = {}
    if isinstance(tag, str):
        out["role" if hasattr(type(thing), "role") else "type"] = tag
    for field in type(thing).__attrs_attrs__:
        item = getattr(thing, field.name)
        if item is None or (isinstance(item, (Mapping, tuple)) and not item):
            continue
        out[field.name.lstrip("_")] = to_plain(item)
    return out
