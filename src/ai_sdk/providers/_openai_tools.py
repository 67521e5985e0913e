"""Tools that OpenAI defines: `openai.tools.web_search()` and its like, for `tools=`.

Each takes the tool's settings under OpenAI's names. Settings that are not listed here can be given
as further keywords, and tools that are not listed as `ProviderTool("openai.<type>", {...})`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from ..types.tools import ProviderTool

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
    "namespace",
    "programmatic_tool_calling",
    "shell",
    "tool_search",
    "web_search",
    "web_search_preview",
]


def _tool(
    kind: str, given: Mapping[str, Any], more: Mapping[str, Any], name: str = ""
) -> ProviderTool:
    fields = {key: item for key, item in {**given, **more}.items() if item is not None}
    return ProviderTool(f"openai.{kind}", fields, name)


def web_search(
    *,
    search_context_size: Literal["low", "medium", "high"] | None = None,
    user_location: Mapping[str, Any] | None = None,
    filters: Mapping[str, Any] | None = None,
    external_web_access: bool | None = None,
    **more: Any,
) -> ProviderTool:
    """Search the web; what the answer cites is in `result.sources`.

    Example:
        >>> web_search(search_context_size="low").args
        {'search_context_size': 'low'}
    """
    given = {
        "search_context_size": search_context_size,
        "user_location": user_location,
        "filters": filters,
        "external_web_access": external_web_access,
    }
    return _tool("web_search", given, more)


def web_search_preview(
    *,
    search_context_size: Literal["low", "medium", "high"] | None = None,
    user_location: Mapping[str, Any] | None = None,
    **more: Any,
) -> ProviderTool:
    """The older form of web search."""
    given = {"search_context_size": search_context_size, "user_location": user_location}
    return _tool("web_search_preview", given, more)


def file_search(
    *,
    vector_store_ids: Sequence[str],
    max_num_results: int | None = None,
    filters: Mapping[str, Any] | None = None,
    ranking_options: Mapping[str, Any] | None = None,
    **more: Any,
) -> ProviderTool:
    """Search files in vector stores."""
    given = {
        "vector_store_ids": list(vector_store_ids),
        "max_num_results": max_num_results,
        "filters": filters,
        "ranking_options": ranking_options,
    }
    return _tool("file_search", given, more)


def code_interpreter(
    *, container: str | Mapping[str, Any] | None = None, **more: Any
) -> ProviderTool:
    """Run Python in a container; a fresh one by default."""
    return _tool("code_interpreter", {"container": container or {"type": "auto"}}, more)


def image_generation(
    *,
    model: str | None = None,
    action: Literal["generate", "edit", "auto"] | None = None,
    background: Literal["transparent", "opaque", "auto"] | None = None,
    quality: Literal["low", "medium", "high", "auto"] | None = None,
    size: str | None = None,
    output_format: Literal["png", "webp", "jpeg"] | None = None,
    output_compression: int | None = None,
    moderation: Literal["auto", "low"] | None = None,
    input_fidelity: Literal["high", "low"] | None = None,
    input_image_mask: Mapping[str, Any] | None = None,
    partial_images: int | None = None,
    **more: Any,
) -> ProviderTool:
    """Make and edit images; they are in `result.files`.

    Unfinished images (`partial_images`) show in a stream with `include=["raw_chunks"]`.
    """
    given = {
        "model": model,
        "action": action,
        "background": background,
        "quality": quality,
        "size": size,
        "output_format": output_format,
        "output_compression": output_compression,
        "moderation": moderation,
        "input_fidelity": input_fidelity,
        "input_image_mask": input_image_mask,
        "partial_images": partial_images,
    }
    return _tool("image_generation", given, more)


def mcp(
    *,
    server_label: str,
    server_url: str | None = None,
    connector_id: str | None = None,
    allowed_tools: Sequence[str] | Mapping[str, Any] | None = None,
    require_approval: str | Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    authorization: str | None = None,
    server_description: str | None = None,
    defer_loading: bool | None = None,
    **more: Any,
) -> ProviderTool:
    """Let OpenAI call the tools of an MCP server. Its calls are listed as "mcp.<tool>".

    Example:
        >>> mcp(server_label="docs", server_url="https://example.com/mcp").name
        'docs'
    """
    given = {
        "server_label": server_label,
        "server_url": server_url,
        "connector_id": connector_id,
        "allowed_tools": allowed_tools,
        "require_approval": require_approval,
        "headers": headers,
        "authorization": authorization,
        "server_description": server_description,
        "defer_loading": defer_loading,
    }
    return _tool("mcp", given, more, server_label)


def computer_use(
    *,
    display_width: int,
    display_height: int,
    environment: Literal["windows", "mac", "linux", "ubuntu", "browser"],
    **more: Any,
) -> ProviderTool:
    """Let the model act on a screen that you show it. Sizes are in pixels."""
    given = {
        "display_width": display_width,
        "display_height": display_height,
        "environment": environment,
    }
    return _tool("computer_use_preview", given, more)


def computer(**more: Any) -> ProviderTool:
    """Let the model act on a screen that you show it; the form that newer models take."""
    return _tool("computer", {}, more)


def local_shell(**more: Any) -> ProviderTool:
    """Let the model ask for commands that you run on your machine."""
    return _tool("local_shell", {}, more)


def shell(*, environment: Mapping[str, Any] | None = None, **more: Any) -> ProviderTool:
    """Let the model run commands, in OpenAI's container or on your machine."""
    return _tool("shell", {"environment": environment}, more)


def apply_patch(**more: Any) -> ProviderTool:
    """Let the model ask for changes of files."""
    return _tool("apply_patch", {}, more)


def tool_search(
    *,
    execution: Literal["server", "client"] | None = None,
    description: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    **more: Any,
) -> ProviderTool:
    """Let the model look for tools marked `defer_loading`."""
    given = {"execution": execution, "description": description, "parameters": parameters}
    return _tool("tool_search", given, more)


def programmatic_tool_calling(**more: Any) -> ProviderTool:
    """Let the model call tools from a program that it writes."""
    return _tool("programmatic_tool_calling", {}, more)


def namespace(
    *, name: str, description: str, tools: Sequence[Mapping[str, Any]], **more: Any
) -> ProviderTool:
    """A group of functions under one name."""
    given = {"name": name, "description": description, "tools": list(tools)}
    return _tool("namespace", given, more, name)


def custom(
    *,
    name: str,
    description: str | None = None,
    format: Mapping[str, Any] | None = None,
    **more: Any,
) -> ProviderTool:
    """A tool whose input is text of your own format instead of JSON.

    Example:
        >>> custom(name="sql").name
        'sql'
    """
    given = {"name": name, "description": description, "format": format}
    return _tool("custom", given, more, name)
