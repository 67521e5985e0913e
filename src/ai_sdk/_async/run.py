"""One run of a language model with its steps and tools: the loop behind generate and stream.

The run is pulled: each `receive` gives the parts that became ready. `generate_text` pulls it dry
over plain calls, `stream_text` hands the parts on; everything else is the same code.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from ..concurrency import Deadline, DeadlineExceeded, async_ as cc
from ..engine.approvals import answered_calls
from ..engine.callbacks import (
    AbortEvent,
    ChunkEvent,
    EndEvent,
    ErrorEvent,
    StartEvent,
    StepEndEvent,
    StepStartEvent,
)
from ..engine.run_state import RunState, StepOutcome
from ..engine.run_telemetry import RunTelemetry
from ..engine.setup import mode_warnings
from ..engine.step_plan import StepPlan, plan_step, step_context
from ..engine.step_timer import StepTimer
from ..errors import AISDKError, APITimeoutError, RunCancelledError
from ..types._value import evolve
from ..types.call import ModelResult
from ..types.results import GenerateTextResult, StepResult
from ..types.stream_parts import Finish, FinishStep, StartStep, StreamPart
from .answer import AsyncAnswerReader
from .callbacks import AsyncNotifier
from .open_step import AsyncOpenStep
from .run_tools import AsyncRunTools

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..engine.approvals import AnsweredCall
    from ..engine.setup import RunSetup
    from ..types.content import ToolFailure, ToolResult
    from ..types.usage import Usage
    from .step_models import AsyncStepModel, AsyncStepModels

__all__ = ["AsyncRun"]


class _Phase(Enum):
    """Where the run stands."""

    STEP = "a model call is due"
    READING = "the model's stream is being read"
    ANSWERED = "the model has answered; its tools are due"
    TOOLS = "the tools run"
    RESUMED = "the tools run that were approved since the last run"
    DONE = "the run is over"


class AsyncRun:
    """The state machine of a run. `streaming` chooses how the model is called, nothing else."""

    def __init__(self, models: AsyncStepModels, setup: RunSetup, *, streaming: bool) -> None:
        self._models = models
        self._setup = setup
        self._streaming = streaming
        self._state = RunState(setup)
        self._telemetry = RunTelemetry(setup, models.first.info, streaming=streaming)
        self._notifier = AsyncNotifier(setup.callbacks, self._telemetry)
        self._tools = AsyncRunTools(setup, self._notifier)
        self._answer = AsyncAnswerReader(setup)
        self._phase = _Phase.STEP
        self._control = setup.control
        self._deadline = Deadline(None)  # of the step or the run, what comes first
        self._timer = StepTimer()
        self._step: AsyncOpenStep | None = None
        self._started = False
        self._ended = False
        self.result: GenerateTextResult[Any] | None = None

    # ---- what the faces use

    @property
    def steps(self) -> tuple[StepResult, ...]:
        """The finished steps."""
        return tuple(self._state.steps)

    @property
    def usage(self) -> Usage:
        """Tokens of the finished steps."""
        return self._state.usage

    @property
    def on_chunk(self) -> Any:
        """The callback for each part, or None."""
        return self._notifier.on_chunk

    async def chunk(self, event: ChunkEvent) -> None:
        """Tell the callback of a part; the stream waits for it."""
        await self._notifier.notify("on_chunk", event)

    def partial(self) -> GenerateTextResult[Any] | None:
        """Everything so far, the open step included, as a result marked by its finish reason.

        None when no model has begun to answer and no approved tool has run.
        """
        step, state, output = self._step, self._state, self._setup.output
        if step is not None and step.began:
            calls, tools = step.checked(complete=False), self._tools
            outcome = StepOutcome(step.answer, calls, tools.outcomes, tools.approvals)
            unfinished = state.step(step.plan, step.model.info, outcome)
            return state.result(output, failed=True, unfinished=unfinished)
        if state.steps:
            return state.result(output, failed=True)
        ran = state.resumed or self._tools.outcomes
        return self._resumed_only(ran) if ran else None

    def _resumed_only(self, ran: Sequence[ToolResult | ToolFailure]) -> GenerateTextResult[Any]:
        """What approved tools did must not get lost with the failure of the model after them."""
        state = self._state
        state.resumed = tuple(ran)
        plan, nothing = plan_step(self._setup, state), ModelResult((), "other")
        unfinished = state.step(plan, self._models.first.info, StepOutcome(nothing, {}))
        return state.result(self._setup.output, failed=True, unfinished=unfinished)

    @property
    def may_mend(self) -> bool:
        """An answer that does not fit may still be mended or asked for again."""
        return self._answer.may_mend

    def keep_answer(self) -> None:
        """Ask the model for no other answer: of this one something was given away for good."""
        self._answer.repairs_left = 0

    async def finish(self) -> GenerateTextResult[Any]:
        """Run to the end and give the result."""
        while await self.receive() is not None:
            pass
        assert self.result is not None
        return self.result

    async def receive(self) -> Sequence[StreamPart] | None:
        """The next parts; None when the run is over.

        Raises:
            AISDKError: whatever ended the run, with `partial` filled where the error has it.
        """
        if self._phase is _Phase.DONE:
            return None
        if self._phase is _Phase.STEP:
            self._set_clocks()
        try:
            return await cc.guard(
                self._advance, deadline=self._deadline, cancel=self._control.cancel
            )
        except DeadlineExceeded as error:
            failure: BaseException = self._timed_out()
            failure.__cause__ = error
            await self._fail(failure)
            raise failure from error
        except BaseException as error:
            await self._fail(error)
            raise

    async def aclose(self, reason: str | None = "the stream was left before its end") -> None:
        """End the run where it is: the connection closes, running tools are told to stop."""
        abandoned = self._phase is not _Phase.DONE
        await self._release()
        if abandoned and self._started and not self._ended:
            self._ended = True
            await self._tell_abort(reason)

    # ---- the machine

    async def _advance(self) -> Sequence[StreamPart] | None:
        if self._phase is _Phase.STEP:
            return await self._begin_step()
        if self._phase is _Phase.READING:
            return await self._read()
        if self._phase is _Phase.ANSWERED:
            return await self._begin_tools()
        return await self._tool_parts()

    def _set_clocks(self) -> None:
        """The step's time begins now; the run's, if it has not begun yet."""
        timeout = self._setup.timeout
        total = self._control.total or Deadline(timeout.total)
        self._control = evolve(self._control, total=total, step=Deadline(timeout.step))
        self._deadline = Deadline.earliest(self._control.total, self._control.step)
        self._timer = StepTimer()

    async def _begin_step(self) -> Sequence[StreamPart]:
        if not self._started:
            await self._begin_run()
            answered = answered_calls(self._setup.messages)
            if answered:
                return await self._resume(answered)
        plan, model = await self._planned()
        raw = "raw_chunks" in self._setup.include
        self._step = step = AsyncOpenStep(plan, model, self._timer, raw=raw)
        self._telemetry.asked(plan, model.info)
        if not self._streaming:
            with self._telemetry.around_model():
                await step.ask(self._control)
            self._phase = _Phase.ANSWERED
            return ()
        with self._telemetry.around_model():
            stream = await step.open(self._control)
        self._phase = _Phase.READING
        request = self._state.request(stream.request, plan)
        return (StartStep(plan.number, request, (*plan.warnings, *stream.warnings)),)

    async def _begin_run(self) -> None:
        self._started = True
        if not self._notifier.wants("on_start"):
            return
        setup = self._setup
        names = tuple(tool.name for tool in setup.call.tools)
        event = StartEvent(
            self._models.first.info,
            setup.call.prompt,
            names,
            setup.tools_context,
            setup.runtime_context,
        )
        await self._notifier.notify("on_start", event)

    async def _planned(self) -> tuple[StepPlan, AsyncStepModel]:
        """What the step is to do, as `prepare_step` wants it and its model can do it."""
        setup, state = self._setup, self._state
        returned = None
        if setup.prepare_step is not None:
            context = step_context(setup, state, self._models.first.handle)
            returned = await cc.invoke(setup.prepare_step, context)
        warnings = () if state.steps else mode_warnings(setup, self._streaming)
        plan = plan_step(setup, state, returned, warnings)
        model = self._models.of(plan.model)
        if not self._notifier.wants("on_step_start"):
            return plan, model
        event = StepStartEvent(
            plan.number,
            model.info,
            plan.call.prompt,
            tuple(plan.tools),
            self.steps,
            plan.tools_context,
            plan.runtime_context,
        )
        await self._notifier.notify("on_step_start", event)
        return plan, model

    async def _read(self) -> Sequence[StreamPart]:
        assert self._step is not None
        parts = await self._step.read()
        if parts is None:
            self._phase = _Phase.ANSWERED
            return ()
        return await self._tools.arrived(parts, self._step)

    async def _resume(self, answered: Sequence[AnsweredCall]) -> Sequence[StreamPart]:
        """Begin with the calls whose approval has been answered since they were made."""
        self._phase = _Phase.RESUMED
        plan = plan_step(self._setup, self._state)
        return await self._tools.resume(answered, plan, self._control)

    async def _begin_tools(self) -> Sequence[StreamPart]:
        step = self._step
        assert step is not None
        self._telemetry.answered(step.plan, step.model.info, step.answer)
        calls = await self._tools.complete(step)
        if not calls:
            return await self._end_step(step, StepOutcome(step.answer, calls))
        self._phase = _Phase.TOOLS
        ready = self._state.runnable(step.answer, tuple(calls.values()))
        return await self._tools.begin(calls, ready, step.plan, self._control)

    async def _tool_parts(self) -> Sequence[StreamPart]:
        tools, step = self._tools, self._step
        parts = await tools.receive()
        if self._control.cancel is not None:
            self._control.cancel.check()  # it may have fired when the last tool was almost done
        if parts is not None:
            return parts
        if step is None:
            self._state.resumed = tools.outcomes
            tools.end_step()  # its seconds belong to no step
            self._phase = _Phase.STEP
            return ()
        outcome = StepOutcome(step.answer, step.checked(), tools.outcomes, tools.approvals)
        return await self._end_step(step, outcome)

    async def _end_step(self, open_step: AsyncOpenStep, outcome: StepOutcome) -> list[StreamPart]:
        timer, plan = open_step.timer, open_step.plan
        performance = timer.performance(outcome.result.usage, self._tools.end_step())
        step = self._state.step(plan, open_step.model.info, outcome, performance)
        self._state.add(step, plan)
        self._step = None
        if self._notifier.wants("on_step_end"):
            await self._notifier.notify("on_step_end", StepEndEvent(step))
        finish = FinishStep(
            step.step_number,
            step.finish_reason,
            step.raw_finish_reason,
            step.usage,
            step.response,
            step.provider_metadata,
            performance,
        )
        parts: list[StreamPart] = [finish]
        if self._state.may_continue() and not await self._stopped():
            self._phase = _Phase.STEP
            return parts
        result = await self._answer.read(self._state)
        if result is None:  # it is no value of the output: the model is asked again
            self._phase = _Phase.STEP
            return parts
        return [*parts, await self._end_run(step, result)]

    async def _stopped(self) -> bool:
        steps = self._state.accepted
        for condition in self._setup.stop_when:
            if await cc.invoke(condition, steps):
                return True
        return False

    async def _end_run(self, step: StepResult, result: GenerateTextResult[Any]) -> StreamPart:
        self._phase = _Phase.DONE
        self.result = result
        self._ended = True
        await self._release()
        if self._notifier.wants("on_end"):
            await self._notifier.notify("on_end", EndEvent(result, self._state.runtime_context))
        return Finish(step.finish_reason, step.raw_finish_reason, result.usage)

    # ---- ends

    def _timed_out(self) -> APITimeoutError:
        timeout = self._setup.timeout
        total = self._control.total
        name, seconds = ("step", timeout.step)
        if total is not None and total.expired:
            name, seconds = ("total", timeout.total)
        return APITimeoutError(
            f"the {name} time limit of {seconds:g} s passed",
            limit=name,
            seconds=seconds,
            is_retryable=False,
        )

    async def _fail(self, error: BaseException) -> None:
        partial = self.partial()
        if isinstance(error, AISDKError) and getattr(error, "partial", ...) is None:
            error.partial = partial  # type: ignore[attr-defined] # some have it
        await self._release()
        if self._ended:
            return
        self._ended = True
        if isinstance(error, Exception) and not isinstance(error, RunCancelledError):
            context = self._state.runtime_context
            event = ErrorEvent(error, self.steps, self.usage, partial, context)
            await self._notifier.notify("on_error", event)
        else:
            await self._tell_abort(str(error) or type(error).__name__)

    async def _tell_abort(self, reason: str | None) -> None:
        context = self._state.runtime_context
        event = AbortEvent(self.steps, self.usage, reason, self.partial(), context)
        await self._notifier.notify("on_abort", event)

    async def _release(self) -> None:
        self._phase = _Phase.DONE
        try:
            if self._step is not None:
                await self._step.aclose()
        finally:
            await self._tools.aclose()
