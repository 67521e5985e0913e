"""Approval requests made, and the answers to them found in a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import InvalidToolApprovalError, ToolCallNotFoundForApprovalError
from ..types._value import evolve, value
from ..types.content import (
    ToolApprovalRequest,
    ToolApprovalResponse,
    ToolCall,
    ToolResult,
)
from ..types.messages import AssistantMessage, ToolMessage
from .approval_signatures import sign
from .ids import create_id_generator

if TYPE_CHECKING:
    from ..types.messages import Message
    from ..types.secret import Secret

__all__ = ["AnsweredCall", "answered_calls", "approval_request", "as_stored"]

_new_id = create_id_generator(prefix="approval")


def approval_request(
    call: ToolCall, secret: Secret | None, *, automatic: bool = False
) -> ToolApprovalRequest:
    """A request for consent to a call; signed where there is a secret."""
    approval_id = _new_id()
    signature = None if secret is None or automatic else sign(secret, approval_id, call)
    return ToolApprovalRequest(
        approval_id,
        call,
        call.tool_call_id,
        is_automatic=automatic,
        signature=signature,
    )


def as_stored(request: ToolApprovalRequest) -> ToolApprovalRequest:
    """The request as messages hold it: beside its call, so without it. A provider's own request
    is all there is of its call.
    """
    if request.tool_call is None or request.provider_executed:
        return request
    return evolve(request, tool_call=None, tool_call_id=request.tool_call.tool_call_id)


@value
class AnsweredCall:
    """A call that waited for consent, and the answer that has come."""

    call: ToolCall
    request: ToolApprovalRequest
    response: ToolApprovalResponse


def answered_calls(messages: Sequence[Message]) -> tuple[AnsweredCall, ...]:
    """The calls whose approval the last message answers and that have no result yet.

    Raises:
        ToolCallNotFoundForApprovalError: an answer belongs to no request, or that to no call.
        InvalidToolApprovalError: two answers to one request contradict each other.
    """
    last = messages[-1] if messages else None
    if not isinstance(last, ToolMessage):
        return ()
    responses = [p for p in last.content if isinstance(p, ToolApprovalResponse)]
    if not responses:
        return ()
    calls, requests, done = _history(messages)
    found: dict[str, AnsweredCall] = {}
    for response in responses:
        request = requests.get(response.approval_id)  # nosec B113 - a dict, no HTTP
        if request is None and response.provider_executed:
            continue
        answered = _answered(response, request, calls)
        if answered is None or answered.call.tool_call_id in done:
            continue
        before = found.setdefault(response.approval_id, answered)
        if before.response.approved != response.approved:
            raise InvalidToolApprovalError(
                f"the request {response.approval_id!r} is both approved and denied",
                tool_name=answered.call.tool_name,
                tool_call_id=answered.call.tool_call_id,
                approval_id=response.approval_id,
            )
    return tuple({each.call.tool_call_id: each for each in found.values()}.values())


def _history(
    messages: Sequence[Message],
) -> tuple[dict[str, ToolCall], dict[str, ToolApprovalRequest], set[str]]:
    """Calls by id, requests by approval id, and the ids of the calls that have a result."""
    calls: dict[str, ToolCall] = {}
    requests: dict[str, ToolApprovalRequest] = {}
    done: set[str] = set()
    for message in messages:
        if not isinstance(message, (AssistantMessage, ToolMessage)):
            continue
        for part in message.content:
            if isinstance(part, ToolCall):
                calls[part.tool_call_id] = part
            elif isinstance(part, ToolApprovalRequest):
                requests[part.approval_id] = part
            elif isinstance(part, ToolResult):
                done.add(part.tool_call_id)
    return calls, requests, done


def _answered(
    response: ToolApprovalResponse,
    request: ToolApprovalRequest | None,
    calls: dict[str, ToolCall],
) -> AnsweredCall | None:
    """None where the provider itself asked: the answer is sent to it."""
    if request is None:
        raise ToolCallNotFoundForApprovalError(
            f"the messages hold no approval request {response.approval_id!r}; keep the assistant's "
            "message with the request before the answer",
            approval_id=response.approval_id,
        )
    call_id = as_stored(request).tool_call_id or ""
    call = calls.get(call_id)
    if request.provider_executed or response.provider_executed:
        return None
    if call is None:
        raise ToolCallNotFoundForApprovalError(
            f"the messages hold no tool call {call_id!r}, for which approval "
            f"{response.approval_id!r} was asked",
            tool_call_id=call_id,
            approval_id=response.approval_id,
        )
    return AnsweredCall(call, request, response)
