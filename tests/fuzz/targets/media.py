"""Replies of one piece: vectors, rankings, pictures, sound, transcripts."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Sequence
from functools import cache
from random import Random
from typing import Any

from ai_sdk import create_google, create_openai
from ai_sdk.json_codec import JSONError, dumps, is_object, loads
from ai_sdk.types.call import (
    EmbeddingCall,
    ImageCall,
    RerankingCall,
    SpeechCall,
    TranscriptionCall,
)
from ai_sdk.types.content import FilePart
from ai_sdk.types.http import HTTPReply
from ai_sdk.wire.openai_media.subtitles import is_subtitles, segments_of
from ai_sdk.wire.protocol import WireRequest, protocol_named
from ai_sdk.wire.rerank.dialect import RerankDialect

from ..mutate import bytes_mutator, json_mutator, sse_mutator
from ..target import Target, expect, typed

__all__ = ["TARGETS"]

Check = Callable[[Any, Any], None]
_JSON = "application/json"


def _base64(*numbers: float) -> str:
    import array

    return base64.b64encode(array.array("f", numbers).tobytes()).decode()


class _Unary:
    """A protocol of whole replies, and what must hold of its results.

    Args:
        protocol: its name.
        dialect: how the vendor speaks it.
        call: what was asked.
        seeds: bodies of replies.
        holds: looks at a result, with the body's JSON where it is some.
    """

    def __init__(
        self, protocol: str, dialect: Any, call: Any, seeds: Sequence[bytes], holds: Check
    ) -> None:
        self._protocol = protocol_named(protocol)
        self._dialect, self._call, self._holds = dialect, call, holds
        self._seeds = list(seeds)
        self._events = sse_mutator(
            [each for each in seeds if each.startswith(b"data: ")] or [b"data: {}\n\n"]
        )
        self._json = json_mutator([each for each in seeds if each[:1] == b"{"] or [b"{}"])
        self._bytes = bytes_mutator(b"\n\n", b" --> ", b"00:00:01,000", b"<v A>", b"WEBVTT")

    def parse(self, data: bytes) -> Any:
        headers = {"content-type": self._kind(data)}
        request = WireRequest("/x")
        reply = HTTPReply(200, headers, data)
        return typed(lambda: self._protocol.parse(self._dialect, reply, request, self._call))

    @staticmethod
    def _kind(data: bytes) -> str:
        if data.lstrip()[:1] in (b"{", b"["):
            return _JSON
        return "text/event-stream" if data[:5] == b"data:" else "application/octet-stream"

    def check(self, data: bytes) -> bool:
        result, error = self.parse(data)
        again, other = self.parse(data)
        same = str(error) == str(other) and repr(result) == repr(again)
        expect(same, "two readings differ", result, again)
        try:
            body = loads(data)
        except JSONError:
            body = None
        if error is None:
            self._holds(result, body)
        return error is None or is_object(body) or data[:5] == b"data:"

    def seeds(self) -> list[bytes]:
        return self._seeds

    def mutate(self, data: bytes, rng: Random) -> bytes:
        if data.startswith(b"data: "):
            return self._events(data, rng)
        return (self._json if data[:1] == b"{" else self._bytes)(data, rng)


def _vectors(result: Any, body: Any) -> None:
    found = result.embeddings
    expect(len(found) == 2, "not as many vectors as values", found)
    expect(len({len(each) for each in found}) == 1, "vectors of different length", found)
    expect(all(map(math.isfinite, (n for each in found for n in each))), "no numbers", found)
    rows = body.get("data") if is_object(body) else None
    if isinstance(rows, list) and all(isinstance(row.get("embedding"), list) for row in rows):
        indexes = [row.get("index") for row in rows]
        if indexes == [1, 0]:
            rows = rows[::-1]
        wanted = [row["embedding"] for row in rows]
        expect([len(each) for each in wanted] == [len(each) for each in found], "other vectors")
        close = all(
            math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-30)
            for one, two in zip(wanted, found, strict=True)
            for a, b in zip(one, two, strict=True)
        )
        expect(close, "other numbers", wanted, [list(each) for each in found])


def _ranking(result: Any, body: Any) -> None:
    scores = [each.score for each in result.ranking]
    places = [each.index for each in result.ranking]
    expect(scores == sorted(scores, reverse=True), "not in order", result)
    expect(len(set(places)) == len(places) and set(places) <= {0, 1, 2}, "wrong places", result)


def _pictures(result: Any, body: Any) -> None:
    for image in result.images:
        expect(isinstance(image, FilePart) and image.media_type, "an image without type", image)


def _sound(result: Any, body: Any) -> None:
    expect(not isinstance(body, (dict, list)), "JSON is taken for sound", body)
    expect(isinstance(result.audio.bytes, bytes), "no sound", result)


def _google_sound(result: Any, body: Any) -> None:
    expect(result.audio.bytes, "no sound", result)


def _transcript(result: Any, body: Any) -> None:
    expect(isinstance(result.text, str), "a transcript without text", result)
    for segment in result.segments:
        fine = math.isfinite(segment.start) and math.isfinite(segment.end)
        expect(fine and isinstance(segment.text, str), "a segment without times", segment)
    if is_object(body) and isinstance(body.get("text"), str):
        expect(result.text == body["text"], "another text", result, body)


_TWO = EmbeddingCall(("a", "b"))
_USAGE = {"prompt_tokens": 3, "total_tokens": 3}
_EMBEDDINGS = [
    {
        "data": [{"index": 0, "embedding": [1, 0.5]}, {"index": 1, "embedding": [2, -3e-5]}],
        "usage": _USAGE,
    },
    {
        "data": [{"index": 1, "embedding": [1, 2, 3]}, {"index": 0, "embedding": [4, 5, 6]}],
        "model": "m",
    },
    {"data": [{"embedding": _base64(1, 2)}, {"embedding": _base64(0.25, 7)}], "object": "list"},
    {"error": {"message": "no", "type": "invalid_request_error"}},
]
_PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(20)).decode()
_WAVE = base64.b64encode(b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(20)).decode()
_PAGES = [
    {
        "data": [{"b64_json": _PIXEL, "revised_prompt": "a dot"}],
        "created": 1,
        "output_format": "png",
    },
    {
        "data": [{"url": "https://example.com/a.png"}, {"b64_json": _PIXEL}],
        "usage": {"input_tokens": 2},
    },
]
_SRT = (
    b"1\n00:00:00,500 --> 00:00:01,000\nHi\nyou\n\n2\n00:00:01,000 --> 00:00:02,000\n<i>there</i>\n"
)
_VTT = b"WEBVTT\n\n00:00.000 --> 00:01.500 align:start\n<v Ann>Hello &amp; bye\n\n00:02.000 --> 00:03.000\nx\n"
_HEARD = [
    {
        "text": "Hi there.",
        "language": "english",
        "duration": 1.5,
        "segments": [{"text": "Hi", "start": 0, "end": 0.5}],
    },
    {
        "text": "a",
        "usage": {"type": "tokens", "input_tokens": 4, "output_tokens": 1, "total_tokens": 5},
    },
    {
        "text": "b",
        "segments": [{"text": "b", "start": 0.1, "end": 0.2, "speaker": "A"}],
        "words": [],
    },
]


def _streamed(*events: Any) -> bytes:
    return b"".join(b"data: " + dumps(event) + b"\n\n" for event in events)


_DRAWN = _streamed(
    {"type": "image_generation.partial_image", "b64_json": _PIXEL, "partial_image_index": 0},
    {"type": "image_generation.completed", "b64_json": _PIXEL, "usage": {"total_tokens": 9}},
)
_SPOKEN = _streamed(
    {"type": "speech.audio.delta", "audio": _WAVE}, {"type": "speech.audio.done", "usage": _USAGE}
)
_TOLD = _streamed(
    {"type": "transcript.text.delta", "delta": "Hi"},
    {"type": "transcript.text.segment", "text": "Hi", "start": 0, "end": 1, "speaker": "A"},
    {"type": "transcript.text.done", "text": "Hi", "usage": {"type": "duration", "seconds": 3}},
)


def _gemini(kind: str, data: str) -> Any:
    part = {"inlineData": {"mimeType": kind, "data": data}}
    return {
        "candidates": [{"content": {"parts": [{"text": "Here"}, part]}, "finishReason": "STOP"}],
        "usageMetadata": {"promptTokenCount": 3, "candidatesTokenCount": 4, "totalTokenCount": 7},
    }


_IMAGEN = {
    "predictions": [
        {"bytesBase64Encoded": _PIXEL, "mimeType": "image/png", "prompt": "a dot"},
        {"raiFilteredReason": "unsafe"},
    ]
}
_AUDIO = FilePart(b"RIFF....WAVE", "audio/wav")


@cache
def _rows() -> list[tuple[str, _Unary, float]]:
    openai, google = create_openai(api_key="k"), create_google(api_key="k")
    made: list[tuple[str, Any, Any, Any, Check, float]] = [
        ("openai.embeddings", openai.embedding("e"), _TWO, _EMBEDDINGS, _vectors, 2.0),
        (
            "openai.images",
            openai.image("gpt-image-1"),
            ImageCall("a"),
            [*_PAGES, _DRAWN],
            _pictures,
            1.0,
        ),
        (
            "openai.speech",
            openai.speech("tts-1"),
            SpeechCall("a"),
            [b"ID3\x04rest", b"OggS\x00rest", _SPOKEN, {"error": {"message": "no"}}],
            _sound,
            1.0,
        ),
        (
            "openai.transcription",
            openai.transcription("whisper-1"),
            TranscriptionCall(_AUDIO),
            [*_HEARD, _TOLD, _SRT, _VTT, b"Hi there.\n"],
            _transcript,
            2.0,
        ),
        (
            "google.embeddings",
            google.embedding("gemini-embedding-001"),
            _TWO,
            [
                {"embeddings": [{"values": [1, 2.5]}, {"values": [0, 1]}]},
                {"embedding": {"values": [1]}},
            ],
            _vectors,
            1.0,
        ),
        (
            "google.images",
            google.image("imagen-4.0-generate-001"),
            ImageCall("a"),
            [_IMAGEN],
            _pictures,
            0.5,
        ),
        (
            "google.gemini_images",
            google.image("gemini-2.5-flash-image"),
            ImageCall("a"),
            [_gemini("image/png", _PIXEL)],
            _pictures,
            0.5,
        ),
        (
            "google.speech",
            google.speech("gemini-2.5-flash-preview-tts"),
            SpeechCall("a"),
            [_gemini("audio/L16;codec=pcm;rate=24000", _WAVE)],
            _google_sound,
            0.5,
        ),
    ]
    out = []
    for name, handle, call, seeds, holds, share in made:
        bodies = [each if isinstance(each, bytes) else dumps(each) for each in seeds]
        out.append((name, _Unary(handle.protocol, handle.dialect, call, bodies, holds), share))
    ranked: dict[str, Any] = {
        "results": [{"index": 2, "relevance_score": 0.5}, {"index": 0, "relevance_score": 0.9}],
        "usage": {"total_tokens": 7},
    }
    bodies = [dumps(ranked), dumps({"data": ranked["results"], "model": "m", "id": "r"})]
    asked = RerankingCall("q", ("a", "b", "c"))
    out.append(
        ("rerank", _Unary("rerank", RerankDialect("x", ("x",)), asked, bodies, _ranking), 1.0)
    )
    return out


# ---- subtitles


def _check_subtitles(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    segments = segments_of(text)
    for segment in segments:
        expect(0 <= segment.start and math.isfinite(segment.end), "no times", segment)
        expect("\n" not in segment.text, "a line end in a segment", segment)
    expect(len(segments) <= text.count("-->"), "more segments than cues", segments)
    return is_subtitles(text) or bool(segments)


_CUES = [_SRT, _VTT, b"1\r\n0:00:01.0 --> 0:00:02,5 x\r\na <b>c</b>\r\n\r\n" * 3]
_CUE_WORDS = (b"00:00:01,000 --> 00:00:02,000\nHi\n", b" --> ", b"\n\n", b"<v ", b"<", b"1:", b"9")

TARGETS = (
    *(
        Target(f"media.{name}", unary.check, unary.parse, unary.seeds, unary.mutate, share)
        for name, unary, share in _rows()
    ),
    Target(
        "media.subtitles",
        _check_subtitles,
        lambda data: segments_of(data.decode("utf-8", "replace")),
        lambda: _CUES,
        bytes_mutator(*_CUE_WORDS),
        3,
        _CUE_WORDS,
    ),
)
