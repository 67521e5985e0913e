"""What a reply's headers say about trying again: how long to wait, in every spelling in use."""

from __future__ import annotations

import math
import re
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["retry_after"]

_UNITS = {"d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6}
_PART = r"(\d+(?:\.\d+)?)(ms|us|µs|d|h|m|s)"
_DURATION = rf"(?:{_PART})+"
_MILLISECOND_NAMES = ("retry-after-ms", "x-ms-retry-after-ms", "x-amz-retry-after")


def retry_after(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """Seconds the server asks to wait; None if it does not say, or says nonsense.

    Read in this order: milliseconds, `retry-after` (seconds or a date, relative to the reply's own
    `date` so that wrong clocks do no harm), then the reset times of rate limits that are used up.

    Args:
        headers: The reply's headers, names in lower case.
        now: Seconds since the epoch, for dates in replies without a `date`.

    Example:
        >>> retry_after({"retry-after": "2.5"}), retry_after({"retry-after": "-1"})
        (2.5, None)
    """
    for name in _MILLISECOND_NAMES:
        if (found := _number(headers.get(name))) is not None:
            return found / 1000
    if text := headers.get("retry-after"):
        found = _number(text)
        return found if found is not None else _until(_http_date(text), headers, now)
    return _from_resets(headers, now)


def _number(text: str | None) -> float | None:
    try:
        found = float(text or "")
    except ValueError:
        return None
    return found if math.isfinite(found) and found >= 0 else None


def _http_date(text: str | None) -> float | None:
    if not text or len(text) > 64:
        return None
    from email.utils import parsedate_to_datetime  # slow to import, and dates are rare

    try:
        found = parsedate_to_datetime(text)
        return found.replace(tzinfo=found.tzinfo or UTC).timestamp()
    except (ValueError, OverflowError):
        return None


def _until(moment: float | None, headers: Mapping[str, str], now: float | None) -> float | None:
    if moment is None:
        return None
    sent = _http_date(headers.get("date"))
    left = moment - (sent if sent is not None else time.time() if now is None else now)
    return left if left >= 0 else None


def _from_resets(headers: Mapping[str, str], now: float | None) -> float | None:
    """The longest wait among the limits that are used up (`x-ratelimit-reset-tokens: 6m0s`)."""
    waits: list[float] = []
    for name, text in headers.items():
        if "ratelimit" not in name or "reset" not in name:
            continue
        remaining = _number(headers.get(name.replace("reset", "remaining")))
        if remaining is not None and remaining > 0:
            continue
        wait = _reset(text, headers, now)
        if wait is not None:
            waits.append(wait)
    return max(waits, default=None)


def _reset(text: str, headers: Mapping[str, str], now: float | None) -> float | None:
    text = text.strip()
    if len(text) > 64:
        return None
    found = _number(text)
    if found is not None:
        if found < 1e9:
            return found
        return _until(found if found < 1e11 else found / 1000, headers, now)  # seconds, or ms
    if re.fullmatch(_DURATION, text):
        return sum(float(part[0]) * _UNITS[part[1]] for part in re.findall(_PART, text))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return _until(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp(), headers, now)
