"""Answers that come as server-sent events although the whole body is here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...errors import excerpt
from ...json_codec import JSONError, loads
from ...sse import MAX_LINE, SSEDecoder
from ..error_body import find_error
from ..errors import error_from_value
from ..json_text import bad_reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...types.http import HTTPReply

__all__ = ["is_event_stream", "media_type_of", "read_events"]

_MAX_EVENT: Final = 64 * 1024 * 1024  # an image in base64; the body itself is capped as well


def media_type_of(reply: HTTPReply) -> str:
    """The reply's media type in lower case, without parameters; empty if it names none."""
    return reply.headers.get("content-type", "").partition(";")[0].strip().lower()


def is_event_stream(reply: HTTPReply) -> bool:
    """Whether the body is a stream of events, by its type or by how it begins."""
    if media_type_of(reply) == "text/event-stream":
        return True
    return reply.body[:64].lstrip().startswith((b"data:", b"event:"))


def read_events(reply: HTTPReply) -> Iterator[dict[str, Any]]:
    """The events' JSON objects, up to the end or the `[DONE]` mark.

    Raises:
        APICallError: an event says that the call failed.
        InvalidResponseError: an event is no JSON object, or too large.
    """
    decoder = SSEDecoder(_MAX_EVENT, MAX_LINE)
    for event in (*decoder.feed(reply.body), *decoder.finish()):
        if event.data.strip() == b"[DONE]":
            return
        data = _object(event.data, reply)
        error = find_error(data)
        if error is None and event.event == "error":
            error = data
        if error is not None:
            raise error_from_value(error, event.data)
        yield data


def _object(text: bytes, reply: HTTPReply) -> dict[str, Any]:
    try:
        data = loads(text)
    except JSONError as error:
        raise bad_reply(
            reply, f"an event of the answer is not JSON: {error}: {excerpt(text, 200)}"
        ) from error
    if not isinstance(data, dict):
        raise bad_reply(reply, f"an event of the answer is a JSON {type(data).__name__}")
    return data
