"""Speech: text in, audio out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...engine.files import sniff
from ...errors import StreamInterruptedError
from ...json_codec import JSONError, loads
from ...types.call import ResponseInfo, SpeechModelResult
from ...types.content import FilePart
from ...types.usage import Usage
from ..errors import error_in_answer
from ..facts import text_of, unpacked
from ..json_text import bad_reply
from ..protocol import UnaryProtocol, WireRequest
from ._generated import SpeechRequest
from .body import Body, option_names, parse_error, unsupported
from .events import is_event_stream, media_type_of, read_events
from .facts import usage_of

if TYPE_CHECKING:
    from ...types.call import SpeechCall
    from ...types.http import HTTPReply
    from .dialect import MediaDialect

__all__ = ["KNOWN_OPTIONS", "PROTOCOL", "build", "parse"]

KNOWN_OPTIONS: Final = option_names(SpeechRequest, but=("input", "model"))

_TYPES: Final = {
    "mp3": "audio/mpeg",
    "opus": "audio/ogg",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "pcm": "audio/pcm",
}
_RAW: Final = ("audio/pcm", "audio/l16", "audio/raw", "audio/basic")
_NO_AUDIO: Final = ("application/json", "application/problem+json", "application/xml")


def build(dialect: MediaDialect, model_id: str, call: SpeechCall) -> WireRequest:
    """The request for a call."""
    body = Body(dialect, call, KNOWN_OPTIONS)
    if call.language is not None:
        hint = "a language cannot be set, the model goes by the text"
        body.warnings.append(unsupported(dialect, "language", hint))
    fields = body.fields(
        model=model_id,
        input=call.text,
        voice=call.voice if call.voice is not None else dialect.default_voice,
        response_format=call.output_format,
        instructions=call.instructions,
        speed=call.speed,
    )
    context = {"format": fields.get("response_format")}
    return WireRequest("/audio/speech", fields, warnings=tuple(body.warnings), context=context)


def parse(
    _dialect: MediaDialect, reply: HTTPReply, request: WireRequest, _call: SpeechCall
) -> SpeechModelResult:
    """The audio of an answer; no bytes at all are no error here.

    Raises:
        InvalidResponseError: The answer is JSON, text or a web page.
        APICallError: It is an error object in spite of its good status.
        StreamInterruptedError: It is a stream of events without an end mark.
    """
    asked = text_of(request.context.get("format"))
    response = ResponseInfo(headers=reply.headers)
    if is_event_stream(reply):
        data, usage = _from_events(reply)
        return SpeechModelResult(_audio(data, "", asked), usage, response=response)
    _refuse_text(reply)
    return SpeechModelResult(_audio(reply.body, media_type_of(reply), asked), response=response)


def _audio(data: bytes, declared: str, asked: str | None) -> FilePart:
    """The audio with its type: as its bytes tell, else as it was declared or asked for.

    OpenAI declares some formats as audio/mpeg whatever they are; samples without a header look
    like anything.
    """
    wanted = _TYPES.get(asked or "", f"audio/{asked}" if asked else "")
    if "audio/pcm" in (wanted, declared) or declared in _RAW:
        return FilePart(data, declared if declared in _RAW else wanted)
    found = sniff(data) or ""
    named = declared if declared.startswith(("audio/", "video/")) else ""
    seen = found if found.startswith(("audio/", "video/")) else ""
    return FilePart(data, seen or named or wanted or "audio/mpeg")


def _from_events(reply: HTTPReply) -> tuple[bytes, Usage]:
    pieces: list[bytes] = []
    for event in read_events(reply):
        if event.get("type") == "speech.audio.delta":
            piece = unpacked(text_of(event.get("audio")) or "")
            if piece is None:
                raise bad_reply(reply, "a piece of the audio is no base64")
            pieces.append(piece)
        elif event.get("type") == "speech.audio.done":
            return b"".join(pieces), usage_of(event.get("usage"))
    raise StreamInterruptedError(
        "the stream of audio ended before it was complete",
        partial=b"".join(pieces),
        reason="no end mark",
        is_retryable=True,
    )


def _refuse_text(reply: HTTPReply) -> None:
    kind = media_type_of(reply)
    textual = kind in _NO_AUDIO or kind.startswith("text/")
    if not textual and (kind or reply.body[:1] not in (b"{", b"<")):
        return
    data: Any = None
    try:
        data = loads(reply.body)
    except JSONError:
        pass
    if (error := error_in_answer(data, reply)) is not None:
        raise error
    raise bad_reply(reply, f"the answer is not audio: its content type is {kind or 'missing'!r}")


PROTOCOL = UnaryProtocol("openai_media.speech", build, parse, parse_error)
"""Speech as a record of pure functions; the dialects are `MediaDialect` values."""
