"""How a reply travels: chunk sizes, gates, compression and the faults of the line."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Literal

from .gate import EventLike, Gate
from .payload import Body, Event, Payload

End = Literal["clean", "cut", "rst", "stall", "half"]
Framing = Literal["auto", "chunked", "length", "eof"]
BeforeHead = Literal["close", "rst", "stall"]
Compression = Literal["gzip", "deflate"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """The way one reply is written to its socket.

    Attributes:
        chunks: Sizes in bytes of the writes; one number for all of them. By default each event, or
            the whole body, is one write.
        end: What follows the last byte: `clean` ends the body as the framing asks for, `cut` closes
            the connection without that, `rst` resets it, `stall` keeps it open and silent until the
            client closes, `half` says that no more comes and waits likewise.
        stop_after_bytes: Send this many body bytes only, then do `end`.
        stop_after_events: Send this many events only, then do `end`.
        end_mark: Whether to send the events that tell the client the stream is complete.
        framing: `chunked`, `length` (Content-Length) or `eof` (the end of the connection ends the
            body); `auto` takes `chunked` for events and `length` for the rest.
        content_length: A Content-Length to announce instead of the true one.
        compress: Content coding of the body.
        before_head: A fault instead of any reply.
        keep_alive: Whether the connection stays open after a clean end.
        announce_close: Whether `keep_alive=False` is told in the head; if not, the client is left
            with a stale connection.
        gates: Where to wait: pairs of a place and a gate. Place -1 is before the head, n is before
            the n-th write of the body (from 0).
        pause: Seconds between two writes.
    """

    chunks: int | Sequence[int] | None = None
    end: End = "clean"
    stop_after_bytes: int | None = None
    stop_after_events: int | None = None
    end_mark: bool = True
    framing: Framing = "auto"
    content_length: int | None = None
    compress: Compression | None = None
    before_head: BeforeHead | None = None
    keep_alive: bool = True
    announce_close: bool = True
    gates: tuple[tuple[int, Gate | EventLike], ...] = ()
    pause: float = 0.0

    def gates_at(self, place: int) -> Iterator[Gate | EventLike]:
        """The gates before the given write."""
        return (gate for at, gate in self.gates if at == place)


def body_writes(payload: Payload, delivery: Delivery) -> Iterator[bytes]:
    """Cut a payload into the writes that the delivery asks for."""
    pieces = _pieces(payload, delivery)
    if delivery.compress is not None:
        pieces = iter([compress(b"".join(pieces), delivery.compress)])
    if delivery.chunks is not None:
        pieces = _resize(pieces, delivery.chunks)
    if delivery.stop_after_bytes is not None:
        pieces = _limit(pieces, delivery.stop_after_bytes)
    return filter(None, pieces)  # an empty chunk would end a chunked body


def _pieces(payload: Payload, delivery: Delivery) -> Iterator[bytes]:
    if payload.events is None:
        return _body_pieces(payload.body)
    write = payload.event_format.write
    return (write(event) for event in _kept_events(payload.events, delivery))


def _kept_events(events: Sequence[Event], delivery: Delivery) -> Sequence[Event]:
    if not delivery.end_mark:
        events = [event for event in events if not event.end_mark]
    return events[: delivery.stop_after_events]


def _body_pieces(body: Body) -> Iterator[bytes]:
    if isinstance(body, bytes):
        return iter([body] if body else [])
    return iter(body())


def compress(data: bytes, coding: Compression) -> bytes:
    """Compress a body; the result is the same each time."""
    return gzip.compress(data, mtime=0) if coding == "gzip" else zlib.compress(data)


def _resize(pieces: Iterable[bytes], sizes: int | Sequence[int]) -> Iterator[bytes]:
    """Cut bytes anew; a last size that is too small repeats, so nothing is lost."""
    wanted = repeat(sizes) if isinstance(sizes, int) else chain(sizes, repeat(1 << 30))
    held = bytearray()
    size = next(wanted)
    for piece in pieces:
        held += piece
        while len(held) >= size > 0:
            yield bytes(held[:size])
            del held[:size]
            size = next(wanted)
    if held:
        yield bytes(held)


def _limit(pieces: Iterable[bytes], allowed: int) -> Iterator[bytes]:
    for piece in pieces:
        if len(piece) >= allowed:
            yield piece[:allowed]
            return
        allowed -= len(piece)
        yield piece


def gzip_bomb(size: int) -> Iterator[bytes]:
    """Compress `size` zero bytes piece by piece: about a thousandth of that goes over the wire."""
    squeeze = zlib.compressobj(9, wbits=31)
    block = bytes(1 << 20)
    for start in range(0, size, len(block)):
        yield squeeze.compress(block[: size - start])
    yield squeeze.flush()
