"""`instructions`, `prompt` and `messages` brought to the one form that models get.

What messages and their parts may hold is read in `conversation`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import InvalidPromptError, MissingToolResultsError
from ..types.content import (
    TextPart,
    ToolApprovalRequest,
    ToolApprovalResponse,
    ToolCall,
    ToolResult,
)
from ..types.messages import Message, SystemMessage, UserMessage

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Instructions",
    "MessageLike",
    "check_tool_results",
    "normal_instructions",
    "normal_prompt",
]

MessageLike: TypeAlias = "Message | Mapping[str, Any]"
Instructions: TypeAlias = "str | SystemMessage | Sequence[str | SystemMessage]"


def normal_prompt(
    instructions: Instructions | None,
    prompt: str | Sequence[MessageLike] | None,
    messages: Sequence[MessageLike] | None,
    *,
    allow_system: bool = False,
) -> tuple[Message, ...]:
    """The whole prompt as messages whose content is parts.

    Args:
        instructions: system text, or several.
        prompt: a user's text, or messages. Exactly one of `prompt` and `messages` is given.
        messages: a conversation.
        allow_system: whether system messages may stand in the conversation.

    Raises:
        InvalidPromptError: none or both are given, one is empty, or a message is malformed.
    """
    if prompt is None and messages is None:
        raise InvalidPromptError("give a prompt or messages", parameter="prompt")
    if prompt is not None and messages is not None:
        raise InvalidPromptError(
            "give either prompt or messages, not both", parameter="prompt", value=prompt
        )
    name = "messages" if prompt is None else "prompt"
    given = messages if prompt is None else prompt
    if isinstance(given, str) and name == "prompt":
        if not given:
            raise InvalidPromptError("prompt is empty", parameter="prompt", value=given)
        conversation: list[Message] = [UserMessage((TextPart(given),))]
    else:
        from .conversation import conversation_of  # a text alone needs none of it

        conversation = conversation_of(given, name, allow_system)
    return (*normal_instructions(instructions), *conversation)


def normal_instructions(given: Instructions | None) -> tuple[SystemMessage, ...]:
    """`instructions=` as system messages.

    Raises:
        InvalidPromptError: it holds something else than text and system messages.
    """
    if given is None:
        return ()
    items = [given] if isinstance(given, (str, SystemMessage)) else given
    if isinstance(items, (bytes, Mapping)) or not isinstance(items, Sequence):
        raise InvalidPromptError(
            f"instructions must be a str or SystemMessage, not {type(given).__name__}",
            parameter="instructions",
        )
    out = [SystemMessage(item) if isinstance(item, str) else item for item in items]
    for item in out:
        if not isinstance(item, SystemMessage):
            raise InvalidPromptError(
                f"instructions must hold str or SystemMessage, not {type(item).__name__}",
                parameter="instructions",
            )
    return tuple(out)


def check_tool_results(messages: Iterable[Message]) -> None:
    """Refuse a history in which a client-side tool call was never answered.

    Raises:
        MissingToolResultsError: with the ids of the calls.
    """
    open_calls: dict[str, str] = {}
    approvals: dict[str, str] = {}
    for message in messages:
        if isinstance(message, (UserMessage, SystemMessage)):
            if open_calls and isinstance(message, UserMessage):
                break
            continue
        for part in message.content:
            if isinstance(part, ToolCall) and not part.provider_executed:
                open_calls[part.tool_call_id] = part.tool_name
            elif isinstance(part, ToolResult):
                open_calls.pop(part.tool_call_id, None)
            elif isinstance(part, ToolApprovalRequest):
                call = part.tool_call.tool_call_id if part.tool_call else part.tool_call_id
                approvals[part.approval_id] = call or ""
            elif isinstance(part, ToolApprovalResponse):
                open_calls.pop(approvals.get(part.approval_id, ""), None)
    if open_calls:
        calls = ", ".join(f"{name} ({call_id})" for call_id, name in open_calls.items())
        raise MissingToolResultsError(
            f"these tool calls have no result in the messages: {calls}{_waiting(open_calls, approvals)}",
            tool_call_ids=tuple(open_calls),
        )


def _waiting(open_calls: Mapping[str, str], approvals: Mapping[str, str]) -> str:
    asked = [approval for approval, call in approvals.items() if call in open_calls]
    if not asked:
        return ""
    return f"; answer the approval requests {', '.join(asked)} with ToolApprovalResponse parts"
