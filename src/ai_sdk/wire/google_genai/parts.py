"""Text and files of a prompt as parts."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidPromptError, UnsupportedFunctionalityError
from ...types.call import CallWarning
from ...types.content import CustomPart, FilePart, FileReference, FileURL, TextPart
from ..options import own_fields, snake_case
from .names import wire_spelling

if TYPE_CHECKING:
    from .dialect import GoogleDialect

__all__ = ["PartWriter"]

_ANY_KIND: Final = {"image": "image/jpeg", "audio": "audio/mpeg", "video": "video/mp4"}
_FILES: Final = "https://generativelanguage.googleapis.com/v1beta/"
_OPTIONS: Final = {
    "video_metadata": "videoMetadata",
    "media_resolution": "mediaResolution",
    "media_processing": "mediaProcessing",
    "part_metadata": "partMetadata",
    "thought_signature": "thoughtSignature",
}


class PartWriter:
    """Writes text and files; what cannot be said becomes a warning.

    Args:
        dialect: who is asked.
        warnings: where to put warnings.
    """

    def __init__(self, dialect: GoogleDialect, warnings: list[CallWarning]) -> None:
        self.dialect = dialect
        self.warnings = warnings

    def part(self, part: Any) -> dict[str, Any] | None:
        """A part of a user's message; None for another provider's own item."""
        if isinstance(part, TextPart):
            return self.with_options({"text": part.text}, part)
        if isinstance(part, FilePart):
            return self.with_options(self.file(part), part)
        if isinstance(part, CustomPart):
            return self.custom(part)
        return None

    def custom(self, part: CustomPart) -> dict[str, Any] | None:
        """An item of ours as it came; another provider's is left out."""
        if snake_case(part.provider) in self.dialect.option_namespaces:
            return dict(part.data)
        self.left_out(f"the item {part.kind!r} of another provider")
        return None

    def file(self, part: FilePart) -> dict[str, Any]:
        """A file: its bytes, or where it lies.

        Raises:
            UnsupportedFunctionalityError: the provider does not hold the file that is meant.
        """
        media_type = self.media_type(part)
        data = part.data
        if isinstance(data, FileReference):
            return {"fileData": _linked(self._uri(data), media_type)}
        if isinstance(data, FileURL):
            return {"fileData": _linked(data.url, media_type)}
        if not isinstance(data, bytes):
            raise InvalidPromptError(
                f"the file {part.filename or data!r} has no content here; pass its bytes",
                parameter="data",
            )
        packed = base64.b64encode(data).decode("ascii")
        return {
            "inlineData": {"mimeType": media_type or "application/octet-stream", "data": packed}
        }

    def media_type(self, part: FilePart) -> str | None:
        """The file's type; a usual one where only the kind is known, None where nothing is."""
        kind, _, subtype = (part.media_type or "").partition("/")
        if subtype in ("", "*"):
            return _ANY_KIND.get(kind)
        unknown = part.media_type == "application/octet-stream" and not isinstance(part.data, bytes)
        return None if unknown else part.media_type

    def own(self, part: Any) -> dict[str, Any]:
        """What a part says to this provider: the metadata that came from it, and options.

        Vertex AI and the Gemini API run the same models, so Vertex AI takes the other's metadata.
        """
        out: dict[str, Any] = {}
        for namespace in reversed(self.dialect.option_namespaces):
            out |= own_fields((namespace,), {}, part.provider_metadata)
        return out | own_fields(self.dialect.option_namespaces, part.provider_options)

    def with_options(self, wire: dict[str, Any], part: Any) -> dict[str, Any]:
        """A part with its signature and the caller's options."""
        signature = self.own(part).get("thought_signature")
        if signature:
            wire["thoughtSignature"] = signature
        for name, setting in own_fields(
            self.dialect.option_namespaces, part.provider_options
        ).items():
            known = _OPTIONS.get(snake_case(name))
            if known is None:
                self.warn(f'a part has no option "{name}"', name)
            elif known == "mediaResolution" and isinstance(setting, str):
                wire[known] = {"level": setting}
            else:
                wire[known] = wire_spelling(setting) if known != "partMetadata" else setting
        return wire

    def left_out(self, what: str) -> None:
        """Warn that a part of the conversation is not sent."""
        self.warn(f"{what} is left out", "messages")

    def warn(self, what: str, setting: str) -> None:
        """Warn about what cannot be said."""
        text = f"{self.dialect.name}: {what}"
        self.warnings.append(CallWarning("unsupported", text, setting=setting))

    def _uri(self, reference: FileReference) -> str:
        for namespace in self.dialect.option_namespaces:
            for provider, found in reference.ids.items():
                if snake_case(provider) == namespace:
                    return f"{_FILES}{found}" if found.startswith("files/") else found
        known = ", ".join(reference.ids) or "nobody"
        raise UnsupportedFunctionalityError(
            f"{self.dialect.name} does not hold this file: its ids are for {known}",
            functionality="file reference",
        )


def _linked(uri: str, media_type: str | None) -> dict[str, Any]:
    return {"fileUri": uri} if media_type is None else {"mimeType": media_type, "fileUri": uri}
