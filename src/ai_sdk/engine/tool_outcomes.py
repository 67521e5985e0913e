"""What comes of a tool call: results and failures, made from what a tool returned or raised."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from ..errors import InvalidToolOutputError, ToolExecutionError
from ..types._value import evolve
from ..types.content import ToolFailure, ToolResult
from ..types.tools import DeniedOutput
from .tool_outputs import checked_output

if TYPE_CHECKING:
    from .tool_calls import CheckedCall

__all__ = [
    "denial",
    "failure",
    "invalid_outcome",
    "is_generator",
    "preliminary",
    "result",
]


def result(checked: CheckedCall, output: Any, shown: Any) -> ToolResult:
    """The result of a call.

    Args:
        checked: the call.
        output: what the tool returned.
        shown: what the model is to see of it.

    Raises:
        InvalidToolOutputError: a model cannot be told this.
    """
    call = checked.call
    try:
        form = checked_output(shown)
    except (TypeError, ValueError) as error:
        raise InvalidToolOutputError(
            f"the tool {call.tool_name!r} returned what no model can be told: {error}",
            tool_name=call.tool_name,
            tool_call_id=call.tool_call_id,
        ) from error
    return evolve(preliminary(checked, output), model_output=form, preliminary=False)


def preliminary(checked: CheckedCall, output: Any) -> ToolResult:
    """What a generator tool yielded: seen by readers, never by the model."""
    call = checked.call
    return ToolResult(
        call.tool_call_id,
        call.tool_name,
        output,
        input=call.input,
        preliminary=True,
        dynamic=call.dynamic,
        provider_metadata=call.provider_metadata,
    )


def denial(checked: CheckedCall, reason: str | None) -> ToolResult:
    """The result of a call that was not approved and never ran."""
    told = DeniedOutput(reason)
    return evolve(preliminary(checked, None), model_output=told, preliminary=False)


def failure(checked: CheckedCall, error: Exception) -> ToolFailure:
    """The failure of a call whose tool raised."""
    call = checked.call
    reason: Exception = error
    if not isinstance(error, InvalidToolOutputError):
        reason = ToolExecutionError(
            f"{type(error).__name__}: {error}" if str(error) else type(error).__name__,
            tool_name=call.tool_name,
            tool_call_id=call.tool_call_id,
        )
        reason.__cause__ = error
    return _failed(checked, reason)


def invalid_outcome(checked: CheckedCall) -> ToolFailure | None:
    """The failure that answers a call which was never run because it is invalid."""
    error = checked.call.error
    return None if error is None else _failed(checked, error)


def _failed(checked: CheckedCall, error: Exception) -> ToolFailure:
    call = checked.call
    return ToolFailure(
        call.tool_call_id,
        call.tool_name,
        error,
        call.input,
        call.dynamic,
        provider_metadata=call.provider_metadata,
    )


def is_generator(output: Any) -> bool:
    """Whether a tool gave a generator, whose items are its results.

    Raises:
        TypeError: it is a generator expression, which surely stands for a list.
    """
    if inspect.isasyncgen(output):
        code = output.ag_code
    elif inspect.isgenerator(output):
        code = output.gi_code
    else:
        return False
    if code.co_name == "<genexpr>":
        raise TypeError("the tool returned a generator expression; return a value, such as a list")
    return True
