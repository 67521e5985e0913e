"""Tools: functions that a model may call. `@tool` makes one from a function's signature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .context import ToolContext
from .naming import definitions, named_tools
from .value import AnyTool, Tool, ToolSet

if TYPE_CHECKING:
    from .making import dynamic_tool, tool

__all__ = [
    "AnyTool",
    "Tool",
    "ToolContext",
    "ToolSet",
    "definitions",
    "dynamic_tool",
    "named_tools",
    "tool",
]


def __getattr__(name: str) -> Any:
    """Making a tool needs the schemas of Python types: import that when a tool is made."""
    if name not in ("dynamic_tool", "tool"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import making

    found = globals()[name] = getattr(making, name)
    return found
