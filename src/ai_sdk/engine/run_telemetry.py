"""The run of a language model as telemetry sees it: its callbacks' events in other words."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from ..types.content import ToolFailure
from ..types.telemetry_events import (
    TelemetryAbort,
    TelemetryEnd,
    TelemetryError,
    TelemetryModelEnd,
    TelemetryModelStart,
    TelemetryStart,
    TelemetryStepEnd,
    TelemetryStepStart,
    TelemetryToolEnd,
    TelemetryToolStart,
)
from .sampling import SAMPLING
from .telemetry import observed

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from ..types.call import ModelResult
    from ..types.results import ModelInfo
    from ..types.telemetry_events import TelemetryCall, TelemetryEvent
    from .setup import RunSetup
    from .step_plan import StepPlan
    from .telemetry import Observed

__all__ = ["RunTelemetry"]


class RunTelemetry:
    """Tells telemetry of one run; does nothing where nobody listens."""

    def __init__(self, setup: RunSetup, model: ModelInfo, *, streaming: bool) -> None:
        operation = f"{'stream' if streaming else 'generate'}_{setup.makes}"
        self._observed: Observed | None = observed(setup.telemetry, operation, model)

    @property
    def listens(self) -> bool:
        """Whether anybody does."""
        return self._observed is not None

    def note(self, name: str, event: Any) -> None:
        """Pass on what the callback `name` is told."""
        seen, made = self._observed, _EVENTS.get(name)
        if seen is not None and made is not None:
            seen.tell(name, made(seen.call, event))

    def asked(self, plan: StepPlan, model: ModelInfo) -> None:
        """The step's model is about to be asked."""
        seen, call = self._observed, plan.call
        if seen is None:
            return
        settings = {name: getattr(call, name) for name in SAMPLING}
        event = TelemetryModelStart(
            seen.call,
            plan.number,
            model,
            {name: item for name, item in settings.items() if item not in (None, ())},
            tuple(tool.name for tool in call.tools),
            call.response_format is not None and call.response_format.type == "json",
            call.prompt,
        )
        seen.tell("on_model_start", event)

    def answered(self, plan: StepPlan, model: ModelInfo, answer: ModelResult) -> None:
        """The step's model has answered."""
        seen, response = self._observed, answer.response
        if seen is None:
            return
        event = TelemetryModelEnd(
            seen.call,
            plan.number,
            model,
            answer.finish_reason,
            answer.usage,
            response.id,
            response.model_id,
            len(answer.attempts) or 1,
            answer.content,
        )
        seen.tell("on_model_end", event)

    def around_model(self) -> AbstractContextManager[None]:
        """What surrounds the request."""
        seen = self._observed
        return nullcontext() if seen is None else seen.around("around_model")

    def around_tool(self, tool_call_id: str) -> AbstractContextManager[None]:
        """What surrounds the code of a tool."""
        seen = self._observed
        return nullcontext() if seen is None else seen.around("around_tool", tool_call_id)


def _tool_end(call: TelemetryCall, event: Any) -> TelemetryToolEnd:
    made, outcome = event.call, event.outcome
    failed = isinstance(outcome, ToolFailure)
    return TelemetryToolEnd(
        call,
        event.step_number,
        made.tool_call_id,
        made.tool_name,
        event.seconds,
        type(outcome.error).__name__ if failed else None,
        str(outcome.error) if failed else outcome.output,
    )


def _tool_start(call: TelemetryCall, event: Any) -> TelemetryToolStart:
    made = event.call
    return TelemetryToolStart(
        call, event.step_number, made.tool_call_id, made.tool_name, made.input
    )


def _step_end(call: TelemetryCall, event: Any) -> TelemetryStepEnd:
    step = event.step
    return TelemetryStepEnd(call, step.step_number, step.finish_reason, step.usage)


def _end(call: TelemetryCall, event: Any) -> TelemetryEnd:
    result = event.result
    return TelemetryEnd(call, result.usage, result.finish_reason, result.final_step.content)


_EVENTS: dict[str, Callable[[TelemetryCall, Any], TelemetryEvent]] = {
    "on_start": lambda call, event: TelemetryStart(call, event.messages),
    "on_step_start": lambda call, event: TelemetryStepStart(call, event.step_number),
    "on_tool_start": _tool_start,
    "on_tool_end": _tool_end,
    "on_step_end": _step_end,
    "on_end": _end,
    "on_error": lambda call, event: TelemetryError(call, event.error, event.usage),
    "on_abort": lambda call, event: TelemetryAbort(call, event.reason, event.usage),
}
