"""The events that callbacks get, and the names of the callbacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..types._value import EMPTY, field, value
from ..types.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..types.content import ToolCall, ToolFailure, ToolResult
    from ..types.messages import Message
    from ..types.results import GenerateTextResult, ModelInfo, StepResult
    from ..types.stream_parts import StreamPart

__all__ = [
    "AbortEvent",
    "Callbacks",
    "ChunkEvent",
    "EndEvent",
    "ErrorEvent",
    "StartEvent",
    "StepEndEvent",
    "StepStartEvent",
    "ToolEndEvent",
    "ToolStartEvent",
]


@value
class StartEvent:
    """`on_start`: the run begins."""

    model: ModelInfo
    messages: Sequence[Message] = field(repr=False)
    tools: tuple[str, ...] = ()
    tools_context: Mapping[str, Any] = field(default=EMPTY, repr=False)
    runtime_context: Any = field(default=None, repr=False)


@value
class StepStartEvent:
    """`on_step_start`: a model call is about to be made, after `prepare_step`."""

    step_number: int
    model: ModelInfo
    messages: Sequence[Message] = field(repr=False)
    tools: tuple[str, ...] = ()
    steps: tuple[StepResult, ...] = field(default=(), repr=False)
    tools_context: Mapping[str, Any] = field(default=EMPTY, repr=False)
    runtime_context: Any = field(default=None, repr=False)


@value
class ToolStartEvent:
    """`on_tool_start`: a tool is about to run."""

    call: ToolCall
    step_number: int = 0
    runtime_context: Any = field(default=None, repr=False)


@value
class ToolEndEvent:
    """`on_tool_end`: a tool returned or failed; `seconds` is how long it took."""

    call: ToolCall
    outcome: ToolResult | ToolFailure
    seconds: float
    step_number: int = 0
    runtime_context: Any = field(default=None, repr=False)


@value
class StepEndEvent:
    """`on_step_end`: a step is over; `step.runtime_context` is the run's own value."""

    step: StepResult


@value
class ChunkEvent:
    """`on_chunk`: a part of the stream, before the reader gets it."""

    part: StreamPart


@value
class EndEvent:
    """`on_end`: the run is over."""

    result: GenerateTextResult[Any]
    runtime_context: Any = field(default=None, repr=False)


@value
class ErrorEvent:
    """`on_error`: the run failed with `error`.

    `steps` are those that were finished and `usage` is their sum; `partial` is everything so far
    as a result, the open step included, or None when no model had begun to answer.
    """

    error: BaseException
    steps: tuple[StepResult, ...] = ()
    usage: Usage = Usage()
    partial: GenerateTextResult[Any] | None = field(default=None, repr=False)
    runtime_context: Any = field(default=None, repr=False)


@value
class AbortEvent:
    """`on_abort`: the stream was left or the run cancelled; `steps`, `usage` and `partial` as in
    `ErrorEvent`."""

    steps: tuple[StepResult, ...] = ()
    usage: Usage = Usage()
    reason: str | None = None
    partial: GenerateTextResult[Any] | None = field(default=None, repr=False)
    runtime_context: Any = field(default=None, repr=False)


@value
class Callbacks:
    """The callbacks of a run, by the name of their parameter."""

    by_name: Mapping[str, Any] = EMPTY

    def get(self, name: str) -> Any:
        """The callback, or None."""
        return self.by_name.get(name)
