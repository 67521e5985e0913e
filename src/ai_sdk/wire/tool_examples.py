"""Examples of a tool's arguments, for protocols that have no field for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .json_text import json_text

if TYPE_CHECKING:
    from ..types.tools import FunctionTool

__all__ = ["described"]


def described(tool: FunctionTool) -> str | None:
    r"""The tool's description with its examples below it; None when it has neither.

    Example:
        >>> from ai_sdk.types.tools import FunctionTool
        >>> described(FunctionTool("add", {}, "Add.", input_examples=({"a": 1},)))
        'Add.\n\nInput examples:\n{"a":1}'
    """
    if not tool.input_examples:
        return tool.description
    lines = [json_text(example, "an input example") for example in tool.input_examples]
    examples = "\n".join(("Input examples:", *lines))
    return f"{tool.description}\n\n{examples}" if tool.description else examples
