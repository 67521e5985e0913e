"""A tool's function with the arguments and the context of one call."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ..tools import ToolContext
from ..tools.context import context_parameter

if TYPE_CHECKING:
    from ..concurrency import CancelToken
    from ..tools import Tool
    from .step_plan import StepPlan
    from .tool_calls import CheckedCall

__all__ = ["bound", "context_of", "shown_by"]


def context_of(
    plan: StepPlan, tool_call_id: str, tool_name: str, tool_input: Any, cancel: CancelToken | None
) -> ToolContext[Any]:
    """What a tool and its callbacks may know of a call."""
    return ToolContext(
        tool_call_id,
        plan.messages,
        cancel,
        plan.tools_context.get(tool_name),
        plan.runtime_context,
        tool_input,
    )


def bound(tool: Tool[..., Any], checked: CheckedCall, context: ToolContext[Any]) -> partial[Any]:
    """The function with its arguments; calling it is all that is left to do."""
    assert tool.execute is not None
    keywords: dict[str, Any] = {}
    if tool.context_parameter is not None:
        keywords[tool.context_parameter] = context
    if tool.call_style == "input":
        return partial(tool.execute, checked.arguments, **keywords)
    return partial(tool.execute, **checked.arguments, **keywords)


def shown_by(tool: Tool[..., Any], output: Any, context: ToolContext[Any]) -> partial[Any] | None:
    """The tool's `to_model_output` with its arguments; None if it has none."""
    show = tool.to_model_output
    if show is None:
        return None
    wanted = context_parameter(show)
    return partial(show, output) if wanted is None else partial(show, output, **{wanted: context})
