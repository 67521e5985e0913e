"""Answers of transcription: JSON of three kinds, plain text, subtitles, events."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ...errors import StreamInterruptedError
from ...types._value import evolve
from ...types.call import ResponseInfo, TranscriptionModelResult, TranscriptSegment
from ..errors import error_in_answer
from ..facts import number_of, text_of
from ..fields import objects_in, text_in
from ..json_text import bad_reply, read_object
from .body import other_fields
from .events import is_event_stream, media_type_of, read_events
from .facts import usage_of
from .subtitles import is_subtitles, segments_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...types.call import TranscriptionCall
    from ...types.http import HTTPReply
    from ..protocol import WireRequest
    from .dialect import MediaDialect

__all__ = ["parse"]

_READ: Final = ("text", "language", "duration", "usage", "type")
_TEXT_FORMATS: Final = ("text", "srt", "vtt")
_PAGE: Final = re.compile(r"\s*<(?:!doctype|html)", re.IGNORECASE)


def parse(
    dialect: MediaDialect, reply: HTTPReply, request: WireRequest, _call: TranscriptionCall
) -> TranscriptionModelResult:
    """The transcript of an answer; no words at all are no error here.

    Subtitles keep their form: `text` is the whole file, `segments` are its cues. Where an answer
    has words but no segments, the words stand in for them.

    Raises:
        InvalidResponseError: The answer is no transcript.
        APICallError: It is an error object in spite of its good status.
        StreamInterruptedError: It is a stream of events without an end mark.
    """
    if is_event_stream(reply):
        return _from_events(dialect, reply)
    if _is_plain(reply, request.context.get("format")):
        return _from_text(reply)
    body = read_object(reply, "a transcript")
    if (error := error_in_answer(body, reply)) is not None:
        raise error
    if not isinstance(body.get("text"), str):
        raise bad_reply(reply, "the answer is not a transcript: it has no text")
    return _from_object(dialect, body, reply)


def _is_plain(reply: HTTPReply, asked: object) -> bool:
    kind = media_type_of(reply)
    if kind == "application/json":
        return False
    starts_as_json = reply.body[:64].lstrip()[:1] == b"{"
    return asked in _TEXT_FORMATS or (kind.startswith("text/") and not starts_as_json)


def _from_text(reply: HTTPReply) -> TranscriptionModelResult:
    try:
        text = reply.body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise bad_reply(reply, "the answer is not a transcript: it is no UTF-8") from error
    if _PAGE.match(text):
        raise bad_reply(reply, "the answer is a web page, not a transcript; is the base URL right?")
    response = ResponseInfo(headers=reply.headers)
    if is_subtitles(text):
        return TranscriptionModelResult(text, segments_of(text), response=response)
    return TranscriptionModelResult(text.rstrip("\r\n"), response=response)


def _from_object(
    dialect: MediaDialect, body: dict[str, Any], reply: HTTPReply
) -> TranscriptionModelResult:
    rows = body.get("segments") or body.get("words")
    others = other_fields(body, _READ)
    return TranscriptionModelResult(
        body["text"],
        _segments(objects_in(rows, "segments")),
        text_of(body.get("language")),
        number_of(body.get("duration")),
        usage_of(body.get("usage")),
        provider_metadata={dialect.name: others} if others else {},
        response=ResponseInfo(headers=reply.headers),
    )


def _segments(rows: Iterable[dict[str, Any]]) -> tuple[TranscriptSegment, ...]:
    found: list[TranscriptSegment] = []
    for row in rows:
        text = text_in(row.get("text", row.get("word")), "text")
        start, end = number_of(row.get("start")), number_of(row.get("end"))
        if start is not None and end is not None:
            found.append(TranscriptSegment(text, start, end, text_of(row.get("speaker"))))
    return tuple(found)


def _from_events(dialect: MediaDialect, reply: HTTPReply) -> TranscriptionModelResult:
    text = ""
    rows: list[dict[str, Any]] = []
    for event in read_events(reply):
        kind = event.get("type")
        if kind == "transcript.text.delta":
            text += text_in(event.get("delta"), "delta")
        elif kind == "transcript.text.segment":
            rows.append(event)
        elif kind == "transcript.text.done":
            whole = text_in(event.get("text"), "text") or text
            return _from_object(dialect, {**event, "text": whole, "segments": rows or None}, reply)
    partial = TranscriptionModelResult(text, _segments(rows))
    raise StreamInterruptedError(
        "the stream of the transcript ended before it was complete",
        partial=evolve(partial, response=ResponseInfo(headers=reply.headers)),
        reason="no end mark",
        is_retryable=True,
    )
