"""What follows a model's answer: approvals, then the tools; parts come as they are ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..engine.tool_calls import recheck_call
from ..engine.tool_outcomes import denial, invalid_outcome
from ..errors import InvalidToolApprovalError
from ..types.content import ToolResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..engine.approvals import AnsweredCall
    from ..engine.step_plan import StepPlan
    from ..engine.tool_calls import CheckedCall
    from ..types.content import ToolApprovalRequest, ToolApprovalResponse, ToolFailure
    from ..types.run import CallControl
    from .approvals import AsyncApprovals
    from .tool_runs import AsyncToolBatch, AsyncToolRunner

__all__ = ["AsyncStepTools"]


class AsyncStepTools:
    """The tool calls of one step on their way to outcomes.

    Attributes:
        approvals: requests, and the answers that the policy gave.
    """

    def __init__(self, runner: AsyncToolRunner, approvals: AsyncApprovals) -> None:
        self._runner = runner
        self._policy = approvals
        self._order: Sequence[str] = ()
        self._outcomes: dict[str, ToolResult | ToolFailure] = {}
        self._batch: AsyncToolBatch | None = None
        self.approvals: list[ToolApprovalRequest | ToolApprovalResponse] = []

    @property
    def outcomes(self) -> tuple[ToolResult | ToolFailure, ...]:
        """What has come of the calls so far, in the order of the calls."""
        return tuple(self._outcomes[key] for key in self._order if key in self._outcomes)

    async def begin(
        self,
        calls: Mapping[str, CheckedCall],
        runnable: Sequence[CheckedCall],
        plan: StepPlan,
        control: CallControl,
    ) -> list[Any]:
        """Answer what needs no tool, ask the policy, and start the tools.

        Args:
            calls: all calls of the answer by id.
            runnable: those of them that a tool runs here.
            plan: the step.
            control: when the step and the run must have ended.
        """
        self._order = tuple(calls)
        failures = [invalid_outcome(checked) for checked in calls.values()]
        parts: list[Any] = [self._settled(failed) for failed in failures if failed is not None]
        ready: list[CheckedCall] = []
        for checked in runnable:
            said = await self._policy.of(checked, plan)
            noted = self._policy.noted(checked, said)
            self.approvals += noted
            parts += noted
            if said.type == "denied":
                parts.append(self._settled(denial(checked, said.reason)))
            elif said.type != "user-approval":
                ready.append(checked)
        self._start(ready, plan, control)
        return parts

    async def resume(
        self, answered: Sequence[AnsweredCall], plan: StepPlan, control: CallControl
    ) -> list[Any]:
        """Settle denied calls and start approved ones, once they are found to be in order.

        A call whose tool is gone or whose arguments no longer fit fails as such a call of a model
        does; what the policy denies now is denied.

        Raises:
            InvalidToolApprovalSignatureError: a call is not the one that was asked for.
        """
        self._order = [each.call.tool_call_id for each in answered]
        for each in answered:
            self._policy.verify(each)
        parts: list[Any] = []
        ready: list[CheckedCall] = []
        for each in answered:
            checked = recheck_call(each.call, plan.tools)
            outcome = await self._refused(each, checked, plan)
            if outcome is None:
                ready.append(checked)
            else:
                parts.append(self._settled(outcome))
        self._start(ready, plan, control)
        return parts

    async def _refused(
        self, answered: AnsweredCall, checked: CheckedCall, plan: StepPlan
    ) -> ToolResult | ToolFailure | None:
        """What comes of an answered call that must not run; None for one that may."""
        if not answered.response.approved:
            return denial(checked, answered.response.reason)
        failed = invalid_outcome(checked)
        if failed is not None:
            return failed
        if checked.tool is None:
            raise _not_run_here(answered)
        said = await self._policy.of(checked, plan)
        return denial(checked, said.reason) if said.type == "denied" else None

    async def receive(self) -> list[Any] | None:
        """The next preliminary result, result or failure; None when all are there."""
        if self._batch is None:
            return None
        outcome = await self._batch.receive()
        if outcome is None:
            await self.aclose()
            return None
        if isinstance(outcome, ToolResult) and outcome.preliminary:
            return [outcome]
        return [self._settled(outcome)]

    async def aclose(self) -> None:
        """Leave what still runs."""
        batch, self._batch = self._batch, None
        if batch is not None:
            await batch.aclose()

    def _start(self, ready: Sequence[CheckedCall], plan: StepPlan, control: CallControl) -> None:
        if ready:
            self._batch = self._runner.start(ready, plan, control)

    def _settled(self, outcome: ToolResult | ToolFailure) -> ToolResult | ToolFailure:
        self._outcomes[outcome.tool_call_id] = outcome
        return outcome


def _not_run_here(answered: AnsweredCall) -> InvalidToolApprovalError:
    call = answered.call
    return InvalidToolApprovalError(
        f"the tool {call.tool_name!r} is not run here, so its approved call cannot be run; send its "
        "result in a tool message",
        tool_name=call.tool_name,
        tool_call_id=call.tool_call_id,
        approval_id=answered.request.approval_id,
    )
