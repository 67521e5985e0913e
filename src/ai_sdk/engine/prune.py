"""`prune_messages`: the parts of a conversation that later calls can do without."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict

from ..errors import InvalidArgumentError
from ..types._value import evolve, value
from ..types.content import (
    ReasoningPart,
    ToolApprovalRequest,
    ToolApprovalResponse,
    ToolCall,
    ToolResult,
)
from ..types.messages import AssistantMessage, Message, SystemMessage, ToolMessage, UserMessage
from ..types.tools import ErrorOutput
from .conversation import merged_tool_messages
from .message_forms import message_of

if TYPE_CHECKING:
    from .prompt import MessageLike

__all__ = ["ToolCallPruning", "prune_messages"]

ReasoningPruning: TypeAlias = Literal["all", "before-last-message", "none"]
IncompletePruning: TypeAlias = Literal["keep", "remove", "answer"]

_LAST = re.compile(r"before-last-(?:message|([1-9][0-9]*)-messages)")
_TOOL_PARTS = (ToolCall, ToolResult, ToolApprovalRequest, ToolApprovalResponse)
_LOST = "the run ended before this tool gave a result"


class ToolCallPruning(TypedDict, total=False):
    """Which tool calls to remove: `type` says where, `tools` of which tools (all by default)."""

    type: str
    tools: Sequence[str]


def prune_messages(
    messages: Sequence[MessageLike],
    *,
    reasoning: ReasoningPruning = "none",
    tool_calls: str | Sequence[ToolCallPruning] = "none",
    empty_messages: Literal["keep", "remove"] = "remove",
    incomplete_tool_calls: IncompletePruning = "keep",
) -> list[Message]:
    """`messages` without what later calls can do without, to save tokens or mend a history.

    Args:
        messages: message classes or dicts; they are left as they are.
        reasoning: which reasoning to remove: "all", "before-last-message" or "none".
        tool_calls: which tool calls to remove, with their results and approvals: "all",
            "before-last-message", "before-last-3-messages" (any number), "none", or a list of
            rules such as `{"type": "all", "tools": ["search"]}`. Calls that the kept messages
            refer to stay.
        empty_messages: whether to remove messages that have nothing left in them.
        incomplete_tool_calls: what to do about calls that were never answered, as an aborted run
            leaves them behind: "keep" (the next call then raises `MissingToolResultsError`),
            "remove" them, or "answer" them with an error that tells the model what happened.
            Calls that wait for an approval which has been given or denied are not touched.

    Returns:
        New messages.

    Raises:
        InvalidArgumentError: A rule is none of these, or a message is malformed.

    Example:
        >>> said = AssistantMessage([ReasoningPart("let me see"), TextPart("4")])
        >>> prune_messages([UserMessage("2 + 2?"), said], reasoning="all")[1].content
        (TextPart(text='4'),)
    """
    rules = _rules(tool_calls)
    _check("reasoning", reasoning, ("all", "before-last-message", "none"))
    _check("empty_messages", empty_messages, ("keep", "remove"))
    _check("incomplete_tool_calls", incomplete_tool_calls, ("keep", "remove", "answer"))
    read = [_with_parts(message_of(item, f"messages[{i}]")) for i, item in enumerate(messages)]
    out = _without_reasoning(read, reasoning)
    for rule in rules:
        out = _without_calls(out, rule)
    if incomplete_tool_calls == "answer":
        out = _answered(out)
    elif incomplete_tool_calls == "remove":
        lost = set(_incomplete(out))
        out = _filtered(out, lambda _, part: _id_of(part, {}) not in lost)
    return [m for m in out if m.content] if empty_messages == "remove" else out


def _check(name: str, given: Any, known: Sequence[str]) -> None:
    if given not in known:
        raise InvalidArgumentError(
            f"{name} must be one of {', '.join(known)}, not {given!r}", parameter=name, value=given
        )


@value
class _Rule:
    """`kept`: how many last messages stay untouched. `tools`: of which tools to remove; None: all."""

    kept: int
    tools: tuple[str, ...] | None


def _rules(given: Any) -> list[_Rule]:
    if isinstance(given, str):
        return [] if given == "none" else [_Rule(_kept(given), None)]
    if isinstance(given, Mapping) or not isinstance(given, Sequence):
        raise _bad_rule(given)
    return [_rule(item) for item in given]


def _rule(given: Any) -> _Rule:
    if not isinstance(given, Mapping) or not set(given) <= {"type", "tools"}:
        raise _bad_rule(given)
    tools = given.get("tools")
    if isinstance(tools, str):
        tools = (tools,)
    return _Rule(_kept(given.get("type")), None if tools is None else tuple(tools))


def _kept(kind: Any) -> int:
    if kind == "all":
        return 0
    found = _LAST.fullmatch(kind) if isinstance(kind, str) else None
    if found is None:
        raise _bad_rule(kind)
    return int(found[1] or 1)


def _bad_rule(given: Any) -> InvalidArgumentError:
    return InvalidArgumentError(
        "tool_calls must be 'all', 'before-last-message', 'before-last-N-messages', 'none' or a "
        f"list of {{'type': ..., 'tools': [...]}}, not {given!r}",
        parameter="tool_calls",
        value=given,
    )


def _with_parts(message: Message) -> Message:
    if isinstance(message, (SystemMessage, UserMessage)) or isinstance(message.content, str):
        return message
    return evolve(message, content=tuple(message.content))


def _filtered(messages: Sequence[Message], keep: Callable[[int, Any], bool]) -> list[Message]:
    """The messages with the parts of assistant and tool that `keep(index, part)` wants."""
    out: list[Message] = []
    for index, message in enumerate(messages):
        if isinstance(message, (AssistantMessage, ToolMessage)) and not isinstance(
            message.content, str
        ):
            parts = tuple(part for part in message.content if keep(index, part))
            message = message if len(parts) == len(message.content) else _replaced(message, parts)
        out.append(message)
    return out


def _replaced(message: Message, parts: tuple[Any, ...]) -> Message:
    return evolve(message, content=parts)


def _without_reasoning(messages: list[Message], which: str) -> list[Message]:
    if which == "none":
        return messages
    last = len(messages) - 1 if which == "before-last-message" else len(messages)
    return _filtered(
        messages, lambda index, part: index >= last or not isinstance(part, ReasoningPart)
    )


def _parts(messages: Sequence[Message]) -> list[Any]:
    return [
        part
        for message in messages
        if isinstance(message, (AssistantMessage, ToolMessage))
        for part in (() if isinstance(message.content, str) else message.content)
    ]


def _id_of(part: Any, approvals: Mapping[str, str | None]) -> str | None:
    """The tool call that a part belongs to; None for parts that belong to none."""
    if isinstance(part, ToolApprovalResponse):
        return approvals.get(part.approval_id)
    if isinstance(part, ToolApprovalRequest):
        return part.tool_call.tool_call_id if part.tool_call is not None else part.tool_call_id
    return part.tool_call_id if isinstance(part, (ToolCall, ToolResult)) else None


def _approvals(parts: Sequence[Any]) -> dict[str, str | None]:
    return {p.approval_id: _id_of(p, {}) for p in parts if isinstance(p, ToolApprovalRequest)}


def _without_calls(messages: list[Message], rule: _Rule) -> list[Message]:
    parts = _parts(messages)
    approvals = _approvals(parts)
    names = {p.tool_call_id: p.tool_name for p in parts if isinstance(p, (ToolCall, ToolResult))}
    edge = max(0, len(messages) - rule.kept)
    kept = {_id_of(part, approvals) for part in _parts(messages[edge:])}

    def keep(index: int, part: Any) -> bool:
        if index >= edge or not isinstance(part, _TOOL_PARTS):
            return True
        call = _id_of(part, approvals)
        if call is not None and call in kept:
            return True
        return rule.tools is not None and names.get(call or "") not in rule.tools

    return _filtered(messages, keep)


def _incomplete(messages: Sequence[Message]) -> dict[str, ToolCall]:
    """The client-side calls without result and without answered approval, by id."""
    parts = _parts(messages)
    approvals = _approvals(parts)
    calls = {
        p.tool_call_id: p for p in parts if isinstance(p, ToolCall) and not p.provider_executed
    }
    for part in parts:
        if isinstance(part, (ToolResult, ToolApprovalResponse)):
            calls.pop(_id_of(part, approvals) or "", None)
    return calls


def _answered(messages: list[Message]) -> list[Message]:
    lost = _incomplete(messages)
    out: list[Message] = []
    for message in messages:
        out.append(message)
        made = [p for p in _parts([message]) if isinstance(p, ToolCall) and p.tool_call_id in lost]
        if made:
            out.append(ToolMessage(tuple(_failed(call) for call in made)))
    return merged_tool_messages(out)


def _failed(call: ToolCall) -> ToolResult:
    return ToolResult(
        call.tool_call_id, call.tool_name, _LOST, ErrorOutput(_LOST), dynamic=call.dynamic
    )
