"""The fields of parts: which there are, and what may stand in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from .. import errors
from ..errors import InvalidPromptError, ToolError
from ..types.content import (
    CustomPart,
    FilePart,
    ImagePart,
    ReasoningPart,
    Source,
    TextPart,
    ToolApprovalRequest,
    ToolApprovalResponse,
    ToolCall,
    ToolResult,
)

__all__ = ["PARTS", "check_fields", "check_names", "error_of"]

PARTS: dict[str, Any] = {
    kind.type: kind
    for kind in (
        TextPart,
        ImagePart,
        FilePart,
        ReasoningPart,
        CustomPart,
        Source,
        ToolCall,
        ToolResult,
        ToolApprovalRequest,
        ToolApprovalResponse,
    )
}
"""Type -> class of every part that can stand in a message."""

_TEXTS = ("text", "tool_call_id", "tool_name", "approval_id", "kind", "id")
_OPTIONAL_TEXTS = ("media_type", "filename", "url", "title", "reason")
_METADATA = ("provider_options", "provider_metadata")


def check_names(cls: Any, given: Iterable[str]) -> None:
    """Refuse fields that a part does not have, naming the nearest that it has.

    Raises:
        InvalidPromptError: There is one.
    """
    names = [field.name for field in attrs.fields(cls)]
    for name in given:
        if name not in names:
            from difflib import get_close_matches

            near = get_close_matches(_snake(name), names, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"the fields are {', '.join(names)}"
            raise InvalidPromptError(f"unknown field {name!r}; {hint}", parameter="messages")


def _snake(name: str) -> str:
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in str(name))


def check_fields(part: Any, where: str) -> None:
    """Refuse a part whose fields hold what they cannot.

    Raises:
        InvalidPromptError: Text that is no str, metadata that is no mapping of mappings.
    """
    fields = vars(part)
    for name in _TEXTS:
        if name in fields and not isinstance(fields[name], str):
            if name == "tool_call_id" and isinstance(part, ToolApprovalRequest):
                continue  # the whole call may stand there instead
            raise _wrong(where, name, "a str", fields[name])
    for name in _OPTIONAL_TEXTS:
        if fields.get(name) is not None and not isinstance(fields[name], str):
            raise _wrong(where, name, "a str or None", fields[name])
    for name in _METADATA:
        if name in fields and not _is_metadata(fields[name]):
            raise _wrong(where, name, "a mapping of provider name to its fields", fields[name])


def _is_metadata(thing: Any) -> bool:
    return isinstance(thing, Mapping) and all(isinstance(item, Mapping) for item in thing.values())


def _wrong(where: str, name: str, wanted: str, found: Any) -> InvalidPromptError:
    return InvalidPromptError(
        f"{where}: {name} must be {wanted}, not {type(found).__name__}", parameter="messages"
    )


def error_of(stored: Mapping[str, Any], call: Mapping[str, Any]) -> ToolError:
    """The error of an invalid tool call that was written down as its name and message."""
    kind = getattr(errors, str(stored.get("name")), ToolError)
    if not (isinstance(kind, type) and issubclass(kind, ToolError)):
        kind = ToolError
    made = kind(str(stored.get("message", "")))
    made.tool_name, made.tool_call_id = call.get("tool_name"), call.get("tool_call_id")
    return made
