"""Images of Imagen models: a prompt in, pictures in base64 out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...engine.files import sniff
from ...errors import InvalidArgumentError, UnsupportedFunctionalityError
from ...types.call import CallWarning, ImageModelResult
from ...types.content import FilePart, FileURL
from .._model import field_names
from ..facts import text_of, unpacked
from ..fields import objects_in, text_in
from ..json_text import bad_reply, read_object
from ..options import deep_merge, read_options, snake_case
from ..protocol import UnaryProtocol, WireRequest
from ._generated import PaintSettings
from .errors import parse_error, refusal_of
from .names import model_path, spellings, wire_spelling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...types.call import ImageCall
    from ...types.http import HTTPReply
    from .dialect import GoogleDialect

__all__ = ["KNOWN_OPTIONS", "PROTOCOL", "build", "no_size", "parse"]

_SETTINGS: Final = spellings(set(field_names(PaintSettings)) - {"sampleCount"})

KNOWN_OPTIONS: Final = frozenset((*_SETTINGS, "labels"))
"""All options: the settings of the request, and its labels."""


def build(dialect: GoogleDialect, model_id: str, call: ImageCall) -> WireRequest:
    """The request for a call; with images it is an edit, which Vertex AI alone has.

    Raises:
        InvalidArgumentError: there is no prompt.
        UnsupportedFunctionalityError: the Gemini API is asked for an edit.
    """
    options, warnings = read_options(
        call.provider_options, dialect.option_namespaces, KNOWN_OPTIONS
    )
    if call.prompt is None:
        raise InvalidArgumentError("a prompt is needed", parameter="prompt")
    if call.size is not None:
        warnings.append(no_size(dialect))
    parameters: dict[str, Any] = {
        "sampleCount": call.n,
        "aspectRatio": call.aspect_ratio,
        "seed": call.seed,
    }
    for name, wire in _SETTINGS.items():
        if name in options:
            parameters[wire] = wire_spelling(options[name])
    body: dict[str, Any] = {
        "instances": [{"prompt": call.prompt, **_references(dialect, call)}],
        "parameters": {name: item for name, item in parameters.items() if item is not None},
    }
    if options.get("labels"):
        body["labels"] = options["labels"]
    if call.extra_body:
        body = deep_merge(body, call.extra_body)
    return WireRequest(model_path(dialect, model_id, "predict"), body, warnings=tuple(warnings))


def no_size(dialect: GoogleDialect) -> CallWarning:
    """The warning about a size in pixels."""
    text = f"{dialect.name}: images have an aspect_ratio here, not a size; it is left out"
    return CallWarning("unsupported", text, setting="size")


def _references(dialect: GoogleDialect, call: ImageCall) -> dict[str, Any]:
    """The images to edit and the mask, as numbered references."""
    files = [(image, "REFERENCE_TYPE_RAW") for image in call.images]
    if call.mask is not None:
        files.append((call.mask, "REFERENCE_TYPE_MASK"))
    if not files:
        return {}
    if not dialect.vertex:
        raise UnsupportedFunctionalityError(
            f"{dialect.name}: Imagen edits no images here; a Gemini image model does, or Imagen "
            "on Vertex AI",
            functionality="image edit",
        )
    return {
        "referenceImages": [
            _reference(file, kind, number) for number, (file, kind) in enumerate(files, 1)
        ]
    }


def _reference(file: FilePart, kind: str, number: int) -> dict[str, Any]:
    if isinstance(file.data, FileURL):
        image: dict[str, Any] = {"gcsUri": file.data.url}
    else:
        image = {"bytesBase64Encoded": file.base64}
    out: dict[str, Any] = {"referenceType": kind, "referenceId": number, "referenceImage": image}
    if kind == "REFERENCE_TYPE_MASK":
        out["maskImageConfig"] = {"maskMode": "MASK_MODE_USER_PROVIDED"}
    return out


def parse(
    dialect: GoogleDialect, reply: HTTPReply, _request: WireRequest, _call: ImageCall
) -> ImageModelResult:
    """The images of an answer; those that the filter held back become warnings.

    Raises:
        InvalidResponseError: the answer is no list of images, or an image is no base64.
        APICallError: it is an error object in spite of its good status.
    """
    body = read_object(reply, "images")
    if (error := refusal_of(body, reply)) is not None:
        raise error
    images: list[FilePart] = []
    notes: list[dict[str, Any]] = []
    warnings: list[CallWarning] = []
    for row in objects_in(body.get("predictions"), "predictions"):
        note = _note(row)
        if reason := text_of(row.get("raiFilteredReason")):
            text = f"{dialect.name}: an image was held back: {reason}"
            warnings.append(CallWarning("other", text, setting="images"))
        elif (image := _image(row, reply, {dialect.name: note} if note else {})) is not None:
            images.append(image)
            notes.append(note)
    metadata = {dialect.name: {"images": notes}}
    return ImageModelResult(tuple(images), warnings=tuple(warnings), provider_metadata=metadata)


def _note(row: Mapping[str, Any]) -> dict[str, Any]:
    read = ("bytesBase64Encoded", "gcsUri", "mimeType", "raiFilteredReason")
    fields = {snake_case(name): item for name, item in row.items() if name not in read and item}
    if prompt := fields.pop("prompt", None):
        fields["revised_prompt"] = prompt
    return fields


def _image(row: Mapping[str, Any], reply: HTTPReply, metadata: Any) -> FilePart | None:
    declared = text_of(row.get("mimeType"))
    if uri := text_in(row.get("gcsUri"), "gcsUri"):
        return FilePart(FileURL(uri), declared or "image/*", provider_metadata=metadata)
    packed = text_in(row.get("bytesBase64Encoded"), "bytesBase64Encoded")
    if not packed:
        return None
    data = unpacked(packed)
    if data is None:
        raise bad_reply(reply, "an image of the answer is no base64")
    return FilePart(data, sniff(data) or declared or "image/png", provider_metadata=metadata)


PROTOCOL = UnaryProtocol("google_genai.images", build, parse, parse_error)
"""Images as a record of pure functions; the dialects are `GoogleDialect` values."""
