"""A whole generateContent answer as a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...types.call import ModelResult, ResponseInfo
from ..facts import text_of
from ..fields import is_other_choice, object_in, objects_in
from ..json_text import bad_reply, read_object
from .errors import refusal_of
from .facts import (
    OF_USAGE,
    answer_metadata,
    block_reason_of,
    finish_reason_of,
    moment_of,
    raw_reason_of,
    usage_of,
)
from .grounding import SourceReader
from .reader import PartReader

if TYPE_CHECKING:
    from ...types.call import FinishReason
    from ...types.http import HTTPReply
    from ..protocol import WireRequest
    from .dialect import GoogleDialect

__all__ = ["candidate_of", "parse", "parts_of", "response_info"]


def parse(dialect: GoogleDialect, reply: HTTPReply, request: WireRequest) -> ModelResult:
    """The result that an answer holds. Of several candidates the first (index 0) is the answer.

    Raises:
        InvalidResponseError: the reply is no answer, or a field that holds text or calls is of
            another type.
        APICallError: it is an error object in spite of its good status.
    """
    body = read_object(reply, "an answer of a model")
    if (error := refusal_of(body, reply)) is not None:
        raise error
    blocked, candidate = block_reason_of(body), candidate_of(body)
    if candidate is None and blocked is None:
        raise bad_reply(reply, "the answer is not one of a model: it has no candidates")
    candidate = candidate or {}
    reader = PartReader(dialect, request.context.get("names", {}))
    content = [found for part in parts_of(candidate) if (found := reader.read(part)) is not None]
    raw = raw_reason_of(candidate)
    finish: FinishReason = finish_reason_of(raw, calls=reader.calls > 0)
    if blocked is not None and raw is None:
        raw, finish = blocked, "content-filter"
    return ModelResult(
        (*content, *SourceReader(dialect.name).read(candidate)),
        finish,
        raw,
        usage_of(body.get("usageMetadata")),
        provider_metadata=answer_metadata(dialect.name, body, candidate),
        response=response_info(body),
    )


def candidate_of(body: dict[str, Any]) -> dict[str, Any] | None:
    """The first candidate, or None.

    Raises:
        InvalidResponseError: the candidates are none.
    """
    candidates = objects_in(body.get("candidates"), "candidates")
    first = [found for found in candidates if not is_other_choice(found.get("index"))]
    return next(iter(first or candidates), None)


def parts_of(candidate: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of a candidate's content.

    Raises:
        InvalidResponseError: they are none.
    """
    content = object_in(candidate.get("content"), "content") or {}
    return objects_in(content.get("parts"), "parts")


_PLAIN: Final = frozenset(
    ("candidates", "usageMetadata", "modelVersion", "responseId", "createTime")
)
_PLAIN_CANDIDATE: Final = frozenset(("content", "index"))
_PLAIN_CONTENT: Final = frozenset(("parts", "role"))
_PLAIN_PART: Final = frozenset(("text",))


def only_text(body: dict[str, Any]) -> str | None:
    """The text of an event that says nothing else of note, as most do; None for the others.

    Looking closely at each event costs twice as much as reading it.

    Example:
        >>> only_text({"candidates": [{"content": {"parts": [{"text": "Hi"}], "role": "model"}}]})
        'Hi'
    """
    usage = body.get("usageMetadata")
    if not body.keys() <= _PLAIN or not (usage is None or _is_plain_usage(usage)):
        return None
    candidate = _only(body.get("candidates"), _PLAIN_CANDIDATE)
    if candidate is None or candidate.get("index"):
        return None
    content = candidate.get("content")
    if type(content) is not dict or not content.keys() <= _PLAIN_CONTENT:
        return None
    part = _only(content.get("parts"), _PLAIN_PART)
    text = None if part is None else part.get("text")
    return text if type(text) is str else None


def _only(items: object, names: frozenset[str]) -> dict[str, Any] | None:
    """The one object of a list, if it has no other fields than these."""
    if type(items) is not list or len(items) != 1:
        return None
    item = items[0]
    return item if type(item) is dict and item.keys() <= names else None


def _is_plain_usage(usage: object) -> bool:
    return type(usage) is dict and usage.keys().isdisjoint(OF_USAGE)


def response_info(body: dict[str, Any]) -> ResponseInfo:
    """Who answered, and when."""
    return ResponseInfo(
        text_of(body.get("responseId")),
        text_of(body.get("modelVersion")),
        moment_of(body.get("createTime")),
    )
