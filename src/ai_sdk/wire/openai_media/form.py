"""Bodies as multipart forms: texts first, then files, named as the API wants them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...types.content import FilePart
from ...types.http import FormPart

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["file_field", "form_of"]

_EXTENSIONS = {
    "audio/aac": "aac",
    "audio/flac": "flac",
    "audio/m4a": "m4a",
    "audio/mp3": "mp3",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/mpga": "mpga",
    "audio/ogg": "ogg",
    "audio/opus": "ogg",
    "audio/wav": "wav",
    "audio/wave": "wav",
    "audio/webm": "webm",
    "audio/x-flac": "flac",
    "audio/x-m4a": "m4a",
    "audio/x-wav": "wav",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "video/webm": "webm",
}


def form_of(fields: Mapping[str, Any], files: Iterable[FormPart]) -> tuple[FormPart, ...]:
    """A form of plain values and files.

    Lists become several parts named `name[]`, objects parts named `name[key]`; bytes and
    `FilePart`s among the values are files too.

    Example:
        >>> [part.name for part in form_of({"n": 1, "include": ["logprobs"]}, ())]
        ['n', 'include[]']
    """
    parts = [part for name, item in fields.items() for part in _parts(name, item)]
    texts = [part for part in parts if part.filename is None]
    return (*texts, *files, *(part for part in parts if part.filename is not None))


def file_field(name: str, file: FilePart, stem: str, default: str = "") -> FormPart:
    """A file of a form. Servers go by the name's extension, so one is added where it lacks.

    Args:
        name: the field's name.
        file: bytes with a media type.
        stem: the file's name, without extension, where it has none.
        default: the extension for an unknown media type.
    """
    kind = file.media_type or ""
    filename = file.filename or stem
    if "." not in filename.rpartition("/")[2]:
        extension = _EXTENSIONS.get(kind, default)
        filename += f".{extension}" if extension else ""
    concrete = "/" in kind and not kind.endswith("/*")
    return FormPart(name, file.bytes, filename, kind if concrete else "application/octet-stream")


def _parts(name: str, item: Any) -> Iterator[FormPart]:
    if isinstance(item, FilePart):
        yield file_field(name, item, name)
    elif isinstance(item, (bytes, bytearray)):
        yield FormPart(name, bytes(item), name, "application/octet-stream")
    elif isinstance(item, Mapping):
        for key, inner in item.items():
            yield from _parts(f"{name}[{key}]", inner)
    elif isinstance(item, Sequence) and not isinstance(item, str):
        for inner in item:
            yield from _parts(f"{name}[]", inner)
    elif item is not None:
        yield FormPart(name, _text(item))


def _text(item: Any) -> str:
    if isinstance(item, bool):
        return "true" if item else "false"
    return item if isinstance(item, str) else json.dumps(item)
