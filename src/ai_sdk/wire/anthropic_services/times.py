"""Moments as the API writes them: RFC 3339."""

from __future__ import annotations

from datetime import UTC, datetime

__all__ = ["moment_of"]


def moment_of(text: object) -> datetime | None:
    """The moment that a text tells, in UTC where it names no zone; None if it tells none.

    Example:
        >>> moment_of("2025-09-29T00:00:00Z").year
        2025
    """
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
