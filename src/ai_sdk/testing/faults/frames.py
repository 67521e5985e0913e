"""Faults of streams in AWS's frames: checksums, lengths, headers, and what the frames carry."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from ..server.aws_frames import AWS_FRAMES, event, exception, frame, header, sealed, text_header
from ..server.content import Misfit
from ..server.delivery import End
from ..server.payload import Payload
from ..server.reply import Reply
from .base import Fault, body_of, edit, events_of
from .times import pings

__all__ = ["FAULTS"]

BEDROCK = ("bedrock_messages",)
DEEP = 20_000
ENDLESS_FRAME = 400_000_000
_AT = 3  # the frame that is hit: some text has come before it
_PRELUDE = 12
_BLOCK = b"x" * 1_000_000

_Change = Callable[[bytes], bytes]


def _frames(payload: Payload) -> list[bytes]:
    return [payload.event_format.write(each) for each in events_of(payload)]


def _middle(frames: list[bytes]) -> int:
    """The frame that is hit; the last one of a stream that is shorter."""
    return min(_AT, len(frames) - 1)


def _fault(
    name: str, change: Callable[[list[bytes]], Iterable[bytes]], how: End = "clean"
) -> Fault:
    """A change of the frames of a stream, and how the stream ends then."""

    def changed(payload: Payload) -> Payload:
        if payload.event_format is not AWS_FRAMES:
            raise Misfit(f"the fault {name!r} is about AWS's frames, and this reply has none")
        return replace(payload, events=None, body=partial(change, _frames(payload)))

    def answer(reply: Reply) -> Reply:
        return reply.edited(changed).delivered(end=how)

    return Fault(name, answer, replies=False, protocols=BEDROCK)


def _spoilt(name: str, change: _Change) -> Fault:
    """One frame in the middle is not as it should be."""

    def changed(frames: list[bytes]) -> Iterable[bytes]:
        at = _middle(frames)
        return [*frames[:at], change(frames[at]), *frames[at + 1 :]]

    return _fault(name, changed)


def _inserted(name: str, *frames: bytes, at: int = _AT) -> Fault:
    """Frames that do not belong there."""
    return _fault(name, lambda good: [*good[:at], *frames, *good[at:]])


def _ended_by(name: str, last: bytes, at: int = _AT) -> Fault:
    """The stream goes on with this frame, and then no more."""
    return _fault(name, lambda good: [*good[:at], last])


def _cut(part: str, place: Callable[[bytes], int], how: End) -> Fault:
    """The stream ends within a frame."""
    words = {"clean": "", "cut": ", and a close"}

    def changed(frames: list[bytes]) -> Iterable[bytes]:
        at = _middle(frames)
        return [*frames[:at], frames[at][: place(frames[at])]]

    return _fault(f"a frame cut in its {part}{words[how]}", changed, how)


def _flipped(place: int) -> _Change:
    """Another byte in the place."""

    def change(found: bytes) -> bytes:
        spoilt = bytearray(found)
        spoilt[place] ^= 1
        return bytes(spoilt)

    return change


def _sizes(found: bytes) -> tuple[int, int]:
    size, headers = struct.unpack_from(">II", found)
    return size, headers


def _within_headers(found: bytes) -> int:
    return _PRELUDE + _sizes(found)[1] // 2


def _within_payload(found: bytes) -> int:
    return _PRELUDE + _sizes(found)[1] + 9


def _announced(size: int, headers: int = 0) -> _Change:
    """A frame that says it is of another size, with checksums that are right."""
    return lambda found: sealed(struct.pack(">II", size, headers), found[_PRELUDE:-4])


def _shifted(by: int) -> _Change:
    """Headers that are said to be shorter or longer than they are."""

    def change(found: bytes) -> bytes:
        size, headers = _sizes(found)
        return sealed(struct.pack(">II", size, headers + by), found[_PRELUDE:-4])

    return change


def _with_headers(more: bytes) -> _Change:
    """Further headers before those of the frame."""

    def change(found: bytes) -> bytes:
        end = _PRELUDE + _sizes(found)[1]
        return frame(found[end:-4], more + found[_PRELUDE:end])

    return change


def _every_header(frames: list[bytes]) -> Iterable[bytes]:
    """Headers of each type that there is."""
    written = (b"", b"", b"\xfe", b"\0\1", b"\0\0\0\1", bytes(8), b"\0\2ab", b"\0\2ab")
    more = b"".join(header(f"h{kind}", kind, each) for kind, each in enumerate(written))
    more += header("h8", 8, bytes(8)) + header("h9", 9, bytes(16))
    return map(_with_headers(more), frames)


def _endless(frames: list[bytes]) -> Iterable[bytes]:
    """A frame that is longer than anybody can want to read."""
    yield from frames[:_AT]
    yield sealed(struct.pack(">II", ENDLESS_FRAME, 0), b"")[:_PRELUDE]
    for _ in range(ENDLESS_FRAME // len(_BLOCK)):
        yield _BLOCK


def _lines(payload: Payload) -> Payload:
    """Server-sent events under the content type of frames."""
    lines = b"".join(each.encode() for each in events_of(payload))
    return replace(payload, events=None, body=lines)


def _bare(payload: Payload) -> Payload:
    """The stream without the header that says what it is."""
    return replace(payload, headers=(), events=None, body=body_of(payload))


def _chunk(payload: bytes) -> bytes:
    return event("chunk", payload)


def _error(*headers: tuple[str, str]) -> bytes:
    """An error that the service did not declare: all it says stands in the headers."""
    told = ((":message-type", "error"), *headers)
    return frame(b"", b"".join(text_header(name, text) for name, text in told))


EXCEPTIONS = (
    "internalServerException",
    "modelStreamErrorException",
    "modelTimeoutException",
    "serviceUnavailableException",
    "throttlingException",
    "validationException",
)
_WORDS = "It broke."
_PLACES = (
    ("prelude", lambda _: 7),
    ("headers", _within_headers),
    ("payload", _within_payload),
    ("checksum", lambda found: len(found) - 2),
)

FAULTS = [
    # checksums
    _spoilt("a wrong checksum of a prelude", _flipped(_PRELUDE - 1)),
    _spoilt("a wrong checksum of a frame", _flipped(-1)),
    _spoilt("a byte changed in a length", _flipped(3)),
    _spoilt("a byte changed in a header", _flipped(_PRELUDE + 3)),
    _spoilt("a byte changed in a payload", _flipped(-20)),
    # lengths
    *(_cut(part, place, how) for how in ("clean", "cut") for part, place in _PLACES),
    _fault("an endless frame", _endless),
    _spoilt("a frame of no length", _announced(0)),
    _spoilt("a frame shorter than its least", _announced(15)),
    _spoilt("headers longer than their frame", _announced(200, 1_000)),
    _spoilt("headers of 200 KB", _with_headers(header("long", 6, b"\xff\xff" + bytes(65_535)) * 3)),
    _spoilt("headers shorter than said", _shifted(3)),
    _spoilt("headers longer than said", _shifted(-3)),
    # headers
    _spoilt("a header of an unknown type", _with_headers(header("odd", 99, b""))),
    _spoilt("a header whose name is no UTF-8", _with_headers(b"\x02\xff\xfe\x00")),
    _spoilt("a header whose value is no UTF-8", _with_headers(header("odd", 7, b"\0\1\xff"))),
    _fault("headers of every type", _every_header),
    # what they carry
    _inserted("a frame without anything", frame()),
    _inserted("a frame of an event nobody knows", event("tomorrow", b'{"a":1}')),
    _inserted("a frame of a message type nobody knows", event("chunk", b"{}", "tomorrow")),
    _inserted("a frame whose payload is no JSON", _chunk(b"{nothing")),
    _inserted("a frame whose payload is an array", _chunk(b"[1, 2]")),
    _inserted("a frame of 20,000 levels", _chunk(b"[" * DEEP + b"]" * DEEP)),
    _inserted("a frame without bytes", _chunk(b"{}")),
    _inserted("a frame whose bytes are null", _chunk(b'{"bytes":null}')),
    _inserted("a frame whose bytes are no base64", _chunk(b'{"bytes":"{\\"a\\":1}"}')),
    _inserted("a frame whose base64 is cut", _chunk(b'{"bytes":"eyJ0eXB"}')),
    # the stream as a whole
    _fault("all frames in one piece", lambda frames: [b"".join(frames)]),
    _fault("junk before the first frame", lambda frames: [b"\r\n", *frames]),
    _fault("junk after the last frame", lambda frames: [*frames, b"\xff" * 40]),
    Fault("lines in place of frames", edit(_lines), replies=False, protocols=BEDROCK),
    Fault("frames without a content type", edit(_bare), replies=False, protocols=BEDROCK),
    replace(pings(event("tomorrow", b"{}")), name="pings only, as frames", protocols=BEDROCK),
    # exceptions
    *(_ended_by(f"a frame with {name}", exception(name, _WORDS)) for name in EXCEPTIONS),
    _ended_by("a first frame with throttlingException", exception(EXCEPTIONS[4], _WORDS), at=0),
    _ended_by("an exception nobody knows", exception("tomorrowException", _WORDS)),
    _ended_by("an exception without words", event(EXCEPTIONS[0], b"", "exception")),
    _ended_by("an exception in no JSON", event(EXCEPTIONS[0], b"<html>", "exception")),
    _ended_by(
        "an error in the headers of a frame",
        _error((":error-code", "InternalError"), (":error-message", _WORDS)),
    ),
    _ended_by("an error frame without a name", _error()),
]
