"""Files in prompts: bytes, paths, URLs, data URLs and base64 brought to one form."""

from __future__ import annotations

import binascii
from base64 import b64decode
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import unquote_to_bytes

from ..errors import InvalidPromptError
from ..types._value import evolve
from ..types.content import FilePart, FileReference, FileURL, ImagePart
from .sniffing import sniff

__all__ = ["as_bytes", "as_file", "file_part", "image_part", "settled_type", "sniff"]

_LONGEST_PATH = 1024
_ADDRESSES = ("http://", "https://", "gs://", "s3://")


def as_file(
    data: Any, media_type: str | None = None, filename: str | None = None
) -> tuple[bytes | FileURL | FileReference, str | None, str | None]:
    """Content, media type and name of anything a caller may give as a file.

    Raises:
        InvalidPromptError: the text is neither URL nor base64, the path cannot be read, or the
            type is none of those accepted.
    """
    if isinstance(data, (bytearray, memoryview)):
        data = bytes(data)
    if isinstance(data, FileReference):
        return data, media_type, filename
    if isinstance(data, FileURL):
        content, found = _addressed(data)
        return content, found or media_type or _guess(data.url), filename
    if isinstance(data, PurePath):
        return _from_path(Path(data), media_type, filename)
    if isinstance(data, str):
        scheme = data[:8].lower()
        if scheme.startswith(_ADDRESSES):
            return FileURL(data), media_type or _guess(data), filename
        if scheme.startswith("data:"):
            content, found = _from_data_url(data)
            return content, found or media_type, filename
        data = as_bytes(data)
    if not isinstance(data, bytes):
        raise InvalidPromptError(
            "a file's data must be bytes, a pathlib.Path, an http(s) or data URL, base64 text, "
            f"FileURL or FileReference, not {type(data).__name__}",
            parameter="data",
        )
    return data, media_type, filename


def _from_path(
    path: Path, media_type: str | None, filename: str | None
) -> tuple[bytes, str | None, str]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidPromptError(
            f"the file {str(path)!r} cannot be read: {error.strerror}", parameter="data"
        ) from error
    return content, media_type or _type_of_name(path.name), filename or path.name


def _type_of_name(name: str) -> str | None:
    from mimetypes import guess_type  # reads the system's tables

    return guess_type(name)[0]


def _from_data_url(text: str) -> tuple[bytes, str | None]:
    head, comma, body = text[5:].partition(",")
    if not comma:
        raise InvalidPromptError("a data URL needs a comma before its data", parameter="data")
    fields = head.split(";")
    return _decoded(body, base64="base64" in fields[1:]), fields[0].strip() or None


def _decoded(body: str, *, base64: bool) -> bytes:
    try:
        return _from_base64(body) if base64 else unquote_to_bytes(body)
    except ValueError as error:
        what = "base64" if base64 else "text that can be encoded"
        raise InvalidPromptError(
            f"what follows the comma of a data URL is no {what}", parameter="data"
        ) from error


def _guess(url: str) -> str | None:
    """The type that the end of a URL tells; some Pythons refuse odd hosts here already."""
    try:
        return _type_of_name(url.partition("?")[0].partition("#")[0])
    except ValueError:
        return None


def _addressed(data: FileURL) -> tuple[bytes | FileURL, str | None]:
    """A URL that can be fetched as it is, a data URL as its content and type."""
    url: Any = data.url
    scheme = url[:8].lower() if isinstance(url, str) else ""
    if scheme.startswith(_ADDRESSES):
        return data, None
    if scheme.startswith("data:"):
        return _from_data_url(url)
    raise InvalidPromptError(
        "a file's URL must start with http://, https://, data:, or gs:// or s3:// for providers that "
        "read from there",
        parameter="data",
    )


def as_bytes(data: Any) -> bytes:
    """Bytes, or the bytes that base64 text stands for.

    Raises:
        InvalidPromptError: It is no base64.
    """
    if isinstance(data, (bytes, bytearray, memoryview)):
        return bytes(data)
    try:
        return _from_base64(data)
    except (binascii.Error, ValueError, AttributeError, TypeError) as error:
        raise InvalidPromptError(
            "text given as a file must be an http(s) URL, a data URL or base64; "
            "for a file on disk pass pathlib.Path(...)",
            parameter="data",
        ) from error


def _from_base64(text: str) -> bytes:
    try:
        found = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        # the URL-safe alphabet, line breaks and missing padding are seen in the wild
        compact = "".join(text.split()).translate(str.maketrans("-_", "+/"))
        found = b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    if text.startswith("/") and len(text) < _LONGEST_PATH and sniff(found) is None:
        raise ValueError("this is more likely a path than base64")
    return found


def _concrete(media_type: str | None) -> bool:
    return bool(media_type) and "/" in str(media_type) and not str(media_type).endswith("/*")


def settled_type(data: Any, declared: str | None) -> str | None:
    """The media type to go by: of images what their bytes say, of others what was declared.

    Example:
        >>> settled_type(b"GIF89a...", "image/png")
        'image/gif'
    """
    if not isinstance(data, bytes):
        return declared
    kind = declared.partition("/")[0] if declared else None
    if _concrete(declared) and kind != "image":
        return declared
    found = sniff(data, kind)
    if _concrete(declared) and not (found or "").startswith("image/"):
        return declared
    return found or declared


def file_part(part: FilePart, default: str = "application/octet-stream") -> FilePart:
    """`part` in normal form: content here or addressed, and a media type."""
    data, media_type, filename = as_file(part.data, part.media_type, part.filename)
    media_type = settled_type(data, media_type) or default
    if "/" not in media_type:
        media_type += "/*"
    if part.data is data and part.media_type == media_type:
        return part
    return evolve(part, data=data, media_type=media_type, filename=filename)


def image_part(part: ImagePart) -> FilePart:
    """An image as a `FilePart` in normal form."""
    as_part = FilePart(
        part.image, part.media_type or "image/*", provider_options=part.provider_options
    )
    return file_part(as_part, "image/*")
