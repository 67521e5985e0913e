"""A step in the making: its model call, made whole or read as a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..engine.assemble import Assembler
from ..engine.call_ids import with_unique_calls
from ..engine.step_parts import StepParts
from ..engine.tool_calls import CheckedCall, check_call
from ..engine.tool_choices import with_choice_told
from ..types.call import ModelToolCall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..engine.step_plan import StepPlan
    from ..engine.step_timer import StepTimer
    from ..types.call import ModelResult
    from ..types.run import CallControl
    from ..types.stream_parts import StreamPart
    from .port import AsyncModelStream
    from .step_models import AsyncStepModel

__all__ = ["AsyncOpenStep"]


class AsyncOpenStep:
    """One model call of a run.

    Attributes:
        plan: what the step is to do.
        model: who does it.
        timer: the step's stopwatch.
        began: the model has begun to answer.
    """

    def __init__(
        self, plan: StepPlan, model: AsyncStepModel, timer: StepTimer, *, raw: bool
    ) -> None:
        self.plan = plan
        self.model = model
        self.timer = timer
        self.began = False
        self._parts = StepParts(plan.number, plan.tools, raw=raw)
        self._assembler = Assembler()
        self._stream: AsyncModelStream | None = None
        self._answer: ModelResult | None = None

    async def ask(self, control: CallControl) -> None:
        """Have the whole answer."""
        answer = await self.model.driver.generate(self.plan.call, control)
        self._answer = self._told(answer)
        self.began = True
        self.timer.answered()

    async def open(self, control: CallControl) -> AsyncModelStream:
        """Have a stream whose first output is there."""
        self._stream = await self.model.driver.stream(self.plan.call, control)
        self.began = True
        self.timer.first_output()
        return self._stream

    async def read(self) -> Sequence[StreamPart] | None:
        """The stream's next parts; None when the answer is complete."""
        stream = self._stream
        assert stream is not None
        parts = await stream.receive()
        if parts is None:
            self._answer = self._told(self._assembled(stream))
            self.timer.answered()
            await self.aclose()
            return None
        self._assembler.feed(parts)
        return self._parts.feed(parts)

    @property
    def answer(self) -> ModelResult:
        """The answer, as far as it has come."""
        return self._answer or with_unique_calls(self._assembled(self._stream))

    @property
    def calls(self) -> dict[str, CheckedCall]:
        """The calls that were checked already, by id."""
        return self._parts.calls

    @property
    def model_calls(self) -> tuple[ModelToolCall, ...]:
        """The answer's tool calls as the model wrote them, as far as they have come."""
        return tuple(part for part in self.answer.content if isinstance(part, ModelToolCall))

    def model_call(self, tool_call_id: str) -> ModelToolCall:
        """One of them."""
        return next(call for call in self.model_calls if call.tool_call_id == tool_call_id)

    def checked(self, *, complete: bool = True) -> dict[str, CheckedCall]:
        """The answer's tool calls by id; none is to be run unless the answer is `complete`."""
        known, tools = self._parts.calls, self.plan.tools
        return {
            call.tool_call_id: known.get(call.tool_call_id)
            or check_call(call, tools, complete=complete)
            for call in self.model_calls
        }

    async def aclose(self) -> None:
        """Close the connection, or give it back if the answer is complete."""
        stream, self._stream = self._stream, None
        if stream is not None:
            await stream.aclose()

    def _told(self, answer: ModelResult) -> ModelResult:
        """A whole answer: its calls told apart, and what it did not keep to told."""
        return with_choice_told(with_unique_calls(answer), self.plan.call)

    def _assembled(self, stream: AsyncModelStream | None) -> ModelResult:
        if stream is None:
            return self._assembler.result()
        return self._assembler.result(
            warnings=stream.warnings,
            request=stream.request,
            response=stream.response,
            attempts=stream.attempts,
        )
