"""Ids of tool calls, told apart where a model uses one twice: no call may hide another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types._value import evolve
from ..types.call import ModelToolCall

if TYPE_CHECKING:
    from collections.abc import Container

    from ..types.call import ModelContent, ModelResult

__all__ = ["unique_call", "with_unique_calls"]


def unique_call(made: ModelToolCall, taken: Container[str]) -> ModelToolCall:
    """The call, under another id if its own is taken. The provider's own calls keep theirs.

    Example:
        >>> unique_call(ModelToolCall("c1", "f", "{}"), {"c1"}).tool_call_id
        'c1-2'
    """
    if made.provider_executed or made.tool_call_id not in taken:
        return made
    number = 2
    while (found := f"{made.tool_call_id}-{number}") in taken:
        number += 1
    return evolve(made, tool_call_id=found)


def with_unique_calls(result: ModelResult) -> ModelResult:
    """An answer in which every call has an id of its own."""
    taken: set[str] = set()
    content: list[ModelContent] = []
    changed = False
    for part in result.content:
        made = unique_call(part, taken) if isinstance(part, ModelToolCall) else part
        if isinstance(made, ModelToolCall):
            taken.add(made.tool_call_id)
        changed |= made is not part
        content.append(made)
    return evolve(result, content=tuple(content)) if changed else result
