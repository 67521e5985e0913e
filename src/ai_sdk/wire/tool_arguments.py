"""A tool call's arguments on their way back to a model: an object, whatever the model wrote."""

from __future__ import annotations

from typing import Any

from ..json_codec import JSONError, loads
from .json_text import json_text

__all__ = ["arguments_object", "arguments_json", "custom_input"]


def arguments_object(given: Any) -> dict[str, Any]:
    """The arguments as an object.

    What is none is wrapped: servers refuse a history with other arguments, or fail in their chat
    templates, and the model still sees what it wrote.

    Args:
        given: the input of a call; text where the model's arguments were no JSON.

    Example:
        >>> arguments_object('{"city": "Oslo"}'), arguments_object('{"city": "Os')
        ({'city': 'Oslo'}, {'arguments': '{"city": "Os'})
    """
    found = _read(given) if isinstance(given, str) else given
    if found is None:
        return {}
    return dict(found) if isinstance(found, dict) else {"arguments": found}


def arguments_json(given: Any, tool_name: str) -> str:
    """The arguments as the JSON text of an object; a text that is one stays as it was written.

    Raises:
        InvalidArgumentError: they have no JSON form.

    Example:
        >>> arguments_json({"city": "Oslo"}, "weather"), arguments_json("[1", "weather")
        ('{"city":"Oslo"}', '{"arguments":"[1"}')
    """
    if isinstance(given, str) and isinstance(_read(given), dict):
        return given
    return json_text(arguments_object(given), f"the input of the tool call {tool_name!r}")


def custom_input(given: Any, tool_name: str) -> str:
    """The input of a custom tool, which takes any text.

    Raises:
        InvalidArgumentError: it has no JSON form.

    Example:
        >>> custom_input("print(1)", "python"), custom_input([1], "python")
        ('print(1)', '[1]')
    """
    if isinstance(given, str):
        return given
    return json_text(given, f"the input of the tool call {tool_name!r}")


def _read(text: str) -> Any:
    try:
        return loads(text) if text.strip() else None
    except JSONError:
        return text
