"""Numbers that JSON has no form for: they would reach a provider as null."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["where_not_finite"]


def where_not_finite(value: Any, path: str = "") -> str | None:
    """Where a value holds NaN or an infinity, in words; None if it holds neither.

    Example:
        >>> where_not_finite({"a": [1, float("nan")]})
        "nan at ['a'][1]"
        >>> where_not_finite(float("-inf"))
        '-inf'
    """
    if isinstance(value, float) and not math.isfinite(value):
        return f"{value} at {path}" if path else f"{value}"
    for key, item in _items(value):
        found = where_not_finite(item, f"{path}[{key!r}]")
        if found is not None:
            return found
    return None


def _items(value: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(value, Mapping):
        return value.items()
    return enumerate(value) if isinstance(value, (list, tuple)) else ()
