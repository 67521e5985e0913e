"""A call for images as a request: generation, edit (form or JSON) or variation."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidArgumentError, UnsupportedFunctionalityError
from ...types.content import FilePart, FileReference, FileURL
from ..file_ids import file_id
from ..protocol import WireRequest
from ._generated import ImageEditJsonRequest, ImageEditRequest, ImageRequest
from .body import Body, option_names, unsupported
from .form import file_field, form_of

if TYPE_CHECKING:
    from ...types.call import ImageCall
    from .dialect import MediaDialect

__all__ = ["EXTRA_OPTIONS", "KNOWN_OPTIONS", "build"]

KNOWN_OPTIONS: Final = option_names(
    ImageRequest,
    ImageEditRequest,
    ImageEditJsonRequest,
    but=("prompt", "model", "image", "images", "mask"),
)

EXTRA_OPTIONS: Final = frozenset(("multipart",))
"""Options that are no field of a request: `multipart` False sends edits as JSON."""


def build(dialect: MediaDialect, model_id: str, call: ImageCall) -> WireRequest:
    """The request for a call: with images it is an edit, without a prompt a variation.

    Raises:
        InvalidArgumentError: There is neither prompt nor image, or a mask without an image.
        UnsupportedFunctionalityError: An image to vary is not here but behind a link or an id.
    """
    body = Body(dialect, call, KNOWN_OPTIONS, EXTRA_OPTIONS)
    for setting in ("aspect_ratio", "seed"):
        if getattr(call, setting) is not None:
            body.warnings.append(unsupported(dialect, setting, _hint(setting)))
    as_json = bool(call.images) and call.prompt is not None and _wants_json(body, call)
    fields = body.fields(
        model=model_id,
        prompt=call.prompt,
        n=call.n if call.n != 1 else None,
        size=call.size,
        # an edit in JSON has no such field: only models that answer inline take one
        response_format=None if as_json else dialect.image_format(model_id),
        **_edited(dialect, call, as_json),
    )
    warnings = tuple(body.warnings)
    if not call.images:
        if call.mask is not None:
            raise InvalidArgumentError("a mask needs an image to edit", parameter="mask")
        if call.prompt is None:
            raise InvalidArgumentError("a prompt or images are needed", parameter="prompt")
        return WireRequest("/images/generations", fields, warnings=warnings)
    if as_json:
        return WireRequest("/images/edits", fields, warnings=warnings)
    path = "/images/edits" if call.prompt is not None else "/images/variations"
    return WireRequest(path, form=form_of(fields, _files(call)), warnings=warnings)


def _hint(setting: str) -> str:
    return "images have a size here, not an aspect_ratio" if setting == "aspect_ratio" else ""


def _wants_json(body: Body, call: ImageCall) -> bool:
    """Whether an edit goes out as JSON: when asked for, or when a file is not here."""
    if body.options.get("multipart") is False:
        return True
    files = (*call.images, *((call.mask,) if call.mask is not None else ()))
    return not all(isinstance(file.data, bytes) for file in files)


def _edited(dialect: MediaDialect, call: ImageCall, as_json: bool) -> dict[str, Any]:
    """The JSON fields of the images to edit."""
    if not as_json:
        return {}
    mask = None if call.mask is None else _reference(dialect, call.mask)
    return {"images": [_reference(dialect, image) for image in call.images], "mask": mask}


def _reference(dialect: MediaDialect, file: FilePart) -> dict[str, str]:
    data = file.data
    if isinstance(data, FileReference):
        return {"file_id": file_id(dialect.option_namespaces, data)}
    if isinstance(data, FileURL):
        return {"image_url": data.url}
    packed = base64.b64encode(file.bytes).decode("ascii")
    return {"image_url": f"data:{file.media_type or 'image/png'};base64,{packed}"}


def _files(call: ImageCall) -> list[Any]:
    """The images and the mask as files of a form."""
    for file in call.images:
        if not isinstance(file.data, bytes):
            raise UnsupportedFunctionalityError(
                "an image to vary must be given as bytes or a path, not by URL or file id",
                functionality="image variation by URL",
            )
    if len(call.images) == 1:
        files = [file_field("image", call.images[0], "image", "png")]
    else:
        files = [
            file_field("image[]", image, f"image_{place}", "png")
            for place, image in enumerate(call.images, 1)
        ]
    if call.mask is not None:
        files.append(file_field("mask", call.mask, "mask", "png"))
    return files
