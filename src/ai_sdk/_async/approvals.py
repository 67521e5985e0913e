"""Asking the caller's policy whether tool calls may run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..concurrency import async_ as cc
from ..engine.approval_signatures import check_signature
from ..engine.approvals import approval_request
from ..engine.tool_binding import context_of
from ..tools.approval import ToolApproval, ToolApprovalContext, approval_status
from ..types.content import ToolApprovalResponse

if TYPE_CHECKING:
    from ..engine.approvals import AnsweredCall
    from ..engine.setup import RunSetup
    from ..engine.step_plan import StepPlan
    from ..engine.tool_calls import CheckedCall
    from ..types.content import ToolApprovalRequest

__all__ = ["AsyncApprovals"]


class AsyncApprovals:
    """The policy of one run."""

    def __init__(self, setup: RunSetup) -> None:
        policy = setup.tool_approval
        self._rules: Mapping[str, Any] = policy if isinstance(policy, Mapping) else {}
        self._every: Any = None if isinstance(policy, Mapping) else policy
        self._secret = setup.tool_approval_secret
        self._cancel = setup.control.cancel
        for rule in (self._every, *self._rules.values()):
            if callable(rule):
                cc.check_colour(rule, "tool_approval")

    async def of(self, checked: CheckedCall, plan: StepPlan) -> ToolApproval:
        """What the policy says of a call.

        Raises:
            InvalidArgumentError: it says no status.
        """
        call = checked.call
        if self._every is not None:
            about = ToolApprovalContext(
                call, plan.tools, plan.messages, plan.tools_context, plan.runtime_context
            )
            said = await cc.invoke(self._every, about)
            return approval_status(said)
        rule = self._rules.get(call.tool_name)
        if callable(rule):
            context = context_of(plan, call.tool_call_id, call.tool_name, call.input, self._cancel)
            rule = await cc.invoke(rule, checked.arguments, context)
        return approval_status(rule, f"tool_approval[{call.tool_name!r}]")

    def noted(
        self, checked: CheckedCall, said: ToolApproval
    ) -> list[ToolApprovalRequest | ToolApprovalResponse]:
        """What the conversation keeps of the verdict: a request, and the policy's own answer."""
        if said.type == "not-applicable":
            return []
        automatic = said.type != "user-approval"
        request = approval_request(checked.call, self._secret, automatic=automatic)
        if not automatic:
            return [request]
        approved = said.type == "approved"
        return [request, ToolApprovalResponse(request.approval_id, approved, said.reason)]

    def verify(self, answered: AnsweredCall) -> None:
        """Refuse consent to a call that is not the one that was asked for.

        Raises:
            InvalidToolApprovalSignatureError: the signature is missing or does not match.
        """
        if self._secret is not None and answered.response.approved:
            check_signature(self._secret, answered.request, answered.call)
