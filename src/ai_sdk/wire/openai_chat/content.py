"""Parts of user messages and of tool outputs in Chat Completions' words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ...errors import InvalidPromptError, UnsupportedFunctionalityError
from ...types.call import CallWarning
from ...types.content import CustomPart, FilePart, FileReference, FileURL, TextPart
from ...types.tools import ContentOutput, DeniedOutput, ErrorOutput, JSONOutput, TextOutput
from .._convert import unstructure
from .._model import field_names
from ..file_ids import file_id
from ..json_text import json_text
from ..options import is_own, own_fields
from ._generated import (
    ChatAudioPart,
    ChatAudioPartInputAudio,
    ChatFilePart,
    ChatFilePartFile,
    ChatImagePart,
    ChatImagePartImageUrl,
    ChatTextPart,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...types.content import ImagePart
    from ...types.tools import ToolOutput
    from .dialect import ChatDialect

__all__ = ["file_json", "output_content", "text_json", "user_content"]

_AUDIO: dict[str, Literal["wav", "mp3"]] = {
    "wav": "wav",
    "x-wav": "wav",
    "wave": "wav",
    "vnd.wave": "wav",
    "mp3": "mp3",
    "mpeg": "mp3",
    "x-mp3": "mp3",
}
_DETAIL = ("detail", "image_detail")
_PART_FIELDS = frozenset(field_names(ChatTextPart)) - {"type", "text"}


def user_content(
    dialect: ChatDialect,
    parts: str | Sequence[TextPart | FilePart | ImagePart | CustomPart],
    warnings: list[CallWarning],
) -> str | list[dict[str, Any]]:
    """The content of a user message: plain text where there is nothing else, or a list of parts."""
    if isinstance(parts, str):
        return parts
    items = [item for part in parts if (item := _part(dialect, part, warnings)) is not None]
    if len(items) == 1 and items[0].keys() == {"type", "text"}:
        text: str = items[0]["text"]
        return text
    return items or ""


def text_json(dialect: ChatDialect, part: TextPart, warnings: list[CallWarning]) -> dict[str, Any]:
    """A text part."""
    return _with_options(dialect, ChatTextPart(text=part.text), part, (), warnings)


def _part(dialect: ChatDialect, part: Any, warnings: list[CallWarning]) -> dict[str, Any] | None:
    if isinstance(part, TextPart):
        return text_json(dialect, part, warnings)
    if isinstance(part, FilePart):
        return file_json(dialect, part, warnings)
    if isinstance(part, CustomPart) and is_own(part.provider, dialect.option_namespaces):
        return dict(part.data)
    return None  # another provider's own item


def file_json(dialect: ChatDialect, part: FilePart, warnings: list[CallWarning]) -> dict[str, Any]:
    """An image, a sound or a document.

    Raises:
        UnsupportedFunctionalityError: the protocol has no words for this kind of file.
    """
    media_type = (part.media_type or "application/octet-stream").lower().partition(";")[0].strip()
    kind, _, subtype = media_type.partition("/")
    if isinstance(part.data, FileReference):
        file = ChatFilePartFile(file_id=file_id(dialect.option_namespaces, part.data))
        return _with_options(dialect, ChatFilePart(file=file), part, (), warnings)
    if kind == "image":
        return _image(dialect, part, "image/jpeg" if subtype in ("", "*") else media_type, warnings)
    if isinstance(part.data, FileURL):
        raise UnsupportedFunctionalityError(
            f"{dialect.name}: a chat message cannot hold a {media_type} file by its URL; "
            "pass the file's bytes",
            functionality=f"URL of a {media_type} file",
        )
    if kind == "audio" and subtype in _AUDIO:
        audio = ChatAudioPartInputAudio(data=_base64(part), format=_AUDIO[subtype])
        return _with_options(dialect, ChatAudioPart(input_audio=audio), part, (), warnings)
    if media_type == "application/pdf" or dialect.pass_unknown_options:
        file = ChatFilePartFile(
            file_data=f"data:{media_type};base64,{_base64(part)}",
            filename=part.filename or f"document.{subtype}",
        )
        return _with_options(dialect, ChatFilePart(file=file), part, (), warnings)
    raise UnsupportedFunctionalityError(
        f"{dialect.name}: a chat message cannot hold a {media_type} file; images, PDF, WAV and "
        "MP3 files can be sent",
        functionality=f"{media_type} file",
    )


def _image(
    dialect: ChatDialect, part: FilePart, media_type: str, warnings: list[CallWarning]
) -> dict[str, Any]:
    data = part.data
    url = data.url if isinstance(data, FileURL) else f"data:{media_type};base64,{_base64(part)}"
    item = ChatImagePart(image_url=ChatImagePartImageUrl(url=url))
    out = _with_options(dialect, item, part, _DETAIL, warnings)
    for name in _DETAIL:
        if name in out:
            out["image_url"]["detail"] = out.pop(name)
    return out


def _with_options(
    dialect: ChatDialect,
    item: Any,
    part: TextPart | FilePart,
    further: Sequence[str],
    warnings: list[CallWarning],
) -> dict[str, Any]:
    """The part's JSON with the caller's options laid over it."""
    out: dict[str, Any] = unstructure(item)
    for name, setting in own_fields(dialect.option_namespaces, part.provider_options).items():
        if name in _PART_FIELDS or name in further or dialect.pass_unknown_options:
            out[name] = setting
        else:
            warnings.append(
                CallWarning(
                    "unsupported",
                    f'{dialect.name}: a {out["type"]} part has no option "{name}"',
                    setting=name,
                )
            )
    return out


def _base64(part: FilePart) -> str:
    if isinstance(part.data, bytes):
        return part.base64
    raise InvalidPromptError(
        f"the file {part.filename or part.data!r} has no content here; pass its bytes",
        parameter="data",
    )


def output_content(
    dialect: ChatDialect, output: ToolOutput | None, plain: Any, warnings: list[CallWarning]
) -> tuple[str | list[dict[str, Any]], list[FilePart]]:
    """A tool's output as a tool message's content, and the files that have no place in it."""
    if isinstance(output, ContentOutput):
        texts = [
            text_json(dialect, part, warnings)
            for part in output.value
            if isinstance(part, TextPart)
        ]
        files = [part for part in output.value if isinstance(part, FilePart)]
        return texts or ("(see the attached files)" if files else ""), files
    if isinstance(output, TextOutput):
        return output.value, []
    if isinstance(output, DeniedOutput):
        return output.reason or "The tool call was not approved.", []
    shown = output.value if isinstance(output, (JSONOutput, ErrorOutput)) else plain
    if isinstance(shown, str) and not isinstance(output, JSONOutput):
        return shown, []
    return json_text(shown, "a tool's output"), []
