"""Tools: functions that a model may call. `@tool` makes one from a function's signature."""

from __future__ import annotations

from .context import ToolContext
from .making import dynamic_tool, tool
from .naming import definitions, named_tools
from .value import AnyTool, Tool, ToolSet

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
