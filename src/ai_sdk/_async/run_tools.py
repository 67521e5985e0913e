"""What a run does about tools. Most runs have none, so what runs them is made when it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..engine.approvals import AnsweredCall
    from ..engine.setup import RunSetup
    from ..engine.step_plan import StepPlan
    from ..engine.tool_calls import CheckedCall
    from ..types.content import ToolFailure, ToolResult
    from ..types.run import CallControl
    from ..types.stream_parts import StreamPart
    from .approvals import AsyncApprovals
    from .callbacks import AsyncNotifier
    from .open_step import AsyncOpenStep
    from .step_tools import AsyncStepTools
    from .tool_inputs import AsyncToolInputs
    from .tool_runs import AsyncToolRunner

__all__ = ["AsyncRunTools"]


class AsyncRunTools:
    """The tools of a run, step by step; close it at the run's end.

    Raises:
        ConfigurationError: On the synchronous face, a function of a tool is a coroutine function.
    """

    def __init__(self, setup: RunSetup, notifier: AsyncNotifier) -> None:
        self._setup, self._notifier = setup, notifier
        self._runner: AsyncToolRunner | None = None
        self._approvals: AsyncApprovals | None = None
        self._inputs: AsyncToolInputs | None = None
        self._step: AsyncStepTools | None = None
        asks = setup.tool_approval is not None or setup.repair_tool_call is not None
        if setup.tools or asks:  # their functions are checked here
            self._open_inputs()
            self._open_step()

    def _open_inputs(self) -> AsyncToolInputs:
        if self._inputs is None:
            from .tool_inputs import AsyncToolInputs

            self._inputs = AsyncToolInputs(self._setup)
        return self._inputs

    def _open_step(self) -> AsyncStepTools:
        if self._step is None:
            from .approvals import AsyncApprovals
            from .step_tools import AsyncStepTools
            from .tool_runs import AsyncToolRunner

            self._runner = self._runner or AsyncToolRunner(self._setup, self._notifier)
            self._approvals = self._approvals or AsyncApprovals(self._setup)
            self._step = AsyncStepTools(self._runner, self._approvals)
        return self._step

    # ---- calls on their way

    async def arrived(
        self, parts: Sequence[StreamPart], step: AsyncOpenStep
    ) -> Sequence[StreamPart]:
        """A stream's parts, with bad calls replaced by their repaired forms."""
        return parts if self._inputs is None else await self._inputs.arrived(parts, step)

    async def complete(self, step: AsyncOpenStep) -> dict[str, CheckedCall]:
        """The calls of an answer that came whole, by id, each seen to."""
        if step.model_calls:
            await self._open_inputs().complete(step)
        return step.checked()

    # ---- the calls of one step

    async def begin(
        self,
        calls: Mapping[str, CheckedCall],
        runnable: Sequence[CheckedCall],
        plan: StepPlan,
        control: CallControl,
    ) -> list[Any]:
        """Start a step's tools; see `AsyncStepTools.begin`."""
        return await self._open_step().begin(calls, runnable, plan, control)

    async def resume(
        self, answered: Sequence[AnsweredCall], plan: StepPlan, control: CallControl
    ) -> list[Any]:
        """Start what was approved since the last run; see `AsyncStepTools.resume`."""
        return await self._open_step().resume(answered, plan, control)

    async def receive(self) -> list[Any] | None:
        """The next result or failure of the step's tools; None when all are there."""
        return await self._open_step().receive()

    @property
    def outcomes(self) -> tuple[ToolResult | ToolFailure, ...]:
        """What has come of the step's calls so far."""
        return () if self._step is None else self._step.outcomes

    @property
    def approvals(self) -> tuple[Any, ...]:
        """Requests for consent in this step, and the answers that the policy gave."""
        return () if self._step is None else tuple(self._step.approvals)

    def end_step(self) -> dict[str, float]:
        """Forget the step; how long each of its calls ran, by id."""
        self._step = None
        return {} if self._runner is None else self._runner.take_seconds()

    async def aclose(self) -> None:
        """End what still runs."""
        if self._runner is not None:
            await self._runner.aclose()
        if self._step is not None:
            await self._step.aclose()
