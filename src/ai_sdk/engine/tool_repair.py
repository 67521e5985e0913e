"""Repairing tool calls: what the hook is told, and what is made of its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import ToolCallRepairError
from ..json_codec import JSONError, dumps
from ..tools import Tool
from ..types._value import evolve, field, value
from ..types.call import ModelToolCall
from ..types.content import ToolCall

if TYPE_CHECKING:
    from ..tools import AnyTool
    from ..types.content import Metadata
    from ..types.messages import Message, SystemMessage
    from .tool_calls import CheckedCall

__all__ = ["ToolCallRepair", "repair_failed", "repaired"]


@value
class ToolCallRepair:
    """What `repair_tool_call` gets.

    Attributes:
        tool_call: the invalid call; its `input` is text where the arguments are no JSON.
        error: why it is invalid: a `NoSuchToolError` or an `InvalidToolInputError`.
        tools: the tools on offer by name.
        messages: the conversation up to the call.
        instructions: the system messages.

    Example:
        >>> from ai_sdk import generate_text, is_step_count, tool
        >>> from ai_sdk.testing import MockLanguageModel
        >>> @tool
        ... def double(number: int) -> int:
        ...     return 2 * number
        >>> def repair(about: ToolCallRepair) -> dict[str, object] | None:
        ...     wanted = about.input_schema()  # None: no such tool
        ...     return {"input": {"number": 21}} if wanted else None
        >>> model = MockLanguageModel(tool_calls=[("double", {"number": "twenty-one"})], text="42")
        >>> result = generate_text(
        ...     model,
        ...     prompt="Twice 21?",
        ...     tools=[double],
        ...     repair_tool_call=repair,
        ...     stop_when=is_step_count(2),
        ... )
        >>> result.tool_results[0].output
        42
    """

    tool_call: ToolCall
    error: Exception
    tools: Mapping[str, AnyTool] = field(repr=False)
    messages: Sequence[Message] = field(default=(), repr=False)
    instructions: Sequence[SystemMessage] = field(default=(), repr=False)

    def input_schema(self, tool_name: str | None = None) -> Mapping[str, Any] | None:
        """The JSON Schema of a tool's arguments: by default of the tool that was called, and
        None if there is no such tool.
        """
        tool = self.tools.get(tool_name or self.tool_call.tool_name)
        return tool.input_schema.json_schema if isinstance(tool, Tool) else None


def repaired(given: Any, made: ModelToolCall) -> ModelToolCall:
    """The call that the hook wants instead.

    Args:
        given: a `ToolCall`, or a mapping with `input` and maybe `tool_name`; the input as a value
            or as JSON text.
        made: the call as the model wrote it. Its id stays, and what its provider wants back with
            it, but for a signature: that was made for the very call, and seals no other.

    Raises:
        ToolCallRepairError: the hook returned something else.
    """
    if isinstance(given, ToolCall):
        given = {"tool_name": given.tool_name, "input": given.input}
    if not isinstance(given, Mapping) or "input" not in given:
        raise _error(made, f"returned {given!r}; return a ToolCall with another input, or None")
    try:
        written = given["input"]
        text = written if isinstance(written, str) else dumps(written).decode()
    except JSONError as error:
        raise _error(made, f"returned an input without JSON form: {error}") from error
    name = given.get("tool_name") or made.tool_name
    if (name, text) == (made.tool_name, made.input):
        return made
    return evolve(made, tool_name=name, input=text, provider_metadata=_unsigned(made))


def _unsigned(made: ModelToolCall) -> Metadata:
    return {
        provider: {name: item for name, item in fields.items() if not name.endswith("signature")}
        for provider, fields in made.provider_metadata.items()
    }


def repair_failed(checked: CheckedCall, made: ModelToolCall, error: Exception) -> CheckedCall:
    """The call, still invalid, now because the hook failed."""
    problem = error
    if not isinstance(error, ToolCallRepairError):
        problem = _error(made, f"raised {type(error).__name__}: {error}")
        problem.__cause__ = error
    return evolve(checked, call=evolve(checked.call, error=problem))


def _error(made: ModelToolCall, what: str) -> ToolCallRepairError:
    return ToolCallRepairError(
        f"repair_tool_call {what}", tool_name=made.tool_name, tool_call_id=made.tool_call_id
    )
