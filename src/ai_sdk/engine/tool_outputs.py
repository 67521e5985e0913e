"""A tool's return value in the forms that a model sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from ..json_codec import JSONError, dumps
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
from .json_numbers import where_not_finite

__all__ = ["MAX_OUTPUT_SIZE", "checked_output", "default_output", "output_of"]

MAX_OUTPUT_SIZE = 10_485_760
"""Bytes of text or JSON that a tool may tell a model: what the most generous provider takes."""


def checked_output(value: Any) -> ToolOutput:
    """What a tool returned as the model sees it, and nothing that would reach it distorted.

    Raises:
        TypeError: it has no JSON form, or would need one that JSON has not.
        ValueError: it holds NaN or an infinity, or is larger than `MAX_OUTPUT_SIZE`.

    Example:
        >>> checked_output({"sky": float("nan")})
        Traceback (most recent call last):
        ...
        ValueError: nan at ['sky'] is no JSON number; return None or text for it
    """
    if isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError("bytes; return text, or FilePart(data, media_type) for a file")
    try:
        form = default_output(value, _refuse)
        if isinstance(form, (JSONOutput, ErrorOutput)):
            form = type(form)(to_plain(form.value, _refuse))
            _check_numbers(form.value)
        if isinstance(form, (TextOutput, JSONOutput, ErrorOutput)):
            _check_size(len(dumps(form.value)))
        if isinstance(form, ContentOutput):
            _check_size(sum(len(dumps(p.text)) for p in form.value if isinstance(p, TextPart)))
    except (JSONError, RecursionError) as error:
        raise TypeError(f"no JSON form: {error}") from error
    return form


def _refuse(thing: object) -> NoReturn:
    raise TypeError(
        f"{type(thing).__qualname__} has no JSON form; return plain values, dataclasses or text, "
        "or give the tool a to_model_output="
    )


def _check_numbers(value: Any) -> None:
    found = where_not_finite(value)
    if found is not None:
        raise ValueError(f"{found} is no JSON number; return None or text for it")


def _check_size(size: int) -> None:
    if size > MAX_OUTPUT_SIZE:
        raise ValueError(
            f"{size:,} bytes, more than the {MAX_OUTPUT_SIZE:,} that any provider takes; return "
            "less, or shorten it with to_model_output="
        )


def default_output(value: Any, other: Callable[[object], Any] = repr) -> ToolOutput:
    """Text for a str, parts for parts, JSON for everything else.

    Args:
        value: what a tool returned.
        other: makes something of what has no JSON form.

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
    return JSONOutput(to_plain(value, other))


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
