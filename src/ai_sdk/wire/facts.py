"""Small facts of answers: texts, numbers, token counts, moments, binary data."""

from __future__ import annotations

import base64
import binascii
import math
from datetime import UTC, datetime

__all__ = ["count_of", "number_of", "text_of", "timestamp_of", "unpacked"]


def text_of(value: object) -> str | None:
    """The value if it is a text that is not empty."""
    return value if isinstance(value, str) and value else None


def number_of(value: object) -> float | None:
    """A finite number, also where it comes as text."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def count_of(value: object) -> int | None:
    """A number of tokens; None for anything senseless."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if type(value) is int and value >= 0 else None


def timestamp_of(created: object) -> datetime | None:
    """The moment that a `created` field tells, in UTC; 0 tells none."""
    if not isinstance(created, (int, float)) or isinstance(created, bool) or not created:
        return None
    try:
        return datetime.fromtimestamp(created, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def unpacked(text: str) -> bytes | None:
    """The bytes of base64 text, also as a data URL; None if it is neither."""
    if text.startswith("data:"):
        text = text.partition(",")[2]
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
