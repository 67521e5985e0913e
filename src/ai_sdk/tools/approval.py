"""Approval: who may let a tool call run, as the caller says it with `tool_approval=`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from ..errors import InvalidArgumentError
from ..types._value import EMPTY, field, value
from .value import Tool

if TYPE_CHECKING:
    from ..types.content import ToolCall
    from ..types.messages import Message
    from .context import ToolContext
    from .value import AnyTool

__all__ = [
    "ApprovalStatus",
    "ToolApproval",
    "ToolApprovalContext",
    "ToolApprovalPolicy",
    "approval_policy",
    "approval_status",
]

ApprovalStatus: TypeAlias = Literal["not-applicable", "approved", "denied", "user-approval"]
_WORDS: tuple[str, ...] = get_args(ApprovalStatus)


@value
class ToolApproval:
    """What a policy says of a tool call, with a reason.

    Attributes:
        type: "not-applicable" (runs, nothing is noted), "approved" (runs, noted), "denied" (does
            not run; the model is told the reason), "user-approval" (waits for somebody's answer).
        reason: why.

    Example:
        >>> ToolApproval("denied", "too expensive").reason
        'too expensive'
    """

    type: ApprovalStatus
    reason: str | None = None


@value
class ToolApprovalContext:
    """What a policy for all tools may know of a call.

    Attributes:
        tool_call: the call, its arguments validated.
        tools: the tools on offer by name.
        messages: the conversation up to the call.
        tools_context: tool name -> what the tool is given.
        runtime_context: the run's own value.

    Example:
        >>> from ai_sdk import generate_text, tool
        >>> from ai_sdk.testing import MockLanguageModel
        >>> @tool
        ... def pay(euros: int) -> str:
        ...     return f"paid {euros}"
        >>> def policy(about: ToolApprovalContext) -> str | None:
        ...     small = about.tool_call.input["euros"] < 10
        ...     return "approved" if small else "user-approval"
        >>> model = MockLanguageModel(tool_calls=[("pay", {"euros": 5}), ("pay", {"euros": 50})])
        >>> result = generate_text(model, prompt="Pay", tools=[pay], tool_approval=policy)
        >>> [each.output for each in result.tool_results]
        ['paid 5']
    """

    tool_call: ToolCall
    tools: Mapping[str, AnyTool] = field(default=EMPTY, repr=False)
    messages: Sequence[Message] = field(default=(), repr=False)
    tools_context: Mapping[str, Any] = field(default=EMPTY, repr=False)
    runtime_context: Any = field(default=None, repr=False)


if TYPE_CHECKING:
    Verdict: TypeAlias = ToolApproval | ApprovalStatus | None
    OneToolPolicy: TypeAlias = (
        ApprovalStatus | ToolApproval | Callable[[Any, ToolContext[Any]], Any]
    )
    ToolApprovalPolicy: TypeAlias = (
        Callable[[ToolApprovalContext], Any] | Mapping[str, OneToolPolicy]
    )
else:
    ToolApprovalPolicy = Any


def approval_status(said: Any, by: str = "tool_approval") -> ToolApproval:
    """What a policy returned, in its normal form.

    Raises:
        InvalidArgumentError: it is no status.

    Example:
        >>> approval_status(None).type, approval_status("denied").type
        ('not-applicable', 'denied')
    """
    if said is None:
        return ToolApproval("not-applicable")
    if isinstance(said, Mapping):
        said = ToolApproval(said.get("type"), said.get("reason"))  # type: ignore[arg-type] # checked below
    status = said if isinstance(said, ToolApproval) else ToolApproval(said)
    if not isinstance(status.type, str) or status.type not in _WORDS:
        raise InvalidArgumentError(
            f"{by} must say {', '.join(map(repr, _WORDS))} or None, not {status.type!r}",
            parameter="tool_approval",
            value=said,
        )
    return status


def approval_policy(given: Any, tools: Mapping[str, AnyTool]) -> ToolApprovalPolicy | None:
    """`tool_approval=`, checked.

    Raises:
        InvalidArgumentError: it is neither a function nor a mapping of tools run here to statuses
            or functions.
    """
    policy: ToolApprovalPolicy | None = given
    if given is None or callable(given):
        return policy
    if not isinstance(given, Mapping):
        raise _bad(f"must be a function or a mapping tool name -> status, not {given!r}", given)
    for name, rule in given.items():
        tool = tools.get(name)
        if tool is None:
            raise _bad(f"names {name!r}; the tools are: {', '.join(tools) or 'none'}", given)
        if not isinstance(tool, Tool) or tool.execute is None:
            raise _bad(f"names {name!r}, which is not run here, so nothing can be approved", given)
        if not callable(rule):
            approval_status(rule, f"tool_approval[{name!r}]")
    return policy


def _bad(what: str, given: Any) -> InvalidArgumentError:
    return InvalidArgumentError(f"tool_approval {what}", parameter="tool_approval", value=given)
