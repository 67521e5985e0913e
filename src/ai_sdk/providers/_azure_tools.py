"""OpenAI's own tools as far as Azure runs them: `azure.tools.web_search_preview()` and its like."""

from __future__ import annotations

from ._openai_tools import (
    code_interpreter,
    file_search,
    image_generation,
    mcp,
    web_search,
    web_search_preview,
)

__all__ = [
    "code_interpreter",
    "file_search",
    "image_generation",
    "mcp",
    "web_search",
    "web_search_preview",
]
