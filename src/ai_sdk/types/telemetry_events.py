"""What telemetry is told about: one small value for each thing that happens in a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from ._value import EMPTY, FrozenDict, field, value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .results import ModelInfo
    from .usage import EmbeddingUsage, Usage

__all__ = [
    "TelemetryAbort",
    "TelemetryCall",
    "TelemetryEnd",
    "TelemetryError",
    "TelemetryEvent",
    "TelemetryModelEnd",
    "TelemetryModelStart",
    "TelemetryStart",
    "TelemetryStepEnd",
    "TelemetryStepStart",
    "TelemetryToolEnd",
    "TelemetryToolStart",
]


@value
class TelemetryCall:
    """The call of a function of this library that an event belongs to.

    Attributes:
        id: the same in all events of a call, another in every call.
        operation: the function's name, such as "stream_text" or "embed_many".
        model: the model that the function was given.
        function_id: your own name of what the call is for.
        metadata: your own facts about it.
    """

    id: str
    operation: str
    model: ModelInfo
    function_id: str | None = None
    metadata: Mapping[str, Any] = field(default=EMPTY, converter=FrozenDict)


@value
class TelemetryStart:
    """The call begins. `input` is what it was given, where inputs are recorded; else None."""

    call: TelemetryCall
    input: Any = field(default=None, repr=False)


@value
class TelemetryStepStart:
    """A step begins, 0 being the first."""

    call: TelemetryCall
    step_number: int


@value
class TelemetryModelStart:
    """A language model is asked.

    Attributes:
        call: the call it belongs to.
        step_number: the step it belongs to.
        model: the model, which `prepare_step` may have chosen.
        settings: the sampling settings that are set.
        tools: names of the tools on offer.
        json: the answer is to be JSON.
        input: the messages, where inputs are recorded; else None.
    """

    call: TelemetryCall
    step_number: int
    model: ModelInfo
    settings: Mapping[str, Any] = field(default=EMPTY, converter=FrozenDict)
    tools: tuple[str, ...] = ()
    json: bool = False
    input: Any = field(default=None, repr=False)


@value
class TelemetryModelEnd:
    """A language model has answered; its tools have not run yet.

    Attributes:
        call: the call it belongs to.
        step_number: the step it belongs to.
        model: the model that was asked.
        finish_reason: why it stopped.
        usage: what it took.
        response_id: the provider's id of the answer.
        response_model: the model that the provider says has answered.
        tries: how many requests were made.
        output: the parts of the answer, where outputs are recorded; else None.
    """

    call: TelemetryCall
    step_number: int
    model: ModelInfo
    finish_reason: str
    usage: Usage
    response_id: str | None = None
    response_model: str | None = None
    tries: int = 1
    output: Any = field(default=None, repr=False)


@value
class TelemetryToolStart:
    """A tool is about to run. `input` as in `TelemetryStart`."""

    call: TelemetryCall
    step_number: int
    tool_call_id: str
    tool_name: str
    input: Any = field(default=None, repr=False)


@value
class TelemetryToolEnd:
    """A tool has run.

    Attributes:
        call: the call it belongs to.
        step_number: the step it belongs to.
        tool_call_id: id of the tool call.
        tool_name: name of the tool.
        seconds: how long it took.
        error_type: class of the exception that it failed with; None if it did not fail.
        output: its result, or the exception's words, where outputs are recorded; else None.
    """

    call: TelemetryCall
    step_number: int
    tool_call_id: str
    tool_name: str
    seconds: float
    error_type: str | None = None
    output: Any = field(default=None, repr=False)


@value
class TelemetryStepEnd:
    """A step is over, its tools included."""

    call: TelemetryCall
    step_number: int
    finish_reason: str
    usage: Usage


@value
class TelemetryEnd:
    """The call is over. `output` is what came out, where outputs are recorded; else None."""

    call: TelemetryCall
    usage: Usage | EmbeddingUsage | None = None
    finish_reason: str | None = None
    output: Any = field(default=None, repr=False)


@value
class TelemetryError:
    """The call failed; `usage` is that of its finished steps.

    `error` is the exception itself: its message, and its `partial` result, may hold words of the
    model. What is sent elsewhere should be its class unless outputs are recorded.
    """

    call: TelemetryCall
    error: Exception = field(repr=False)
    usage: Usage | None = None
    records_outputs: bool = False


@value
class TelemetryAbort:
    """The call was cancelled, or its stream was left."""

    call: TelemetryCall
    reason: str | None = None
    usage: Usage | None = None


TelemetryEvent: TypeAlias = (
    TelemetryStart
    | TelemetryStepStart
    | TelemetryModelStart
    | TelemetryModelEnd
    | TelemetryToolStart
    | TelemetryToolEnd
    | TelemetryStepEnd
    | TelemetryEnd
    | TelemetryError
    | TelemetryAbort
)
"""Any of them."""
