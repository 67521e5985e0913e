"""Messages and parts given as plain dicts, read into the message classes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..errors import InvalidPromptError
from ..types._value import EMPTY
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
from .tool_outputs import output_of

__all__ = ["message_of", "part_of"]

_ROLES: dict[str, Any] = {
    "system": SystemMessage,
    "user": UserMessage,
    "assistant": AssistantMessage,
    "tool": ToolMessage,
}


def _problem(where: str, what: str) -> InvalidPromptError:
    return InvalidPromptError(f"{where}: {what}", parameter="messages")


def message_of(given: Any, where: str) -> Message:
    """The message that `given` (a message or its dict) stands for; `where` names it in errors."""
    if isinstance(given, (SystemMessage, UserMessage, AssistantMessage, ToolMessage)):
        return given
    if not isinstance(given, Mapping):
        raise _problem(where, f"a message is a dict or a message class, not {_kind(given)}")
    role = given.get("role")
    if not isinstance(role, str) or role not in _ROLES:
        raise _problem(where, f"role must be one of {', '.join(_ROLES)}, not {role!r}")
    unknown = set(given) - {"role", "content", "provider_options"}
    if unknown:
        raise _problem(
            where,
            f"unknown fields {sorted(unknown)}; provider fields go into provider_options",
        )
    if "content" not in given:
        raise _problem(where, "content is missing")
    options = given.get("provider_options") or EMPTY
    made: Message = _ROLES[role](_content(given["content"], role, where), provider_options=options)
    return made


def _content(content: Any, role: str, where: str) -> Any:
    if isinstance(content, str):
        if role == "tool":
            raise _problem(where, "a tool message's content is a list of tool results")
        return content
    if role == "system":
        raise _problem(where, f"a system message's content is a str, not {_kind(content)}")
    if not isinstance(content, Sequence) or isinstance(content, (bytes, Mapping)):
        raise _problem(where, f"content is a str or a list of parts, not {_kind(content)}")
    return tuple(part_of(part, f"{where}.content[{i}]") for i, part in enumerate(content))


def part_of(given: Any, where: str) -> Any:
    """The part that `given` (a part, its dict, or bare text) stands for."""
    if isinstance(given, str):
        return TextPart(given)
    if not isinstance(given, Mapping):
        return given
    kind = given.get("type")
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise _problem(where, f"type must be one of {', '.join(_READERS)}, not {kind!r}")
    try:
        return reader({key: item for key, item in given.items() if key != "type"})
    except (TypeError, KeyError) as error:
        reason = str(error).replace(".__init__()", "")
        raise _problem(where, f"bad {kind} part: {reason}") from error


def _tool_result(fields: dict[str, Any]) -> ToolResult:
    output = fields.pop("output")
    form = output_of(output)
    raw = output if form is None else getattr(form, "value", None)
    return ToolResult(output=raw, model_output=form, **fields)


_READERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "text": lambda fields: TextPart(**fields),
    "image": lambda fields: ImagePart(**fields),
    "file": lambda fields: FilePart(**fields),
    "reasoning": lambda fields: ReasoningPart(**fields),
    "custom": lambda fields: CustomPart(**fields),
    "source": lambda fields: Source(**fields),
    "tool-call": lambda fields: ToolCall(**fields),
    "tool-result": _tool_result,
    "tool-approval-request": lambda fields: ToolApprovalRequest(**fields),
    "tool-approval-response": lambda fields: ToolApprovalResponse(**fields),
}


def _kind(thing: Any) -> str:
    return type(thing).__name__
