"""What a protocol hands to the socket: a status, headers and a body, or the events of a stream."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Headers = tuple[tuple[str, str], ...]
Body = bytes | Callable[[], Iterable[bytes]]


def dump(value: Any) -> str:
    """Write JSON the way providers do: compact, not escaped to ASCII."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def loads_or_text(text: str) -> Any:
    """Read JSON; what is none, or is nested beyond reading, stays the text it is."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a stream; `data` is a JSON value, or a `str` that is sent verbatim.

    `end_mark` tells the events by which the protocol says that the stream is complete, so that a
    test can have them left out.
    """

    data: Any
    event: str | None = None
    end_mark: bool = False

    def encode(self) -> bytes:
        """Render the event as the lines of a server-sent one."""
        data = self.data if isinstance(self.data, str) else dump(self.data)
        lines = [] if self.event is None else [f"event: {self.event}"]
        lines += [f"data: {line}" for line in data.split("\n")]
        return ("\n".join(lines) + "\n\n").encode()


@dataclass(frozen=True, slots=True)
class EventFormat:
    """How the events of a stream are written.

    Attributes:
        write: the bytes of one event.
        ping: bytes that keep a connection alive and say nothing.
    """

    write: Callable[[Event], bytes]
    ping: bytes


SERVER_SENT = EventFormat(Event.encode, b": keep-alive\n\n")
"""Server-sent events, as all but AWS write them."""


@dataclass(frozen=True, slots=True)
class Payload:
    """A reply before it is put on the socket.

    Attributes:
        events: the events of a stream, in place of a body.
        event_format: how they are written.
        interim: heads of interim replies (1xx) to send first, as bytes.
        raw_chunks: writes the chunked body of its own, good or bad; the connection closes after it.
    """

    status: int = 200
    headers: Headers = ()
    body: Body = b""
    events: tuple[Event, ...] | None = None
    event_format: EventFormat = SERVER_SENT
    interim: bytes = b""
    raw_chunks: Callable[[bytes], bytes] | None = None


def json_payload(value: Any, status: int = 200, headers: Headers = ()) -> Payload:
    """Make a JSON reply."""
    return Payload(status, (("content-type", "application/json"), *headers), dump(value).encode())


def text_payload(text: str, media_type: str = "text/plain; charset=utf-8") -> Payload:
    """Make a plain text reply."""
    return Payload(200, (("content-type", media_type),), text.encode())


def event_payload(events: Iterable[Event], headers: Headers = ()) -> Payload:
    """Make a server-sent event reply."""
    kind = ("content-type", "text/event-stream; charset=utf-8")
    return Payload(200, (kind, *headers), events=tuple(events))
