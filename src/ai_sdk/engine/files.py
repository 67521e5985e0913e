"""Files in prompts: bytes, paths, URLs, data URLs and base64 brought to one form."""

from __future__ import annotations

import base64
import binascii
import mimetypes
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import unquote_to_bytes

from ..errors import InvalidPromptError
from ..types._value import evolve
from ..types.content import FilePart, FileReference, FileURL, ImagePart

__all__ = ["as_file", "file_part", "image_part", "sniff"]

# First bytes -> media type (the signatures of the formats' own specifications).
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "audio/webm"),
)


def sniff(data: bytes) -> str | None:
    """The media type that the first bytes tell, or None.

    Example:
        >>> sniff(b"%PDF-1.7")
        'application/pdf'
    """
    for start, media_type in _SIGNATURES:
        if data.startswith(start):
            return media_type
    if data[:4] == b"RIFF" and data[8:12] in (b"WEBP", b"WAVE"):
        return "image/webp" if data[8:12] == b"WEBP" else "audio/wav"
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        if brand in (b"avif", b"avis"):
            return "image/avif"
        if brand in (b"heic", b"heix", b"mif1"):
            return "image/heic"
        return "audio/mp4" if brand == b"M4A " else "video/mp4"
    if len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0:
        return "audio/aac" if data[1] & 0xF6 == 0xF0 else "audio/mpeg"
    return None


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
    if isinstance(data, (FileURL, FileReference)):
        return data, media_type, filename
    if isinstance(data, PurePath):
        return _from_path(Path(data), media_type, filename)
    if isinstance(data, str):
        if data.startswith(("http://", "https://")):
            guess = mimetypes.guess_type(data.partition("?")[0])[0]
            return FileURL(data), media_type or guess, filename
        if data.startswith("data:"):
            content, found = _from_data_url(data)
            return content, found or media_type, filename
        data = _from_base64(data)
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
    return content, media_type or mimetypes.guess_type(path.name)[0], filename or path.name


def _from_data_url(text: str) -> tuple[bytes, str | None]:
    head, comma, body = text[5:].partition(",")
    if not comma:
        raise InvalidPromptError("a data URL needs a comma before its data", parameter="data")
    fields = head.split(";")
    content = _from_base64(body) if "base64" in fields[1:] else unquote_to_bytes(body)
    return content, fields[0].strip() or None


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        pass
    try:  # the URL-safe alphabet, line breaks and missing padding are seen in the wild
        compact = "".join(text.split()).translate(str.maketrans("-_", "+/"))
        return base64.b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidPromptError(
            "text given as a file must be an http(s) URL, a data URL or base64; "
            "for a file on disk pass pathlib.Path(...)",
            parameter="data",
        ) from error


def _concrete(media_type: str | None) -> bool:
    return bool(media_type) and "/" in str(media_type) and not str(media_type).endswith("/*")


def file_part(part: FilePart, default: str = "application/octet-stream") -> FilePart:
    """`part` in normal form: content here or addressed, and a media type."""
    data, media_type, filename = as_file(part.data, part.media_type, part.filename)
    if not _concrete(media_type):
        sniffed = sniff(data) if isinstance(data, bytes) else None
        media_type = sniffed or media_type or default
    if media_type is not None and "/" not in media_type:
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
