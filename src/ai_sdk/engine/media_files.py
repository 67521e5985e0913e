"""The images and audio that a caller gives, brought to one form under their argument's name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import InvalidArgumentError, InvalidPromptError
from ..types._value import evolve
from ..types.content import FileData, FilePart, FileReference, FileURL, ImagePart
from .files import file_part, sniff

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["AudioInput", "ImageInput", "ImagesInput", "audio_file", "image_file", "image_files"]

ImageInput: TypeAlias = "FileData | FilePart | ImagePart"
"""An image: bytes, a path, an http(s) or data URL, base64 text, a provider's file id, a part."""

ImagesInput: TypeAlias = "ImageInput | Sequence[ImageInput]"
"""One image or several."""

AudioInput: TypeAlias = "FileData | FilePart"
"""Audio: bytes, a path, an http(s) or data URL, base64 text, or a file part."""

_ONE = (str, bytes, bytearray, memoryview, PurePath, FilePart, ImagePart, FileURL, FileReference)


def audio_file(audio: Any, media_type: str | None) -> FilePart:
    """The audio of `transcribe`.

    Raises:
        InvalidArgumentError: It cannot be read, or there is nothing in it.
    """
    part = audio if isinstance(audio, FilePart) else FilePart(audio)
    if media_type is not None:
        part = evolve(part, media_type=media_type)
    return _read("audio", part, "audio/*")


def image_files(images: Any) -> tuple[FilePart, ...]:
    """The images of `generate_image`; a single one stands for a list of one.

    Raises:
        InvalidArgumentError: One of them cannot be read, or there is nothing in it.
    """
    if isinstance(images, _ONE):
        images = (images,)
    if not isinstance(images, Iterable):
        raise InvalidArgumentError(
            f"images must be a list of images, not {type(images).__name__}",
            parameter="images",
            value=images,
        )
    return tuple(image_file(image, f"images[{place}]") for place, image in enumerate(images))


def image_file(image: Any, parameter: str) -> FilePart:
    """One image.

    Raises:
        InvalidArgumentError: It cannot be read, or there is nothing in it.
    """
    if isinstance(image, ImagePart):
        image = FilePart(image.image, image.media_type)
    return _read(parameter, image if isinstance(image, FilePart) else FilePart(image), "image/*")


def _read(parameter: str, part: FilePart, default: str) -> FilePart:
    try:
        found = file_part(part, default)
    except InvalidPromptError as error:
        raise InvalidArgumentError(f"{parameter}: {error.message}", parameter=parameter) from error
    if found.data == b"":
        raise InvalidArgumentError(f"{parameter} is empty", parameter=parameter, value=b"")
    if part.media_type is None and isinstance(found.data, bytes):
        # what a file name's ending stands for differs from machine to machine; bytes do not
        kind = default.partition("/")[0]
        return evolve(found, media_type=sniff(found.data, kind) or found.media_type)
    return found
