"""Images of Gemini models: an answer that is asked to be a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidArgumentError
from ...types._value import evolve
from ...types.call import ImageModelResult
from ...types.content import FilePart, TextPart
from ..protocol import UnaryProtocol
from .errors import parse_error
from .generated_media import asked_for, made, words_of
from .images import no_size

if TYPE_CHECKING:
    from ...types.call import ImageCall
    from ...types.http import HTTPReply
    from ..protocol import WireRequest
    from .dialect import GoogleDialect

__all__ = ["PROTOCOL", "build", "parse"]

_MASK: Final = "Change only what the last image shows in white."


def build(dialect: GoogleDialect, model_id: str, call: ImageCall) -> WireRequest:
    """The request for a call; with images it is an edit.

    Raises:
        InvalidArgumentError: there is neither prompt nor image, or a mask without an image.
    """
    if call.mask is not None and not call.images:
        raise InvalidArgumentError("a mask needs an image to edit", parameter="mask")
    if call.prompt is None and not call.images:
        raise InvalidArgumentError("a prompt or images are needed", parameter="prompt")
    content: list[TextPart | FilePart] = [*call.images]
    if call.mask is not None:
        content.append(call.mask)
    texts = (call.prompt, None if call.mask is None else _MASK)
    content += [TextPart(text) for text in texts if text]
    config: dict[str, Any] = {"responseModalities": ["IMAGE"]}
    if call.aspect_ratio is not None:
        config["imageConfig"] = {"aspectRatio": call.aspect_ratio}
    wire = asked_for(
        dialect, model_id, call, content, config, call.provider_options, seed=call.seed
    )
    if call.size is None:
        return wire
    return evolve(wire, warnings=(*wire.warnings, no_size(dialect)))


def parse(
    dialect: GoogleDialect, reply: HTTPReply, request: WireRequest, _call: ImageCall
) -> ImageModelResult:
    """The images of an answer; words beside none are told as a warning.

    Raises:
        ContentFilteredError: the filter held everything back.
        InvalidResponseError: the reply is no answer of a model.
    """
    result, images = made(dialect, reply, request, "image/")
    return ImageModelResult(
        tuple(images),
        result.usage,
        () if images else words_of(dialect, result),
        provider_metadata={
            dialect.name: {
                **result.provider_metadata.get(dialect.name, {}),
                "images": [{} for _ in images],
            }
        },
        response=result.response,
    )


PROTOCOL = UnaryProtocol("google_genai.gemini_images", build, parse, parse_error)
"""Images as a record of pure functions; the dialects are `GoogleDialect` values."""
