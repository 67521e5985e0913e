"""`instructions`, `prompt` and `messages` brought to the one form that models get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import InvalidPromptError, MissingToolResultsError
from ..types._value import EMPTY, evolve
from ..types.content import (
    CustomPart,
    FilePart,
    ImagePart,
    ReasoningPart,
    Source,
    TextPart,
    ToolApprovalRequest,
    ToolApprovalResponse,
    ToolCall,
    ToolResult,
)
from ..types.messages import AssistantMessage, Message, SystemMessage, ToolMessage, UserMessage
from .files import file_part, image_part
from .json_numbers import where_not_finite
from .message_forms import message_of, part_of
from .part_fields import PARTS, check_fields
from .tool_outputs import default_output

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Instructions",
    "MessageLike",
    "check_tool_results",
    "merged_tool_messages",
    "normal_instructions",
    "normal_prompt",
]

MessageLike: TypeAlias = "Message | Mapping[str, Any]"
Instructions: TypeAlias = "str | SystemMessage | Sequence[str | SystemMessage]"

_USER = (TextPart, FilePart, CustomPart)
_ASSISTANT = (
    TextPart,
    ReasoningPart,
    FilePart,
    Source,
    CustomPart,
    ToolCall,
    ToolResult,
    ToolApprovalRequest,
)
_TOOL = (ToolResult, ToolApprovalResponse, CustomPart)


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
        conversation = _conversation(given, name, allow_system)
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


def _conversation(given: Any, name: str, allow_system: bool) -> list[Message]:
    if isinstance(given, (Mapping, str, bytes)) or not isinstance(given, Sequence):
        wanted = "a list of messages" if name == "messages" else "a str or a list of messages"
        raise InvalidPromptError(
            f"{name} must be {wanted}, not {type(given).__name__}", parameter=name
        )
    if not given:
        raise InvalidPromptError(f"{name} is empty", parameter=name)
    read = [message_of(item, f"{name}[{i}]") for i, item in enumerate(given)]
    for i, message in enumerate(read):
        if isinstance(message, SystemMessage) and not allow_system:
            raise InvalidPromptError(
                f"{name}[{i}] is a system message: pass it as instructions=, or set "
                "allow_system_in_messages=True if no part of the conversation is a stranger's",
                parameter=name,
            )
    return merged_tool_messages(_normal(message, f"{name}[{i}]") for i, message in enumerate(read))


def merged_tool_messages(messages: Iterable[Message]) -> list[Message]:
    """`messages` with neighbouring tool messages made one: providers want one answer per turn."""
    out: list[Message] = []
    for message in messages:
        last = out[-1] if out else None
        if isinstance(message, ToolMessage) and isinstance(last, ToolMessage):
            options = {**last.provider_options, **message.provider_options}
            both = (*last.content, *message.content)
            out[-1] = ToolMessage(both, provider_options=options or EMPTY)
        else:
            out.append(message)
    return out


def _normal(message: Message, where: str) -> Message:
    if isinstance(message, SystemMessage):
        if not isinstance(message.content, str):
            raise InvalidPromptError(f"{where}: content must be a str", parameter="messages")
        return message
    allowed: tuple[type, ...] = _TOOL
    if isinstance(message, UserMessage):
        allowed = _USER
    elif isinstance(message, AssistantMessage):
        allowed = _ASSISTANT
    content: Any = message.content
    items = (TextPart(content),) if isinstance(content, str) else tuple(content)
    parts = tuple(_part(item, allowed, f"{where}.content[{i}]") for i, item in enumerate(items))
    if isinstance(message, ToolMessage) and not parts:
        raise InvalidPromptError(f"{where}: a tool message needs results", parameter="messages")
    return evolve(message, content=parts)


def _part(item: Any, allowed: tuple[type, ...], where: str) -> Any:
    item = part_of(item, where)
    if type(item) in PARTS.values():
        check_fields(item, where)
    if isinstance(item, ImagePart):
        item = image_part(item)
    elif isinstance(item, FilePart):
        item = file_part(item)
    elif isinstance(item, ToolResult):
        form = item.output if item.model_output is None else item.model_output
        item = evolve(item, model_output=default_output(form))
        _check_numbers(getattr(item.model_output, "value", None), where)
    elif isinstance(item, ToolCall):
        _check_numbers(item.input, where)
    if not isinstance(item, allowed):
        names = ", ".join(kind.__name__ for kind in allowed)
        raise InvalidPromptError(
            f"{where}: {type(item).__name__} cannot stand here; allowed are {names}",
            parameter="messages",
        )
    return item


def _check_numbers(data: Any, where: str) -> None:
    with suppress(RecursionError):  # what nests too deeply is refused where it is written
        found = where_not_finite(data)
        if found is not None:
            raise InvalidPromptError(
                f"{where} holds {found}, for which JSON has no number; put None or text there",
                parameter="messages",
                value=data,
            )


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
