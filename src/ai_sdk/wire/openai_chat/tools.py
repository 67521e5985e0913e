"""Tools, the choice among them and the form of the answer, in Chat Completions' words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import InvalidArgumentError
from ...types.call import CallWarning
from ...types.tools import FunctionTool, ProviderTool
from .._convert import unstructure
from .._model import or_unset
from ..options import own_fields
from ..strict_schema import sendable
from ..tool_examples import described
from ._generated import (
    ChatFunctionDefinition,
    ChatFunctionTool,
    ChatNamedToolChoice,
    ChatNamedToolChoiceCustom,
    ChatNamedToolChoiceCustomCustom,
    ChatNamedToolChoiceFunction,
    ResponseFormatJsonObject,
    ResponseFormatJsonSchema,
    ResponseFormatJsonSchemaJsonSchema,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ...types.call import ResponseFormat
    from ...types.tools import ToolChoice, ToolDefinition
    from .dialect import ChatDialect

__all__ = ["allowed_tools", "custom_tool_names", "response_format", "to_tool_choice", "to_tools"]


_NOT_IN_CHAT = frozenset(
    (
        "apply_patch",
        "code_interpreter",
        "computer",
        "computer_use_preview",
        "file_search",
        "image_generation",
        "local_shell",
        "mcp",
        "namespace",
        "shell",
        "tool_search",
        "web_search",
        "web_search_preview",
    )
)
"""Tools of OpenAI's that only the Responses API has."""


def custom_tool_names(tools: Sequence[ToolDefinition]) -> frozenset[str]:
    """The names of the tools whose input is plain text instead of JSON."""
    custom = [
        tool
        for tool in tools
        if isinstance(tool, ProviderTool) and tool.id.partition(".")[2] == "custom"
    ]
    return frozenset(str(name) for tool in custom for name in (tool.name, tool.args.get("name")))


def to_tools(
    dialect: ChatDialect, tools: Sequence[ToolDefinition], warnings: list[CallWarning]
) -> list[dict[str, Any]]:
    """The tools; those that only other protocols have become warnings."""
    return [wire for tool in tools if (wire := _tool(dialect, tool, warnings)) is not None]


def _tool(
    dialect: ChatDialect, tool: ToolDefinition, warnings: list[CallWarning]
) -> dict[str, Any] | None:
    if isinstance(tool, FunctionTool):
        return _function(dialect, tool)
    kind = tool.id.partition(".")[2]
    if kind == "custom" and "custom" not in tool.args:
        return {"type": kind, "custom": {"name": tool.name, **tool.args}}
    if kind in _NOT_IN_CHAT and not dialect.pass_unknown_options:
        text = f"{dialect.name}: the tool {tool.id} does not work with chat completions"
        warnings.append(CallWarning("unsupported", text, setting=tool.id))
        return None
    return {"type": kind, **tool.args}


def _function(dialect: ChatDialect, tool: FunctionTool) -> dict[str, Any]:
    parameters, strict, _ = sendable(tool.input_schema, tool.strict, insist=True)
    definition = ChatFunctionDefinition(
        name=tool.name,
        description=described(tool),
        parameters=parameters,
        strict=or_unset(strict),
    )
    wire: dict[str, Any] = unstructure(ChatFunctionTool(function=definition))
    for name, setting in own_fields(dialect.option_namespaces, tool.provider_options).items():
        if setting is None:
            wire["function"].pop(name, None)
        else:
            wire["function"][name] = setting
    return wire


def to_tool_choice(choice: ToolChoice, custom_tools: Collection[str]) -> Any:
    """The choice: a word, or the tool that must be called."""
    name = choice.tool_name
    if choice.type != "tool" or name is None:
        return choice.type
    if name in custom_tools:
        return unstructure(
            ChatNamedToolChoiceCustom(custom=ChatNamedToolChoiceCustomCustom(name=name))
        )
    return unstructure(ChatNamedToolChoice(function=ChatNamedToolChoiceFunction(name=name)))


def allowed_tools(given: Any, custom_tools: Collection[str]) -> dict[str, Any]:
    """The tool choice that the option `allowed_tools` stands for.

    Args:
        given: names of tools, or `{"mode": "auto" or "required", "tools": names or wire objects}`.
        custom_tools: names of the tools that are no functions.

    Example:
        >>> allowed_tools(["look"], ())["allowed_tools"]["mode"]
        'auto'
    """
    mode = "auto"
    names = given
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
    tools = [_allowed(tool, custom_tools) for tool in names]
    return {"type": "allowed_tools", "allowed_tools": {"mode": mode, "tools": tools}}


def _allowed(tool: Any, custom_tools: Collection[str]) -> Any:
    if not isinstance(tool, str):
        return tool
    kind = "custom" if tool in custom_tools else "function"
    return {"type": kind, kind: {"name": tool}}


def response_format(
    dialect: ChatDialect,
    wanted: ResponseFormat,
    options: dict[str, Any],
    warnings: list[CallWarning],
) -> dict[str, Any] | None:
    """The form of the answer; None for plain text. Takes `strict_json_schema` from the options."""
    insist = bool(wanted.strict or options.get("strict_json_schema"))
    strict = wanted.strict
    if strict is None:
        strict = options.get("strict_json_schema", dialect.strict_schema)
    if wanted.type == "text":
        return None
    if wanted.schema is not None and dialect.json_schema:
        sent, strict, problem = sendable(wanted.schema, strict, insist=insist)
        if problem is not None:
            text = f"{dialect.name}: the schema is sent without strict mode, because {problem}"
            warnings.append(CallWarning("compatibility", text, setting="response_format"))
        schema = ResponseFormatJsonSchemaJsonSchema(
            name=wanted.name or "response",
            description=wanted.description,
            schema=sent,
            strict=or_unset(strict),
        )
        wire: dict[str, Any] = unstructure(ResponseFormatJsonSchema(json_schema=schema))
        return wire
    if wanted.schema is not None:
        text = f"{dialect.name}: the answer is asked to be JSON, but not held to the schema"
        warnings.append(CallWarning("compatibility", text, setting="response_format"))
    plain: dict[str, Any] = unstructure(ResponseFormatJsonObject())
    return plain
