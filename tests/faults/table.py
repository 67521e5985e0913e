"""Faults of connection, head, framing and time, and what each must come to."""

from __future__ import annotations

import gzip
import zlib
from typing import NamedTuple

from ai_sdk.errors import APIConnectionError, APITimeoutError, InvalidResponseError

from .server import (
    JSON_HEAD,
    SSE_HEAD,
    Answer,
    Peer,
    chunk,
    repeat,
    reply,
    say,
    say_and_close,
    say_and_reset,
    say_and_stall,
)

BODY = b'{"answer":"' + b"yes " * 40 + b'"}'
_GZIP = gzip.compress(BODY)
_CHUNKED = JSON_HEAD + b"transfer-encoding: chunked\r\n\r\n"
_LENGTH = JSON_HEAD + b"content-length: %d\r\n\r\n" % len(BODY)


class Fault(NamedTuple):
    """What the server does, and what a client must make of it.

    Attributes:
        name: says it in a word.
        answer: what the server does.
        expected: the body that must arrive, or the class of the error that must be raised.
        match: what the error's message must have.
        own_only: a caller's own client cannot be expected to stand it.
    """

    name: str
    answer: Answer
    expected: bytes | type[Exception]
    match: str = ""
    own_only: bool = False


def _split_bytes(data: bytes) -> list[bytes]:
    return [data[index : index + 1] for index in range(len(data))]


def _read_then_close(peer: Peer) -> bool:
    return False


def _half_closed(peer: Peer) -> bool:
    import socket

    peer.send(JSON_HEAD + b"\r\n" + BODY)
    peer.sock.shutdown(socket.SHUT_WR)
    peer.until_gone()
    return False


def _bad_gzip() -> bytes:
    return _GZIP[:10] + b"\xff" * 40


CONNECTION = APIConnectionError
FAULTS: list[Fault] = [
    # the reply's head
    Fault("closed before the head", _read_then_close, CONNECTION),
    Fault("reset before the head", say_and_reset(), CONNECTION),
    Fault("closed within the head", say_and_close(b"HTTP/1.1 200 OK\r\ncont"), CONNECTION),
    Fault("reset within the head", say_and_reset(b"HTTP/1.1 200 OK\r\ncont"), CONNECTION),
    Fault("no HTTP", say_and_close(b"SSH-2.0-OpenSSH_9.2\r\n"), CONNECTION),
    Fault("no HTTP, and silence", say_and_stall(b"\x16\x03\x01\x00\xa5\r\n\r\n"), CONNECTION),
    Fault("a head of 400 KB", say_and_close(JSON_HEAD + b"x-a: b\r\n" * 50_000), InvalidResponseError, "header lines"),
    Fault("a header of 400 KB", say_and_close(JSON_HEAD + b"x-a: " + b"b" * 400_000), InvalidResponseError, "header lines"),
    Fault("a status of letters", say_and_close(b"HTTP/1.1 abc OK\r\n\r\n"), CONNECTION),
    Fault("a bad content length", say_and_close(JSON_HEAD + b"content-length: -5\r\n\r\n"), CONNECTION),
    Fault(
        "two content lengths",
        say_and_close(JSON_HEAD + b"content-length: 2\r\ncontent-length: 3\r\n\r\n{}"),
        CONNECTION,
    ),
    Fault("an early hint first", say(b"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n" + _LENGTH + BODY), BODY),
    Fault("100 Continue first", say(b"HTTP/1.1 100 Continue\r\n\r\n" + _LENGTH + BODY), BODY),
    Fault("204 without a body", say(b"HTTP/1.1 204 No Content\r\n\r\n"), b""),
    Fault("an empty 200", say(JSON_HEAD + b"content-length: 0\r\n\r\n"), b""),
    Fault("every byte of the head alone", say(*_split_bytes(_LENGTH + BODY)), BODY),
    # redirects
    *(
        Fault(
            f"redirect {code}",
            say(reply(b"", b"location: http://elsewhere.test/x?key=1", status=b"%d Moved" % code)),
            InvalidResponseError,
            "redirects to http://elsewhere.test/x,",
        )
        for code in (301, 302, 303, 307, 308)
    ),
    # framing
    Fault("content length", say(_LENGTH + BODY), BODY),
    Fault("content length, byte by byte", say(_LENGTH, *_split_bytes(BODY)), BODY),
    Fault("chunks", say(_CHUNKED + chunk(BODY[:7]) + chunk(BODY[7:]) + b"0\r\n\r\n"), BODY),
    Fault("chunks of one byte", say(_CHUNKED, *(chunk(b) for b in _split_bytes(BODY)), b"0\r\n\r\n"), BODY),
    Fault("chunk extensions", say(_CHUNKED + b"%x;a=b\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)), BODY),
    Fault("trailers", say(_CHUNKED + chunk(BODY) + b"0\r\nx-sum: 1\r\n\r\n"), BODY),
    Fault("to the end of the connection", say_and_close(JSON_HEAD + b"\r\n" + BODY), BODY),
    Fault("HTTP/1.0 to the end", say_and_close(b"HTTP/1.0 200 OK\r\n\r\n" + BODY), BODY),
    Fault("half-closed after the body", _half_closed, BODY),
    Fault(
        "chunks and a content length",
        say_and_close(
            JSON_HEAD + b"content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n" + chunk(BODY)
            + b"0\r\n\r\n"
        ),
        BODY,
    ),
    Fault("content length too long", say_and_close(_LENGTH + BODY[:-9]), CONNECTION),
    Fault("reset within the body", say_and_reset(_LENGTH + BODY[:50]), CONNECTION),
    Fault("a chunk cut", say_and_close(_CHUNKED + chunk(BODY)[:40]), CONNECTION),
    Fault("no last chunk", say_and_close(_CHUNKED + chunk(BODY)), CONNECTION),
    Fault("reset between chunks", say_and_reset(_CHUNKED + chunk(BODY)), CONNECTION),
    Fault("a bad chunk length", say_and_close(_CHUNKED + b"zz\r\n" + BODY), CONNECTION),
    Fault("a negative chunk length", say_and_close(_CHUNKED + b"-1\r\n" + BODY), CONNECTION),
    Fault("a chunk longer than said", say_and_close(_CHUNKED + b"3\r\n12345\r\n0\r\n\r\n"), CONNECTION),
    # content codings
    Fault("gzip", say(reply(_GZIP, b"content-encoding: gzip")), BODY),
    Fault("gzip of two members", say(reply(gzip.compress(BODY[:9]) + gzip.compress(BODY[9:]), b"content-encoding: gzip")), BODY),
    Fault("gzip, padded", say(reply(_GZIP + b"\0" * 20, b"content-encoding: x-gzip")), BODY),
    Fault("gzip in chunks of a byte", say(_CHUNKED.replace(b"\r\n\r\n", b"\r\ncontent-encoding: gzip\r\n\r\n"), *(chunk(b) for b in _split_bytes(_GZIP)), b"0\r\n\r\n"), BODY),
    Fault("deflate", say(reply(zlib.compress(BODY), b"content-encoding: deflate")), BODY),
    Fault("deflate without its wrapper", say(reply(zlib.compress(BODY, wbits=-15), b"content-encoding: deflate")), BODY),
    Fault("identity", say(reply(BODY, b"content-encoding: identity")), BODY),
    Fault("an empty gzip body", say(reply(b"", b"content-encoding: gzip")), b""),
    Fault("corrupt gzip", say(reply(_bad_gzip(), b"content-encoding: gzip")), InvalidResponseError, "gzip data is corrupt"),
    Fault("corrupt deflate", say(reply(b"\xff" * 40, b"content-encoding: deflate")), InvalidResponseError, "deflate data is corrupt"),
    Fault("cut gzip", say(reply(_GZIP[:-12], b"content-encoding: gzip")), CONNECTION, "within its gzip data"),
    Fault("a coding nobody asked for", say(reply(BODY, b"content-encoding: br")), InvalidResponseError, "'br'"),
    Fault("a coding on a coding", say(reply(BODY, b"content-encoding: gzip, gzip")), InvalidResponseError, "did not accept"),
    # time
    Fault("silence instead of a head", say_and_stall(), APITimeoutError, "'first_event'"),
    Fault("silence within the head", say_and_stall(b"HTTP/1.1 200 OK\r\n"), APITimeoutError, "'first_event'"),
    Fault("silence within the body", say_and_stall(_LENGTH + BODY[:9]), APITimeoutError, "'first_event'"),
    Fault("a byte now and then", repeat(SSE_HEAD, chunk(b"x"), 0.02), APITimeoutError, "'first_event'"),
    Fault("header after header", repeat(JSON_HEAD, b"x: y\r\n", 0.02), APITimeoutError, "'first_event'", own_only=True),
]  # fmt: skip
