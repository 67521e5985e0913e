"""Tools, and the choice among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...types.call import CallWarning
from ...types.tools import FunctionTool, ProviderTool
from ..options import own_fields, snake_case
from ..tool_examples import described
from .names import camel_case, wire_spelling
from .schemas import sendable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...types.tools import ToolChoice, ToolDefinition
    from .dialect import GoogleDialect, ModelFacts
    from .schemas import SchemaMode

__all__ = ["calling_config", "to_tools", "tool_names"]

_RETRIEVAL: Final = {"vertex_rag_store": "vertexRagStore", "vertex_ai_search": "vertexAiSearch"}
_MODES: Final = {"auto": "AUTO", "none": "NONE", "required": "ANY", "tool": "ANY"}


def tool_names(tools: Sequence[ToolDefinition]) -> dict[str, str]:
    """Our name of a tool that the service runs -> the name under which the caller lists it."""
    return {_kind(tool): tool.name for tool in tools if isinstance(tool, ProviderTool)}


def _kind(tool: ProviderTool) -> str:
    return snake_case(tool.id.partition(".")[2] or tool.id)


def to_tools(
    dialect: GoogleDialect,
    facts: ModelFacts,
    tools: Sequence[ToolDefinition],
    mode: SchemaMode,
    warnings: list[CallWarning],
) -> list[dict[str, Any]]:
    """The tools as request fields; what the model or the provider does not have becomes a
    warning."""
    out: list[dict[str, Any]] = []
    functions: list[dict[str, Any]] = []
    for tool in tools:
        if isinstance(tool, FunctionTool):
            functions.append(_function(dialect, tool, mode))
        elif snake_case(tool.provider) in ("google", *dialect.option_namespaces):
            out.append(_provider(tool))
        else:
            text = f"{dialect.name}: the tool {tool.id} is not for this provider; it is left out"
            warnings.append(CallWarning("unsupported", text, setting=tool.id))
    if functions and not facts.structured:
        text = f"{dialect.name}: this model takes no functions; they are left out"
        warnings.append(CallWarning("unsupported", text, setting="tools"))
        return out
    return [*out, {"functionDeclarations": functions}] if functions else out


def _provider(tool: ProviderTool) -> dict[str, Any]:
    kind = _kind(tool)
    settings = wire_spelling(dict(tool.args))
    if kind in _RETRIEVAL:
        return {"retrieval": {_RETRIEVAL[kind]: settings}}
    return {camel_case(kind): settings}


def _function(dialect: GoogleDialect, tool: FunctionTool, mode: SchemaMode) -> dict[str, Any]:
    wire: dict[str, Any] = {"name": tool.name, "description": described(tool) or ""}
    schema, is_json_schema = sendable(tool.input_schema, mode)
    if is_json_schema:
        wire["parametersJsonSchema"] = schema
    elif schema.get("properties"):  # the subset has no objects without properties
        wire["parameters"] = schema
    for name, setting in own_fields(dialect.option_namespaces, tool.provider_options).items():
        if setting is None:
            wire.pop(camel_case(name), None)
        else:
            wire[camel_case(name)] = setting
    return wire


def calling_config(
    choice: ToolChoice | None, tools: Sequence[ToolDefinition], options: Mapping[str, Any]
) -> dict[str, Any]:
    """Whether the model may, must or must not call functions, and which.

    Functions with `strict` hold the model to their schemas unless something else is chosen.
    """
    out: dict[str, Any] = {}
    strict = any(isinstance(tool, FunctionTool) and tool.strict for tool in tools)
    if choice is not None:
        out["mode"] = _MODES[choice.type]
        if choice.type == "tool":
            out["allowedFunctionNames"] = [choice.tool_name]
    if strict and out.get("mode", "AUTO") == "AUTO":
        out["mode"] = "VALIDATED"
    if (allowed := options.get("allowed_function_names")) is not None:
        out["allowedFunctionNames"] = list(allowed)
        if out.get("mode", "AUTO") == "AUTO":
            out["mode"] = "ANY"
    if (streamed := options.get("stream_function_call_arguments")) is not None:
        out["streamFunctionCallArguments"] = streamed
    return out
