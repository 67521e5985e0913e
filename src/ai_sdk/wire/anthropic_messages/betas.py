"""The beta flags that a request needs, told by what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["betas_of"]

_CONTEXT: Final = "context-management-2025-06-27"
_TOOL_USE: Final = "advanced-tool-use-2025-11-20"
_MEMORY: Final = "memory_20250818"
_FILES: Final = "files-api-2025-04-14"

# (Anthropic's documentation, beta headers; the flags its own clients send.)
_BY_TOOL: Final = {
    "computer_20241022": "computer-use-2024-10-22",
    "bash_20241022": "computer-use-2024-10-22",
    "text_editor_20241022": "computer-use-2024-10-22",
    "computer_20250124": "computer-use-2025-01-24",
    "computer_20251124": "computer-use-2025-11-24",
    "code_execution_20250522": "code-execution-2025-05-22",
    "code_execution_20250825": "code-execution-2025-08-25",
    "web_fetch_20250910": "web-fetch-2025-09-10",
    _MEMORY: _CONTEXT,
    "tool_search_tool_regex_20251119": _TOOL_USE,
    "tool_search_tool_bm25_20251119": _TOOL_USE,
    "advisor_20260301": "advisor-tool-2026-03-01",
}
_BY_TOOL_FIELD: Final = dict.fromkeys(
    ("input_examples", "defer_loading", "allowed_callers"), _TOOL_USE
)
_BY_FIELD: Final = {
    "compaction": "compact-2026-09-04",
    "diagnostics": "cache-diagnosis-2026-04-07",
    "fallback_credit_token": "fallback-credit-2026-07-01",  # nosec B105 - the name of a beta
    "fallbacks": "server-side-fallback-2026-07-01",
    "output_format": "structured-outputs-2025-11-13",
    "thread": "message-threads-2026-08-12",
}
_BY_EDIT: Final = {"compact_20260112": "compact-2026-01-12"}
_BY_BLOCK: Final = {
    "container_upload": _FILES,
    "tool_addition": "mid-conversation-tool-changes-2026-07-01",
    "tool_removal": "mid-conversation-tool-changes-2026-07-01",
}
_BY_MESSAGE_FIELD: Final = {
    "clear_at": "mid-conversation-system-clear-at-2026-08-21",
    "output_config": "mid-conversation-output-config-2026-07-01",
}
_BY_THINKING: Final = {"block_binding": "thinking-binding-controls-2026-08-01"}
_MCP_SERVERS: Final = "mcp-client-2025-04-04"
_MCP_TOOLSETS: Final = "mcp-client-2025-11-20"


_GENERAL: Final = frozenset(
    (
        _FILES,
        _TOOL_USE,
        "cache-diagnosis-2026-04-07",
        "code-execution-2025-05-22",
        "code-execution-2025-08-25",
        "effort-2025-11-24",
        "skills-2025-10-02",
        "structured-outputs-2025-11-13",
        "web-fetch-2025-09-10",
    )
)
"""What is no beta any more in the newer version of the API; and there memory needs no flag."""


_SETTINGS: Final = frozenset(
    (*_BY_FIELD, "output_config", "speed", "container", "context_management", "thinking")
)
"""Fields that may ask for a flag; most requests have none of them."""


def betas_of(
    body: Mapping[str, Any], wanted: Iterable[str] = (), *, newer: bool = False
) -> tuple[str, ...]:
    """The flags of a request's body, each once.

    Args:
        body: the request.
        wanted: flags that the caller asks for; they come first.
        newer: for the newer version of the API, in which some betas are part of it.

    Example:
        >>> betas_of({"messages": [], "speed": "fast"})
        ('fast-mode-2026-02-01',)
    """
    needed = [*_of_settings(body), *_of_tools(body, newer=newer), *_of_messages(body)]
    asked = [flag for flag in needed if not (newer and flag in _GENERAL)]
    return tuple(dict.fromkeys([*wanted, *asked]))


def _of_settings(body: Mapping[str, Any]) -> Iterator[str]:
    if _SETTINGS.isdisjoint(body):
        return
    yield from (flag for name, flag in _BY_FIELD.items() if body.get(name))
    config = body.get("output_config") or {}
    if config.get("task_budget"):
        yield "task-budgets-2026-03-13"
    if config.get("effort") and "opus-4-5" in str(body.get("model")):
        yield "effort-2025-11-24"
    if body.get("speed") == "fast":
        yield "fast-mode-2026-02-01"
    container = body.get("container")
    if isinstance(container, dict) and container.get("skills"):
        yield "skills-2025-10-02"
    for edit in (body.get("context_management") or {}).get("edits") or ():
        yield _BY_EDIT.get(edit.get("type"), _CONTEXT)
    thinking = body.get("thinking") or {}
    yield from (flag for name, flag in _BY_THINKING.items() if thinking.get(name))
    if thinking.get("display") == "updates":
        yield "thinking-display-updates-2026-08-18"


def _of_tools(body: Mapping[str, Any], *, newer: bool) -> Iterator[str]:
    tools = body.get("tools") or ()
    for tool in tools:
        kind = tool.get("type")
        if kind in _BY_TOOL and not (newer and kind == _MEMORY):
            yield _BY_TOOL[kind]
        elif kind in (None, "custom"):
            yield from (flag for name, flag in _BY_TOOL_FIELD.items() if tool.get(name))
    if body.get("mcp_servers"):
        toolsets = any(tool.get("type") == "mcp_toolset" for tool in tools)
        yield _MCP_TOOLSETS if toolsets else _MCP_SERVERS


def _of_messages(body: Mapping[str, Any]) -> Iterator[str]:
    for message in body.get("messages") or ():
        if not message.keys().isdisjoint(_BY_MESSAGE_FIELD):
            yield from (flag for name, flag in _BY_MESSAGE_FIELD.items() if message.get(name))
        for block in message["content"] if isinstance(message["content"], list) else ():
            source = block.get("source")
            if isinstance(source, dict) and source.get("type") == "file":
                yield _FILES
            elif block.get("type") in _BY_BLOCK:
                yield _BY_BLOCK[block["type"]]
