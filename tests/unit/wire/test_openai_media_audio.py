"""Speech and transcription on the wire: every format of audio and of transcripts."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ai_sdk import (
    AISDKError,
    InvalidResponseError,
    QuotaExceededError,
    RateLimitError,
    StreamInterruptedError,
    TranscriptSegment,
    UnsupportedFunctionalityError,
)
from ai_sdk.types.call import SpeechCall, TranscriptionCall
from ai_sdk.types.content import FilePart, FileReference, FileURL
from ai_sdk.types.http import HTTPReply
from ai_sdk.wire._convert import structure, unstructure
from ai_sdk.wire.facts import count_of, number_of, timestamp_of, unpacked
from ai_sdk.wire.openai_media import speech, transcription
from ai_sdk.wire.openai_media._generated import SpeechRequest
from ai_sdk.wire.openai_media.dialect import OPENAI, MediaDialect, compatible
from ai_sdk.wire.openai_media.facts import usage_of
from ai_sdk.wire.openai_media.subtitles import is_subtitles, segments_of
from ai_sdk.wire.protocol import WireRequest

WAV = b"RIFF\x00\x00\x00\x00WAVEfmt "
MP3 = b"ID3\x04rest"
OGG = b"OggS\x00rest"


def spoken(
    model: str = "tts-1", dialect: MediaDialect = OPENAI, options: Any = None, **fields: Any
) -> WireRequest:
    provider_options = {dialect.name: options} if options else {}
    call = SpeechCall(text="Hi", provider_options=provider_options, **fields)
    return speech.PROTOCOL.build(dialect, model, call)


def heard(body: bytes, content_type: str | None = "audio/mpeg", asked: str | None = None) -> Any:
    headers = {} if content_type is None else {"content-type": content_type}
    request = WireRequest("/audio/speech", context={"format": asked})
    reply = HTTPReply(200, headers, body)
    return speech.PROTOCOL.parse(OPENAI, reply, request, SpeechCall(text="Hi"))


def test_a_speech_request() -> None:
    wire = spoken(voice="ash", output_format="wav", instructions="Softly", speed=1.5)

    assert wire.path == "/audio/speech"
    assert wire.json == {
        "model": "tts-1",
        "input": "Hi",
        "voice": "ash",
        "response_format": "wav",
        "instructions": "Softly",
        "speed": 1.5,
    }
    assert unstructure(structure(dict(wire.json), SpeechRequest)) == wire.json


def test_the_voice_has_a_default_where_it_must_be_given() -> None:
    assert spoken().json == {"model": "tts-1", "input": "Hi", "voice": "alloy"}
    assert spoken(dialect=compatible("acme")).json == {"model": "tts-1", "input": "Hi"}
    assert spoken(options={"voice": {"id": "v-1"}}).json["voice"] == {"id": "v-1"}


def test_a_language_is_warned_about() -> None:
    wire = spoken(language="en", options={"stream_format": "audio"})

    assert [warning.setting for warning in wire.warnings] == ["language"]
    assert wire.json["stream_format"] == "audio"
    assert "language" not in wire.json


@pytest.mark.parametrize(
    ("body", "declared", "asked", "kind"),
    [
        (MP3, "audio/mpeg", None, "audio/mpeg"),
        (WAV, "audio/mpeg", "wav", "audio/wav"),  # the bytes know best
        (OGG, "audio/mpeg", "opus", "audio/ogg"),
        (b"\x00\x01", "audio/aac; rate=1", "mp3", "audio/aac"),
        (b"\x00\x01", "application/octet-stream", "flac", "audio/flac"),
        (b"\x00\x01", "application/octet-stream", "x-new", "audio/x-new"),
        (b"\x00\x01", None, None, "audio/mpeg"),
        (MP3, "audio/pcm", None, "audio/pcm"),  # samples may look like anything
        (MP3, "application/octet-stream", "pcm", "audio/pcm"),
        (MP3, "audio/L16", "pcm", "audio/l16"),
        (b"BM rest", "audio/wav", None, "audio/wav"),
    ],
)
def test_audio_and_its_type(body: bytes, declared: Any, asked: Any, kind: str) -> None:
    result = heard(body, declared, asked)

    assert result.audio.bytes == body
    assert result.audio.media_type == kind


def test_no_bytes_are_no_error_of_the_wire() -> None:
    assert heard(b"").audio.bytes == b""


def test_speech_in_events() -> None:
    def delta(data: bytes) -> str:
        audio = base64.b64encode(data).decode()
        return "data: " + json.dumps({"type": "speech.audio.delta", "audio": audio}) + "\n\n"

    usage = {"input_tokens": 3, "output_tokens": 9, "total_tokens": 12}
    done = "data: " + json.dumps({"type": "speech.audio.done", "usage": usage}) + "\n\n"
    body = delta(WAV[:4]) + delta(WAV[4:])

    result = heard((body + done).encode(), "text/event-stream")

    assert result.audio.bytes == WAV
    assert result.audio.media_type == "audio/wav"
    assert result.usage.total_tokens == 12
    with pytest.raises(StreamInterruptedError) as caught:
        heard(body.encode(), "text/event-stream")
    assert caught.value.partial == WAV
    with pytest.raises(InvalidResponseError, match="no base64"):
        heard(b'data: {"type": "speech.audio.delta", "audio": "?"}\n\n')


@pytest.mark.parametrize("kind", ["application/json", None, "text/plain"])
def test_an_error_in_place_of_audio(kind: str | None) -> None:
    body = b'{"error": {"message": "pay", "code": "insufficient_quota"}}'

    with pytest.raises(QuotaExceededError, match="pay"):
        heard(body, kind)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"ok": true}', "application/json"),
        (b"<html></html>", "text/html"),
        (b"<html></html>", None),
        (b"hello", "text/plain"),
    ],
)
def test_what_is_no_audio(body: bytes, kind: str | None) -> None:
    with pytest.raises(InvalidResponseError, match="not audio"):
        heard(body, kind)


def asked(
    model: str = "whisper-1",
    options: Any = None,
    audio: FilePart | None = None,
    dialect: MediaDialect = OPENAI,
    **fields: Any,
) -> WireRequest:
    provider_options = {dialect.name: options} if options else {}
    call = TranscriptionCall(
        audio=audio or FilePart(WAV, "audio/wav"), provider_options=provider_options, **fields
    )
    return transcription.PROTOCOL.build(dialect, model, call)


def texts(wire: WireRequest) -> list[tuple[str, Any]]:
    return [(part.name, part.content) for part in wire.form if part.filename is None]


def test_a_transcription_request_is_a_form_with_the_file_last() -> None:
    wire = asked(options={"language": "en", "temperature": 0.5, "include": ["logprobs"]})

    assert wire.path == "/audio/transcriptions"
    assert wire.json is None
    assert texts(wire) == [
        ("model", "whisper-1"),
        ("language", "en"),
        ("temperature", "0.5"),
        ("include[]", "logprobs"),
    ]
    file = wire.form[-1]
    assert (file.name, file.content) == ("file", WAV)
    assert (file.filename, file.content_type) == ("audio.wav", "audio/wav")


@pytest.mark.parametrize(
    ("media_type", "filename", "sent", "kind"),
    [
        ("audio/mpeg", None, "audio.mp3", "audio/mpeg"),
        ("audio/mp4", None, "audio.m4a", "audio/mp4"),
        ("audio/webm", "memo", "memo.webm", "audio/webm"),
        ("audio/flac", "memo.v2", "memo.v2", "audio/flac"),
        ("audio/*", None, "audio.wav", "application/octet-stream"),
        (None, None, "audio.wav", "application/octet-stream"),
        ("audio/x-strange", None, "audio.wav", "audio/x-strange"),
    ],
)
def test_the_files_name(media_type: Any, filename: Any, sent: str, kind: str) -> None:
    file = asked(audio=FilePart(b"x", media_type, filename)).form[-1]

    assert (file.filename, file.content_type) == (sent, kind)


@pytest.mark.parametrize(
    ("model", "options", "sent"),
    [
        ("whisper-1", {}, {}),
        (
            "whisper-1",
            {"timestamp_granularities": ["word", "segment"]},
            {"response_format": "verbose_json"},
        ),
        (
            "whisper-1",
            {"timestamp_granularities": ["word"], "response_format": "json"},
            {"response_format": "json"},
        ),
        (
            "gpt-4o-transcribe-diarize",
            {},
            {"response_format": "diarized_json", "chunking_strategy": "auto"},
        ),
        (
            "gpt-4o-transcribe-diarize",
            {"response_format": "text", "chunking_strategy": None},
            {"response_format": "text"},
        ),
        (
            "gpt-4o-transcribe",
            {"chunking_strategy": {"type": "server_vad", "threshold": 0.5}, "stream": True},
            {
                "chunking_strategy[type]": "server_vad",
                "chunking_strategy[threshold]": "0.5",
                "stream": "true",
            },
        ),
    ],
)
def test_formats(model: str, options: Any, sent: dict[str, str]) -> None:
    fields = dict(texts(asked(model, options)))
    fields.pop("timestamp_granularities[]", None)

    assert fields == {"model": model, **sent}


def test_lists_are_repeated_fields() -> None:
    wire = asked(options={"timestamp_granularities": ["word", "segment"]})

    assert [content for name, content in texts(wire) if name == "timestamp_granularities[]"] == [
        "word",
        "segment",
    ]


def test_the_extra_body_joins_the_form() -> None:
    assert ("hotwords", "Zoe") in texts(asked(extra_body={"hotwords": "Zoe"}))


def test_a_translation() -> None:
    wire = asked(options={"translate": True, "language": "de", "prompt": "p", "temperature": 0})

    assert wire.path == "/audio/translations"
    assert texts(wire) == [("model", "whisper-1"), ("prompt", "p"), ("temperature", "0")]
    assert [warning.setting for warning in wire.warnings] == ["language"]


@pytest.mark.parametrize(
    "data", [FileURL("https://x.test/a.mp3"), FileReference({"openai": "file-1"})]
)
def test_audio_that_is_not_here(data: Any) -> None:
    with pytest.raises(UnsupportedFunctionalityError, match="bytes or a path"):
        asked(audio=FilePart(data, "audio/mpeg"))


def written(body: Any, kind: str | None = "application/json", wanted: Any = None) -> Any:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {} if kind is None else {"content-type": kind}
    request = WireRequest("/audio/transcriptions", context={"format": wanted})
    call = TranscriptionCall(audio=FilePart(WAV))
    return transcription.PROTOCOL.parse(OPENAI, HTTPReply(200, headers, text), request, call)


def test_plain_json() -> None:
    usage = {
        "type": "tokens",
        "input_tokens": 9,
        "input_token_details": {"audio_tokens": 8, "text_tokens": 1},
        "output_tokens": 6,
        "total_tokens": 15,
    }

    result = written({"text": "Hello", "usage": usage, "logprobs": [{"token": "Hello"}]})

    assert result.text == "Hello"
    assert result.segments == ()
    assert (result.language, result.duration) == (None, None)
    assert (result.usage.input_tokens, result.usage.output_tokens) == (9, 6)
    assert result.usage.raw == usage
    assert result.provider_metadata == {"openai": {"logprobs": [{"token": "Hello"}]}}


def test_verbose_json() -> None:
    words = [{"word": "Hello", "start": 0.0, "end": 0.5}]
    segments = [{"id": 0, "text": " Hello", "start": 0, "end": 0.5, "avg_logprob": -0.1}]
    body = {
        "task": "transcribe",
        "language": "english",
        "duration": "0.84",
        "text": "Hello",
        "words": words,
        "segments": segments,
        "usage": {"type": "duration", "seconds": 1},
    }

    result = written(body)

    assert result.segments == (TranscriptSegment(" Hello", 0.0, 0.5),)
    assert (result.language, result.duration) == ("english", 0.84)
    assert result.usage.input_tokens is None
    assert result.usage.raw == {"type": "duration", "seconds": 1}
    assert result.provider_metadata["openai"]["words"] == words
    assert result.provider_metadata["openai"]["segments"] == segments
    assert result.provider_metadata["openai"]["task"] == "transcribe"
    alone = written({**body, "segments": None})
    assert alone.segments == (TranscriptSegment("Hello", 0.0, 0.5),)


def test_diarized_json() -> None:
    rows = [
        {"type": "transcript.text.segment", "text": "Hi", "speaker": "A", "start": 0, "end": 1.5},
        {"type": "transcript.text.segment", "text": "Ho", "speaker": "B", "start": 1.5, "end": 2},
        {"text": "no times"},
    ]

    result = written({"text": "Hi Ho", "duration": 2, "segments": rows})

    assert result.segments == (
        TranscriptSegment("Hi", 0.0, 1.5, "A"),
        TranscriptSegment("Ho", 1.5, 2.0, "B"),
    )


@pytest.mark.parametrize(
    ("kind", "wanted"), [("text/plain; charset=utf-8", None), (None, "text"), ("", "text")]
)
def test_plain_text(kind: str | None, wanted: str | None) -> None:
    assert written(b"Hello.\n", kind, wanted).text == "Hello."


def test_text_that_looks_like_json_is_text_when_text_was_asked_for() -> None:
    assert written(b'{"text": "a"}', "text/plain", "text").text == '{"text": "a"}'
    assert written(b'{"text": "a"}', "text/plain").text == "a"


SRT = "1\n00:00:00,000 --> 00:00:08,640\nHello\nthere\n\n2\n00:01:08,64 --> 01:00:09,000\nBye\n"
VTT = (
    "WEBVTT - made here\n\nNOTE not a cue\n\nintro\n00:00.500 --> 00:02.000 align:start\n"
    "<v.loud Ann>Hi &amp; <b>hello</b></v>\n\n00:00:02.000 --> 00:00:03.000\n"
    "<00:02.5>Bye\n\nlast\n00:03.000 --> 00:04.000\n"
)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-subrip"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_srt(kind: str, newline: str) -> None:
    text = SRT.replace("\n", newline)

    result = written(text.encode(), kind, "srt")

    assert result.text == text
    assert result.segments == (
        TranscriptSegment("Hello there", 0.0, 8.64),
        TranscriptSegment("Bye", 68.64, 3609.0),
    )


def test_vtt() -> None:
    result = written(b"\xef\xbb\xbf" + VTT.encode(), "text/vtt")

    assert result.text == VTT
    assert result.segments == (
        TranscriptSegment("Hi & hello", 0.5, 2.0, "Ann"),
        TranscriptSegment("Bye", 2.0, 3.0),
        TranscriptSegment("", 3.0, 4.0),
    )


def events(*items: Any) -> bytes:
    return "".join(f"data: {json.dumps(item)}\r\n\r\n" for item in items).encode()


def delta(text: str) -> dict[str, str]:
    return {"type": "transcript.text.delta", "delta": text}


def test_events() -> None:
    row = {"type": "transcript.text.segment", "text": "Hi", "start": 0, "end": 1, "speaker": "A"}
    usage = {"type": "tokens", "input_tokens": 1, "output_tokens": 2, "total_tokens": 3}
    done = {"type": "transcript.text.done", "text": "Hi.", "usage": usage}

    result = written(events(delta("Hi"), row, delta("."), done) + b"data: [DONE]\r\n\r\n", None)

    assert result.text == "Hi."
    assert result.segments == (TranscriptSegment("Hi", 0.0, 1.0, "A"),)
    assert result.usage.total_tokens == 3


def test_events_whose_end_has_no_text() -> None:
    body = events(delta("Hi"), {"type": "transcript.text.done"})

    assert written(body, "text/event-stream").text == "Hi"


def test_events_that_break_off() -> None:
    with pytest.raises(StreamInterruptedError) as caught:
        written(events(delta("Hi"), delta(" th")), "text/event-stream")

    assert caught.value.partial.text == "Hi th"
    assert caught.value.is_retryable


@pytest.mark.parametrize(
    "item",
    [
        {"type": "error", "error": {"message": "wait", "code": "rate_limit_exceeded"}},
        {"error": {"message": "wait", "type": "rate_limit_error"}},
        {"type": "error", "message": "wait", "code": "rate_limit_exceeded"},
    ],
)
def test_an_error_among_the_events(item: Any) -> None:
    with pytest.raises(RateLimitError, match="wait"):
        written(events(delta("Hi"), item), "text/event-stream")


def test_an_event_named_error() -> None:
    body = b'event: error\ndata: {"message": "wait", "code": "rate_limit_exceeded"}\n\n'

    with pytest.raises(RateLimitError, match="wait"):
        written(body, "text/event-stream")


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"", "application/json", "empty"),
        (b"{}", "application/json", "no text"),
        (b'{"text": null}', "application/json", "no text"),
        (b"[]", "application/json", "list"),
        (b"<!DOCTYPE html><p>", "text/html", "web page"),
        (b"<html>", "application/json", "web page"),
        (b"\xff\xfe", "text/plain", "UTF-8"),
    ],
)
def test_what_is_no_transcript(body: bytes, kind: str, words: str) -> None:
    with pytest.raises(InvalidResponseError, match=words):
        written(body, kind)


def test_an_error_in_a_success() -> None:
    with pytest.raises(RateLimitError):
        written({"error": {"message": "wait", "code": "rate_limit_exceeded"}})


def test_no_words_are_no_error_of_the_wire() -> None:
    assert written({"text": ""}).text == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["text", "segments", "words", "start", "end", "usage", "speaker"]), inner
    ),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=100)
def test_any_json_gives_a_transcript_or_a_typed_error(body: Any) -> None:
    try:
        written(body)
    except AISDKError:
        pass


@given(st.text(alphabet="0123456789:,.-> \n<v>WEBTaé", max_size=80))
@settings(max_examples=100)
def test_any_text_is_read_as_subtitles(text: str) -> None:
    is_subtitles(text)
    assert all(segment.start >= 0 for segment in segments_of(text))


@pytest.mark.parametrize(
    ("found", "value"),
    [
        (number_of("1.5"), 1.5),
        (number_of("x"), None),
        (number_of(True), None),
        (number_of(float("nan")), None),
        (number_of(2), 2.0),
        (number_of(10**400), None),
        (number_of("1e999"), None),
        (count_of(3.0), 3),
        (count_of(-1), None),
        (count_of("3"), None),
        (timestamp_of(10**20), None),
        (timestamp_of(True), None),
        (unpacked("?"), None),
        (unpacked("data:x;base64,QQ=="), b"A"),
        (usage_of([]).raw, None),
        (
            usage_of(
                {"input_tokens": 5, "input_tokens_details": {"cached_tokens": 2}}
            ).input_token_details.no_cache,
            3,
        ),
    ],
)
def test_facts(found: Any, value: Any) -> None:
    assert found == value
