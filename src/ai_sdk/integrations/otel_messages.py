"""Messages in the JSON form that the semantic conventions give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..json_codec import JSONError, dumps
from ..types.call import ModelToolCall
from ..types.content import (
    FilePart,
    ReasoningPart,
    TextPart,
    ToolCall,
    ToolFailure,
    ToolResult,
)
from ..types.plain import to_plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..types.messages import Message

__all__ = ["as_text", "input_messages", "instructions", "output_messages"]


def as_text(thing: Any) -> str:
    """Anything as text: texts as they are, all else as JSON, secrets masked."""
    if isinstance(thing, str):
        return thing
    try:
        return dumps(to_plain(thing, str)).decode()
    except (JSONError, RecursionError):
        return str(thing)


def instructions(messages: Iterable[Message]) -> str | None:
    """The system messages; None without any."""
    found = [_part(message.content) for message in messages if message.role == "system"]
    return as_text(found) if found else None


def input_messages(messages: Iterable[Message]) -> str:
    """The conversation without its system messages."""
    return as_text([_message(each) for each in messages if each.role != "system"])


def output_messages(content: Iterable[Any], finish_reason: str | None = None) -> str:
    """The parts of an answer as its one message."""
    said: dict[str, Any] = {"role": "assistant", "parts": [_part(each) for each in content]}
    if finish_reason is not None:
        said["finish_reason"] = finish_reason.replace("-", "_")
    return as_text([said])


def _message(message: Message) -> dict[str, Any]:
    content: Any = message.content
    parts = [content] if isinstance(content, str) else content
    return {"role": message.role, "parts": [_part(each) for each in parts]}


def _part(part: Any) -> dict[str, Any]:
    match part:
        case str():
            return {"type": "text", "content": part}
        case TextPart():
            return {"type": "text", "content": part.text}
        case ReasoningPart():
            return {"type": "reasoning", "content": part.text}
        case ToolCall() | ModelToolCall():
            named = {"id": part.tool_call_id, "name": part.tool_name}
            return {"type": "tool_call", **named, "arguments": part.input}
        case ToolResult():
            return {"type": "tool_call_response", "id": part.tool_call_id, "response": part.output}
        case ToolFailure():
            error = str(part.error)
            return {"type": "tool_call_response", "id": part.tool_call_id, "response": error}
        case FilePart():  # its bytes would fill any span
            return {"type": "file", "media_type": part.media_type}
        case _:
            return {"type": str(getattr(part, "type", type(part).__name__))}
