"""Files written down as plain dicts: where the content is, told by a tag."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..errors import InvalidPromptError
from ..types.content import FileReference, FileURL
from .files import as_bytes

__all__ = ["OUTPUT_FILES", "file_data"]


def file_data(given: Any) -> Any:
    """What a part's `data` or `image` field means; anything but a tagged dict as it is.

    Example:
        >>> file_data({"type": "data", "data": "aGk="})
        b'hi'
        >>> file_data({"type": "url", "url": "https://example.com/a.png"})
        FileURL(url='https://example.com/a.png')

    Raises:
        InvalidPromptError: The dict is none of the known forms.
    """
    if not isinstance(given, Mapping):
        return given
    kind = given.get("type")
    read = _FORMS.get(kind) if isinstance(kind, str) else None
    if read is None:
        raise InvalidPromptError(
            f"a file's data given as a dict has a type of {', '.join(_FORMS)}, not {kind!r}",
            parameter="data",
        )
    try:
        return read(given)
    except KeyError as error:
        raise InvalidPromptError(
            f"a file's data of type {kind!r} needs the field {error}", parameter="data"
        ) from error


def _reference(given: Mapping[str, Any]) -> FileReference:
    ids = given["reference"]
    if not isinstance(ids, Mapping):
        raise InvalidPromptError(
            'a file reference is a dict of provider name -> file id, such as {"openai": "file-1"}',
            parameter="data",
        )
    return FileReference(ids)


_FORMS: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "data": lambda given: as_bytes(given["data"]),
    "text": lambda given: str(given["text"]).encode(),
    "url": lambda given: FileURL(given["url"]),
    "reference": _reference,
}


def _moved(name: str, to: Callable[[Any], Any]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A reader that makes the field `name` the `data` of a file part."""

    def read(fields: dict[str, Any]) -> dict[str, Any]:
        rest = {key: item for key, item in fields.items() if key != name}
        return {**rest, "data": to(fields[name])} if name in fields else rest

    return read


def _image(
    read: Callable[[dict[str, Any]], dict[str, Any]],
) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda fields: {"media_type": "image/*", **read(fields)}


_BYTES, _URL = _moved("data", as_bytes), _moved("url", FileURL)
_ID = _moved("file_id", lambda ids: _reference({"reference": ids}))

OUTPUT_FILES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "file-data": _BYTES,
    "file-url": _URL,
    "file-id": _ID,
    "image-data": _image(_BYTES),
    "image-url": _image(_URL),
    "image-file-id": _image(_ID),
}
"""The older names of files in tool outputs: type -> its fields as those of a file part."""
