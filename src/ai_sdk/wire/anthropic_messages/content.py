"""Parts of user messages and of tool outputs as blocks: text, images, documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidPromptError, UnsupportedFunctionalityError
from ...types.call import CallWarning
from ...types.content import CustomPart, FilePart, FileReference, FileURL, TextPart
from .._model import field_names
from ..options import own_fields, snake_case
from ._generated import DocumentBlockInput, ImageBlockInput, TextBlockInput
from .caching import breakpoint_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .dialect import MessagesDialect

__all__ = ["ContentWriter"]

_OPTIONS: Final[dict[str, frozenset[str]]] = {
    "text": frozenset(field_names(TextBlockInput)) - {"type", "text"},
    "image": frozenset(field_names(ImageBlockInput)) - {"type", "source"},
    "document": frozenset(field_names(DocumentBlockInput)) - {"type", "source"},
    "container_upload": frozenset(("cache_control",)),
}
"""Type of a block -> what the options of its part may set."""

_ROUTED: Final = "container_upload"  # an option that chooses the block


class ContentWriter:
    """Writes parts as blocks.

    Attributes:
        documents: name and media type of each document, in the order that citations count them.
        container: id of the container in which code waits for the results that follow.
    """

    def __init__(self, dialect: MessagesDialect, warnings: list[CallWarning]) -> None:
        self.documents: list[tuple[str | None, str]] = []
        self.container: Any = None
        self._dialect = dialect
        self._warnings = warnings

    def write_all(self, parts: Iterable[Any]) -> list[dict[str, Any]]:
        """The parts, without empty texts and without what only another provider understands."""
        return [block for part in parts if (block := self.write(part)) is not None]

    def write(self, part: Any) -> dict[str, Any] | None:
        """One part; None for what is left out.

        Raises:
            InvalidPromptError: a text file is no text.
            UnsupportedFunctionalityError: a file is of a kind that the API does not take, or the
                provider does not hold it.
        """
        if isinstance(part, CustomPart):
            return self.custom(part)
        if isinstance(part, TextPart):
            if not part.text:
                return None  # the API refuses empty text
            block: dict[str, Any] = {"type": "text", "text": part.text}
        else:
            block = self._file(part)
        self.apply_options(block, part)
        if isinstance(part, FilePart) and block["type"] == "document":
            self._note(block, part)
        return block

    def custom(self, part: CustomPart) -> dict[str, Any] | None:
        """A block of this provider's own goes out as it came; a container is no block."""
        if part.provider in self._dialect.option_namespaces:
            if part.kind.endswith(".container"):
                self.container = part.data.get("id")
                return None
            if part.data.get("type") == "document":
                self.documents.append((part.data.get("title"), "application/pdf"))
            return dict(part.data)
        self.warn(f"the part {part.kind} is not for this provider; it is left out", part.kind)
        return None

    def apply_options(
        self, block: dict[str, Any], part: Any, known: frozenset[str] | None = None
    ) -> None:
        """Lay what the caller says of a part over its block.

        Args:
            block: the block.
            part: the part with its options.
            known: the names that may be set; by default those of the block's type.
        """
        names = _OPTIONS[block["type"]] if known is None else known
        for given, setting in self.options(part).items():
            name = snake_case(given)
            if name == "cache_control":
                block[name] = breakpoint_of(setting)
            elif name in names or self._dialect.pass_unknown_options:
                block[name] = setting
            elif name != _ROUTED:
                self.warn(f'a block of type {block["type"]} has no option "{given}"', given)

    def options(self, part: Any) -> dict[str, Any]:
        """What the caller says of a part to this provider."""
        return own_fields(self._dialect.option_namespaces, part.provider_options)

    def warn(self, what: str, setting: str) -> None:
        """Note something that could not be said."""
        text = f"{self._dialect.name}: {what}"
        self._warnings.append(CallWarning("unsupported", text, setting=setting))

    def _file(self, part: FilePart) -> dict[str, Any]:
        media_type = part.media_type or "application/octet-stream"
        if isinstance(part.data, FileReference):
            return self._reference(part, part.data, media_type)
        if media_type.startswith("image/"):
            return {"type": "image", "source": _image_source(part, media_type)}
        return {"type": "document", "source": self._document_source(part, media_type)}

    def _reference(
        self, part: FilePart, reference: FileReference, media_type: str
    ) -> dict[str, Any]:
        file_id = self._file_id(reference)
        if media_type.startswith("image/"):
            return {"type": "image", "source": {"type": "file", "file_id": file_id}}
        readable = media_type == "application/pdf" or media_type.startswith("text/plain")
        if self.options(part).get(_ROUTED, not readable):
            return {"type": "container_upload", "file_id": file_id}
        return {"type": "document", "source": {"type": "file", "file_id": file_id}}

    def _file_id(self, reference: FileReference) -> str:
        for name in (*self._dialect.option_namespaces, self._dialect.name):
            if found := reference.ids.get(name):
                return found
        known = ", ".join(reference.ids) or "nobody"
        raise UnsupportedFunctionalityError(
            f"{self._dialect.name} does not hold this file: its ids are for {known}",
            functionality="file reference",
        )

    def _document_source(self, part: FilePart, media_type: str) -> dict[str, Any]:
        if media_type == "application/pdf":
            if isinstance(part.data, FileURL):
                return {"type": "url", "url": part.data.url}
            return {"type": "base64", "media_type": media_type, "data": _base64(part)}
        if media_type.startswith("text/") and isinstance(part.data, bytes):
            return {"type": "text", "media_type": "text/plain", "data": _text(part)}
        where = " behind a URL" if isinstance(part.data, FileURL) else ""
        raise UnsupportedFunctionalityError(
            f"{self._dialect.name} takes images, PDFs and text, not a file of type "
            f"{media_type}{where}",
            functionality=f"media type {media_type}",
        )

    def _note(self, block: dict[str, Any], part: FilePart) -> None:
        if part.filename and "title" not in block:
            block["title"] = part.filename
        self.documents.append((part.filename, part.media_type or "application/pdf"))


def _image_source(part: FilePart, media_type: str) -> dict[str, Any]:
    if isinstance(part.data, FileURL):
        return {"type": "url", "url": part.data.url}
    if media_type.endswith("/*"):
        media_type = "image/jpeg"
    return {"type": "base64", "media_type": media_type, "data": _base64(part)}


def _base64(part: FilePart) -> str:
    if not isinstance(part.data, bytes):
        raise InvalidPromptError(
            f"the file {part.filename or part.data!r} has no content here; pass its bytes",
            parameter="data",
        )
    return part.base64


def _text(part: FilePart) -> str:
    try:
        return part.bytes.decode()
    except UnicodeDecodeError as error:
        raise InvalidPromptError(
            f"the file {part.filename or 'of type ' + str(part.media_type)} is no UTF-8 text",
            parameter="data",
        ) from error
