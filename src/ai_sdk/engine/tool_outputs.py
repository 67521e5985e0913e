"""A tool's return value in the forms that a model sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..types.content import CustomPart, FilePart, ImagePart, TextPart
from ..types.plain import to_plain
from ..types.tools import (
    ContentOutput,
    DeniedOutput,
    ErrorOutput,
    JSONOutput,
    TextOutput,
    ToolOutput,
)
from .files import file_part, image_part

__all__ = ["default_output", "output_of"]


def default_output(value: Any) -> ToolOutput:
    """Text for a str, parts for parts, JSON for everything else.

    Example:
        >>> default_output("sunny")
        TextOutput(value='sunny')
        >>> default_output({"sky": "clear"})
        JSONOutput(value={'sky': 'clear'})
    """
    form = output_of(value)
    if isinstance(form, ContentOutput):
        return ContentOutput(tuple(_part(part) for part in form.value))
    if form is not None:
        return form
    if isinstance(value, str):
        return TextOutput(value)
    parts = value if isinstance(value, (list, tuple)) else (value,)
    if parts and all(isinstance(p, (TextPart, FilePart, ImagePart, CustomPart)) for p in parts):
        return ContentOutput(tuple(_part(part) for part in parts))
    return JSONOutput(to_plain(value))


def _part(part: Any) -> Any:
    if isinstance(part, ImagePart):
        return image_part(part)
    return file_part(part) if isinstance(part, FilePart) else part


def output_of(value: Any) -> ToolOutput | None:
    """The output form that `value` is, or is the stored dict of; None if it is neither."""
    if isinstance(value, (TextOutput, JSONOutput, ErrorOutput, DeniedOutput, ContentOutput)):
        return value
    if not isinstance(value, Mapping) or not set(value) <= {"type", "value", "reason"}:
        return None
    kind = value.get("type")
    if kind == "text" and isinstance(value.get("value"), str):
        return TextOutput(value["value"])
    if kind == "json" and "value" in value:
        return JSONOutput(value["value"])
    if kind in ("error-text", "error-json") and "value" in value:
        return ErrorOutput(value["value"])
    if kind == "execution-denied":
        return DeniedOutput(value.get("reason"))
    if kind == "content" and isinstance(value.get("value"), (list, tuple)):
        return ContentOutput(tuple(_stored_part(part) for part in value["value"]))
    return None


def _stored_part(part: Any) -> Any:
    from .message_forms import part_of  # the two readers call each other

    return _part(part_of(part, "output"))
