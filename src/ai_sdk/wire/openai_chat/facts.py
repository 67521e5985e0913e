"""What whole answers and streams have in common: usage, finish reasons, citations, metadata."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidResponseError
from ...types.content import FilePart, Source
from ...types.usage import InputTokenDetails, OutputTokenDetails, Usage
from .._convert import structure
from .._model import given
from ._generated import (
    ChatResponseMessageAnnotation,
    ChatResponseMessageAnnotationUrlCitation,
    ChatUsage,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...types.call import FinishReason

__all__ = [
    "answer_metadata",
    "audio_file",
    "choice_metadata",
    "finish_reason_of",
    "sources_of",
    "text_of",
    "timestamp_of",
    "usage_of",
]

_FINISH: Final[dict[str, FinishReason]] = {
    "stop": "stop",
    "length": "length",
    "content_filter": "content-filter",
    "tool_calls": "tool-calls",
    "function_call": "tool-calls",
    "error": "error",
}
_AUDIO_TYPES: Final = {"mp3": "audio/mpeg", "pcm16": "audio/pcm", "opus": "audio/ogg"}
_CHOICE_READ_ELSEWHERE: Final = frozenset(
    ("delta", "error", "finish_reason", "index", "logprobs", "message", "text")
)
_READ_ELSEWHERE: Final = frozenset(
    ("choices", "created", "id", "model", "object", "obfuscation", "usage", "error")
)


def text_of(value: object) -> str | None:
    """The value if it is text with something in it."""
    return value if isinstance(value, str) and value else None


def finish_reason_of(raw: str | None, *, calls: bool, refused: bool) -> FinishReason:
    """Our word for why the answer ended.

    Args:
        raw: the server's word, None where it sent none.
        calls: the answer calls tools.
        refused: the model refused.

    Example:
        >>> finish_reason_of("stop", calls=True, refused=False)
        'tool-calls'
    """
    found = _FINISH.get(raw or "", "other")
    if refused and found in ("stop", "other"):
        return "content-filter"
    if calls and (found == "stop" or raw is None):
        return "tool-calls"
    return found


def timestamp_of(created: object) -> datetime | None:
    """The moment that a `created` field tells, in UTC."""
    if not isinstance(created, (int, float)) or isinstance(created, bool):
        return None
    try:
        return datetime.fromtimestamp(created, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def usage_of(raw: object) -> Usage:
    """The token counts of a usage object; unknown or senseless ones are None."""
    if not isinstance(raw, dict) or not raw:
        return Usage()
    usage = structure(dict(raw), ChatUsage)  # a copy: what is structured changes, raw must not
    read = usage.prompt_tokens_details or None
    made = usage.completion_tokens_details or None
    total_in, total_out = _count(usage.prompt_tokens), _count(usage.completion_tokens)
    cached = _count(getattr(read, "cached_tokens", None))
    if cached is None:
        cached = _count(raw.get("prompt_cache_hit_tokens"))
    written = _count(getattr(read, "cache_write_tokens", None))
    thought = _count(getattr(made, "reasoning_tokens", None))
    return Usage(
        total_in,
        total_out,
        _count(usage.total_tokens),
        InputTokenDetails(_rest(total_in, cached, written), cached, written),
        OutputTokenDetails(_rest(total_out, thought), thought),
        raw=raw,
    )


def _count(value: object) -> int | None:
    """A number of tokens, also where it comes as text or as a float."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        return int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if type(value) is int and value >= 0 else None


def _rest(total: int | None, *shares: int | None) -> int | None:
    """What the known shares leave of the total; None where the total or the first is unknown."""
    if total is None or shares[0] is None:
        return None
    return max(0, total - sum(share or 0 for share in shares))


def sources_of(provider: str, annotations: object, first: int = 0) -> list[Source]:
    """The citations among a message's annotations (wire objects), numbered from `first`."""
    out: list[Source] = []
    for note in annotations if isinstance(annotations, list) else ():
        cited = note.url_citation if isinstance(note, ChatResponseMessageAnnotation) else None
        if not isinstance(cited, ChatResponseMessageAnnotationUrlCitation):
            continue
        places = {"start_index": given(cited.start_index), "end_index": given(cited.end_index)}
        found = {name: place for name, place in places.items() if place is not None}
        out.append(
            Source(
                f"src-{first + len(out)}",
                "url",
                text_of(cited.url),
                text_of(cited.title),
                provider_metadata={provider: found} if found else {},
            )
        )
    return out


def audio_file(
    provider: str,
    pieces: Iterable[str],
    audio_format: object,
    audio_id: object,
    expires_at: object = None,
) -> FilePart:
    """The sound of an answer, as bytes.

    Args:
        provider: the key of the metadata.
        pieces: base64 texts, each whole.
        audio_format: the format that was asked for.
        audio_id: the id under which the server keeps the sound.
        expires_at: until when, in seconds since the epoch.

    Raises:
        InvalidResponseError: it is no base64.
    """
    try:
        data = b"".join(base64.b64decode(piece) for piece in pieces)
    except (binascii.Error, ValueError) as error:
        raise InvalidResponseError(f"the answer's audio is no base64: {error}") from error
    kind = audio_format if isinstance(audio_format, str) else "wav"
    fields = {"audio_id": audio_id, "expires_at": expires_at}
    known = {name: item for name, item in fields.items() if item}
    media_type = _AUDIO_TYPES.get(kind, f"audio/{kind}")
    return FilePart(data, media_type, provider_metadata={provider: known})


def answer_metadata(body: Mapping[str, Any]) -> dict[str, Any]:
    """What the answer says beside its choices: service tier, fingerprint, a vendor's own fields."""
    return {
        name: item
        for name, item in body.items()
        if item not in (None, "") and name not in _READ_ELSEWHERE
    }


def choice_metadata(choice: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What a choice says beside its message: content filters, a vendor's own fields.

    Args:
        choice: the choice, or one chunk of it.
        before: what earlier chunks said; what a filter found stays found.

    Example:
        >>> choice_metadata({"index": 0, "content_filter_results": {"hate": {"filtered": True}}}, {})
        {'content_filter_results': {'hate': {'filtered': True}}}
    """
    out: dict[str, Any] = {}
    for name, item in choice.items():
        if item in (None, "", {}) or name in _CHOICE_READ_ELSEWHERE:
            continue
        known = before.get(name)
        if isinstance(item, Mapping) and isinstance(known, Mapping):
            item = {**item, **{key: known[key] for key in known if not _worse(item, known, key)}}
        out[name] = item
    return out


_SEVERITY: Final = ("safe", "low", "medium", "high")


def _worse(item: Mapping[str, Any], known: Mapping[str, Any], key: str) -> bool:
    """Whether a later chunk says more about one category of a filter than the ones before."""
    return key in item and _badness(item[key]) >= _badness(known[key])


def _badness(found: Any) -> tuple[bool, bool, int]:
    if not isinstance(found, Mapping):
        return False, False, 0
    severity = found.get("severity")
    rank = _SEVERITY.index(severity) if severity in _SEVERITY else 0
    return bool(found.get("filtered")), bool(found.get("detected")), rank
