"""Tools that Anthropic defines: `anthropic.tools.web_search()` and its like, for `tools=`.

Those that the service runs are `ProviderTool`s. Those that run on the caller's side (bash, text
editor, memory, computer) become a `Tool` when they get a function as `execute`; without one their
calls are left to whoever reads `result.tool_calls`.

Each takes the tool's settings under Anthropic's names, and its `version`, a date. Settings that are
not listed can be given as further keywords, and tools that are not listed as
`ProviderTool("anthropic.<type>", {...})`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from ..errors import InvalidArgumentError
from ..tools import Tool, tool
from ..types.tools import ProviderTool

__all__ = [
    "VERSIONS",
    "advisor",
    "bash",
    "browser_toolset",
    "code_execution",
    "computer",
    "computer_toolset",
    "mcp_toolset",
    "memory",
    "text_editor",
    "tool_search_bm25",
    "tool_search_regex",
    "web_fetch",
    "web_search",
]

VERSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "advisor": ("20260301",),
    "bash": ("20241022", "20250124"),
    "browser_toolset": ("20260801",),
    "code_execution": ("20250522", "20250825", "20260120", "20260521"),
    "computer": ("20241022", "20250124", "20251124"),
    "computer_toolset": ("20260801",),
    "memory": ("20250818",),
    "text_editor": ("20241022", "20250124", "20250429", "20250728"),
    "tool_search_tool_bm25": ("20251119",),
    "tool_search_tool_regex": ("20251119",),
    "web_fetch": ("20250910", "20260209", "20260309", "20260318"),
    "web_search": ("20250305", "20260209", "20260318"),
}
"""Kind of a tool -> its versions, oldest first (Anthropic's API reference). A version that is not
here can be asked for all the same: it is a date that goes into the tool's type."""

_OBJECT: Final = {"type": "object", "additionalProperties": True}


def _kind(name: str, version: str) -> str:
    if not (len(version) == 8 and version.isascii() and version.isdigit()):
        known = ", ".join(VERSIONS[name])
        raise InvalidArgumentError(
            f"version must be a date such as one of {known}, not {version!r}",
            parameter="version",
            value=version,
        )
    return f"{name}_{version}"


def _given(fields: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in {**fields, **more}.items() if item is not None}


def _hosted(
    name: str,
    version: str,
    fields: Mapping[str, Any],
    more: Mapping[str, Any],
    listed: str | None = None,
) -> ProviderTool:
    """A tool that the service runs; the result of a call may come in a later step."""
    kind = _kind(name, version)
    return ProviderTool(
        f"anthropic.{kind}", _given(fields, more), listed or name, supports_deferred_results=True
    )


def _local(
    name: str,
    version: str,
    wire_name: str,
    execute: Callable[..., Any] | None,
    fields: Mapping[str, Any],
    more: Mapping[str, Any],
) -> Tool[..., Any] | ProviderTool:
    """A tool that runs here: by `execute`, or by whoever reads the calls."""
    kind, settings = _kind(name, version), _given(fields, more)
    if execute is None:
        return ProviderTool(f"anthropic.{kind}", settings, wire_name)
    return tool(
        name=wire_name,
        input_schema=_OBJECT,
        execute=execute,
        provider_options={"anthropic": {"type": kind, **settings}},
    )


def web_search(
    *,
    version: str = "20250305",
    max_uses: int | None = None,
    allowed_domains: Sequence[str] | None = None,
    blocked_domains: Sequence[str] | None = None,
    user_location: Mapping[str, Any] | None = None,
    **more: Any,
) -> ProviderTool:
    """Search the web; what the answer cites is in `result.sources`.

    Args:
        version: "20250305", "20260209" or "20260318".
        max_uses: how many searches one request may make.
        allowed_domains: search these only.
        blocked_domains: never search these.
        user_location: `{"type": "approximate", "city": ..., "country": ...}`.
        **more: further settings, such as `cache_control`.

    Example:
        >>> web_search(max_uses=2).id
        'anthropic.web_search_20250305'
    """
    fields = {
        "max_uses": max_uses,
        "allowed_domains": allowed_domains and list(allowed_domains),
        "blocked_domains": blocked_domains and list(blocked_domains),
        "user_location": user_location,
    }
    return _hosted("web_search", version, fields, more)


def web_fetch(
    *,
    version: str = "20250910",
    max_uses: int | None = None,
    allowed_domains: Sequence[str] | None = None,
    blocked_domains: Sequence[str] | None = None,
    citations: bool | None = None,
    max_content_tokens: int | None = None,
    **more: Any,
) -> ProviderTool:
    """Read pages and PDFs by their address.

    Args:
        version: "20250910", "20260209", "20260309" or "20260318".
        max_uses: how many pages one request may read.
        allowed_domains: read these only.
        blocked_domains: never read these.
        citations: whether the answer cites what it read.
        max_content_tokens: how much of a page is read.
        **more: further settings, such as `use_cache`.

    Example:
        >>> web_fetch(citations=True).args
        {'citations': {'enabled': True}}
    """
    fields = {
        "max_uses": max_uses,
        "allowed_domains": allowed_domains and list(allowed_domains),
        "blocked_domains": blocked_domains and list(blocked_domains),
        "citations": None if citations is None else {"enabled": citations},
        "max_content_tokens": max_content_tokens,
    }
    return _hosted("web_fetch", version, fields, more)


def code_execution(*, version: str = "20250825", **more: Any) -> ProviderTool:
    """Run code in a container at Anthropic's; files it makes are listed by their ids.

    Args:
        version: "20250522", "20250825", "20260120" or "20260521".
        **more: further settings.

    Example:
        >>> code_execution().name
        'code_execution'
    """
    return _hosted("code_execution", version, {}, more)


def tool_search_regex(*, version: str = "20251119", **more: Any) -> ProviderTool:
    """Let the model find tools whose loading is deferred, by a regular expression.

    Defer a tool with `provider_options={"anthropic": {"defer_loading": True}}`.

    Example:
        >>> tool_search_regex().name
        'tool_search_tool_regex'
    """
    return _hosted("tool_search_tool_regex", version, {}, more)


def tool_search_bm25(*, version: str = "20251119", **more: Any) -> ProviderTool:
    """Let the model find tools whose loading is deferred, by words.

    Example:
        >>> tool_search_bm25().id
        'anthropic.tool_search_tool_bm25_20251119'
    """
    return _hosted("tool_search_tool_bm25", version, {}, more)


def advisor(
    *, model: str, version: str = "20260301", max_uses: int | None = None, **more: Any
) -> ProviderTool:
    """Let the model ask another one for advice.

    Args:
        model: id of the model that advises.
        version: "20260301".
        max_uses: how often one request may ask.
        **more: further settings, such as `max_tokens`.

    Example:
        >>> advisor(model="claude-opus-4-8").args
        {'model': 'claude-opus-4-8'}
    """
    return _hosted("advisor", version, {"model": model, "max_uses": max_uses}, more)


def mcp_toolset(
    *,
    server: str,
    configs: Mapping[str, Any] | None = None,
    default_config: Mapping[str, Any] | None = None,
    **more: Any,
) -> ProviderTool:
    """The tools of one of the MCP servers in the option `mcp_servers`, listed as "mcp.<tool>".

    Args:
        server: the server's name in `mcp_servers`.
        configs: name of a tool -> `{"enabled": ..., "defer_loading": ...}`.
        default_config: the same for all other tools.
        **more: further settings, such as `cache_control`.

    Example:
        >>> mcp_toolset(server="docs").args
        {'mcp_server_name': 'docs'}
    """
    fields = {"mcp_server_name": server, "configs": configs, "default_config": default_config}
    return ProviderTool(
        "anthropic.mcp_toolset", _given(fields, more), server, supports_deferred_results=True
    )


def bash(
    *, execute: Callable[..., Any] | None = None, version: str = "20250124", **more: Any
) -> Tool[..., Any] | ProviderTool:
    """A shell on your side. `execute` gets `{"command": ...}` or `{"restart": True}`.

    Args:
        execute: runs a command and returns its output.
        version: "20241022" or "20250124".
        **more: further settings, such as `cache_control`.

    Example:
        >>> bash(execute=lambda call: "ok").name
        'bash'
    """
    return _local("bash", version, "bash", execute, {}, more)


def text_editor(
    *,
    execute: Callable[..., Any] | None = None,
    version: str = "20250728",
    max_characters: int | None = None,
    **more: Any,
) -> Tool[..., Any] | ProviderTool:
    """A text editor on your side. `execute` gets `{"command": "view", "path": ...}` and its like.

    Args:
        execute: runs a command and returns what the model is to see.
        version: "20241022", "20250124", "20250429" or "20250728".
        max_characters: how much of a file is shown.
        **more: further settings.

    Example:
        >>> text_editor().name
        'str_replace_based_edit_tool'
    """
    older = version in ("20241022", "20250124")
    name = "str_replace_editor" if older else "str_replace_based_edit_tool"
    fields = {"max_characters": max_characters}
    return _local("text_editor", version, name, execute, fields, more)


def memory(
    *, execute: Callable[..., Any] | None = None, version: str = "20250818", **more: Any
) -> Tool[..., Any] | ProviderTool:
    """A memory directory on your side. `execute` gets `{"command": "view", "path": ...}`, ...

    Args:
        execute: runs a command and returns what the model is to see.
        version: "20250818".
        **more: further settings.

    Example:
        >>> memory(execute=lambda call: "empty").name
        'memory'
    """
    return _local("memory", version, "memory", execute, {}, more)


def computer(
    *,
    display_width_px: int,
    display_height_px: int,
    execute: Callable[..., Any] | None = None,
    version: str = "20250124",
    display_number: int | None = None,
    enable_zoom: bool | None = None,
    **more: Any,
) -> Tool[..., Any] | ProviderTool:
    """Screen, mouse and keyboard on your side. `execute` gets `{"action": "screenshot"}`, ...

    Args:
        display_width_px: width of the screen in pixels.
        display_height_px: height of the screen in pixels.
        execute: does an action; a screenshot is returned as an `ImagePart`.
        version: "20241022", "20250124" or "20251124".
        display_number: number of the X11 display.
        enable_zoom: whether the model may zoom (from "20251124" on).
        **more: further settings.

    Example:
        >>> computer(display_width_px=800, display_height_px=600).name
        'computer'
    """
    fields = {
        "display_width_px": display_width_px,
        "display_height_px": display_height_px,
        "display_number": display_number,
        "enable_zoom": enable_zoom,
    }
    return _local("computer", version, "computer", execute, fields, more)


def browser_toolset(
    *, version: str = "20260801", configs: Mapping[str, Any] | None = None, **more: Any
) -> ProviderTool:
    """A set of tools for a browser on your side: their calls are left to you.

    Args:
        version: "20260801".
        configs: name of a tool of the set -> its settings.
        **more: further settings, such as `cache_control`.

    Example:
        >>> browser_toolset().id
        'anthropic.browser_toolset_20260801'
    """
    return _toolset("browser_toolset", version, configs, more)


def computer_toolset(
    *, version: str = "20260801", configs: Mapping[str, Any] | None = None, **more: Any
) -> ProviderTool:
    """A set of tools for screen, mouse and keyboard on your side: their calls are left to you.

    Args:
        version: "20260801".
        configs: name of a tool of the set -> its settings.
        **more: further settings, such as `cache_control`.

    Example:
        >>> computer_toolset(configs={"zoom": {"enabled": True}}).args
        {'configs': {'zoom': {'enabled': True}}}
    """
    return _toolset("computer_toolset", version, configs, more)


def _toolset(
    name: str, version: str, configs: Mapping[str, Any] | None, more: Mapping[str, Any]
) -> ProviderTool:
    return ProviderTool(
        f"anthropic.{_kind(name, version)}", _given({"configs": configs}, more), name
    )
