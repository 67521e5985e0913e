"""Whether a model did what `tool_choice` asked for: some servers take the setting and ignore it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..types._value import evolve
from ..types.call import CallWarning, ModelToolCall

if TYPE_CHECKING:
    from ..types.call import LanguageModelCall, ModelResult

__all__ = ["with_choice_told"]

_CUT: Final = ("length", "content-filter", "error")


def with_choice_told(answer: ModelResult, call: LanguageModelCall) -> ModelResult:
    """The answer, with a warning if it does not keep to the call's `tool_choice`.

    An answer that was cut off may have been about to, and what a provider told of leaving the
    setting out is enough.

    Args:
        answer: a whole answer.
        call: what it answers.
    """
    problem = None if call.tool_choice is None else _problem(answer, call)
    if problem is None or any(each.setting == "tool_choice" for each in answer.warnings):
        return answer
    told = CallWarning("other", problem, setting="tool_choice")
    return evolve(answer, warnings=(*answer.warnings, told))


def _problem(answer: ModelResult, call: LanguageModelCall) -> str | None:
    choice = call.tool_choice
    assert choice is not None
    names = [part.tool_name for part in answer.content if isinstance(part, ModelToolCall)]
    made = f"called {', '.join(map(repr, names))}" if names else "called no tool"
    if choice.type == "none":
        return f"tool_choice forbade tools, but the model {made}" if names else None
    if answer.finish_reason in _CUT:
        return None
    if choice.type == "required" and not names:
        return "tool_choice asked for a tool call, but the model called no tool"
    if choice.type == "tool" and choice.tool_name not in names:
        return f"tool_choice asked for the tool {choice.tool_name!r}, but the model {made}"
    return None
