"""The event decoder: WHATWG's rules on bytes, any split of them, and the caps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from ai_sdk.errors import InvalidResponseError
from ai_sdk.sse import MAX_EVENT, MAX_LINE, ServerSentEvent, SSEDecoder


def decode(*pieces: bytes) -> list[tuple[str | None, bytes]]:
    decoder = SSEDecoder()
    events = [event for piece in pieces for event in decoder.feed(piece)]
    return [(event.event, event.data) for event in events]


def in_three(stream: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Every way to cut a stream into three pieces, empty ones too."""
    for second in range(len(stream) + 1):
        for first in range(second + 1):
            yield stream[:first], stream[first:second], stream[second:]


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (b"data: 1\n\n", [(None, b"1")]),
        (b"data: 1\n\ndata: 2\n\n", [(None, b"1"), (None, b"2")]),
        (b"data: 1\r\n\r\ndata: 2\r\n\r\n", [(None, b"1"), (None, b"2")]),
        (b"data: 1\r\rdata: 2\r\r", [(None, b"1"), (None, b"2")]),
        (b"data: 1\r\n\ndata: 2\n\r\n", [(None, b"1"), (None, b"2")]),
        (b"\xef\xbb\xbfdata: 1\n\n", [(None, b"1")]),
        (b"data: a\xef\xbb\xbfb\n\n", [(None, b"a\xef\xbb\xbfb")]),
        (b"data:1\n\n", [(None, b"1")]),
        (b"data:  1\n\n", [(None, b" 1")]),
        (b"data: a\ndata: b\ndata\ndata:c\n\n", [(None, b"a\nb\n\nc")]),
        (b"data\n\n", [(None, b"")]),
        (b"data: \n\n", [(None, b"")]),
        (b"event: x\ndata: 1\n\ndata: 2\n\n", [("x", b"1"), (None, b"2")]),
        (b"data: 1\nevent: x\n\n", [("x", b"1")]),
        (b"event: x\n\ndata: 2\n\n", [(None, b"2")]),
        (b"event:\ndata: 2\n\n", [(None, b"2")]),
        (b"event: \ndata: 2\n\n", [(None, b"2")]),
        (b"event: x\ndata: a\ndata: b\n\n", [("x", b"a\nb")]),
        (b": ping\n\n", []),
        (b":\n\n: ping\ndata: 1\n: ping\n\n", [(None, b"1")]),
        (b"\n\n\n\ndata: 1\n\n\n\n\ndata: 2\n\n", [(None, b"1"), (None, b"2")]),
        (b"retry: 20\nfoo: bar\nbaz\nid: 7\ndata: 1\n\n", [(None, b"1")]),
        ("data: a\u2028b\u0085c\x0cd\n\n".encode(), [(None, "a\u2028b\u0085c\x0cd".encode())]),
        (b"data: \xff\xfe\n\n", [(None, b"\xff\xfe")]),
        (b"data: 1", []),
        (b"data: 1\n", []),
        (b"data: {}\n: ping\n\n", [(None, b"{}")]),
        (b"Data: 1\n\n", []),
        (b"", []),
        (b"xdata: 1\n\n", []),
        (b"data: a\ndata: b\n\n", [(None, b"a\nb")]),
        (b"data: a\r\ndata: b\r\n\r\n", [(None, b"a\nb")]),
        (
            b"data: a\ndata: b\n\ndata: c\n\ndata: d\n\n",
            [(None, b"a\nb"), (None, b"c"), (None, b"d")],
        ),
        (b"event: x\nid: 70\n\n", []),
        (b"event: x\nretry: 5\n\ndata: 1\n\n", [(None, b"1")]),
        (b"event: \xff\ndata: 1\n\n", [("\ufffd", b"1")]),
        (b"event: x\nevent: y\ndata: 1\n\n", [("y", b"1")]),
        (b": a comment\n\n", []),
    ],
)
def test_the_standard_s_rules(stream: bytes, expected: list[tuple[str | None, bytes]]) -> None:
    assert decode(stream) == expected
    assert decode(*(bytes([byte]) for byte in stream)) == expected
    for pieces in in_three(stream):
        assert decode(*pieces) == expected


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (b"data: 1\n\n", [(None, b"1")]),
        (b"data: 1\ndata: 2\n\n", [(None, b"1\n2")]),
        (b"data: 1\n\ndata: 2\n\n", [(None, b"1"), (None, b"2")]),
        (b"data: 1\r\rdata: 2\n\n", [(None, b"1"), (None, b"2")]),
        (b"data: 1\r\n\r\n", [(None, b"1")]),
        (b"data: 1\n\n\n", [(None, b"1")]),
        (b"data: 1\nid: 2\n\n", [(None, b"1")]),
        (b"data: 1x\n", []),
        (b"data: 1\r\n", []),
        (b"data:1\n\n", [(None, b"1")]),
        (b"event: x\n\n", []),
        (b"xdata: 1\n\n", []),
        (b"\xef\xbb\xbfdata: 1\n\n", []),
    ],
)
def test_the_rules_hold_after_an_event_too(
    stream: bytes, expected: list[tuple[str | None, bytes]]
) -> None:
    """The first event is special: a BOM may stand before it."""
    for pieces in in_three(stream):
        assert decode(b"data: 0\n\n", *pieces) == [(None, b"0"), *expected]
        assert decode(b"data: 0\r\r", *pieces) == [(None, b"0"), *expected]


_LINE = st.sampled_from(
    [b"data: {}", b"data:x", b"data", b"event: e", b"event", b": ping", b"id: 3", b"id: a\0b", b"",
     b"", b"", b"retry: 9", "data: \u2028\u00e9".encode(), b"\xef\xbb\xbf", b"other: x"]
)  # fmt: skip
_END = st.sampled_from([b"\n", b"\n", b"\r\n", b"\r"])


@settings(max_examples=300)
@given(
    lines=st.lists(st.tuples(_LINE, _END), max_size=14),
    bom=st.booleans(),
    cuts=st.lists(st.integers(0, 200), max_size=8),
)
def test_every_split_gives_the_same_events(
    lines: list[tuple[bytes, bytes]], bom: bool, cuts: list[int]
) -> None:
    stream = b"\xef\xbb\xbf" * bom + b"".join(line + end for line, end in lines)
    whole = SSEDecoder()
    expected = whole.feed(stream), whole.finish(), whole.retry
    marks = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    split = SSEDecoder()
    events = [event for a, b in pairwise(marks) for event in split.feed(stream[a:b])]
    assert (events, split.finish(), split.retry) == expected
    singly = SSEDecoder()
    events = [event for byte in stream for event in singly.feed(bytes([byte]))]
    assert (events, singly.finish(), singly.retry) == expected


@settings(max_examples=200)
@given(
    events=st.lists(
        st.tuples(
            st.none() | st.text(st.characters(blacklist_characters="\r\n\0"), min_size=1),
            st.text(st.characters(blacklist_characters="\r", blacklist_categories=("Cs",))),
        ),
        max_size=5,
    ),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_is_written_is_read(events: list[tuple[str | None, str]], end: str) -> None:
    text = ""
    for name, data in events:
        if name is not None:
            text += f"event: {name}{end}"
        text += "".join(f"data: {line}{end}" for line in data.split("\n")) + end
    read = SSEDecoder().feed(text.encode("utf-8", "replace"))
    assert [(event.event, event.text) for event in read] == [
        (name and name.encode("utf-8", "replace").decode(), data) for name, data in events
    ]


def test_whole_events_one_by_one() -> None:
    pieces = [
        b"id: 4\ndata: 1\n\n",
        b"data: 2\n\n",
        b"data: 3\r\n\r\n",
        b"data: 4\n\n",
        b"data: 5\n\n",
    ]
    assert decode(*pieces) == [(None, b"%d" % n) for n in range(1, 6)]
    decoder = SSEDecoder(max_event=5)
    assert decoder.feed(b": hi\n\n") == []
    assert decoder.feed(b"data: 12345\n\n") == [ServerSentEvent(None, b"12345")]
    with pytest.raises(InvalidResponseError, match="larger than 5"):
        decoder.feed(b"data: 123456\n\n")


def test_ids_last_until_the_next_one() -> None:
    events = SSEDecoder().feed(b"id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n")
    assert [event.id for event in events] == ["1", "1", None]


def test_the_last_id_needs_no_event() -> None:
    decoder = SSEDecoder()
    assert decoder.last_id is None
    decoder.feed(b"id: 1\n\n")
    assert decoder.last_id == "1"
    decoder.feed(b"id: 2\0\ndata: x\n\n")
    assert decoder.last_id == "1"
    decoder.feed(b"id: \xff\n")
    assert decoder.last_id == "\ufffd"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (b"retry: 1500\nretry: soon\n", 1500),
        (b"retry: 12345678901\n", 12345678901),
        (b"retry: 123456789012\n", None),
        (b"retry: -1\n", None),
        (b"other: 7\n", None),
    ],
)
def test_the_retry_time_is_kept(lines: bytes, expected: int | None) -> None:
    decoder = SSEDecoder()
    decoder.feed(lines)
    assert decoder.retry == expected


def test_finish_gives_the_unterminated_event() -> None:
    decoder = SSEDecoder()
    assert decoder.feed(b"data: 1\n\nevent: x\ndata: [DONE]") == [ServerSentEvent(None, b"1")]
    assert decoder.finish() == [ServerSentEvent("x", b"[DONE]")]
    assert SSEDecoder().finish() == []


def test_text_that_is_no_utf8_is_a_typed_error() -> None:
    assert ServerSentEvent(None, "é".encode()).text == "é"
    with pytest.raises(InvalidResponseError, match="no UTF-8") as caught:
        _ = ServerSentEvent(None, b"a\xff").text
    assert caught.value.body == "a\ufffd"
    with pytest.raises(InvalidResponseError) as caught:
        _ = ServerSentEvent(None, b"x" * 300 + b"\xff").text
    assert caught.value.body == "x" * 200


class TestCaps:
    def test_an_event_at_its_cap_passes_and_one_above_does_not(self) -> None:
        assert SSEDecoder(max_event=5).feed(b"data: 12345\n\n")[0].data == b"12345"
        with pytest.raises(InvalidResponseError, match="larger than 5 bytes"):
            SSEDecoder(max_event=5).feed(b"data: 123456\n\n")

    @pytest.mark.parametrize("head", [b"data:", b"data: ", b"event: x\ndata: "])
    def test_the_cap_is_exact_for_event_after_event(self, head: bytes) -> None:
        decoder = SSEDecoder(max_event=5)
        for _ in range(3):
            assert decoder.feed(head + b"12345\n\n")[0].data == b"12345"
        decoder.feed(b": a comment\n")
        with pytest.raises(InvalidResponseError, match="an event of the stream is larger than 5"):
            decoder.feed(head + b"123456\n\n")

    def test_the_error_shows_how_the_large_part_begins(self) -> None:
        with pytest.raises(InvalidResponseError) as caught:
            SSEDecoder(max_line=10).feed(b"\xff" + b"x" * 300 + b"\n")
        assert str(caught.value) == "a line of the stream is larger than 10 bytes"
        assert caught.value.body == "\ufffd" + "x" * 199

    def test_a_line_at_its_cap_passes_and_one_above_does_not(self) -> None:
        for line in (b"event: 123", b"id: 123456", b": 12345678"):
            decoder = SSEDecoder(max_line=10)
            assert decoder.feed(line) == decoder.feed(b"\n") == []
            assert decoder.feed(line + b"\ndata: 1\n\n")[0].data == b"1"
            decoder.feed(line)
            with pytest.raises(InvalidResponseError, match="a line of the stream"):
                decoder.feed(b"4")
        assert SSEDecoder(max_event=5, max_line=10).feed(b": 12345678") == []
        assert SSEDecoder().feed(b":" * (1 << 20) + b"\n") == []
        assert (MAX_EVENT, MAX_LINE) == (16 << 20, 1 << 20)

    def test_an_unfinished_data_line_counts_with_those_before_it(self) -> None:
        decoder = SSEDecoder(max_event=10)
        decoder.feed(b"data: 123456\n")
        for piece in (b"da", b"ta", b": ", b"890"):
            decoder.feed(piece)
        assert decoder.feed(b"\n\n")[0].data == b"123456\n890"
        decoder.feed(b"data: 123456\ndata: 7890")
        with pytest.raises(InvalidResponseError, match="an event of the stream"):
            decoder.feed(b"1")

    @pytest.mark.parametrize("first", [b"d", b"data", b"data:", b"data: ", b"data: 1"])
    def test_a_long_data_line_is_no_other_line_however_it_begins(self, first: bytes) -> None:
        decoder = SSEDecoder(max_line=5)
        decoder.feed(first)
        for piece in (b"data: 1"[len(first) :], b"2", b"3"):
            decoder.feed(piece)
        assert decoder.feed(b"\n\n")[0].data == b"123"

    def test_the_lines_of_an_event_count_together(self) -> None:
        assert SSEDecoder(max_event=3).feed(b"data: 1\ndata: 2\n\n")[0].data == b"1\n2"
        with pytest.raises(InvalidResponseError, match="an event"):
            SSEDecoder(max_event=3).feed(b"data: 1\ndata: 2\ndata: 3\n\n")

    def test_events_before_the_large_one_are_delivered(self) -> None:
        decoder = SSEDecoder(max_event=5)
        assert len(decoder.feed(b"data: 1\n\ndata: 2\n\ndata: 1234567\n\n")) == 2
        for read in (lambda: decoder.feed(b"data: 3\n\n"), decoder.finish):
            with pytest.raises(InvalidResponseError, match="larger than 5"):
                read()

    def test_an_endless_data_line_stops_at_the_cap(self) -> None:
        decoder, fed = SSEDecoder(max_event=10_000, max_line=100), 0
        decoder.feed(b"data: ")
        with pytest.raises(InvalidResponseError, match="an event of the stream is larger"):
            for _ in range(1000):
                fed += len(decoder.feed(b"x" * 1000)) or 1000
        assert 9_000 <= fed <= 12_000

    @pytest.mark.parametrize("start", [b"event: ", b": ", b"x"])
    def test_an_endless_other_line_stops_at_the_cap(self, start: bytes) -> None:
        decoder = SSEDecoder(max_line=5000)
        decoder.feed(start)
        with pytest.raises(InvalidResponseError, match="a line of the stream is larger"):
            for _ in range(10):
                decoder.feed(b"y" * 1000)

    def test_a_complete_line_above_the_cap_is_refused_too(self) -> None:
        with pytest.raises(InvalidResponseError, match="a line"):
            SSEDecoder(max_line=10).feed(b"event: 12345678901\ndata: 1\n\n")

    def test_a_large_event_in_small_pieces_is_put_together(self) -> None:
        decoder = SSEDecoder()
        events = decoder.feed(b"data: ")
        for _ in range(200):
            events += decoder.feed(b"z" * 40_000)
        events += decoder.feed(b"\n\n")
        assert [len(event.data) for event in events] == [8_000_000]

    def test_many_data_lines_count_in_small_pieces(self) -> None:
        decoder = SSEDecoder(max_event=1000)
        with pytest.raises(InvalidResponseError, match="an event"):
            for _ in range(100):
                decoder.feed(b"data: 12345678901234567890\n")
