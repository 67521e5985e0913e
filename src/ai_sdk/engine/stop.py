"""When a run of several steps ends before the model is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import InvalidArgumentError

if TYPE_CHECKING:
    from ..types.results import StepResult
    from ..types.usage import Usage

__all__ = [
    "StopCondition",
    "has_tool_call",
    "is_loop_finished",
    "is_step_count",
    "is_token_count",
    "step_count_is",
    "stop_conditions",
]

StopCondition: TypeAlias = "Callable[[Sequence[StepResult]], Any]"
"""Gets the steps so far; a true value ends the run. With `ai_sdk.aio` it may be a coroutine
function."""


def is_step_count(count: int) -> StopCondition:
    """Stop after `count` steps.

    Example:
        >>> is_step_count(2)([])
        False
    """
    _check_count(count)
    return lambda steps: len(steps) == count


step_count_is = is_step_count


def is_token_count(count: int) -> StopCondition:
    """Stop once the steps together have used `count` tokens or more, input and output.

    The step that reaches the count is kept: its tokens are spent. A step that does not tell what it
    used ends the run as well, for nobody could say whether the count is reached.

    Example:
        >>> is_token_count(50_000)([])
        False
    """
    _check_count(count)

    def spent(steps: Sequence[StepResult]) -> bool:
        used = [_tokens(step.usage) for step in steps]
        return None in used or sum(each or 0 for each in used) >= count

    return spent


def _tokens(usage: Usage) -> int | None:
    """All tokens of a step; None if that is not known."""
    if usage.total_tokens is not None:
        return usage.total_tokens
    if usage.input_tokens is None or usage.output_tokens is None:
        return None
    return usage.input_tokens + usage.output_tokens


def _check_count(count: Any) -> None:
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        raise InvalidArgumentError(
            f"count must be a whole number of at least 1, not {count!r}",
            parameter="count",
            value=count,
        )


def has_tool_call(*names: str) -> StopCondition:
    """Stop after a step that called one of the named tools.

    Example:
        >>> has_tool_call("final_answer")([])
        False
    """
    return lambda steps: bool(steps) and any(c.tool_name in names for c in steps[-1].tool_calls)


def is_loop_finished() -> StopCondition:
    """Never stop early: go on until the model calls no more tools.

    Example:
        >>> is_loop_finished()([])
        False
    """
    return lambda steps: False


_ONE_STEP = (is_step_count(1),)


def stop_conditions(given: Any) -> tuple[StopCondition, ...]:
    """`stop_when=` in its normal form; one step by default."""
    if given is None:
        return _ONE_STEP
    listed = isinstance(given, Iterable) and not callable(given)
    conditions: tuple[Any, ...] = tuple(given) if listed else (given,)
    for condition in conditions:
        if not callable(condition):
            raise InvalidArgumentError(
                f"stop_when must be a condition or a list of them, not {condition!r}; "
                "see is_step_count, is_token_count and has_tool_call",
                parameter="stop_when",
                value=given,
            )
    return conditions
