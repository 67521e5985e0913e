"""OpenAI's own tools as far as Azure runs them: `azure.tools.web_search_preview()` and its like."""

from __future__ import annotations

from ._openai_tools import (
    apply_patch,
    code_interpreter,
    computer,
    computer_use,
    custom,
    file_search,
    image_generation,
    local_shell,
    mcp,
    shell,
    tool_search,
    web_search,
    web_search_preview,
)

__all__ = [
    "apply_patch",
    "code_interpreter",
    "computer",
    "computer_use",
    "custom",
    "file_search",
    "image_generation",
    "local_shell",
    "mcp",
    "shell",
    "tool_search",
    "web_search",
    "web_search_preview",
]
