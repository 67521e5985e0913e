"""Replies that are meant to fill a client's memory, each a function that sends it to a peer."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial

from tests.faults.server import Answer, Peer, chunk

from .answers import protocol_of, script_for

__all__ = ["BOMBS", "MIB", "Bomb", "answer"]

MIB = 1024 * 1024
_EVENT_CAP, _REPLY_CAP = 16, 64  # MiB: what the library promises

Send = Callable[[Peer, bool, int], object]
"""Sends a bomb of so many MiB to a peer that asked for a stream, or did not."""


@dataclass(frozen=True)
class Bomb:
    """One kind of reply.

    Attributes:
        name: what the table calls it; without spaces it is the name of the model that is asked.
        send: sends it.
        size: its size in MiB at full length.
        ways: which requests it answers: "whole", "stream".
        cap: MiB after which the library must stop; None for the cap of its kind.
        harmless: it is no error, only long.
    """

    name: str
    send: Send
    size: int
    ways: tuple[str, ...] = ("whole", "stream")
    cap: int | None = None
    harmless: bool = False

    @property
    def model(self) -> str:
        """The model's name."""
        return re.sub(r"\W+", "_", self.name)

    def allowed(self, way: str) -> int:
        """MiB by which memory may grow: less than twice the cap."""
        return 2 * (self.cap or (_EVENT_CAP if way == "stream" else _REPLY_CAP))


def answer(scale: float) -> Answer:
    """Answers with the bomb that the model's name asks for, at that part of its size."""
    by_model = {bomb.model: bomb for bomb in BOMBS}

    def send(peer: Peer) -> object:
        path, streamed = peer.path.encode(), b"stream" in peer.body + peer.path.encode().lower()
        asked = re.search(rb'(?:"model":\s*"|/models/)(\w+)', path + peer.body)
        bomb = by_model.get(asked[1].decode()) if asked else None
        if bomb is not None:
            return bomb.send(peer, streamed, max(1, round(bomb.size * scale)))
        return peer.send(*script_for(peer.head + b"\r\n\r\n", peer.body, random.Random(1)).pieces)

    return send


def _flow(peer: Peer, pieces: Iterator[bytes]) -> bool:
    """Send until the client hangs up."""
    try:
        for piece in pieces:
            peer.sock.sendall(piece)
    except OSError:
        pass
    return False


def _head(streamed: bool, *lines: bytes, status: bytes = b"200 OK") -> bytes:
    kind = b"text/event-stream" if streamed else b"application/json"
    extra = b"".join(line + b"\r\n" for line in lines)
    return b"HTTP/1.1 %b\r\ncontent-type: %b\r\n%b\r\n" % (status, kind, extra)


def _start(streamed: bool) -> bytes:
    return b'data: {"x": "' if streamed else b'{"x": "'


_CHUNKED = b"transfer-encoding: chunked"


def _line(peer: Peer, streamed: bool, size: int) -> bool:
    def pieces() -> Iterator[bytes]:
        yield _head(streamed, _CHUNKED) + chunk(_start(streamed))
        for _ in range(size):
            yield chunk(b"a" * MIB)

    return _flow(peer, pieces())


def _line_of_known_length(peer: Peer, streamed: bool, size: int) -> bool:
    def pieces() -> Iterator[bytes]:
        start = _start(streamed)
        yield _head(streamed, b"content-length: %d" % (len(start) + size * MIB)) + start
        for _ in range(size):
            yield b"a" * MIB

    return _flow(peer, pieces())


_WINDOW = {"gzip": 31, "deflate": 15, "raw deflate": -15}


@cache
def _packed(coding: str, streamed: bool, size: int) -> bytes:
    """So many MiB, in about a thousandth of that."""
    packer = zlib.compressobj(9, wbits=_WINDOW[coding])
    pieces = [packer.compress(_start(streamed))]
    pieces += [packer.compress(b"a" * MIB) for _ in range(size)]
    return b"".join([*pieces, packer.flush()])


def _compressed(coding: str, peer: Peer, streamed: bool, size: int) -> bool:
    body = _packed(coding, streamed, size)
    line = b"content-encoding: " + coding.split()[-1].encode()
    head = _head(streamed, line, b"content-length: %d" % len(body))
    return _flow(peer, iter([head, body]))


def _unasked(coding: bytes, peer: Peer, streamed: bool, size: int) -> bool:
    head = _head(streamed, b"content-encoding: " + coding, _CHUNKED)
    return _flow(peer, iter([head, *(chunk(b"\x0b" * MIB) for _ in range(size))]))


def _header(peer: Peer, streamed: bool, size: int) -> bool:
    head = b"HTTP/1.1 200 OK\r\nx-long: "
    return _flow(peer, iter([head, *(b"a" * MIB for _ in range(size))]))


def _headers(peer: Peer, streamed: bool, size: int) -> bool:
    """A million of them."""
    lines = b"".join(b"x-%d: a\r\n" % number for number in range(1000))
    return _flow(peer, iter([b"HTTP/1.1 200 OK\r\n", *(lines for _ in range(100 * size))]))


def _error(coding: str, peer: Peer, streamed: bool, size: int) -> bool:
    status = b"500 Internal Server Error"
    if coding:
        body = _packed(coding, False, size)
        lines = b"content-encoding: gzip", b"content-length: %d" % len(body)
        return _flow(peer, iter([_head(False, *lines, status=status), body]))
    head = _head(False, b"content-length: %d" % (size * MIB), status=status)
    return _flow(peer, iter([head, *(b"a" * MIB for _ in range(size))]))


def _empty_events(peer: Peer, streamed: bool, size: int) -> object:
    events = protocol_of(peer.path.encode()).events([""] * (size * 10_000))
    joined = [b"".join(events[start : start + 500]) for start in range(0, len(events), 500)]
    return _flow(peer, iter([_head(True, _CHUNKED), *map(chunk, joined), b"0\r\n\r\n"]))


def _pings(peer: Peer, streamed: bool, size: int) -> object:
    pings = b": ping\n\n" * 10_000
    return _flow(peer, iter([_head(True, _CHUNKED), *(chunk(pings) for _ in range(size))]))


BOMBS = (
    Bomb("gzip, 1 GiB", partial(_compressed, "gzip"), 1024),
    Bomb("deflate, 1 GiB", partial(_compressed, "deflate"), 1024),
    Bomb("deflate without its wrapper, 1 GiB", partial(_compressed, "raw deflate"), 1024),
    Bomb("brotli, which is not taken", partial(_unasked, b"br"), 64, cap=8),
    Bomb("zstd, which is not taken", partial(_unasked, b"zstd"), 64, cap=8),
    Bomb("endless line, 400 MB", _line, 400),
    Bomb("endless line of known length, 400 MB", _line_of_known_length, 400),
    Bomb("header of 50 MB", _header, 50, cap=8),
    Bomb("1,000,000 headers", _headers, 10, cap=8),
    Bomb("error of 200 MB", partial(_error, ""), 200, cap=8),
    Bomb("error of 1 GiB in gzip", partial(_error, "gzip"), 1024, cap=8),
    Bomb("100,000 events without content", _empty_events, 10, ("stream",), harmless=True),
    Bomb("1,000,000 pings and no end mark", _pings, 100, ("stream",), cap=8),
)
