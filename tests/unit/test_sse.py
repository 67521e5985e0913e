"""The event decoder: WHATWG's rules on bytes, any split of them, and the caps."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from ai_sdk.errors import InvalidResponseError
from ai_sdk.sse import ServerSentEvent, SSEDecoder


def decode(*pieces: bytes) -> list[tuple[str | None, bytes]]:
    decoder = SSEDecoder()
    events = [event for piece in pieces for event in decoder.feed(piece)]
    return [(event.event, event.data) for event in events]


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
    ],
)
def test_the_standard_s_rules(stream: bytes, expected: list[tuple[str | None, bytes]]) -> None:
    assert decode(stream) == expected
    assert decode(*(bytes([byte]) for byte in stream)) == expected


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


def test_the_retry_time_is_kept() -> None:
    decoder = SSEDecoder()
    decoder.feed(b"retry: 1500\nretry: soon\n\n")
    assert decoder.retry == 1500


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


class TestCaps:
    def test_an_event_at_its_cap_passes_and_one_above_does_not(self) -> None:
        assert SSEDecoder(max_event=5).feed(b"data: 12345\n\n")[0].data == b"12345"
        with pytest.raises(InvalidResponseError, match="larger than 5 bytes"):
            SSEDecoder(max_event=5).feed(b"data: 123456\n\n")

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
