"""Where the servers that speak OpenAI's media protocols differ: one frozen value each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ...types._value import value
from ..errors import error_from_reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...errors import APICallError
    from ...types.http import HTTPReply

__all__ = [
    "OPENAI",
    "ImageFormat",
    "MediaDialect",
    "compatible",
    "inline_images",
    "openai_image_format",
]

ImageFormat: TypeAlias = Literal["b64_json", "url"]


def openai_image_format(model_id: str) -> ImageFormat | None:
    """The `response_format` to ask OpenAI for: the newer models refuse the field.

    Example:
        >>> openai_image_format("dall-e-3"), openai_image_format("gpt-image-1")
        ('b64_json', None)
    """
    return "b64_json" if model_id.startswith("dall-e-") else None


def inline_images(_model_id: str) -> ImageFormat | None:
    """Ask for the bytes themselves, whatever the model."""
    return "b64_json"


@value
class MediaDialect:
    """How one provider speaks the protocols for embeddings, images, speech and transcription.

    Attributes:
        name: the provider's name; the key of its metadata.
        option_namespaces: names under which `provider_options` are read; the first wins.
        pass_unknown_options: send options that the protocol does not know.
        embedding_encoding: the `encoding_format` to ask for; None to leave the field out.
        image_format: model id -> the `response_format` of images to ask for, or None.
        default_voice: the voice of a call that names none; None to leave the field out.
        read_error: the typed error of a reply with an error status.
    """

    name: str = "openai"
    option_namespaces: tuple[str, ...] = ("openai",)
    pass_unknown_options: bool = False
    embedding_encoding: Literal["float", "base64"] | None = "base64"
    image_format: Callable[[str], ImageFormat | None] = openai_image_format
    default_voice: str | None = "alloy"
    read_error: Callable[[HTTPReply], APICallError] = error_from_reply


def compatible(name: str) -> MediaDialect:
    """The dialect of a server that is OpenAI-compatible and of which nothing more is known.

    Example:
        >>> compatible("acme").embedding_encoding is None
        True
    """
    return MediaDialect(
        name,
        tuple(dict.fromkeys((name, "openai_compatible"))),
        pass_unknown_options=True,
        embedding_encoding=None,
        image_format=inline_images,
        default_voice=None,
    )


OPENAI: Final = MediaDialect()
"""OpenAI's own dialect."""
