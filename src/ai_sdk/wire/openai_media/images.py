"""Images: generation, edits and variations in; images, inline or behind links, out."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING, Any, Final

from ...engine.files import sniff
from ...errors import StreamInterruptedError
from ...types.call import ImageModelResult, ResponseInfo
from ...types.content import FilePart, FileURL
from ...types.usage import Usage
from ..errors import error_in_answer
from ..facts import text_of, timestamp_of, unpacked
from ..fields import text_in
from ..json_text import bad_reply, read_object
from ..protocol import UnaryProtocol
from .body import other_fields, parse_error
from .events import is_event_stream, read_events
from .facts import usage_of
from .image_requests import build

if TYPE_CHECKING:
    from ...types.call import ImageCall
    from ...types.http import HTTPReply
    from ..protocol import WireRequest
    from .dialect import MediaDialect

__all__ = ["PROTOCOL", "parse"]

_FINISHED: Final = ("image_generation.completed", "image_edit.completed")
_READ: Final = ("b64_json", "url", "usage", "type")
_TYPES: Final = {"jpg": "image/jpeg", "svg": "image/svg+xml"}


def parse(
    dialect: MediaDialect, reply: HTTPReply, _request: WireRequest, _call: ImageCall
) -> ImageModelResult:
    """The images of an answer; none at all is no error here.

    Raises:
        InvalidResponseError: The answer is no list of images, or an image is no base64.
        APICallError: It is an error object in spite of its good status.
        StreamInterruptedError: It is a stream of events without a finished image.
    """
    if is_event_stream(reply):
        return _from_events(dialect, reply)
    body = read_object(reply, "images")
    if (error := error_in_answer(body, reply)) is not None:
        raise error
    rows = body.get("data")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise bad_reply(reply, "the answer is not images: it has no list of them")
    facts = other_fields(body, ("data", "usage"))
    return _result(dialect, reply, rows, facts, usage_of(body.get("usage")))


def _from_events(dialect: MediaDialect, reply: HTTPReply) -> ImageModelResult:
    rows = [event for event in read_events(reply) if event.get("type") in _FINISHED]
    if not rows:
        raise StreamInterruptedError(
            "the stream of images ended before one was finished",
            reason="no end mark",
            is_retryable=True,
        )
    usages = [usage_of(row.get("usage")) for row in rows]
    usage = usages[0] if len(usages) == 1 else sum(usages, Usage())
    facts = {"created": rows[0].get("created_at")}
    return _result(dialect, reply, rows, other_fields(facts, ()), usage)


def _result(
    dialect: MediaDialect,
    reply: HTTPReply,
    rows: list[dict[str, Any]],
    facts: dict[str, Any],
    usage: Usage,
) -> ImageModelResult:
    notes = [other_fields(row, _READ) for row in rows]
    found = [
        _image(dialect, row, note, facts.get("output_format"), reply)
        for row, note in zip(rows, notes, strict=True)
    ]
    return ImageModelResult(
        tuple(image for image in found if image is not None),
        usage,
        provider_metadata={dialect.name: {"images": notes, **facts}},
        response=ResponseInfo(
            model_id=text_of(facts.get("model")),
            timestamp=timestamp_of(facts.get("created")),
            headers=reply.headers,
        ),
    )


def _image(
    dialect: MediaDialect,
    row: dict[str, Any],
    note: dict[str, Any],
    output_format: object,
    reply: HTTPReply,
) -> FilePart | None:
    metadata = {dialect.name: note} if note else {}
    told = note.get("output_format") or output_format
    declared = _TYPES.get(told, f"image/{told}") if isinstance(told, str) and told else None
    if packed := text_in(row.get("b64_json"), "b64_json"):
        data = unpacked(packed)
        if data is None:
            raise bad_reply(reply, "an image of the answer is no base64")
        kind = sniff(data) or declared or "image/png"
        return FilePart(data, kind, provider_metadata=metadata)
    if url := text_in(row.get("url"), "url"):
        if url.startswith("data:"):
            return _image(dialect, {"b64_json": url}, note, output_format, reply)
        guess = mimetypes.guess_type(url.partition("?")[0])[0]
        return FilePart(FileURL(url), guess or declared or "image/*", provider_metadata=metadata)
    return None


PROTOCOL = UnaryProtocol("openai_media.images", build, parse, parse_error)
"""Images as a record of pure functions; the dialects are `MediaDialect` values."""
