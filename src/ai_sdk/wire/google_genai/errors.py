"""Error replies of Google's services, and errors inside their streams."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...errors import redact
from ..error_body import facts_of_reply, find_error
from ..errors import error_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...errors import APICallError
    from ...types.http import HTTPReply

__all__ = ["error_of", "parse_error", "refusal_of"]

_SECONDS = re.compile(r"(\d+(?:\.\d+)?)s")


def parse_error(_dialect: object, reply: HTTPReply) -> APICallError:
    """The typed error of a reply with an error status.

    Example:
        >>> from ai_sdk.types.http import HTTPReply
        >>> body = b'{"error": {"code": 404, "message": "no such model", "status": "NOT_FOUND"}}'
        >>> parse_error(None, HTTPReply(404, {}, body)).code
        'NOT_FOUND'
    """
    facts = facts_of_reply(reply)
    if isinstance(facts.data, dict):
        return error_of(facts.data, reply)
    return error_for(
        reply.status, facts.message, headers=reply.headers, body=reply.body, url=reply.url or None
    )


def refusal_of(body: Any, reply: HTTPReply) -> APICallError | None:
    """The error that stands in the JSON of a reply with a success status, or None."""
    found = find_error(body)
    return None if found is None else error_of(found, reply)


def error_of(error: Any, reply: HTTPReply | None = None, data: bytes = b"") -> APICallError:
    """The typed error of an error object.

    Args:
        error: what stands under "error".
        reply: the reply that is nothing but it.
        data: the event of a stream that holds it.
    """
    given: Mapping[str, Any] = error if isinstance(error, dict) else {"message": str(error)}
    status = reply.status if reply is not None and reply.status >= 400 else given.get("code")
    found = error_for(
        status if isinstance(status, int) else None,
        str(given.get("message") or given.get("status") or "the provider reported an error"),
        code="insufficient_quota" if _is_spent(given) else _reason(given),
        type=_text(given.get("status")),
        headers={} if reply is None else reply.headers,
        body=data if reply is None else reply.body,
        data=error,
        url=(reply.url or None) if reply is not None else None,
    )
    return _completed(found, given)


def _completed(found: APICallError, error: Mapping[str, Any]) -> APICallError:
    """The error with the provider's own word, and with how long to wait, from the details."""
    reason = _reason(error)
    found.code = redact(reason) if reason else found.code
    for detail in _details(error):
        seconds = _SECONDS.fullmatch(str(detail.get("retryDelay", "")))
        if seconds and found.retry_after is None:
            found.retry_after = float(seconds[1])
    return found


def _reason(error: Mapping[str, Any]) -> str | None:
    """The most telling word: the reason in the details, or the status."""
    for detail in _details(error):
        if reason := _text(detail.get("reason")):
            return reason
    return _text(error.get("status"))


def _is_spent(error: Mapping[str, Any]) -> bool:
    """Whether a day's quota is used up: then waiting a little is no use."""
    return any(
        "PerDay" in str(violation.get("quotaId", ""))
        for detail in _details(error)
        for violation in _rows(detail.get("violations"))
    )


def _details(error: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from _rows(error.get("details"))


def _rows(items: Any) -> Iterator[Mapping[str, Any]]:
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            yield item


def _text(item: object) -> str | None:
    return item if isinstance(item, str) and item else None
