"""Values as plain data that any JSON encoder takes."""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence, Set as AbstractSet
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any, TypeGuard
from uuid import UUID

import attrs

__all__ = ["to_plain"]


def to_plain(thing: object, other: Callable[[object], Any] = repr) -> Any:
    """`thing` as dicts, lists, text and numbers: bytes in base64, times in ISO form, errors as
    their class and message, secrets masked.

    Args:
        thing: anything.
        other: makes something of what has no plain form.

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
        return {str(key): to_plain(item, other) for key, item in thing.items()}
    if isinstance(thing, BaseException):
        return {"error": type(thing).__name__, "message": str(thing)}
    if isinstance(thing, (PurePath, UUID, Decimal)):
        return str(thing)
    if isinstance(thing, (datetime, date, time)):
        return thing.isoformat()
    if isinstance(thing, Enum):
        return to_plain(thing.value, other)
    if attrs.has(type(thing)):
        return _attrs(thing, type(thing), other)
    if (fields := _fields(thing)) is not None:
        return {name: to_plain(getattr(thing, name), other) for name in fields}
    if _is_many(thing):
        return [to_plain(item, other) for item in thing]
    return other(thing)


def _fields(thing: object) -> Iterable[str] | None:
    """The fields of a dataclass, named tuple, pydantic model or msgspec struct."""
    if isinstance(thing, type):
        return None
    kind: Any = type(thing)
    if dataclasses.is_dataclass(kind):
        return [field.name for field in dataclasses.fields(kind)]
    if isinstance(thing, tuple):
        return getattr(kind, "_fields", None)
    for name in ("model_fields", "__struct_fields__"):
        if hasattr(kind, name):
            fields: Iterable[str] = getattr(kind, name)
            return fields
    return None


def _attrs(thing: object, kind: type[Any], other: Callable[[object], Any]) -> dict[str, Any]:
    tag = getattr(kind, "type", None) or getattr(kind, "role", None)
    out: dict[str, Any] = {}
    if isinstance(tag, str):
        out["role" if hasattr(kind, "role") else "type"] = tag
    for field in attrs.fields(kind):
        item = getattr(thing, field.name)
        if field.metadata.get("plain", True) and not _is_empty(item):
            out[field.name.lstrip("_")] = to_plain(item, other)
    return out


def _is_empty(thing: object) -> bool:
    return thing is None or (isinstance(thing, (Mapping, tuple)) and not thing)


def _is_binary(thing: object) -> TypeGuard[bytes]:
    return isinstance(thing, (bytes, bytearray, memoryview))


def _is_mapping(thing: object) -> TypeGuard[Mapping[Any, Any]]:
    return isinstance(thing, Mapping)


def _is_many(thing: object) -> TypeGuard[Iterable[Any]]:
    return isinstance(thing, (Sequence, AbstractSet))
