"""Reading what an error reply says, in all the shapes that error bodies come in."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from ..json_codec import JSONError, loads
from ..types._value import value

if TYPE_CHECKING:
    from ..types.http import HTTPReply

__all__ = ["MAX_ERROR_BODY", "ErrorFacts", "facts_of_reply", "facts_of_value", "find_error"]

MAX_ERROR_BODY: Final = 64 * 1024
"""Bytes of an error's body that are looked at."""

_MESSAGE_KEYS: Final = ("message", "detail", "error_description", "msg", "title", "reason")
_TITLE = r"(?i)<title[^<>]*>([^<]*)</title>"
_TAG = r"<[^<>]*>"
_SPACE = r"\s+"
_MAX_MESSAGE: Final = 2_000


@value
class ErrorFacts:
    """What an error says of itself; `data` is its parsed object, if it has one."""

    message: str
    code: str | int | None = None
    type: str | None = None
    data: Any = None


def find_error(data: Any) -> Any:
    """The error inside the JSON of a reply or an event, or None if it is none.

    Example:
        >>> find_error({"error": {"message": "no"}})
        {'message': 'no'}
        >>> find_error({"choices": []}) is None
        True
    """
    if not isinstance(data, dict):
        return None
    error = data.get("error")
    if isinstance(error, str) and error:
        return {**data, "message": error}
    if error not in (None, False, ""):
        return error
    if data.get("type") == "error" or data.get("object") == "error":
        return data
    if "choices" not in data and (data.get("errors") or data.get("detail")):
        return data
    return None


def facts_of_value(error: Any) -> ErrorFacts:
    """The facts of an error object, or of whatever stands in its place."""
    if isinstance(error, dict):
        return _facts_of_object(error)
    text = _message(error)
    return ErrorFacts(text or "the provider reported an error without a message", data=error)


def facts_of_reply(reply: HTTPReply) -> ErrorFacts:
    """The facts of a whole error reply."""
    body = reply.body[:MAX_ERROR_BODY]
    data = _parsed(body) if len(reply.body) <= MAX_ERROR_BODY else None
    if isinstance(data, list) and len(data) == 1:
        data = data[0]  # Google's errors, where an answer would be a list of chunks
    if data is not None:
        found = facts_of_value(data if (error := find_error(data)) is None else error)
        if _message(found.data) or found.code is not None or found.type is not None:
            return found
    text = _page_text(body.decode("utf-8", "replace"))
    phrase = f"{reply.status} {_phrase(reply.status)}".strip()
    return ErrorFacts(f"{phrase}: {text}" if text else f"{phrase} (the body is empty)", data=data)


def _facts_of_object(error: dict[str, Any]) -> ErrorFacts:
    code, kind = error.get("code"), error.get("type")
    inner = error.get("innererror")
    if isinstance(inner, dict) and isinstance(inner.get("code"), str):
        code = inner["code"]
    return ErrorFacts(
        _message(error) or _label(code, kind),
        code if isinstance(code, (str, int)) and not isinstance(code, bool) else None,
        kind if isinstance(kind, str) else None,
        error,
    )


def _label(code: Any, kind: Any) -> str:
    name = code if isinstance(code, (str, int)) and code else kind
    return f"the provider reported the error {name!r}" if name else "the provider reported an error"


def _message(error: Any, depth: int = 0) -> str:
    """The words of an error: a text, or the first text under one of the usual names."""
    if isinstance(error, str):
        return (
            re.sub(_SPACE, " ", error).strip()[:_MAX_MESSAGE]
            if depth == 0
            else error[:_MAX_MESSAGE]
        )
    if depth > 4:
        return ""
    if isinstance(error, list):
        return "; ".join(filter(None, (_message(item, depth + 1) for item in error[:5])))
    if isinstance(error, dict):
        for key in (*_MESSAGE_KEYS, "error", "errors"):
            if found := _message(error.get(key), depth + 1):
                return found
    return ""


def _parsed(body: bytes) -> Any:
    try:
        return loads(body)
    except JSONError:
        return None


def _page_text(text: str) -> str:
    """Plain text as it is; of a web page its title, or else its words."""
    text = text.strip()
    if text[:1] == "<":
        title = re.search(_TITLE, text)
        text = title.group(1) if title else re.sub(_TAG, " ", text)
        text = f"a web page: {text.strip()}"
    return re.sub(_SPACE, " ", text).strip()[:500]


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
