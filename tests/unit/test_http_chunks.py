"""Putting chunks together: an HTTP parser must see the same message, however the bytes come."""

from __future__ import annotations

from itertools import pairwise

import h11
import pytest
from hypothesis import example, given, settings, strategies as st

from ai_sdk.http_rules.chunks import Reframer

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: x\r\nTransfer-Encoding:  chunked\r\n\r\n"


def parse(pieces: list[bytes]) -> tuple[bytes, str, int]:
    """Body, how it ended, and the number of pieces of the body that the parser gave."""
    parser = h11.Connection(h11.CLIENT)
    parser.send(h11.Request(method="GET", target="/", headers=[("host", "a")]))
    parser.send(h11.EndOfMessage())
    body, count = b"", 0
    try:
        for piece in [*pieces, b""]:
            parser.receive_data(piece)
            while (event := parser.next_event()) is not h11.NEED_DATA:
                if isinstance(event, h11.Data):
                    body += event.data
                    count += 1
                if isinstance(event, h11.EndOfMessage):
                    return body, f"end {event.headers!r} {parser.trailing_data[0]!r}", count
    except h11.RemoteProtocolError:
        return body, "error", count
    return body, "open", count


def reframed(pieces: list[bytes]) -> list[bytes]:
    frames = Reframer()
    return [out for piece in pieces if (out := frames.feed(piece))]


def split(data: bytes, cuts: list[int]) -> list[bytes]:
    marks = [0, *sorted(cut for cut in set(cuts) if 0 < cut < len(data)), len(data)]
    return [data[a:b] for a, b in pairwise(marks)]


def chunk(data: bytes, extension: bytes = b"") -> bytes:
    return b"%X%b\r\n%b\r\n" % (len(data), extension, data)


_CHUNK = st.builds(
    chunk,
    st.binary(min_size=1, max_size=40) | st.just(b"\r\n") | st.just(b"0\r\n\r\n"),
    st.sampled_from([b"", b"", b"", b";a=b", b"; x", b" "]),
)
_END = st.sampled_from([b"0\r\n\r\n", b"0\r\nx-sum: 1\r\n\r\n", b"00;e\r\n\r\n", b""])
_BEFORE = st.sampled_from(
    [b"", b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 E\r\nl: x\r\n\r\n"]
)
_CUTS = st.lists(st.integers(1, 400), max_size=12)


@settings(max_examples=300)
@given(_BEFORE, st.lists(_CHUNK, max_size=8), _END, _CUTS, st.booleans())
def test_the_parser_sees_the_same_message(
    before: bytes, chunks: list[bytes], end: bytes, cuts: list[int], singly: bool
) -> None:
    stream = before + HEAD + b"".join(chunks) + end
    pieces = split(stream, list(range(len(stream))) if singly else cuts)
    expected = parse(pieces)[:2]
    body, ended, _ = parse(reframed(pieces))
    assert (body, ended) == expected


@settings(max_examples=400)
@example([chunk(b"\0\0", b";a=b"), chunk(b"0\r\n\r\n", b" ")], [(5, b"")], [])  # a bare newline
@given(
    st.lists(_CHUNK, max_size=5),
    st.lists(st.tuples(st.integers(0, 200), st.binary(max_size=3)), min_size=1, max_size=3),
    _CUTS,
)
def test_what_is_malformed_stays_malformed(
    chunks: list[bytes], damage: list[tuple[int, bytes]], cuts: list[int]
) -> None:
    body = b"".join(chunks) + b"0\r\n\r\n"
    for at, what in damage:
        body = body[: at % len(body)] + what + body[at % len(body) + 1 :] or b"0"
    pieces = split(HEAD + body, cuts)
    expected, outcome, _ = parse(pieces)
    found, ended, _ = parse(reframed(pieces))
    if outcome.startswith("end"):
        assert (found, ended) == (expected, outcome)
    else:
        assert not ended.startswith("end")


def test_many_small_chunks_of_a_read_become_one() -> None:
    stream = HEAD + b"".join(chunk(b"data: %d\n\n" % n) for n in range(100)) + b"0\r\n\r\n"
    body, ended, count = parse(reframed([stream]))
    assert (len(body), count) == (990, 1)
    assert parse([stream])[:2] == (body, ended)


def test_a_single_chunk_is_not_even_copied() -> None:
    frames = Reframer()
    frames.feed(HEAD)
    piece = chunk(b"data: 1\n\n")
    assert frames.feed(piece) is piece


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n",
        b"HTTP/1.1 101 Switching\r\ntransfer-encoding: other\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nx: " + b"y" * 150_000,
    ],
)
def test_other_bodies_pass_untouched(head: bytes) -> None:
    frames = Reframer()
    assert frames.feed(head) == head
    for piece in (b"3\r\nabc\r\n", b"\r\n\r\n", b"5\r"):
        assert frames.feed(piece) is piece


def test_many_interim_replies_at_once() -> None:
    interim = b"HTTP/1.1 102 P\r\n\r\n" * 3000

    assert Reframer().feed(interim + HEAD + b"1\r\na\r\n1\r\nb\r\n") == (
        interim + HEAD + b"2\r\nab\r\n"
    )


def test_the_next_reply_begins_anew() -> None:
    frames = Reframer()
    first = HEAD + chunk(b"a") + chunk(b"b") + b"0\r\n\r\n"
    merged = frames.feed(first)
    assert merged == HEAD + b"2\r\nab\r\n0\r\n\r\n"
    frames.restart()
    assert frames.feed(first) == merged


def test_an_endless_size_line_is_handed_on() -> None:
    frames = Reframer()
    frames.feed(HEAD)
    assert frames.feed(b"5;" + b"x" * 5000) == b"5;" + b"x" * 5000
