"""Steps: `prepare_step`, conditions, callbacks, contexts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_type

from ai_sdk import (
    AbortEvent,
    EndEvent,
    ErrorEvent,
    GenerateTextResult,
    Message,
    Performance,
    PrepareStepContext,
    PrepareStepResult,
    StepEndEvent,
    StepResult,
    StepStartEvent,
    SystemMessage,
    Usage,
    UserMessage,
    aio,
    generate_text,
    is_loop_finished,
    is_step_count,
    openai,
    stream_text,
)


def prepare(context: PrepareStepContext) -> PrepareStepResult | None:
    """Everything it is told has a type."""
    assert_type(context.steps, tuple[StepResult, ...])
    assert_type(context.step_number, int)
    assert_type(context.messages, tuple[Message, ...])
    assert_type(context.initial_instructions, tuple[SystemMessage, ...])
    assert_type(context.tools_context, Mapping[str, Any])
    if context.step_number == 0:
        return PrepareStepResult(model=openai("gpt-5-mini"), tool_choice="required")
    if context.step_number == 1:
        return PrepareStepResult(messages=[UserMessage("again"), *context.response_messages])
    return PrepareStepResult(temprature=1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def as_a_dict(context: PrepareStepContext) -> dict[str, Any]:
    """A dict will do as well."""
    return {"model": "openai:gpt-5-mini"} if context.steps else {}


async def prepare_later(context: PrepareStepContext) -> PrepareStepResult:
    """With the asynchronous face it may be a coroutine function."""
    return PrepareStepResult(instructions=f"step {context.step_number}")


def dear(steps: Sequence[StepResult]) -> bool:
    """A condition of one's own."""
    return sum(step.usage.total_tokens or 0 for step in steps) > 1000


def ended(event: EndEvent) -> None:
    """Results in events have their types."""
    assert_type(event.result, GenerateTextResult[Any])


def failed(event: ErrorEvent | AbortEvent) -> None:
    """What there was is told alike."""
    assert_type(event.steps, tuple[StepResult, ...])
    assert_type(event.usage, Usage)
    assert_type(event.partial, GenerateTextResult[Any] | None)


def begun(event: StepStartEvent | StepEndEvent) -> None:
    """A callback of several events."""


def run() -> None:
    """All of it together."""
    result = generate_text(
        "openai:gpt-5",
        prompt="p",
        stop_when=[is_step_count(5), dear],
        prepare_step=prepare,
        tool_order=["a"],
        runtime_context=object(),
        tools_context={"a": 1},
        include=["request_messages"],
        on_step_start=begun,
        on_step_end=begun,
        on_end=ended,
        on_error=failed,
        on_abort=failed,
    )
    assert_type(result.steps[0].performance, Performance | None)
    assert_type(result.request.messages, tuple[Message, ...])
    generate_text("openai:gpt-5", prompt="p", prepare_step=as_a_dict)
    with stream_text("openai:gpt-5", prompt="p", prepare_step=prepare) as stream:
        assert_type(stream.steps, tuple[StepResult, ...])
        assert_type(stream.usage, Usage)


async def run_later() -> None:
    """The other face."""
    await aio.generate_text(
        "openai:gpt-5", prompt="p", stop_when=is_loop_finished(), prepare_step=prepare_later
    )
