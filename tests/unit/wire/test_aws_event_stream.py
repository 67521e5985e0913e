"""Frames of AWS's event streams, written by an encoder of the tests' own."""

from __future__ import annotations

import base64
import json
import os
import struct
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zlib import crc32

import pytest
from hypothesis import given, strategies as st

from ai_sdk.errors import InvalidResponseError, StreamInterruptedError
from ai_sdk.testing.server.aws_frames import event, frame, header, text_header
from ai_sdk.wire.aws.event_stream import MAX_HEADERS, EventStreamDecoder

SHARED = Path(os.environ.get("AI_SDK_SHARED", Path(__file__).parents[4] / "shared"))
MOMENT = datetime(2026, 11, 28, 9, 30, 1, 250_000, tzinfo=UTC)
IDENTITY = UUID("12345678-1234-5678-1234-567812345678")

HEADERS: list[tuple[int, bytes, Any]] = [
    (0, b"", True),
    (1, b"", False),
    (2, b"\xfe", -2),
    (3, b"\xff\x00", -256),
    (4, b"\x7f\xff\xff\xff", 2**31 - 1),
    (5, b"\x80" + bytes(7), -(2**63)),
    (6, b"\x00\x03\x01\x02\x03", b"\x01\x02\x03"),
    (7, b"\x00\x05gr\xc3\xbcn", "grün"),
    (8, struct.pack(">q", int(MOMENT.timestamp() * 1000)), MOMENT),
    (9, IDENTITY.bytes, IDENTITY),
]


STREAM = event("chunk", b'{"a":1}') + frame() + event("throttling", b"{}", "exception")


@pytest.mark.parametrize(("kind", "written", "read"), HEADERS)
def test_behaviour_64_every_type_of_header(kind: int, written: bytes, read: Any) -> None:
    told = header("x", kind, written) + text_header("last", "end")
    (message,) = EventStreamDecoder().feed(frame(b"payload", told))

    assert message.headers == {"x": read, "last": "end"}
    assert type(message.headers["x"]) is type(read)
    assert message.payload == b"payload"


@pytest.mark.parametrize("size", [1, 2, 3, 11, 12, 13, 16, 64, 10_000])
def test_behaviour_64_any_split_gives_the_same_messages(size: int) -> None:
    decoder = EventStreamDecoder()
    messages = []
    for at in range(0, len(STREAM), size):
        messages += decoder.feed(STREAM[at : at + size])
    decoder.finish()

    assert [(each.kind, each.name, each.payload) for each in messages] == [
        ("event", "chunk", b'{"a":1}'),
        ("event", None, b""),
        ("exception", "throttling", b"{}"),
    ]


@given(st.lists(st.binary(max_size=50), max_size=6), st.lists(st.integers(1, 40), max_size=20))
def test_any_payloads_come_back(payloads: list[bytes], cuts: list[int]) -> None:
    data = b"".join(event("chunk", payload) for payload in payloads)
    decoder = EventStreamDecoder()
    found = []
    for cut in cuts:
        found += decoder.feed(data[:cut])
        data = data[cut:]
    found += decoder.feed(data)
    decoder.finish()
    assert [each.payload for each in found] == payloads


@given(st.integers(0, len(STREAM) - 1), st.integers(1, 255))
def test_behaviour_64_no_damage_goes_unseen(at: int, flip: int) -> None:
    """Whatever byte is changed, what comes out is a beginning of what was sent, then an error."""
    whole = EventStreamDecoder().feed(STREAM)
    damaged = bytearray(STREAM)
    damaged[at] ^= flip
    decoder = EventStreamDecoder(max_message=1 << 16)
    found: list[Any] = []
    with pytest.raises((InvalidResponseError, StreamInterruptedError)):
        found += decoder.feed(bytes(damaged))
        decoder.finish()
    assert found == whole[: len(found)]
    assert len(found) < len(whole)


@pytest.mark.parametrize("size", range(1, len(STREAM)))
def test_behaviour_64_a_cut_stream_is_interrupted(size: int) -> None:
    ends = {len(event("chunk", b'{"a":1}')), len(event("chunk", b'{"a":1}') + frame())}
    decoder = EventStreamDecoder()
    decoder.feed(STREAM[:size])
    if size in ends:
        decoder.finish()
        return
    with pytest.raises(StreamInterruptedError):
        decoder.finish()


def test_messages_before_a_bad_one_are_given_and_it_stays_bad() -> None:
    good, bad = event("chunk", b"1"), bytearray(event("chunk", b"2"))
    bad[-1] ^= 1
    decoder = EventStreamDecoder()

    (message,) = decoder.feed(good + bytes(bad))
    assert message.payload == b"1"
    for _ in range(2):
        with pytest.raises(InvalidResponseError, match="checksum of a message"):
            decoder.feed(good)
    with pytest.raises(InvalidResponseError):
        decoder.finish()


def prelude(size: int, headers: int) -> bytes:
    lengths = struct.pack(">II", size, headers)
    return lengths + struct.pack(">I", crc32(lengths))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (prelude(2**31, 0), "2147483648 bytes"),
        (prelude(1 << 20, MAX_HEADERS + 1), "more than"),
        (prelude(15, 0), "cannot be"),
        (prelude(100, 90), "cannot be"),
        (b"\x00" * 12, "checksum of a prelude"),
        (frame(b"", b"\x05ab"), "header"),
        (frame(b"", header("x", 10, b"")), "header"),
        (frame(b"", header("x", 7, b"\x00\x09abc")), "header"),
        (frame(b"", header("x", 7, b"\x00\x01\xff")), "header"),
        (frame(b"", header("x", 5, b"\x00")), "header"),
        (frame(b"", header("x", 9, b"\x00")), "header"),
        (frame(b"", header("x", 8, b"\x7f" + b"\xff" * 7)), "header"),
    ],
)
def test_behaviour_64_what_makes_no_sense_is_refused_at_once(data: bytes, words: str) -> None:
    with pytest.raises(InvalidResponseError, match=words):
        EventStreamDecoder().feed(data)


def recorded() -> list[dict[str, Any]]:
    path = SHARED / "recordings" / "bedrock.jsonl"
    if not path.is_file():
        return []
    with path.open() as lines:
        found = [json.loads(line) for line in lines if '"aws-eventstream"' in line]
    return [each["response"] for each in found if each["response"].get("raw")]


def test_behaviour_64_recorded_streams() -> None:
    responses = recorded()
    if not responses:
        pytest.skip(f"there are no recordings below {SHARED}")
    total = 0
    for response in responses:
        data = base64.b64decode(response["raw"])
        decoder = EventStreamDecoder()
        messages = [
            each for at in range(0, len(data), 997) for each in decoder.feed(data[at : at + 997])
        ]
        decoder.finish()
        assert [dict(each.headers) for each in messages] == [
            each["headers"] for each in response["events"]
        ]
        total += len(messages)
    assert len(responses) >= 90
    assert total >= 1000
