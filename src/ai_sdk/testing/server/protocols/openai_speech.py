"""Speech: text to sound."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass

from ..brain.sounds import samples, speak
from ..content import Audio, Content, ProviderError
from ..payload import Event, Payload, event_payload
from ..turn import count_tokens
from .base import Exchange
from .openai_common import check_number, json_body, missing, read_model, refuse

_FORMATS = ("mp3", "opus", "aac", "flac", "wav", "pcm")
_PIECE = 16_384


@dataclass(frozen=True, slots=True)
class SpeechAsk:
    """What a speech request asks for."""

    text: str
    form: str
    speed: float
    stream: bool


def read_speech(exchange: Exchange) -> SpeechAsk:
    """Read a `POST /audio/speech`."""
    body = json_body(exchange)
    model = read_model(body, exchange)
    for name in ("input", "voice"):
        if not body.get(name):
            raise missing(name)
    form = body.get("response_format", "mp3")
    if form not in _FORMATS:
        message = f"Invalid value: '{form}'. Supported values are: {', '.join(_FORMATS)}."
        raise refuse(message, "response_format", "invalid_value")
    check_number(body, "speed", 0.25, 4)
    stream = body.get("stream_format") == "sse"
    if stream and model.startswith("tts-1"):
        raise refuse("'sse' is not supported with this model.", "stream_format")
    return SpeechAsk(str(body["input"]), form, body.get("speed") or 1.0, stream)


def answer_speech(ask: SpeechAsk, _exchange: Exchange) -> Content:
    """Speak: a WAV file whatever the format, for the standard library makes no other, or samples."""
    if ask.form == "pcm":
        return Audio(samples(ask.text, ask.speed), "audio/pcm")
    return Audio(speak(ask.text, ask.speed))


def write_speech(content: Content, ask: SpeechAsk, _exchange: Exchange) -> Payload:
    """Write sound as bytes or as events."""
    if not isinstance(content, Audio):
        raise ProviderError(500, f"{type(content).__name__} is no answer to a speech request")
    if ask.stream:
        return event_payload(_events(content, ask))
    return Payload(200, (("content-type", content.media_type),), content.data)


def _events(content: Audio, ask: SpeechAsk) -> Iterator[Event]:
    for start in range(0, len(content.data), _PIECE):
        piece = base64.b64encode(content.data[start : start + _PIECE]).decode()
        yield Event({"type": "speech.audio.delta", "audio": piece})
    given, made = count_tokens(ask.text), len(content.data) // 2400
    usage = {"input_tokens": given, "output_tokens": made, "total_tokens": given + made}
    yield Event({"type": "speech.audio.done", "usage": usage}, end_mark=True)
