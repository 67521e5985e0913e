"""The events of a Bedrock stream: each is wrapped in a message of AWS's own framing."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Final

from ...errors import InvalidResponseError, excerpt
from ...json_codec import JSONError, dumps, is_object, loads
from ...sse import MAX_EVENT, ServerSentEvent
from ..aws.event_stream import EventStreamDecoder
from .errors import kind_of, message_of

if TYPE_CHECKING:
    from ..aws.event_stream import EventStreamMessage

__all__ = ["BedrockEvents"]

_FAILURES: Final = ("exception", "error")
_SHORT: Final = 60  # a ping is no longer


class BedrockEvents:
    """Cuts a byte stream into the events of the Messages API; an exception becomes its error
    event.

    Args:
        max_event: most bytes of an event; its message has a third more, being in base64, and a head.
        max_line: of no use here, where nothing comes in lines.
    """

    def __init__(self, max_event: int = MAX_EVENT, max_line: int = 0) -> None:
        self._messages = EventStreamDecoder(max_event + max_event // 2)
        self._failure: InvalidResponseError | None = None

    def feed(self, piece: bytes) -> list[ServerSentEvent]:
        """The events that `piece` completes.

        Raises:
            InvalidResponseError: A message is damaged, or holds no event. Events before it were
                returned first.
        """
        self._check()
        events: list[ServerSentEvent] = []
        try:
            for message in self._messages.feed(piece):
                events.append(_event(message))
        except InvalidResponseError as error:
            self._failure = error
            if not events:
                raise
        return events

    def finish(self) -> list[ServerSentEvent]:
        """Say that the body is over; no event can be left.

        Raises:
            StreamInterruptedError: It ended within a message.
            InvalidResponseError: What `feed` found and had not raised yet.
        """
        self._check()
        self._messages.finish()
        return []

    def _check(self) -> None:
        if self._failure is not None:
            raise self._failure


def _event(message: EventStreamMessage) -> ServerSentEvent:
    if message.kind in _FAILURES:
        return _failure(message)
    if message.kind != "event" or message.name != "chunk":
        return ServerSentEvent(message.name, b"")  # tells nothing: passed over
    try:
        data = loads(message.payload)
        wrapped = data.get("bytes") if is_object(data) else None
        if isinstance(wrapped, str):
            event = base64.b64decode(wrapped, validate=True)
            return ServerSentEvent("ping" if _is_ping(event) else None, event)
    except (JSONError, binascii.Error, ValueError):
        pass
    raise InvalidResponseError(
        "a message of the stream holds no event", body=excerpt(message.payload, 200)
    )


def _is_ping(event: bytes) -> bool:
    """Whether an event says nothing: its name stands in it, not before it as with Anthropic."""
    if b'"ping"' not in event[:_SHORT]:
        return False
    data = loads(event)
    return is_object(data) and data.get("type") == "ping"


def _failure(message: EventStreamMessage) -> ServerSentEvent:
    """An exception in the words that the Messages API has for errors in streams."""
    name = message.name or "error"
    try:
        words = message_of(loads(message.payload))
    except JSONError:
        words = None
    told = message.headers.get(":error-message")
    error = {"type": kind_of(name) or "api_error", "message": words or told or name}
    return ServerSentEvent("error", dumps({"type": "error", "error": error}))
