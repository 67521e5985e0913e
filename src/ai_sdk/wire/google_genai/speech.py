"""Speech: text in, sound out. The service speaks in bare samples, which become a WAV file."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidResponseError, excerpt
from ...types._value import evolve
from ...types.call import CallWarning, SpeechModelResult
from ...types.content import FilePart, TextPart
from ..options import own_fields
from ..protocol import UnaryProtocol, WireRequest
from .errors import parse_error
from .generated_media import asked_for, made, words_of

if TYPE_CHECKING:
    from ...types.call import SpeechCall
    from ...types.http import HTTPReply
    from .dialect import GoogleDialect

__all__ = ["PROTOCOL", "build", "parse", "wav"]

_VOICE: Final = "Kore"
_RATE: Final = re.compile(r"rate=(\d+)")
_MAX_RATE: Final = 768_000
"""Samples per second: the most that converters make. WAV has four bytes for twice the number."""
_SAMPLES: Final = ("audio/l16", "audio/pcm", "audio/x-raw")
_FORMATS: Final = ("wav", "pcm")


def build(dialect: GoogleDialect, model_id: str, call: SpeechCall) -> WireRequest:
    """The request for a call. Instructions stand before the text, as the models take them."""
    warnings = _unsaid(dialect, call)
    options = own_fields(dialect.option_namespaces, call.provider_options)
    speakers = options.pop("speakers", None)
    text = f"{call.instructions}: {call.text}" if call.instructions else call.text
    voices = _speakers(speakers) if isinstance(speakers, Mapping) else _one(call.voice or _VOICE)
    if call.language is not None:
        voices["languageCode"] = call.language
    config = {"responseModalities": ["AUDIO"], "speechConfig": voices}
    wire = asked_for(
        dialect, model_id, call, (TextPart(text),), config, {dialect.option_namespaces[0]: options}
    )
    context = {**wire.context, "format": call.output_format}
    return evolve(wire, warnings=(*wire.warnings, *warnings), context=context)


def _unsaid(dialect: GoogleDialect, call: SpeechCall) -> list[CallWarning]:
    out: list[CallWarning] = []
    if call.speed is not None:
        text = f"{dialect.name}: a speed cannot be set; say it in the instructions"
        out.append(CallWarning("unsupported", text, setting="speed"))
    if call.output_format not in (None, *_FORMATS):
        text = f"{dialect.name}: speech comes as wav or pcm, not as {call.output_format}"
        out.append(CallWarning("unsupported", text, setting="output_format"))
    return out


def _one(voice: str) -> dict[str, Any]:
    return {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": voice}}}


def _speakers(voices: Mapping[str, str]) -> dict[str, Any]:
    rows = [{"speaker": speaker, **_one(voice)} for speaker, voice in voices.items()]
    return {"multiSpeakerVoiceConfig": {"speakerVoiceConfigs": rows}}


def parse(
    dialect: GoogleDialect, reply: HTTPReply, request: WireRequest, _call: SpeechCall
) -> SpeechModelResult:
    """The sound of an answer: bare samples with a header before them, unless pcm was asked for.

    Raises:
        ContentFilteredError: the filter held everything back.
        InvalidResponseError: the reply is no answer of a model, or has no sound.
    """
    result, sounds = made(dialect, reply, request, "audio/")
    samples = b"".join(sound.bytes for sound in sounds)
    if not samples:
        said = "; ".join(warning.message for warning in words_of(dialect, result))
        raise InvalidResponseError(
            f"the answer has no sound{f' ({said})' if said else ''}", status_code=reply.status
        )
    kind = sounds[0].media_type or ""
    return SpeechModelResult(
        _file(samples, kind, request.context.get("format")),
        result.usage,
        provider_metadata=result.provider_metadata,
        response=result.response,
    )


def _file(samples: bytes, kind: str, wanted: str | None) -> FilePart:
    bare = kind.partition(";")[0].strip().lower() in _SAMPLES
    if not bare:
        return FilePart(samples, kind)
    if wanted == "pcm":
        return FilePart(samples, kind)
    named = _RATE.search(kind)
    rate = int(named[1][:9]) if named else 24_000
    if not 0 < rate <= _MAX_RATE:
        raise InvalidResponseError(f"no sound has {rate:,} samples a second: {excerpt(kind)}")
    return FilePart(wav(samples, rate), "audio/wav")


def wav(samples: bytes, rate: int) -> bytes:
    """Samples of one channel, 16 bits each, as a WAV file.

    Args:
        samples: little-endian samples.
        rate: samples per second.

    Example:
        >>> wav(b"", 8000)[:4], len(wav(b"", 8000))
        (b'RIFF', 44)
    """
    size = len(samples)
    head = struct.pack(
        "<4sI4s4sIHHIIHH", b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 1, 1, rate, 2 * rate, 2, 16
    )
    return head + struct.pack("<4sI", b"data", size) + samples


PROTOCOL = UnaryProtocol("google_genai.speech", build, parse, parse_error)
"""Speech as a record of pure functions; the dialects are `GoogleDialect` values."""
