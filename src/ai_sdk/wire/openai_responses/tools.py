"""Tools, the choice among them and the form of the answer, in the Responses API's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import InvalidArgumentError
from ...types.call import CallWarning
from ...types.tools import FunctionTool, ProviderTool
from ..options import own_fields
from ..strict_schema import sendable
from ..tool_examples import described

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...types.call import ResponseFormat
    from ...types.tools import ToolChoice, ToolDefinition
    from .dialect import ResponsesDialect

__all__ = ["allowed_tools", "text_format", "to_tool_choice", "to_tools", "tool_names"]


def tool_names(tools: Sequence[ToolDefinition]) -> dict[str, str]:
    """Type of a provider's tool -> the name under which the caller lists it."""
    return {_kind(tool): tool.name for tool in tools if isinstance(tool, ProviderTool)}


def _kind(tool: ProviderTool) -> str:
    return tool.id.partition(".")[2] or tool.id


def to_tools(
    dialect: ResponsesDialect, tools: Sequence[ToolDefinition], warnings: list[CallWarning]
) -> list[dict[str, Any]]:
    """The tools as request fields; another provider's own become warnings."""
    out: list[dict[str, Any]] = []
    for tool in tools:
        if isinstance(tool, FunctionTool):
            out.append(_function(dialect, tool))
        elif tool.provider in ("openai", *dialect.option_namespaces):
            out.append(_provider(tool))
        else:
            text = f"{dialect.name}: the tool {tool.id} is not for this provider; it is left out"
            warnings.append(CallWarning("unsupported", text, setting=tool.id))
    return out


def _provider(tool: ProviderTool) -> dict[str, Any]:
    kind = _kind(tool)
    if kind == "custom" and "name" not in tool.args:
        return {"type": kind, "name": tool.name, **tool.args}
    return {"type": kind, **tool.args}


def _function(dialect: ResponsesDialect, tool: FunctionTool) -> dict[str, Any]:
    schema, strict, _ = sendable(tool.input_schema, tool.strict, insist=True)
    wire: dict[str, Any] = {"type": "function", "name": tool.name, "parameters": schema}
    if (description := described(tool)) is not None:
        wire["description"] = description
    if strict is not None:
        wire["strict"] = strict
    for name, setting in own_fields(dialect.option_namespaces, tool.provider_options).items():
        if setting is None:
            wire.pop(name, None)
        else:
            wire[name] = setting
    return wire


def to_tool_choice(choice: ToolChoice, tools: Sequence[ToolDefinition]) -> Any:
    """The choice: a word, or the tool that must be called."""
    return _named(choice.tool_name, tools) if choice.type == "tool" else choice.type


def _named(name: str | None, tools: Sequence[ToolDefinition]) -> dict[str, Any]:
    """One tool, as choices name it."""
    chosen = next((tool for tool in tools if tool.name == name), None)
    if not isinstance(chosen, ProviderTool):
        return {"type": "function", "name": name}
    kind = _kind(chosen)
    if kind in ("custom", "function"):
        return {"type": kind, "name": chosen.args.get("name", chosen.name)}
    if kind == "mcp":
        return {"type": kind, "server_label": chosen.args.get("server_label")}
    return {"type": kind}


def allowed_tools(given: Any, tools: Sequence[ToolDefinition]) -> dict[str, Any]:
    """The tool choice that the option `allowed_tools` stands for.

    Args:
        given: names of tools, or `{"mode": "auto" or "required", "tools": names or objects}`.
        tools: the tools on offer.

    Example:
        >>> allowed_tools(["look"], ())["tools"]
        [{'type': 'function', 'name': 'look'}]
    """
    mode, names = "auto", given
    if isinstance(given, Mapping):
        mode = given.get("mode", "auto")
        names = given.get("tools", given.get("tool_names", ()))
    if isinstance(names, (str, Mapping)) or mode not in ("auto", "required"):
        raise InvalidArgumentError(
            "the option allowed_tools takes a list of tool names, or a mapping of mode "
            '("auto" or "required") and tools',
            parameter="provider_options",
            value=given,
        )
    allowed = [_named(name, tools) if isinstance(name, str) else name for name in names]
    return {"type": "allowed_tools", "mode": mode, "tools": allowed}


def text_format(
    dialect: ResponsesDialect,
    wanted: ResponseFormat,
    options: Mapping[str, Any],
    warnings: list[CallWarning],
) -> dict[str, Any] | None:
    """The form of the answer; None for plain text. Takes `strict_json_schema` from the options."""
    if wanted.type == "text":
        return None
    if wanted.schema is None:
        return {"type": "json_object"}
    insist = bool(wanted.strict or options.get("strict_json_schema"))
    strict = wanted.strict
    if strict is None:
        strict = options.get("strict_json_schema", dialect.strict_schema)
    schema, strict, problem = sendable(wanted.schema, strict, insist=insist)
    if problem is not None:
        text = f"{dialect.name}: the schema is sent without strict mode, because {problem}"
        warnings.append(CallWarning("compatibility", text, setting="response_format"))
    form: dict[str, Any] = {
        "type": "json_schema",
        "name": wanted.name or "response",
        "schema": schema,
    }
    if wanted.description is not None:
        form["description"] = wanted.description
    if strict is not None:
        form["strict"] = strict
    return form
