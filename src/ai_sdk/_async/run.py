"""One run of a language model with its steps and tools: the loop behind generate and stream.

The run is pulled: each `receive` gives the parts that became ready. `generate_text` pulls it dry
over plain calls, `stream_text` hands the parts on; everything else is the same code.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from ..concurrency import Deadline, DeadlineExceeded, async_ as cc
from ..engine.assemble import Assembler
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
from ..engine.step_parts import StepParts
from ..engine.tool_calls import CheckedCall, check_call
from ..errors import AISDKError, APITimeoutError, RunCancelledError
from ..types._value import evolve
from ..types.call import ModelResult, ModelToolCall
from ..types.results import GenerateTextResult, ModelInfo, StepResult
from ..types.stream_parts import Finish, FinishStep, StartStep, StreamPart
from ..types.usage import Usage
from .callbacks import AsyncNotifier
from .tool_runs import AsyncToolRunner, invalid_outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..engine.setup import RunSetup
    from ..types.call import LanguageModelCall
    from .port import AsyncLanguageDriver, AsyncModelStream

__all__ = ["AsyncRun"]


class _Phase(Enum):
    """Where the run stands."""

    STEP = "a model call is due"
    READING = "the model's stream is being read"
    TOOLS = "the model has answered; its tools are due"
    DONE = "the run is over"


class AsyncRun:
    """The state machine of a run. `streaming` chooses how the model is called, nothing else."""

    def __init__(
        self, driver: AsyncLanguageDriver, model: ModelInfo, setup: RunSetup, *, streaming: bool
    ) -> None:
        self._driver = driver
        self._model = model
        self._setup = setup
        self._streaming = streaming
        self._state = RunState(setup.call, setup.include)
        self._notifier = AsyncNotifier(setup.callbacks)
        for condition in setup.stop_when:
            cc.check_colour(condition, "stop_when")
        self._tools = AsyncToolRunner(setup, self._notifier)
        self._phase = _Phase.STEP
        self._control = setup.control
        self._stream: AsyncModelStream | None = None
        self._assembler = Assembler()
        self._parts = self._step_parts(0)
        self._answer: ModelResult | None = None
        self._calls: dict[str, CheckedCall] = {}
        self._started = False
        self._in_step = False  # a model has begun to answer, and its step is not finished
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
        return sum((step.usage for step in self._state.steps), Usage())

    @property
    def on_chunk(self) -> Any:
        """The callback for each part, or None."""
        return self._notifier.on_chunk

    async def chunk(self, event: ChunkEvent) -> None:
        """Tell the callback of a part; the stream waits for it."""
        await self._notifier.notify("on_chunk", event)

    def partial(self) -> GenerateTextResult[Any] | None:
        """Everything so far, the open step included, as a result marked by its finish reason.

        None when no model has begun to answer.
        """
        steps = list(self._state.steps)
        if self._in_step:
            scratch = RunState(self._state.first_call, self._setup.include)
            scratch.steps = steps
            answer = self._answer or self._assemble()
            scratch.add(self._model, StepOutcome(answer, self._checked(answer, complete=False)))
            return scratch.result(self._setup.output, failed=True)
        return self._state.result(self._setup.output, failed=True) if steps else None

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
        try:
            return await cc.guard(
                self._advance, deadline=self._deadline(), cancel=self._control.cancel
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
            event = AbortEvent(self.steps, self.usage, reason)
            await self._notifier.notify("on_abort", event)

    # ---- the machine

    async def _advance(self) -> Sequence[StreamPart] | None:
        if self._phase is _Phase.STEP:
            return await self._begin_step()
        if self._phase is _Phase.READING:
            return await self._read()
        if self._phase is _Phase.TOOLS:
            return await self._run_tools()
        return None

    async def _begin_step(self) -> Sequence[StreamPart]:
        call = self._state.next_call()
        if not self._started:
            await self._begin_run(call)
        number = len(self._state.steps)
        step = Deadline(self._setup.timeout.step)
        self._control = evolve(self._control, step=step)
        event = StepStartEvent(number, self._model, call.prompt)
        await self._notifier.notify("on_step_start", event)
        self._answer = None
        self._calls = {}
        self._parts = self._step_parts(number)
        if not self._streaming:
            self._answer = await self._driver.generate(call, self._control)
            self._in_step = True
            self._phase = _Phase.TOOLS
            return ()
        self._assembler = Assembler()
        stream = await self._driver.stream(call, self._control)
        self._stream = stream
        self._in_step = True
        self._phase = _Phase.READING
        return (StartStep(number, self._state.request(stream.request), tuple(stream.warnings)),)

    def _step_parts(self, number: int) -> StepParts:
        return StepParts(number, self._setup.tools, raw="raw_chunks" in self._setup.include)

    async def _begin_run(self, call: LanguageModelCall) -> None:
        self._started = True
        total = self._control.total or Deadline(self._setup.timeout.total)
        self._control = evolve(self._control, total=total)
        event = StartEvent(self._model, call.prompt, tuple(self._setup.tools))
        await self._notifier.notify("on_start", event)

    async def _read(self) -> Sequence[StreamPart]:
        stream = self._stream
        assert stream is not None
        parts = await stream.receive()
        if parts is None:
            await stream.aclose()
            self._stream = None
            self._answer = self._assemble(stream)
            self._phase = _Phase.TOOLS
            return ()
        self._assembler.feed(parts)
        return self._parts.feed(parts)

    def _assemble(self, stream: AsyncModelStream | None = None) -> ModelResult:
        source = stream or self._stream
        if source is None:
            return self._assembler.result()
        return self._assembler.result(
            warnings=source.warnings,
            request=source.request,
            response=source.response,
            attempts=source.attempts,
        )

    def _checked(self, answer: ModelResult, *, complete: bool = True) -> dict[str, CheckedCall]:
        known = self._parts.calls
        made = [part for part in answer.content if isinstance(part, ModelToolCall)]
        return {
            call.tool_call_id: known.get(call.tool_call_id)
            or check_call(call, self._setup.tools, complete=complete)
            for call in made
        }

    async def _run_tools(self) -> Sequence[StreamPart]:
        answer = self._answer
        assert answer is not None
        self._calls = self._checked(answer)
        ready = self._state.runnable(answer, tuple(self._calls.values()))
        messages = self._state.messages
        ran = await self._tools.run(ready, messages, self._control) if ready else ()
        outcomes = {outcome.tool_call_id: outcome for outcome in ran}
        for checked in self._calls.values():
            failure = invalid_outcome(checked)
            if failure is not None:
                outcomes[failure.tool_call_id] = failure
        ordered = tuple(outcomes[key] for key in self._calls if key in outcomes)
        return await self._end_step(StepOutcome(answer, self._calls, ordered))

    async def _end_step(self, outcome: StepOutcome) -> Sequence[StreamPart]:
        step = self._state.add(self._model, outcome)
        self._in_step = False
        await self._notifier.notify("on_step_end", StepEndEvent(step))
        finish = FinishStep(
            step.step_number,
            step.finish_reason,
            step.raw_finish_reason,
            step.usage,
            step.response,
            step.provider_metadata,
        )
        parts: list[StreamPart] = [*outcome.tool_outputs, finish]
        if self._state.may_continue() and not await self._stopped():
            self._phase = _Phase.STEP
            return parts
        return [*parts, *await self._end_run(step)]

    async def _stopped(self) -> bool:
        steps = self.steps
        for condition in self._setup.stop_when:
            if await cc.invoke(condition, steps):
                return True
        return False

    async def _end_run(self, step: StepResult) -> Sequence[StreamPart]:
        self._phase = _Phase.DONE
        result = self._state.result(self._setup.output)
        self.result = result
        self._ended = True
        await self._release()
        await self._notifier.notify("on_end", EndEvent(result))
        return (Finish(step.finish_reason, step.raw_finish_reason, result.usage),)

    # ---- ends

    def _deadline(self) -> Deadline | None:
        return Deadline.earliest(self._control.total, self._control.step)

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
        began = self._in_step or self._state.steps
        if began and isinstance(error, AISDKError) and getattr(error, "partial", ...) is None:
            error.partial = self.partial()  # type: ignore[attr-defined]
        self._phase = _Phase.DONE
        await self._release()
        if self._ended:
            return
        self._ended = True
        if isinstance(error, Exception) and not isinstance(error, RunCancelledError):
            await self._notifier.notify("on_error", ErrorEvent(error, self.steps))
        else:
            event = AbortEvent(self.steps, self.usage, str(error) or type(error).__name__)
            await self._notifier.notify("on_abort", event)

    async def _release(self) -> None:
        self._phase = _Phase.DONE
        stream, self._stream = self._stream, None
        try:
            if stream is not None:
                await stream.aclose()
        finally:
            await self._tools.aclose()
