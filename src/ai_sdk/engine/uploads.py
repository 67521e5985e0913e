"""The file of `upload_file`, brought to the one form that protocols get."""

from __future__ import annotations

import mimetypes
from typing import Any, TypeAlias

from ..errors import InvalidArgumentError, InvalidPromptError, UnsupportedFunctionalityError
from ..types._value import evolve
from ..types.content import FileData, FilePart
from .files import file_part
from .settings import check_text

__all__ = ["UploadInput", "upload_part"]

UploadInput: TypeAlias = "FileData | FilePart"
"""A file to upload: bytes, a path, a data URL, base64 text, or a file part."""


def upload_part(data: Any, media_type: str | None, filename: str | None) -> FilePart:
    """The file with its content here, a media type and a name.

    Raises:
        InvalidArgumentError: It cannot be read, or there is nothing in it.
        UnsupportedFunctionalityError: It lies behind a URL or an id.
    """
    check_text("media_type", media_type, empty=False)
    check_text("filename", filename, empty=False)
    part = data if isinstance(data, FilePart) else FilePart(data)
    part = evolve(
        part, media_type=media_type or part.media_type, filename=filename or part.filename
    )
    try:
        found = file_part(part)
    except InvalidPromptError as error:
        raise InvalidArgumentError(f"data: {error.message}", parameter="data") from error
    if not isinstance(found.data, bytes):
        raise UnsupportedFunctionalityError(
            "a file behind a URL or a file id is not fetched: pass its bytes or a path",
            functionality="upload by URL",
        )
    if not found.data:
        raise InvalidArgumentError("data is empty", parameter="data", value=b"")
    return _named(found)


def _named(part: FilePart) -> FilePart:
    """`part` with the name and the media type that follow from each other."""
    kind = part.media_type or ""
    if part.filename is None:
        return evolve(part, filename=f"file{mimetypes.guess_extension(kind) or ''}")
    if kind == "application/octet-stream":
        guess = mimetypes.guess_type(part.filename)[0]
        return evolve(part, media_type=guess or kind)
    return part
