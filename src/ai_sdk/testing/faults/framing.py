"""Odd framing: everything that the standards of HTTP and event streams allow, and what they do not."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from ..server.delivery import compress, gzip_bomb as unpacking_to
from ..server.payload import Event, Payload, dump
from .base import Fault, body_of, edit, events_of, with_events

__all__ = ["FAULTS", "characters", "gzip_bomb", "split"]

BIG_EVENT = 8_000_000
ENDLESS_LINE = 400_000_000
_BLOCK = b"x" * 1_000_000


def split(size: int = 1) -> Fault:
    """The body comes in pieces of `size` bytes, whatever they cut apart."""
    word = "byte by byte" if size == 1 else f"in pieces of {size} bytes"
    return Fault(word, lambda reply: reply.dribbled(size))


def characters() -> Fault:
    """The body is cut within every character that has more than one byte."""

    def pieces(data: bytes) -> Iterable[bytes]:
        start = 0
        for place, byte in enumerate(data):
            if byte & 0xC0 == 0x80:  # not the first byte of its character
                yield data[start:place]
                start = place
        yield data[start:]

    def changed(payload: Payload) -> Payload:
        data = body_of(payload)
        if data.isascii():
            return payload  # there is nothing to split
        return replace(payload, events=None, body=partial(pieces, data))

    return Fault("every UTF-8 character split", edit(changed))


def gzip_bomb(size: int = 1 << 30) -> Fault:
    """A small gzip body, of the media type that is due, that unpacks to `size` zero bytes."""

    def changed(payload: Payload) -> Payload:
        headers = (*payload.headers, ("content-encoding", "gzip"))
        body = partial(unpacking_to, size)
        return replace(payload, headers=headers, events=None, body=body)

    return Fault("a gzip bomb", lambda reply: reply.edited(changed).delivered(framing="chunked"))


def _stream(name: str, write: Callable[[Event], bytes], *, first: bytes = b"") -> Fault:
    """The events in another spelling."""

    def body(events: tuple[Event, ...]) -> Iterable[bytes]:
        for place, event in enumerate(events):
            yield (first if place == 0 else b"") + write(event)

    def changed(payload: Payload) -> Payload:
        return replace(payload, events=None, body=partial(body, events_of(payload)))

    return Fault(name, edit(changed), replies=False, lines=True)


def _lines(event: Event) -> list[str]:
    return event.encode().decode().rstrip("\n").split("\n")


def _ended(end: str) -> Callable[[Event], bytes]:
    return lambda event: "".join(line + end for line in [*_lines(event), ""]).encode()


def _mixed(event: Event) -> bytes:
    ends = ("\r\n", "\n", "\r")
    lines = [*_lines(event), ""]
    return "".join(line + ends[place % 3] for place, line in enumerate(lines)).encode()


def _tight(event: Event) -> bytes:
    return event.encode().replace(b"data: ", b"data:", 1)


def _several_lines(event: Event) -> bytes:
    """A JSON value over several data lines, as the standard allows."""
    if isinstance(event.data, str):
        return event.encode()
    head = b"" if event.event is None else f"event: {event.event}\n".encode()
    text = dump(event.data)
    start = text.index("{") + 1
    return head + f"data: {text[:start]}\ndata: {text[start:]}\n\n".encode()


def _more_fields(event: Event) -> bytes:
    return b"id: 7\nretry: 10\nfoo: bar\nlonely\n" + event.encode()


def _comments(event: Event) -> bytes:
    return b": keep-alive\n\n:\n\n" + event.encode()


def _empty_events(event: Event) -> bytes:
    return b"\n\ndata\n\n" + event.encode()


def _invalid_utf8(payload: Payload) -> Payload:
    """Bytes that are no UTF-8, within a string in the middle of the body."""
    data = body_of(payload)
    place = max(data.find(b':"', len(data) // 2), data.find(b':"')) + 2
    return replace(payload, events=None, body=data[:place] + b"\xff\xfe" + data[place:])


def _big_event(payload: Payload) -> Payload:
    first, *rest = events_of(payload)
    data = {**first.data, "padding": "x" * BIG_EVENT}
    return with_events(payload, [replace(first, data=data), *rest])


def _endless() -> Iterable[bytes]:
    yield b"data: "
    for _ in range(ENDLESS_LINE // len(_BLOCK)):
        yield _BLOCK


def _endless_line(payload: Payload) -> Payload:
    return replace(payload, events=None, body=_endless)


def _coded(name: str, coding: str, pack: Callable[[bytes], bytes]) -> Fault:
    def changed(payload: Payload) -> Payload:
        headers = (*payload.headers, ("content-encoding", coding))
        return replace(payload, headers=headers, events=None, body=pack(body_of(payload)))

    return Fault(name, edit(changed))


def _gzip(data: bytes) -> bytes:
    return compress(data, "gzip")


def _bare_deflate(data: bytes) -> bytes:
    return zlib.compress(data, wbits=-15)


def _chunked(name: str, write: Callable[[bytes], bytes]) -> Fault:
    """The body in chunks of our own making, on the bare socket."""

    def changed(payload: Payload) -> Payload:
        return replace(payload, raw_chunks=write)

    return Fault(name, edit(changed))


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


FAULTS = [
    split(1),
    split(7),
    characters(),
    _stream("line ends CRLF", _ended("\r\n")),
    _stream("line ends CR", _ended("\r")),
    _stream("line ends mixed", _mixed),
    _stream("a byte order mark", Event.encode, first=b"\xef\xbb\xbf"),
    _stream("no space after the colon", _tight),
    _stream("an event over several lines", _several_lines),
    _stream("fields nobody asked for", _more_fields),
    _stream("comments between events", _comments),
    _stream("empty events", _empty_events),
    Fault("invalid UTF-8", edit(_invalid_utf8)),
    Fault("an event of 8 MB", edit(_big_event), replies=False),
    Fault("an endless line", edit(_endless_line), replies=False, lines=True),
    Fault("gzip", lambda reply: reply.compressed("gzip")),
    Fault("deflate", lambda reply: reply.compressed("deflate")),
    _coded("deflate without its wrapper", "deflate", _bare_deflate),
    _coded("gzip under its old name", "x-gzip", _gzip),
    _coded("identity as a coding", "identity", bytes),
    _coded("a coding nobody asked for", "br", bytes),
    _coded("a coding on a coding", "gzip, gzip", lambda data: _gzip(_gzip(data))),
    _coded("corrupt gzip", "gzip", lambda data: _gzip(data)[:10] + b"\xff" * 40),
    _coded("corrupt deflate", "deflate", lambda data: b"\xff" * 40),
    _coded("gzip cut short", "gzip", lambda data: _gzip(data)[: len(_gzip(data)) // 2]),
    gzip_bomb(),
    Fault("to the end of the connection", lambda reply: reply.delivered(framing="eof")),
    Fault(
        "chunks and a content length",
        lambda reply: reply.delivered(framing="chunked", content_length=5),
    ),
    Fault("half-closed after the body", lambda reply: reply.delivered(framing="eof", end="half")),
    _chunked("a chunk size of letters", lambda data: b"zz\r\n" + data),
    _chunked("a negative chunk size", lambda data: b"-1\r\n" + data),
    _chunked("a chunk longer than said", lambda data: b"3\r\n" + data + b"\r\n0\r\n\r\n"),
    _chunked("chunk extensions", lambda data: b"%x;a=b\r\n%s\r\n0\r\n\r\n" % (len(data), data)),
    _chunked("trailers", lambda data: _chunk(data) + b"0\r\nx-sum: 1\r\n\r\n"),
    _chunked("a chunk cut short", lambda data: _chunk(data)[: len(data) // 2]),
    _chunked("no last chunk", _chunk),
]
