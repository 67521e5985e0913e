"""Usage, finish reason and metadata of a Responses answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...types.usage import InputTokenDetails, OutputTokenDetails, Usage
from ..facts import text_of, timestamp_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...types.call import FinishReason
    from .outputs import ItemReader

__all__ = ["answer_metadata", "created_of", "finish_of", "usage_of"]

_INCOMPLETE: Final[dict[str, FinishReason]] = {
    "max_output_tokens": "length",
    "content_filter": "content-filter",
}
_METADATA: Final = (
    "id",
    "service_tier",
    "conversation",
    "status",
    "background",
    "moderation",
    "prompt_cache_key",
    "tool_usage",
    "content_filters",
)


def finish_of(body: Mapping[str, Any], reader: ItemReader) -> tuple[FinishReason, str | None]:
    """Our word for why the answer ended, and the provider's.

    Args:
        body: the answer.
        reader: what was read of its items.
    """
    details = body.get("incomplete_details")
    reason = text_of(details.get("reason")) if isinstance(details, dict) else None
    status = text_of(body.get("status"))
    if reason is not None:
        return _INCOMPLETE.get(reason, "other"), reason
    if status not in ("completed", "complete"):
        return "other", status
    if reader.calls.open:
        return "tool-calls", status
    return ("content-filter" if reader.refused else "stop"), status


def _count(value: object) -> int | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if type(value) is int and value >= 0 else None


def _part(details: object, name: str) -> int | None:
    return _count(details.get(name)) if isinstance(details, dict) else None


def usage_of(raw: object) -> Usage:
    """The token counts of a usage object; unknown or senseless ones are None."""
    if not isinstance(raw, dict) or not raw:
        return Usage()
    total_in, total_out = _count(raw.get("input_tokens")), _count(raw.get("output_tokens"))
    cached = _part(raw.get("input_tokens_details"), "cached_tokens")
    written = _part(raw.get("input_tokens_details"), "cache_write_tokens")
    thought = _part(raw.get("output_tokens_details"), "reasoning_tokens")
    fresh = None
    if total_in is not None and cached is not None:
        fresh = max(0, total_in - cached - (written or 0))
    text = None if total_out is None or thought is None else max(0, total_out - thought)
    return Usage(
        total_in,
        total_out,
        _count(raw.get("total_tokens")),
        InputTokenDetails(fresh, cached, written),
        OutputTokenDetails(text, thought),
        raw=raw,
    )


def answer_metadata(
    provider: str, body: Mapping[str, Any], reader: ItemReader
) -> dict[str, dict[str, Any]]:
    """What the answer says beside its items; `response_id` continues the conversation."""
    found = {name: body[name] for name in _METADATA if body.get(name) is not None}
    if "id" in found:
        found["response_id"] = found.pop("id")
    if reader.logprobs:
        found["logprobs"] = reader.logprobs
    return {provider: found} if found else {}


def created_of(body: Mapping[str, Any]) -> Any:
    """When the answer was begun, in UTC."""
    return timestamp_of(body.get("created_at"))
