"""Parts of user messages and of tool outputs: text, images, files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidPromptError
from ...types.call import CallWarning
from ...types.content import CustomPart, FilePart, FileReference, FileURL, TextPart
from ..file_ids import file_id
from ..options import is_own, own_fields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .dialect import ResponsesDialect

__all__ = ["ContentWriter", "data_url"]

_FIELDS: Final[dict[str, frozenset[str]]] = {
    "input_text": frozenset(("prompt_cache_breakpoint",)),
    "input_image": frozenset(("detail", "image_detail", "prompt_cache_breakpoint")),
    "input_file": frozenset(("detail", "prompt_cache_breakpoint", "filename")),
}
"""Type of a part -> what its own options may set."""


class ContentWriter:
    """Writes the parts that a message or a tool's output holds."""

    def __init__(self, dialect: ResponsesDialect, warnings: list[CallWarning]) -> None:
        self._dialect = dialect
        self._warnings = warnings

    def is_part(self, part: CustomPart) -> bool:
        """Whether a provider's own item is a part of a message, and no item of the input."""
        kind = part.kind.partition(".")[2]
        return kind == "part" or kind.startswith("input_")

    def write_all(self, parts: Iterable[Any]) -> list[dict[str, Any]]:
        """The parts, without those of other providers."""
        return [item for part in parts if (item := self.write(part)) is not None]

    def write(self, part: Any) -> dict[str, Any] | None:
        """One part; None for another provider's own.

        Raises:
            InvalidPromptError: a file has no content.
            UnsupportedFunctionalityError: the provider does not hold a file.
        """
        if isinstance(part, CustomPart):
            if is_own(part.provider, self._dialect.option_namespaces):
                return dict(part.data)
            self._warn(f"the part {part.kind} is not for this provider; it is left out", part.kind)
            return None
        item: dict[str, Any] = (
            {"type": "input_text", "text": part.text}
            if isinstance(part, TextPart)
            else self._file(part)
        )
        kind = item["type"]
        for name, setting in own_fields(
            self._dialect.option_namespaces, part.provider_options
        ).items():
            if name in _FIELDS[kind] or self._dialect.pass_unknown_options:
                item["detail" if name == "image_detail" else name] = setting
            else:
                self.unknown(f"{kind} part", name)
        return item

    def unknown(self, what: str, name: str) -> None:
        """Note an option that a part does not have."""
        self._warn(f'a {what} has no option "{name}"', name)

    def _warn(self, what: str, setting: str) -> None:
        text = f"{self._dialect.name}: {what}"
        self._warnings.append(CallWarning("unsupported", text, setting=setting))

    def _file(self, part: FilePart) -> dict[str, Any]:
        image = (part.media_type or "").startswith("image")
        kind = "input_image" if image else "input_file"
        data = part.data
        if isinstance(data, FileReference):
            return {"type": kind, "file_id": file_id(self._dialect.option_namespaces, data)}
        if isinstance(data, FileURL):
            return {"type": kind, "image_url" if image else "file_url": data.url}
        url = data_url(part)
        if image:
            return {"type": kind, "image_url": url}
        from mimetypes import guess_extension

        suffix = guess_extension(part.media_type or "") or ""
        return {"type": kind, "filename": part.filename or f"file{suffix}", "file_data": url}


def data_url(part: FilePart) -> str:
    """A file's content as a data URL. An image of unknown type is called a JPEG.

    Raises:
        InvalidPromptError: it has no content here.

    Example:
        >>> data_url(FilePart(b"abc", "image/*"))
        'data:image/jpeg;base64,YWJj'
    """
    if not isinstance(part.data, bytes):
        raise InvalidPromptError(
            f"the file {part.filename or part.data!r} has no content here; pass its bytes",
            parameter="data",
        )
    kind, _, subtype = (part.media_type or "application/octet-stream").partition("/")
    if kind == "image" and subtype in ("", "*"):
        subtype = "jpeg"
    return f"data:{kind}/{subtype};base64,{part.base64}"
