"""Errors of Bedrock: named by a header, or by the exception in a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...json_codec import JSONError, is_object, loads
from ..errors import error_for

if TYPE_CHECKING:
    from ...errors import APICallError
    from ...types.http import HTTPReply

__all__ = ["kind_of", "message_of", "read_error"]

_NO_ACCESS: Final = "authentication_error"
_KINDS: Final = {
    "accessdenied": "permission_error",
    "expiredtoken": _NO_ACCESS,
    "incompletesignature": _NO_ACCESS,
    "invalidsignature": _NO_ACCESS,
    "missingauthenticationtoken": _NO_ACCESS,
    "unrecognizedclient": _NO_ACCESS,
    "resourcenotfound": "not_found_error",
    "throttling": "rate_limit_error",
    "validation": "invalid_request_error",
    "modelnotready": "overloaded_error",
    "serviceunavailable": "overloaded_error",
    "internalserver": "api_error",
    "modelerror": "api_error",
    "modelstreamerror": "api_error",
    "modeltimeout": "api_error",
}


def kind_of(exception: str) -> str | None:
    """Anthropic's word for an exception of AWS; None for one that nobody knows.

    Example:
        >>> kind_of("ThrottlingException:http://internal.amazon.com/coral/"), kind_of("Other")
        ('rate_limit_error', None)
    """
    name = exception.partition(":")[0].rpartition("#")[2].lower()
    return _KINDS.get(name.removesuffix("exception"))


def message_of(data: Any) -> str | None:
    """The words of an error object."""
    found = data.get("message", data.get("Message")) if is_object(data) else None
    return found if isinstance(found, str) else None


def read_error(reply: HTTPReply) -> APICallError:
    """The typed error of a reply with an error status."""
    try:
        data = loads(reply.body)
    except JSONError:
        data = None
    named = reply.headers.get("x-amzn-errortype", "")
    return error_for(
        reply.status,
        message_of(data) or named.partition(":")[0] or f"status {reply.status}",
        type=kind_of(named),
        headers=reply.headers,
        body=reply.body,
        data=data,
        url=reply.url,
    )
