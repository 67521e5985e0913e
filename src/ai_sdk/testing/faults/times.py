"""Faults of time: silence, trickles, pings in place of content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from itertools import repeat
from time import monotonic

from ..server.payload import Event, EventFormat, Payload
from ..server.reply import Reply
from .base import Fault, events_of

__all__ = ["FAULTS", "pause", "pings", "slow", "stall"]


def stall(*, after_events: int | None = None, after_bytes: int | None = None) -> Fault:
    """Silence after so many events or bytes, on an open connection."""
    what = f"{after_events} events" if after_events is not None else f"{after_bytes} bytes"
    return Fault(
        f"silence after {what}",
        lambda reply: reply.cut(after_events=after_events, after_bytes=after_bytes, how="stall"),
        replies=after_events is None,
    )


class _Later:
    """A gate that opens by itself, so many seconds after somebody first stood before it."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._since = seconds, -1.0

    def is_set(self) -> bool:
        """Whether the time is over."""
        now = monotonic()
        if self._since < 0:
            self._since = now
        return now - self._since >= self._seconds


def pause(seconds: float) -> Fault:
    """Silence for so many seconds once the first piece of the body is out, then the rest."""

    def answer(reply: Reply) -> Reply:
        return reply.delivered(chunks=[8]).gated(_Later(seconds), at=1)

    return Fault(f"a pause of {seconds:g} s", answer)


def slow(seconds: float, size: int = 1) -> Fault:
    """The body trickles: `size` bytes each so many seconds."""
    return Fault(
        f"{size} bytes each {seconds:g} s",
        lambda reply: reply.delivered(chunks=size, pause=seconds),
    )


def _pings(head: tuple[Event, ...], style: EventFormat, ping: bytes) -> Iterable[bytes]:
    yield from map(style.write, head)
    yield from repeat(ping)


def pings(ping: bytes | None = None, *, after_events: int = 0, gap: float = 0.02) -> Fault:
    """Nothing but pings, for ever, after so many events: comments, or what else the protocol has."""

    def changed(payload: Payload) -> Payload:
        head, style = events_of(payload)[:after_events], payload.event_format
        body = partial(_pings, head, style, style.ping if ping is None else ping)
        return replace(payload, events=None, body=body)

    def answer(reply: Reply) -> Reply:
        return reply.edited(changed).delivered(pause=gap)

    return Fault(f"pings only, after {after_events} events", answer, replies=False)


def _headers_for_ever(_: Reply) -> Reply:
    """Header after header; the reader's cap on heads ends it, or its time limit does."""
    head = b"HTTP/1.1 200 OK\r\n" + b"x-y: z\r\n" * 2_000
    return Reply.wire(head, chunks=40).delivered(pause=0.01, end="stall")


FAULTS = [
    stall(after_events=1),
    stall(after_events=4),
    stall(after_bytes=9),
    slow(0.02),
    pings(),
    pings(after_events=3),
    replace(
        pings(b'event: ping\ndata: {"type": "ping"}\n\n'), name="pings only, as events", lines=True
    ),
    replace(pings(b"data:\n\n"), name="pings only, as empty events", lines=True),
    Fault("header after header", _headers_for_ever),
]
