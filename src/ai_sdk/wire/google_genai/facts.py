"""What whole answers and streams have in common: usage, finish reasons, metadata, moments."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from ...types.usage import InputTokenDetails, OutputTokenDetails, Usage
from ..facts import count_of, text_of
from ..options import snake_case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...types.call import FinishReason

__all__ = [
    "OF_USAGE",
    "answer_metadata",
    "block_reason_of",
    "finish_reason_of",
    "moment_of",
    "raw_reason_of",
    "rows_of",
    "usage_of",
]

_FINISH: Final[dict[str, FinishReason]] = {
    "STOP": "stop",
    "MAX_TOKENS": "length",
    **dict.fromkeys(
        (
            "SAFETY",
            "RECITATION",
            "BLOCKLIST",
            "PROHIBITED_CONTENT",
            "SPII",
            "MODEL_ARMOR",
            "IMAGE_SAFETY",
            "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION",
        ),
        "content-filter",
    ),
    **dict.fromkeys(
        (
            "MALFORMED_FUNCTION_CALL",
            "MALFORMED_RESPONSE",
            "UNEXPECTED_TOOL_CALL",
            "TOO_MANY_TOOL_CALLS",
            "MISSING_THOUGHT_SIGNATURE",
        ),
        "error",
    ),
}
_BY_NUMBER: Final = ("", "STOP", "MAX_TOKENS", "SAFETY", "RECITATION", "OTHER")
_OF_CANDIDATE: Final = (
    "groundingMetadata",
    "urlContextMetadata",
    "safetyRatings",
    "citationMetadata",
    "finishMessage",
    "avgLogprobs",
    "logprobsResult",
    "tokenCount",
)
_OF_ANSWER: Final = ("promptFeedback", "modelStatus", "turnToken")
OF_USAGE: Final = ("serviceTier", "trafficType")
"""What a usage object says that is no count."""


def rows_of(items: object) -> list[dict[str, Any]]:
    """The objects of a list; nothing for anything else."""
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def raw_reason_of(candidate: Mapping[str, Any]) -> str | None:
    """The server's word for why the answer ended; servers asked for numbers say those."""
    found = candidate.get("finishReason")
    if type(found) is int and 0 <= found < len(_BY_NUMBER):
        found = _BY_NUMBER[found]
    if found == "FINISH_REASON_UNSPECIFIED":
        return None
    return text_of(str(found)) if isinstance(found, (str, int)) else None


def block_reason_of(body: Mapping[str, Any]) -> str | None:
    """Why the prompt was refused, or None if it was not."""
    verdict = body.get("promptFeedback")
    if not isinstance(verdict, dict):
        return None
    if reason := text_of(verdict.get("blockReason")):
        return reason
    return "BLOCKED_REASON_UNSPECIFIED" if text_of(verdict.get("blockReasonMessage")) else None


def finish_reason_of(raw: str | None, *, calls: bool) -> FinishReason:
    """Our word for why the answer ended.

    Args:
        raw: the server's word, None where it sent none.
        calls: the answer calls functions of the caller.

    Example:
        >>> finish_reason_of("STOP", calls=True)
        'tool-calls'
    """
    found = _FINISH.get(raw or "", "other")
    return "tool-calls" if calls and (found == "stop" or raw is None) else found


def usage_of(raw: object) -> Usage:
    """The token counts of an answer. What tools of the service read counts as input, thoughts
    count as output; the service leaves out counts of zero.

    Example:
        >>> usage_of({"promptTokenCount": 5, "thoughtsTokenCount": 2, "totalTokenCount": 10}).output_tokens
        5
    """
    if not isinstance(raw, dict) or not raw:
        return Usage()
    total, prompt = count_of(raw.get("totalTokenCount")), count_of(raw.get("promptTokenCount"))
    cached, thought = (
        count_of(raw.get("cachedContentTokenCount")),
        count_of(raw.get("thoughtsTokenCount")),
    )
    said = count_of(raw.get("candidatesTokenCount", raw.get("responseTokenCount")))
    read = _sum(prompt, count_of(raw.get("toolUsePromptTokenCount")))
    if said is None and total is not None and read is not None:
        said = max(0, total - read - (thought or 0))
    return Usage(
        read,
        _sum(said, thought),
        total,
        InputTokenDetails(None if read is None else max(0, read - (cached or 0)), cached),
        OutputTokenDetails(said, thought),
        raw=raw,
    )


def _sum(one: int | None, other: int | None) -> int | None:
    return other if one is None else one + (other or 0)


def moment_of(text: object) -> datetime | None:
    """The moment that a time in ISO form tells.

    Example:
        >>> moment_of("2026-01-02T03:04:05.123456789Z").year
        2026
    """
    if not isinstance(text, str):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def answer_metadata(
    provider: str, body: Mapping[str, Any], candidate: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """What an answer says beside its content: grounding, safety ratings, tiers."""
    usage = body.get("usageMetadata")
    found = [(name, candidate[name]) for name in _OF_CANDIDATE if name in candidate]
    found += [(name, body[name]) for name in _OF_ANSWER if name in body]
    if isinstance(usage, dict):
        found += [(name, usage[name]) for name in OF_USAGE if name in usage]
    fields = {snake_case(name): item for name, item in found if item not in (None, "", [])}
    return {provider: fields} if fields else {}
