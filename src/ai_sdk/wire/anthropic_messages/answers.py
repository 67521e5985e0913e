"""Usage, finish reason and metadata of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...types.usage import InputTokenDetails, OutputTokenDetails, Usage
from ..facts import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...types.call import FinishReason

__all__ = ["answer_metadata", "finish_of", "merged_usage", "usage_of"]

_FINISH: Final[dict[str, FinishReason]] = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "pause_turn": "stop",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "tool_use": "tool-calls",
    "refusal": "content-filter",
}
_METADATA: Final = (
    "id",
    "stop_sequence",
    "stop_details",
    "container",
    "context_management",
    "diagnostics",
    "input_transformations",
)
_PASSES: Final = ("message", "compaction")
"""Kinds of passes over the conversation that the model of the answer made itself."""


def finish_of(raw: object) -> tuple[FinishReason, str | None]:
    """Our word for why the answer ended, and the provider's.

    Example:
        >>> finish_of("refusal")
        ('content-filter', 'refusal')
    """
    reason = text_of(raw)
    return _FINISH.get(reason or "", "other"), reason


def _count(value: object) -> int | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if type(value) is int and value >= 0 else None


def usage_of(raw: object) -> Usage:
    """The token counts of a usage object; unknown or senseless ones are None.

    The provider's `input_tokens` are those that no cache had a part in; ours are all. The passes
    that compacted the conversation, which its totals leave out, are counted as well.
    """
    if not isinstance(raw, dict) or not raw:
        return Usage()
    passes = _passes(raw)
    fresh, read, written, made = (_sum(passes, name) for name in _COUNTS)
    details = raw.get("output_tokens_details")
    thought = _count(details.get("thinking_tokens")) if isinstance(details, dict) else None
    total_in = None if fresh is None else fresh + (read or 0) + (written or 0)
    known = total_in is not None and made is not None
    return Usage(
        total_in,
        made,
        (total_in or 0) + (made or 0) if known else None,
        InputTokenDetails(fresh, read, written),
        OutputTokenDetails(
            None if made is None or thought is None else max(0, made - thought), thought
        ),
        raw=raw,
    )


_COUNTS: Final = (
    "input_tokens",
    "cache_read_input_tokens",
    "cache_creation_input_tokens",
    "output_tokens",
)


def _passes(raw: dict[str, Any]) -> list[dict[str, Any]]:
    """The objects whose counts add up to the answer's: itself, or the passes it is made of."""
    listed = raw.get("iterations")
    if not isinstance(listed, list):
        return [raw]
    found = [each for each in listed if isinstance(each, dict)]
    compacted = any(each.get("type") == "compaction" for each in found)
    return [each for each in found if each.get("type") in _PASSES] if compacted else [raw]


def _sum(passes: list[dict[str, Any]], name: str) -> int | None:
    if len(passes) == 1:
        return _count(passes[0].get(name))
    counts = [count for each in passes if (count := _count(each.get(name))) is not None]
    return sum(counts) if counts else None


def merged_usage(first: object, last: object) -> dict[str, Any]:
    """The usage of a stream: what its end says counts, the rest is from its start."""
    out = dict(first) if isinstance(first, dict) else {}
    if isinstance(last, dict):
        out.update((name, item) for name, item in last.items() if item is not None)
    return out


def answer_metadata(provider: str, body: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What the answer says beside its blocks; `message_id` continues a kept conversation."""
    found = {name: body[name] for name in _METADATA if body.get(name) is not None}
    if "id" in found:
        found["message_id"] = found.pop("id")
    return {provider: found} if found else {}
