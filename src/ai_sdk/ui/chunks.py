"""The parts of a stream as the chunks that a browser reads."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import RunCancelledError
from ..types._value import value
from ..types.content import FilePart, FileURL, ToolCall, ToolResult
from ..types.plain import to_plain
from ..types.tools import DeniedOutput

if TYPE_CHECKING:
    from ..types.stream_parts import StreamPart

__all__ = ["Chunk", "ChunkMapper", "ChunkOptions", "hidden"]

Chunk = dict[str, Any]

# What an optional field is called there, and the value that means "not said".
_CALL_FIELDS: tuple[tuple[str, str, Any], ...] = (
    ("provider_executed", "providerExecuted", False),
    ("dynamic", "dynamic", False),
    ("preliminary", "preliminary", False),
    ("title", "title", None),
    ("tool_metadata", "toolMetadata", {}),
    ("provider_metadata", "providerMetadata", {}),
)


def hidden(_: Exception) -> str:
    """What a browser is told of an error by default: that there was one."""
    return "An error occurred."


def _told(error: Exception) -> str:
    """What a browser is told of a tool's failure by default, as the model is told it."""
    return str(error) or type(error).__name__


@value
class ChunkOptions:
    """What of a stream goes to the browser.

    Attributes:
        send_reasoning: reasoning goes, too.
        send_sources: sources go, too.
        send_start: begin with a `start` chunk; not where several streams make one message.
        send_finish: end with a `finish` chunk.
        on_error: the text that the browser sees of an error; by default it sees that there was one.
        message_metadata: from a part of the stream to metadata of the message, or None; asked at
            the start, at the end of each step and at the end.
        message_id: the id of the message.
    """

    send_reasoning: bool = True
    send_sources: bool = False
    send_start: bool = True
    send_finish: bool = True
    on_error: Callable[[Exception], str] | None = None
    message_metadata: Callable[[StreamPart | None], Any] | None = None
    message_id: str | None = None


class ChunkMapper:
    """Turns parts into chunks, one stream at a time."""

    def __init__(self, options: ChunkOptions) -> None:
        self._options = options

    def start(self) -> list[Chunk]:
        """What comes before the first part."""
        if not self._options.send_start:
            return []
        chunk: Chunk = {"type": "start"}
        if self._options.message_id is not None:
            chunk["messageId"] = self._options.message_id
        return [self._with_metadata(chunk, None)]

    def feed(self, part: StreamPart) -> list[Chunk]:
        """The chunks of one part."""
        make = _MAKERS.get(part.type)
        if make is not None:
            return make(self, part)
        return []

    def failed(self, error: Exception) -> list[Chunk]:
        """The chunks that tell of the end that an error made."""
        if isinstance(error, RunCancelledError):
            return [{"type": "abort", "reason": str(error)}]
        return [{"type": "error", "errorText": self._shown(error, hidden)}]

    # ---- the kinds of parts

    def _text(self, part: Any) -> list[Chunk]:
        chunk = {"type": part.type, "id": part.id}
        if part.type.endswith("-delta"):
            chunk["delta"] = part.text
        return [_and(chunk, part)]

    def _reasoning(self, part: Any) -> list[Chunk]:
        return self._text(part) if self._options.send_reasoning else []

    def _file(self, part: FilePart) -> list[Chunk]:
        chunk = {"type": "file", "mediaType": part.media_type, "url": _url(part)}
        return [_and(chunk, part)]

    def _source(self, part: Any) -> list[Chunk]:
        if not self._options.send_sources:
            return []
        if part.source_type == "url":
            chunk: Chunk = {"type": "source-url", "sourceId": part.id, "url": part.url}
            named = {"title": part.title}
        else:
            chunk = {"type": "source-document", "sourceId": part.id}
            chunk |= {"mediaType": part.media_type or "application/octet-stream"}
            chunk |= {"title": part.title or part.filename or part.id}
            named = {"filename": part.filename}
        chunk |= {name: said for name, said in named.items() if said is not None}
        return [_and(chunk, part)]

    def _custom(self, part: Any) -> list[Chunk]:
        carried = {part.provider: {"data": to_plain(part.data)}}
        return [{"type": "custom", "kind": part.kind, "providerMetadata": carried}]

    def _input_start(self, part: Any) -> list[Chunk]:
        chunk = {"type": part.type, "toolCallId": part.id, "toolName": part.tool_name}
        return [_and(chunk, part)]

    def _input_delta(self, part: Any) -> list[Chunk]:
        return [{"type": part.type, "toolCallId": part.id, "inputTextDelta": part.delta}]

    def _call(self, part: ToolCall) -> list[Chunk]:
        chunk = {
            "type": "tool-input-available",
            "toolCallId": part.tool_call_id,
            "toolName": part.tool_name,
            "input": to_plain(part.input),
        }
        if part.invalid:
            chunk["type"] = "tool-input-error"
            chunk["errorText"] = self._shown(part.error or ValueError("invalid input"), _told)
        return [_and(chunk, part)]

    def _result(self, part: ToolResult) -> list[Chunk]:
        if isinstance(part.model_output, DeniedOutput):
            return [{"type": "tool-output-denied", "toolCallId": part.tool_call_id}]
        chunk = {
            "type": "tool-output-available",
            "toolCallId": part.tool_call_id,
            "output": to_plain(part.output),
        }
        return [_and(chunk, part)]

    def _failure(self, part: Any) -> list[Chunk]:
        chunk = {
            "type": "tool-output-error",
            "toolCallId": part.tool_call_id,
            "errorText": self._shown(part.error, _told),
        }
        return [_and(chunk, part)]

    def _request(self, part: Any) -> list[Chunk]:
        call_id = part.tool_call.tool_call_id if part.tool_call else part.tool_call_id
        chunk: Chunk = {
            "type": part.type,
            "approvalId": part.approval_id,
            "toolCallId": call_id,
        }
        if part.is_automatic:
            chunk["isAutomatic"] = True
        if part.signature is not None:
            chunk["signature"] = part.signature
        return [_and(chunk, part)]

    def _response(self, part: Any) -> list[Chunk]:
        chunk: Chunk = {"type": part.type, "approvalId": part.approval_id}
        chunk["approved"] = part.approved
        if part.reason is not None:
            chunk["reason"] = part.reason
        return [_and(chunk, part)]

    def _step_start(self, part: Any) -> list[Chunk]:
        return [{"type": "start-step"}]

    def _step_end(self, part: Any) -> list[Chunk]:
        return [{"type": "finish-step"}, *self._metadata(part)]

    def _finish(self, part: Any) -> list[Chunk]:
        if not self._options.send_finish:
            return []
        chunk = {"type": "finish", "finishReason": part.finish_reason}
        return [self._with_metadata(chunk, part)]

    # ---- what they share

    def _shown(self, error: Exception, otherwise: Callable[[Exception], str]) -> str:
        return (self._options.on_error or otherwise)(error)

    def _metadata(self, part: Any) -> list[Chunk]:
        made = self._ask(part)
        return [] if made is None else [{"type": "message-metadata", "messageMetadata": made}]

    def _with_metadata(self, chunk: Chunk, part: Any) -> Chunk:
        made = self._ask(part)
        return chunk if made is None else {**chunk, "messageMetadata": made}

    def _ask(self, part: Any) -> Any:
        make = self._options.message_metadata
        return None if make is None else make(part)


def _and(chunk: Chunk, part: Any) -> Chunk:
    """The chunk with the optional fields that the part has something to say in; never a null."""
    for name, there, silent in _CALL_FIELDS:
        said = getattr(part, name, silent)
        if said and said != silent:
            chunk[there] = to_plain(said) if isinstance(said, Mapping) else said
    return chunk


def _url(part: FilePart) -> str:
    if isinstance(part.data, FileURL):
        return part.data.url
    kind = part.media_type or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(part.bytes).decode()}"


_MAKERS: dict[str, Callable[[ChunkMapper, Any], list[Chunk]]] = {
    "text-start": ChunkMapper._text,
    "text-delta": ChunkMapper._text,
    "text-end": ChunkMapper._text,
    "reasoning-start": ChunkMapper._reasoning,
    "reasoning-delta": ChunkMapper._reasoning,
    "reasoning-end": ChunkMapper._reasoning,
    "file": ChunkMapper._file,
    "source": ChunkMapper._source,
    "custom": ChunkMapper._custom,
    "tool-input-start": ChunkMapper._input_start,
    "tool-input-delta": ChunkMapper._input_delta,
    "tool-call": ChunkMapper._call,
    "tool-result": ChunkMapper._result,
    "tool-error": ChunkMapper._failure,
    "tool-approval-request": ChunkMapper._request,
    "tool-approval-response": ChunkMapper._response,
    "start-step": ChunkMapper._step_start,
    "finish-step": ChunkMapper._step_end,
    "finish": ChunkMapper._finish,
}
