"""Replies of the fast engine: whole, in pieces, malformed and endless."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

pytest.importorskip("httptools")

from ai_sdk.http_rules.reply_parser import MAX_HEAD, ReplyParser
from ai_sdk.http_rules.signals import RemoteProtocolError

HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"transfer-encoding: chunked\r\n\r\n"
LENGTH = HEAD + b"content-length: 2\r\n\r\n"


def parse(*pieces: bytes, bodiless: bool = False) -> tuple[ReplyParser, bytes]:
    """The parser after all pieces, and the body that came; errors are raised."""
    parser, body = ReplyParser(bodiless=bodiless), b""
    for piece in pieces:
        parser.feed(piece)
        body += parser.take()
        parser.check()
    return parser, body


@pytest.mark.parametrize(
    ("reply", "body", "reusable"),
    [
        (LENGTH + b"hi", b"hi", True),
        (HEAD + b"content-length: 0\r\n\r\n", b"", True),
        (HEAD + b"connection: close\r\ncontent-length: 2\r\n\r\nhi", b"hi", False),
        (b"HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nhi", b"hi", False),
        (b"HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\nhi", b"hi", True),
        (b"HTTP/1.1 200\r\ncontent-length: 2\r\n\r\nhi", b"hi", True),
        (b"HTTP/1.1 200 OK\ncontent-length: 2\n\nhi", b"hi", True),
        (b"HTTP/1.1 204 No\r\n\r\n", b"", True),
        (b"HTTP/1.1 304 No\r\ncontent-length: 2\r\n\r\n", b"", True),
        (b"HTTP/1.1 103 Hint\r\nlink: x\r\n\r\n" + LENGTH + b"hi", b"hi", True),
        (b"HTTP/1.1 100 Go\r\n\r\n" * 20 + LENGTH + b"hi", b"hi", True),
        (CHUNKED + b"2\r\nhi\r\n0\r\n\r\n", b"hi", True),
        (CHUNKED + b"1\r\nh\r\n1;x=y\r\ni\r\n0\r\nsum: 1\r\n\r\n", b"hi", True),
        (CHUNKED + b"2  \r\nhi\r\n0\r\n\r\n", b"hi", True),
        (HEAD + b"upgrade: h2c\r\nconnection: Upgrade\r\ncontent-length: 2\r\n\r\nhi", b"hi", True),
        # the chunks count, and whoever sent this is not trusted with another request
        (HEAD + b"content-length: 9\r\n" + CHUNKED[17:] + b"2\r\nhi\r\n0\r\n\r\n", b"hi", False),
        # something follows the reply
        (LENGTH + b"hi!", b"hi", False),
        (LENGTH + b"hi" + LENGTH + b"ho", b"hi", False),
        (CHUNKED + b"2\r\nhi\r\n0\r\n\r\n<p>", b"hi", False),
        (b"HTTP/1.1 204 No\r\ncontent-length: 2\r\n\r\nhi", b"", False),
        (HEAD + b"connection: close\r\ncontent-length: 2\r\n\r\nhi!", b"hi", False),
    ],
)
def test_a_reply(reply: bytes, body: bytes, reusable: bool) -> None:
    parser, got = parse(reply)
    assert (parser.complete, got, parser.done) == (True, body, reusable)
    apart, got = parse(*(reply[index : index + 1] for index in range(len(reply))))
    assert (apart.complete, got) == (True, body)
    assert apart.headers == parser.headers
    assert not apart.done or reusable


def test_what_the_head_says() -> None:
    parser, _ = parse(b"HTTP/1.1 429 Too Many\r\nX-A:  1 \t\r\nx-a: 2\r\ncontent-length: 0\r\n\r\n")
    assert (parser.status, parser.reason, parser.version) == (429, b"Too Many", b"HTTP/1.1")
    assert parser.headers == [(b"X-A", b"1"), (b"x-a", b"2"), (b"content-length", b"0")]


def test_the_body_of_a_read_is_one_piece() -> None:
    parser = ReplyParser()
    parser.feed(CHUNKED + b"1\r\na\r\n" * 500)
    assert parser.take() == b"a" * 500
    assert parser.take() == b""


def test_a_body_to_the_end_of_the_connection() -> None:
    parser, body = parse(HEAD + b"\r\nhel", b"lo")
    assert (parser.complete, body) == (False, b"hello")
    parser.end()
    assert (parser.complete, parser.done) == (True, False)


@pytest.mark.parametrize("start", [b"", b"HTT", HEAD, LENGTH + b"h", CHUNKED + b"2\r\nh", CHUNKED])
def test_an_end_that_comes_too_early(start: bytes) -> None:
    parser, _ = parse(start) if start else (ReplyParser(), b"")
    with pytest.raises(RemoteProtocolError, match="disconnected|closed"):
        parser.end()
    assert not parser.complete


def test_a_reply_without_body_to_a_request_that_wants_none() -> None:
    parser, body = parse(LENGTH, bodiless=True)
    assert (parser.complete, body, parser.done) == (True, b"", True)
    parser, body = parse(LENGTH + b"hi", bodiless=True)
    assert (parser.complete, parser.done) == (True, False)


@pytest.mark.parametrize(
    ("reply", "match"),
    [
        (b"SSH-2.0-OpenSSH\r\n", "HTTP"),
        (b"<html>", "HTTP"),
        (b"HTTP/1.1 abc OK\r\n\r\n", "status"),
        (HEAD + b"a b: x\r\n\r\n", "header"),
        (HEAD + b"a: x\0y\r\n\r\n", "header"),
        (HEAD + b"content-length: -2\r\n\r\n", "Content-Length"),
        (HEAD + b"content-length: 2\r\ncontent-length: 3\r\n\r\n", "Content-Length"),
        (HEAD + b"transfer-encoding: gzip\r\n\r\n", "nobody asked for"),
        (HEAD + b"transfer-encoding: gzip, chunked\r\n\r\n", "nobody asked for"),
        (HEAD + b"transfer-encoding: chunked\r\n" + CHUNKED[17:], "several"),
        (b"HTTP/1.1 101 Switch\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n", "switches"),
        (b"HTTP/1.1 101 Switch\r\n\r\n", "switches"),
        (CHUNKED + b"zz\r\n", "chunk size"),
        (CHUNKED + b"-1\r\n", "chunk size"),
        (CHUNKED + b"2\nhi\r\n", "chunk|CR"),
        (CHUNKED + b"fffffffffffffffffff\r\n", "overflow"),
    ],
)
def test_what_is_no_http(reply: bytes, match: str) -> None:
    with pytest.raises(RemoteProtocolError, match=match):
        parse(reply)
    with pytest.raises(RemoteProtocolError):
        parse(*(reply[index : index + 1] for index in range(len(reply))))


def test_what_came_before_the_nonsense_is_given_first() -> None:
    parser = ReplyParser()
    parser.feed(CHUNKED + b"2\r\nhi\r\nzz\r\n")
    assert parser.take() == b"hi"
    for _ in range(2):
        with pytest.raises(RemoteProtocolError, match="chunk size"):
            parser.take()
    with pytest.raises(RemoteProtocolError, match="chunk size"):
        parser.end()


@pytest.mark.parametrize(
    ("start", "more"),
    [
        (HEAD, b"x-a: b\r\n" * 100),
        (HEAD + b"x-a: ", b"b" * 1000),
        (b"", b"HTTP/1.1 100 Go\r\nx: y\r\n\r\n" * 40),
        (CHUNKED + b"1;", b"x" * 1000),
        (CHUNKED + b"1\r\nx\r\n0\r\n", b"x-a: b\r\n" * 100),
        (CHUNKED + b"1\r\nx\r\n0\r\nx-a: ", b"b" * 1000),
    ],
)
def test_endless_lines_are_cut_off(start: bytes, more: bytes) -> None:
    parser, fed = ReplyParser(), 0
    parser.feed(start)
    parser.take()
    with pytest.raises(RemoteProtocolError, match="too large|too much"):
        while fed < 3 * MAX_HEAD:
            parser.feed(more)
            fed += len(more)
            parser.take()
    assert fed <= MAX_HEAD + len(more)


def test_a_large_head_at_once_is_cut_off_too() -> None:
    with pytest.raises(RemoteProtocolError, match="too large"):
        parse(HEAD + b"x-a: b\r\n" * 50_000)


def test_small_chunks_may_come_for_ever() -> None:
    parser = ReplyParser()
    parser.feed(CHUNKED)
    for _ in range(1000):
        for piece in (b"1;" + b"x" * 200 + b"\r\n", b"a", b"\r\n"):
            parser.feed(piece)
        assert parser.take() == b"a"


def test_an_interrupt_within_the_parser_stays_one() -> None:
    class Broken(ReplyParser):
        """Is interrupted while it reads a header."""

        def on_header(self, name: bytes, line: bytes) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Broken().feed(LENGTH)


CUTS = st.lists(st.integers(1, 40), max_size=40)
BODIES = st.lists(st.binary(min_size=1, max_size=30), max_size=12)


@given(BODIES, CUTS)
def test_cuts_change_nothing(chunks: list[bytes], cuts: list[int]) -> None:
    reply = CHUNKED + b"".join(b"%x\r\n%b\r\n" % (len(each), each) for each in chunks)
    reply += b"0\r\n\r\n"
    pieces, at = [], 0
    for cut in cuts:
        pieces.append(reply[at : at + cut])
        at += cut
    parser, body = parse(*(piece for piece in (*pieces, reply[at:]) if piece))
    assert (parser.done, body) == (True, b"".join(chunks))


@given(st.binary(max_size=200), CUTS)
def test_nothing_but_its_own_error_ever_comes_of_it(rubbish: bytes, cuts: list[int]) -> None:
    parser = ReplyParser()
    data, at = LENGTH[: sum(cuts) % 40] + rubbish, 0
    try:
        for cut in [*cuts, len(data)]:
            parser.feed(data[at : at + cut])
            at += cut
            parser.take()
        parser.end()
    except RemoteProtocolError:
        assert not parser.done
