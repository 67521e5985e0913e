"""Tool calls as the model wrote them, read and checked before any code runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import InvalidToolInputError, NoSuchToolError, ToolError
from ..json_codec import JSONError, dumps, loads
from ..schema import SchemaValidationError, UnsupportedSchemaError
from ..tools import Tool
from ..types._value import evolve, value
from ..types.call import ModelToolCall
from ..types.content import ToolCall

if TYPE_CHECKING:
    from ..tools import AnyTool

__all__ = ["CheckedCall", "check_call", "recheck_call"]


@value
class CheckedCall:
    """A tool call ready to run: `tool` is None where the caller or the provider runs it.

    Attributes:
        call: the call as results show it.
        tool: the tool that runs it here.
        arguments: the validated input, for the tool's function.
    """

    call: ToolCall
    tool: Tool[..., Any] | None = None
    arguments: Any = None


def check_call(
    made: ModelToolCall, tools: Mapping[str, AnyTool], *, complete: bool = True
) -> CheckedCall:
    """Read a model's tool call. It never raises: a bad call comes back marked `invalid`.

    Args:
        made: the call, its arguments still text.
        tools: the tools on offer.
        complete: False when the answer was cut off, so that the arguments may be too.
    """
    parsed, problem = _parse(made)
    tool = tools.get(made.tool_name)
    if made.provider_executed or (tool is not None and not isinstance(tool, Tool)):
        return CheckedCall(_call(made, parsed, None))  # the provider's tools may take plain text
    if tool is None:
        return CheckedCall(_call(made, parsed, _no_such_tool(made, tools)))
    if problem is not None:
        return CheckedCall(_call(made, parsed, problem))
    try:
        arguments = tool.input_schema.validate(_restored(tool, parsed))
    except (SchemaValidationError, RecursionError) as error:
        problem = _invalid(made, f"do not fit its schema: {error}", parsed)
        problem.__cause__ = error
        return CheckedCall(_call(made, parsed, problem))
    call = evolve(_call(made, parsed, None, dynamic=tool.dynamic), **named(tool))
    return CheckedCall(call, tool if complete and tool.execute is not None else None, arguments)


def recheck_call(call: ToolCall, tools: Mapping[str, AnyTool]) -> CheckedCall:
    """Read a call again that was stored meanwhile; its tool may have changed."""
    text = call.input if isinstance(call.input, str) else dumps(call.input).decode()
    made = ModelToolCall(
        call.tool_call_id,
        call.tool_name,
        text,
        dynamic=call.dynamic,
        provider_metadata=call.provider_metadata,
    )
    return check_call(made, tools)


def named(tool: Tool[..., Any]) -> dict[str, Any]:
    """What the calls of a tool carry for people and programs."""
    return {"title": tool.title, "tool_metadata": tool.metadata}


def _restored(tool: Tool[..., Any], parsed: Any) -> Any:
    """The arguments without the nulls by which strict mode says "absent"."""
    if not tool.strict:
        return parsed
    try:
        return tool.input_schema.lower("openai-strict").restore(parsed)
    except UnsupportedSchemaError:
        return parsed


def _parse(made: ModelToolCall) -> tuple[Any, ToolError | None]:
    if not made.input.strip():
        return {}, None
    try:
        return loads(made.input), None
    except JSONError as error:
        problem = _invalid(made, f"are no JSON: {error}", made.input)
        problem.__cause__ = error
        return made.input, problem


def _call(
    made: ModelToolCall, parsed: Any, problem: ToolError | None, *, dynamic: bool = False
) -> ToolCall:
    return ToolCall(
        made.tool_call_id,
        made.tool_name,
        parsed,
        invalid=problem is not None,
        error=problem,
        dynamic=dynamic or made.dynamic or problem is not None,
        provider_executed=made.provider_executed,
        provider_metadata=made.provider_metadata,
    )


def _invalid(made: ModelToolCall, what: str, tool_input: Any) -> InvalidToolInputError:
    return InvalidToolInputError(
        f"the arguments for the tool {made.tool_name!r} {what}",
        tool_name=made.tool_name,
        tool_call_id=made.tool_call_id,
        tool_input=tool_input,
    )


def _no_such_tool(made: ModelToolCall, tools: Mapping[str, AnyTool]) -> NoSuchToolError:
    known = ", ".join(tools) or "none"
    return NoSuchToolError(
        f"the model called the tool {made.tool_name!r}, which is not there; the tools are: {known}",
        tool_name=made.tool_name,
        tool_call_id=made.tool_call_id,
        available=tuple(tools),
    )
