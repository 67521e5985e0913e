"""JSON at the border of the wire: values to text, replies to objects, with typed errors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..errors import InvalidArgumentError, InvalidResponseError, excerpt
from ..json_codec import JSONError, dumps, loads
from .errors import request_id_of

if TYPE_CHECKING:
    from ..types.http import HTTPReply

__all__ = ["bad_reply", "json_text", "read_object"]

_PAGE = re.compile(rb"\s*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE)


def json_text(value: Any, what: str) -> str:
    """A caller's value as compact JSON.

    Args:
        value: what to write.
        what: what it is, for the message.

    Raises:
        InvalidArgumentError: it has no JSON form.

    Example:
        >>> json_text({"city": "Oslo"}, "the input")
        '{"city":"Oslo"}'
    """
    try:
        return dumps(value).decode()
    except JSONError as error:
        raise InvalidArgumentError(f"{what} cannot be sent: {error}", value=value) from error


def read_object(reply: HTTPReply, what: str) -> dict[str, Any]:
    """The JSON object of a good reply.

    Args:
        reply: the reply.
        what: what the protocol answers with, for the message.

    Raises:
        InvalidResponseError: it is empty, a web page, no JSON or no object.

    Example:
        >>> from ai_sdk.types.http import HTTPReply
        >>> read_object(HTTPReply(200, {}, b'{"id": "a"}'), "a chat completion")
        {'id': 'a'}
    """
    if not reply.body.strip():
        raise bad_reply(reply, f"the answer is empty, not {what}")
    if _PAGE.match(reply.body):
        raise bad_reply(reply, f"the answer is a web page, not {what}; is the base URL right?")
    try:
        data = loads(reply.body)
    except JSONError as error:
        raise bad_reply(reply, f"the answer is not {what}: {error}") from error
    if not isinstance(data, dict):
        raise bad_reply(reply, f"the answer is not {what}: a JSON {type(data).__name__}")
    return data


def bad_reply(reply: HTTPReply, message: str) -> InvalidResponseError:
    """The error for a good reply that is not what the protocol says."""
    return InvalidResponseError(
        message,
        status_code=reply.status,
        url=reply.url or None,
        body=excerpt(reply.body),
        request_id=request_id_of(reply.headers),
    )
