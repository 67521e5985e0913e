"""Bytes below the protocols: HTTP chunks put together, AWS's frames, content codings."""

from __future__ import annotations

import gzip
import re
import struct
import zlib
from random import Random
from typing import Any
from zlib import crc32

from ai_sdk.errors import (
    AISDKError,
    APIConnectionError,
    InvalidResponseError,
    StreamInterruptedError,
)
from ai_sdk.http_rules.chunks import Reframer
from ai_sdk.http_rules.decoding import Inflater
from ai_sdk.testing.server import aws_frames
from ai_sdk.wire.aws.event_stream import EventStreamDecoder

from ..mutate import bytes_mutator
from ..target import Target, expect, pieces, random_of

__all__ = ["TARGETS", "naive_body"]

# ---- HTTP chunks

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: x\r\nTransfer-Encoding: chunked\r\n\r\n"


def naive_body(data: bytes) -> tuple[bytes, bool, bytes] | None:
    """Of a chunked reply the body, whether it ended, and what follows; None if it is malformed."""
    at = data.find(b"\r\n\r\n") + 4
    body = b""
    while True:
        end = data.find(b"\r\n", at)
        if end < 0:
            return body, False, data[at:]
        digits = data[at:end].partition(b";")[0].rstrip(b" \t")
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,16}", digits) or b"\n" in data[at:end]:
            return None
        size = int(digits, 16)
        at = end + 2
        if not size:
            return body, True, data[at:]
        body += data[at : at + size]
        mark = data[at + size : at + size + 2]
        if len(mark) < 2:
            return (body, False, b"") if b"\r\n".startswith(mark) else None
        if mark != b"\r\n":
            return None
        at += size + 2


def _reframed(parts: list[bytes]) -> bytes:
    frames = Reframer()
    return b"".join(frames.feed(part) for part in parts)


def _check_chunks(data: bytes) -> bool:
    data = _HEAD + data
    cut = _reframed(pieces(data, random_of(data)))
    whole = _reframed([data])
    wanted = naive_body(data)
    for found in (whole, cut):
        expect(found.startswith(_HEAD), "the head has changed", found)
        got = naive_body(found)
        if wanted is None:
            expect(got is None or not got[1], "what was malformed is whole", data, found)
        else:
            fine = got is not None and got[:2] == wanted[:2]
            expect(fine, "another body", wanted, got, found)
            expect(not wanted[1] or got[2] == wanted[2], "another rest", wanted, got)  # type: ignore[index]
    return wanted is None or bool(wanted[0])


def _work_chunks(data: bytes) -> None:
    _reframed([_HEAD, *(data[at : at + 100] for at in range(0, len(data), 100))])
    _reframed([_HEAD + data])
    _reframed([data[at : at + 16] for at in range(0, len(data), 16)])  # a head that never ends


_CHUNKS = [
    b"5\r\nhello\r\n6;a=b\r\n world\r\n0\r\n\r\n",
    b"A\r\n0123456789\r\n1 \r\nx\r\n0\r\nx-sum: 1\r\n\r\nHTTP/1.1 200 OK\r\n",
    b'f\r\ndata: {"a":1}\n\n\r\nf\r\ndata: {"a":2}\n\n\r\n',
    b"00003\r\nabc\r\n3\r\n\r\n\r\r\n0\r\n\r\n",
]
_CHUNK_WORDS = (
    b"\r\n",
    b"1\r\na\r\n",
    b"0\r\n\r\n",
    b"10\r\n",
    b";x=y",
    b"fffffffff\r\n",
    b"g\r\n",
    b"\n",
)

# ---- frames of AWS's event streams


def _naive_frames(data: bytes) -> tuple[list[bytes], str]:
    """Payloads of the good messages, and how it ends; the headers are the library's affair."""
    payloads = []
    while data:
        if len(data) < 12:
            return payloads, "cut"
        size, heads, check = struct.unpack(">III", data[:12])
        if crc32(data[:8]) != check or size < 16 + heads or size > 24 << 20 or heads > 128 << 10:
            return payloads, "bad"
        if len(data) < size:
            return payloads, "cut"
        if crc32(data[: size - 4]) != int.from_bytes(data[size - 4 : size], "big"):
            return payloads, "bad"
        payloads.append(data[12 + heads : size - 4])
        data = data[size:]
    return payloads, "whole"


def _framed(parts: list[bytes]) -> tuple[list[Any], str]:
    decoder = EventStreamDecoder()
    found: list[Any] = []
    try:
        for part in parts:
            found += decoder.feed(part)
        decoder.finish()
    except StreamInterruptedError:
        return found, "cut"
    except InvalidResponseError as error:
        return found, "header" if "header of" in str(error) else "bad"
    return found, "whole"


def _check_frames(data: bytes) -> bool:
    whole = _framed([data])
    cut = _framed(pieces(data, random_of(data)))
    expect(whole == cut, "another cut gives others", whole, cut)
    payloads, end = _naive_frames(data)
    found = [message.payload for message in whole[0]]
    if whole[1] == "header":
        expect(found == payloads[: len(found)], "other payloads", found, payloads)
    else:
        expect((found, whole[1]) == (payloads, end), "other messages", whole, payloads, end)
    for message in whole[0]:
        expect(isinstance(message.kind, str), "a kind that is no text", message)
        expect(message.name is None or isinstance(message.name, str), "no name", message)
    return bool(found)


_HEADERS = [
    aws_frames.header("x", kind, written)
    for kind, written in (
        (0, b""), (1, b""), (2, b"\xfe"), (3, b"\xff\x00"), (4, b"\x7f\xff\xff\xff"), (5, bytes(8)),
        (6, b"\x00\x03\x01\x02\x03"), (7, b"\x00\x05gr\xc3\xbcn"), (8, bytes(8)), (9, bytes(16)),
        (8, b"\x7f" + b"\xff" * 7), (7, b"\x00\x02\xff\xfe"), (6, b"\x00\xff"), (77, b""),
    )
]  # fmt: skip


def _frames(rng: Random) -> bytes:
    """A few messages with odd headers and payloads, their checksums right."""
    out = b""
    for _ in range(1 + int(rng.random() * 4)):
        payload = rng.choice((b"", b"{}", b'{"a":1}', b"\x00" * 5, b"x" * 40))
        if rng.random() < 0.5:
            out += aws_frames.event(rng.choice(("chunk", "a", "throttling")), payload)
        else:
            count = int(rng.random() * 3)
            out += aws_frames.frame(payload, b"".join(rng.choice(_HEADERS) for _ in range(count)))
    return out


_damage = bytes_mutator()


def _mutate_frames(data: bytes, rng: Random) -> bytes:
    if rng.random() < 0.3:
        return _damage(data, rng)
    fresh = _frames(rng)
    return fresh if rng.random() < 0.7 else data[:1500] + fresh


def _frame_seeds() -> list[bytes]:
    rng = Random(3)
    return [_frames(rng) for _ in range(40)]


# ---- content codings


def _inflated(parts: list[bytes], coding: str) -> tuple[bytes, type[Exception] | None]:
    inflater = Inflater(coding)
    out: list[bytes] = []
    try:
        for part in parts:
            inflater.feed(part)
            while (piece := inflater.take()) is not None:
                out.append(piece)
        inflater.finish()
    except AISDKError as error:
        return b"".join(out), type(error)
    return b"".join(out), None


def _check_codings(data: bytes) -> bool:
    coding = "gzip" if data[:2] == b"\x1f\x8b" else "deflate"
    whole, error = _inflated([data], coding)
    cut, other = _inflated(pieces(data, random_of(data)), coding)
    expect(error in (None, APIConnectionError, InvalidResponseError), "another error", error)
    expect(error == other, "another cut ends otherwise", whole, error, cut, other)
    alike = cut.startswith(whole) if error else cut == whole  # zlib drops what came before damage
    expect(alike, "another cut gives others", whole, cut)
    if error is None and whole:
        try:
            wanted = gzip.decompress(data) if coding == "gzip" else _naive_deflate(data)
        except (OSError, EOFError, zlib.error):
            return True  # rubbish after the end: ours is milder
        expect(whole == wanted, "other content", whole, wanted)
    return bool(whole)


def _naive_deflate(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data)
    except zlib.error:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data)


def _coding_seeds() -> list[bytes]:
    plain = [b"", b"hello", b'{"a":1}' * 40, bytes(3000), b"data: 1\n\n" * 20]
    packed = [gzip.compress(each, mtime=0) for each in plain]
    packed += [packed[1] + packed[2], packed[3] + packed[1]]
    raw = [zlib.compressobj(wbits=-15) for _ in plain]
    bare = [one.compress(each) + one.flush() for one, each in zip(raw, plain, strict=True)]
    return [*packed, *(zlib.compress(each) for each in plain), *bare]


TARGETS = (
    Target(
        "http_chunks", _check_chunks, _work_chunks, lambda: _CHUNKS, bytes_mutator(*_CHUNK_WORDS),
        8, (*_CHUNK_WORDS, b"1\r\na\r\n2\r\nbb\r\n"),
    ),
    Target(
        "aws_frames", _check_frames,
        lambda data: _framed([data[at : at + 64] for at in range(0, len(data), 64)]),
        _frame_seeds, _mutate_frames, 4, (aws_frames.event("chunk", b"{}"), aws_frames.frame()),
    ),
    Target(
        "content_codings", _check_codings,
        lambda data: _inflated([data[at : at + 64] for at in range(0, len(data), 64)], "gzip"),
        _coding_seeds, bytes_mutator(), 3, (gzip.compress(b"", mtime=0),),
    ),
)  # fmt: skip
