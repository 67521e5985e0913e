"""Transcription: audio in; a transcript out, in any of the formats there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...errors import UnsupportedFunctionalityError
from ..protocol import UnaryProtocol, WireRequest
from ._generated import TranscriptionRequest, TranslationRequest
from .body import Body, option_names, parse_error, unsupported
from .form import file_field, form_of
from .transcripts import parse

if TYPE_CHECKING:
    from ...types.call import TranscriptionCall
    from ...types.content import FilePart
    from .dialect import MediaDialect

__all__ = ["EXTRA_OPTIONS", "KNOWN_OPTIONS", "PROTOCOL", "build"]

KNOWN_OPTIONS: Final = option_names(TranscriptionRequest, but=("file", "model"))

EXTRA_OPTIONS: Final = frozenset(("translate",))
"""Options that are no field of a request: `translate` asks for English text."""

_TRANSLATION: Final = option_names(TranslationRequest, but=("file", "model"))


def build(dialect: MediaDialect, model_id: str, call: TranscriptionCall) -> WireRequest:
    """The request for a call: a form with the settings first and the audio last.

    Raises:
        UnsupportedFunctionalityError: The audio is not here but behind a link or an id.
    """
    body = Body(dialect, call, KNOWN_OPTIONS, EXTRA_OPTIONS)
    translate = bool(body.options.get("translate"))
    if translate:
        _keep_translatable(dialect, body)
    fields = body.fields(model=model_id, **_defaults(model_id, body.options, translate))
    form = form_of(fields, (file_field("file", _here(call.audio), "audio", "wav"),))
    return WireRequest(
        "/audio/translations" if translate else "/audio/transcriptions",
        form=form,
        warnings=tuple(body.warnings),
        context={"format": fields.get("response_format")},
    )


def _keep_translatable(dialect: MediaDialect, body: Body) -> None:
    for name in KNOWN_OPTIONS - _TRANSLATION:
        if body.options.pop(name, None) is not None:
            hint = f"a translation has no option {name}"
            body.warnings.append(unsupported(dialect, name, hint))


def _defaults(model_id: str, options: dict[str, Any], translate: bool) -> dict[str, Any]:
    """Fields without which the other settings, or the model itself, would be in vain."""
    if options.get("timestamp_granularities"):
        return {"response_format": "verbose_json"}
    if "diarize" in model_id and not translate:
        # long audio is refused without a strategy, and plain JSON would not name the speakers
        return {"response_format": "diarized_json", "chunking_strategy": "auto"}
    return {}


def _here(audio: FilePart) -> FilePart:
    if not isinstance(audio.data, bytes):
        raise UnsupportedFunctionalityError(
            "audio behind a URL or a file id is not fetched: pass its bytes or a path",
            functionality="audio by URL",
        )
    return audio


PROTOCOL = UnaryProtocol("openai_media.transcription", build, parse, parse_error)
"""Transcription as a record of pure functions; the dialects are `MediaDialect` values."""
