"""Conversations as callers write them, read into messages whose content is checked parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ..errors import InvalidPromptError
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

__all__ = ["conversation_of", "merged_tool_messages"]

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


def conversation_of(given: Any, name: str, allow_system: bool) -> list[Message]:
    """Messages, or dicts of their fields, as messages.

    Args:
        given: what the caller gave.
        name: the argument it came in.
        allow_system: whether system messages may stand among them.

    Raises:
        InvalidPromptError: there are none, or one is malformed.
    """
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
