"""What whole answers and streams have in common: usage, finish reasons, citations, metadata."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidResponseError
from ...types.content import FilePart, Source
from .._model import given
from ..facts import text_of
from ._generated import (
    ChatResponseMessageAnnotation,
    ChatResponseMessageAnnotationUrlCitation,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...types.call import FinishReason

__all__ = [
    "answer_metadata",
    "audio_file",
    "choice_metadata",
    "cited_sources",
    "finish_reason_of",
    "sources_of",
]

_FINISH: Final[dict[str, FinishReason]] = {
    "stop": "stop",
    "length": "length",
    "eos": "stop",
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


def cited_sources(
    provider: str, body: Mapping[str, Any], names: Iterable[str], first: int = 0
) -> list[Source]:
    """What an answer or a chunk cites in a list of its own, numbered from `first`.

    Args:
        provider: the key of the metadata.
        body: the answer.
        names: fields that may list sources, as addresses or as objects; the first that does.
        first: the number of the first source.

    Example:
        >>> cited_sources("acme", {"citations": ["https://a.test"]}, ["citations"])[0].url
        'https://a.test'
    """
    for name in names:
        listed = body.get(name)
        if isinstance(listed, list) and listed:
            found = [item if isinstance(item, dict) else {"url": item} for item in listed]
            cited = [item for item in found if text_of(item.get("url"))]
            return [_cited(provider, item, first + i) for i, item in enumerate(cited)]
    return []


def _cited(provider: str, item: Mapping[str, Any], number: int) -> Source:
    rest = {k: v for k, v in item.items() if k not in ("url", "title") and v is not None}
    return Source(
        f"src-{number}",
        "url",
        item["url"],
        text_of(item.get("title")),
        provider_metadata={provider: rest} if rest else {},
    )


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
