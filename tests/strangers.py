"""What wire objects hold that their generated classes do not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ai_sdk.wire._model import Raw, field_names, is_model

__all__ = ["strangers"]


def strangers(value: Any) -> Iterator[Any]:
    """Every unknown union member and every name of an unknown field, at any depth."""
    if isinstance(value, Raw):
        yield value.data
    elif isinstance(value, list):
        for item in value:
            yield from strangers(item)
    elif is_model(type(value)):
        known = set(field_names(type(value)))
        yield from (name for name in vars(value) if name not in known)
        for item in vars(value).values():
            yield from strangers(item)
