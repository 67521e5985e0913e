"""The token counts of images, speech and transcripts."""

from __future__ import annotations

from typing import Any

from ...types.usage import InputTokenDetails, OutputTokenDetails, Usage
from ..facts import count_of

__all__ = ["usage_of"]


def usage_of(raw: object) -> Usage:
    """The token counts of a usage object; one counted in seconds stands in `raw` alone.

    Example:
        >>> usage_of({"type": "duration", "seconds": 7}).input_tokens is None
        True
    """
    if not isinstance(raw, dict) or not raw:
        return Usage()
    details: Any = raw.get("input_tokens_details") or raw.get("input_token_details")
    cached = count_of(details.get("cached_tokens")) if isinstance(details, dict) else None
    total = count_of(raw.get("input_tokens"))
    fresh = None if total is None or cached is None else max(0, total - cached)
    return Usage(
        total,
        count_of(raw.get("output_tokens")),
        count_of(raw.get("total_tokens")),
        InputTokenDetails(fresh, cached),
        OutputTokenDetails(),
        raw=raw,
    )
