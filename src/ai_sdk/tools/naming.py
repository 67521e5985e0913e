"""`tools=` in its normal form: every tool under its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MethodType
from typing import TYPE_CHECKING, Any

from ..errors import InvalidArgumentError
from ..types._value import evolve
from ..types.tools import ProviderTool, ToolDefinition
from .value import Tool

if TYPE_CHECKING:
    from .value import AnyTool, ToolSet

__all__ = ["check_name", "definitions", "named_tools"]

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")  # what OpenAI, Anthropic and Gemini all take


def check_name(name: str) -> None:
    """Refuse a name that some provider would refuse."""
    if not _NAME.fullmatch(name):
        raise InvalidArgumentError(
            f"a tool's name must be 1 to 64 letters, digits, '_' or '-', not {name!r}; "
            "give another with name=",
            parameter="name",
            value=name,
        )


def named_tools(tools: ToolSet | None) -> dict[str, AnyTool]:
    """`tools=` in its normal form: name -> tool, in the order given.

    Accepts tools, provider tools and plain functions, in a list or as a mapping whose keys are
    the names.

    Raises:
        InvalidArgumentError: something is no tool, has no name, or two share one.
    """
    if tools is None:
        return {}
    out: dict[str, AnyTool] = {}
    for name, each in _pairs(tools):
        made = _as_tool(name, each)
        if made.name in out:
            raise _clash(out[made.name], made)
        out[made.name] = made
    return out


def _clash(one: AnyTool, two: AnyTool) -> InvalidArgumentError:
    words = f"two tools are named {two.name!r}"
    servers = [_server(one), _server(two)]
    if any(servers):
        told = " and ".join(f"MCP server {each!r}" if each else "here" for each in servers)
        words += f" ({told}): give those of one server a prefix=, or choose with schemas="
    return InvalidArgumentError(words, parameter="tools", value=two.name)


def _server(tool: AnyTool) -> str | None:
    """The MCP server that a tool comes from."""
    facts = tool.metadata.get("mcp") if isinstance(tool, Tool) else None
    return facts.get("server") if isinstance(facts, Mapping) else None


def _pairs(tools: Any) -> Iterable[tuple[str | None, Any]]:
    if isinstance(tools, Mapping):
        return list(tools.items())
    if isinstance(tools, (Tool, ProviderTool, str)) or not isinstance(tools, Iterable):
        raise InvalidArgumentError(
            "tools must be a list of tools or a mapping name -> tool",
            parameter="tools",
            value=tools,
        )
    return [(None, each) for each in tools]


def _as_tool(name: str | None, given: Any) -> AnyTool:
    if isinstance(given, ProviderTool):
        return given if name is None else evolve(given, name=name)
    if isinstance(given, MethodType) and isinstance(given.__func__, Tool):
        given = given.__func__.__get__(given.__self__)  # `classmethod` around a tool
    if not isinstance(given, Tool):
        given = _from_callable(name, given)
    if name is not None and name != given.name:
        check_name(name)
        given = evolve(given, name=name)
    if not given.name:
        raise InvalidArgumentError(
            "a tool in a list needs a name: tool(name=..., ...)", parameter="tools"
        )
    made: AnyTool = given
    return made


def _from_callable(name: str | None, given: Any) -> Tool[..., Any]:
    from .making import from_function  # which takes `check_name` from here

    if not callable(given):
        raise InvalidArgumentError(
            f"tools holds {given!r}, which is neither a tool nor a function; see @ai_sdk.tool",
            parameter="tools",
            value=given,
        )
    return from_function(given, name, None, {})


def definitions(tools: Mapping[str, AnyTool]) -> tuple[ToolDefinition, ...]:
    """The tools as models see them."""
    return tuple(t if isinstance(t, ProviderTool) else t.definition() for t in tools.values())
