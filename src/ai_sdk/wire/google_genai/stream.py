"""A streamed generateContent answer as parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ...errors import InvalidResponseError, StreamInterruptedError, excerpt
from ...json_codec import JSONError, dumps, loads
from ...types.call import ModelFinish, ModelToolCall, ResponseMetadata
from ...types.stream_parts import (
    ReasoningDelta,
    ReasoningEnd,
    ReasoningStart,
    TextDelta,
    TextEnd,
    TextStart,
    ToolInputDelta,
    ToolInputEnd,
    ToolInputStart,
)
from ..error_body import find_error
from ..facts import text_of
from ..fields import object_in, objects_in, text_in
from .errors import error_of
from .facts import answer_metadata, block_reason_of, finish_reason_of, raw_reason_of, usage_of
from .grounding import SourceReader
from .partial_args import PartialArguments
from .reader import PartReader
from .response import candidate_of, only_text, parts_of, response_info

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...sse import ServerSentEvent
    from ...types.call import ModelStreamPart
    from ...types.content import Metadata
    from ..protocol import WireRequest
    from .dialect import GoogleDialect

__all__ = ["GoogleStreamDecoder", "decoder"]

_SAYING = frozenset(("text", "thoughtSignature", "thought"))


def decoder(dialect: GoogleDialect, request: WireRequest) -> GoogleStreamDecoder:
    """A decoder for one stream."""
    return GoogleStreamDecoder(dialect, request)


class _GrowingCall:
    """A call whose arguments come piece by piece."""

    def __init__(self, call_id: str, name: str, metadata: Metadata) -> None:
        self.id, self.name, self.metadata = call_id, name, metadata
        self.arguments = PartialArguments()


class GoogleStreamDecoder:
    """Turns pieces of an answer into parts.

    The end mark is a finish reason, or a reason for which the prompt was refused; the service may
    give a finish reason early and go on, so the stream is over only where its body ends. Content
    after the last finish reason needs another one. Text that is signed is a block of its own, so
    that the signature goes back with the very text it came with.
    """

    def __init__(self, dialect: GoogleDialect, request: WireRequest) -> None:
        self.done = False
        self._provider = dialect.name
        self._reader = PartReader(dialect, request.context.get("names", {}))
        self._sources = SourceReader(dialect.name)
        self._facts = ResponseMetadata()
        self._said: tuple[Any, ...] = ()
        self._open: Literal["text", "reasoning"] | None = None
        self._blocks = 0
        self._growing: _GrowingCall | None = None
        self._started = False
        self._raw: str | None = None  # the finish reason, if no content followed it
        self._blocked: str | None = None
        self._usage: Any = None
        self._metadata: dict[str, Any] = {}

    def feed(self, event: ServerSentEvent) -> Sequence[ModelStreamPart]:
        """The parts of one event.

        Raises:
            APICallError: the event is an error; it carries the status it stands for.
            InvalidResponseError: the event is no JSON object, or a field that holds text or calls
                is of another type.
        """
        if self.done:
            return ()
        if event.data[:1] != b"{" and event.data.strip() == b"[DONE]":  # some proxies say it
            return ()
        body = self._read(event)
        if self._open == "text" and (text := only_text(body)) and self._says_so_again(body):
            self._raw, self._usage = None, body.get("usageMetadata") or self._usage
            return (TextDelta(str(self._blocks), text),)
        if (error := find_error(body)) is not None:
            raise error_of(error, data=event.data)
        out: list[ModelStreamPart] = []
        self._started = True
        self._head(body, out)
        if (blocked := block_reason_of(body)) is not None:
            self._blocked = blocked
        candidate = candidate_of(body) or {}
        for part in parts_of(candidate):
            self._raw = None
            self._part(part, out)
        self._raw = raw_reason_of(candidate) or self._raw
        found = self._sources.read(candidate)
        if found:
            self._close(out)
            out += found
        self._usage = body.get("usageMetadata") or self._usage
        self._metadata |= answer_metadata(self._provider, body, candidate).get(self._provider, {})
        return out

    def finish(self) -> Sequence[ModelStreamPart]:
        """The last parts, at the end of the body.

        Raises:
            StreamInterruptedError: no finish reason has come after the last content.
        """
        if self.done:
            return ()
        if (self._raw is None and self._blocked is None) or self._growing is not None:
            what = "before its end mark (a finish reason)"
            raise StreamInterruptedError(
                f"the stream ended {what if self._started else 'before its first event'}",
                reason="no end mark",
            )
        self.done = True
        out: list[ModelStreamPart] = []
        self._close(out)
        finish = finish_reason_of(self._raw, calls=self._reader.calls > 0)
        if self._raw is None:
            finish = "content-filter"
        metadata = {self._provider: self._metadata} if self._metadata else {}
        raw = self._raw or self._blocked
        out.append(ModelFinish(finish, raw, usage_of(self._usage), metadata))
        return out

    def _read(self, event: ServerSentEvent) -> dict[str, Any]:
        try:
            body = loads(event.data)
        except JSONError as error:
            raise InvalidResponseError(
                f"an event of the stream is not JSON: {error}", body=excerpt(event.data, 500)
            ) from error
        if isinstance(body, list) and len(body) == 1:
            body = body[0]
        if not isinstance(body, dict):
            raise InvalidResponseError(
                "an event of the stream is no JSON object", body=excerpt(event.data, 500)
            )
        return body

    def _says_so_again(self, body: dict[str, Any]) -> bool:
        return self._said == _said(body)

    def _head(self, body: dict[str, Any], out: list[ModelStreamPart]) -> None:
        if self._says_so_again(body):
            return
        self._said = _said(body)
        info = response_info(body)
        facts = ResponseMetadata(
            info.id or self._facts.id,
            info.model_id or self._facts.model_id,
            info.timestamp or self._facts.timestamp,
        )
        if facts != self._facts:
            self._facts = facts
            out.append(facts)

    # ---- parts

    def _part(self, part: dict[str, Any], out: list[ModelStreamPart]) -> None:
        if (call := object_in(part.get("functionCall"), "functionCall")) is not None:
            self._close(out)
            self._call(call, part, out)
            return
        text = text_in(part.get("text"), "text")
        if part.get("text") is not None or part.keys() <= _SAYING:
            self._say(text, part, out)
            return
        self._close(out)
        found = self._reader.read(part)
        if isinstance(found, ModelToolCall):
            self._whole(found, out)
        elif found is not None:
            out.append(found)  # type: ignore[arg-type]  # text and thoughts were taken above

    def _say(self, text: str, part: dict[str, Any], out: list[ModelStreamPart]) -> None:
        kind: Literal["text", "reasoning"] = "reasoning" if part.get("thought") else "text"
        signed = bool(part.get("thoughtSignature"))
        if not text and not signed:
            return
        if signed or kind != self._open:
            self._close(out)
            self._blocks += 1
            block = str(self._blocks)
            if kind == "text":
                out.append(TextStart(block, self._reader.about(part)))
            else:
                out.append(ReasoningStart(block, self._reader.thought(part)))
            self._open = kind
        if text:
            block = str(self._blocks)
            out.append(TextDelta(block, text) if kind == "text" else ReasoningDelta(block, text))
        if signed:
            self._close(out)

    def _close(self, out: list[ModelStreamPart]) -> None:
        """End the open block of text or reasoning."""
        if self._open is not None:
            end = TextEnd if self._open == "text" else ReasoningEnd
            out.append(end(str(self._blocks)))
            self._open = None

    # ---- calls

    def _call(self, call: dict[str, Any], part: dict[str, Any], out: list[ModelStreamPart]) -> None:
        """A call, whole or a piece of one."""
        goes_on = bool(call.get("willContinue"))
        if text_of(call.get("name")) is not None:
            self._settle(out)
            if not goes_on and not call.get("partialArgs"):
                self._whole(self._reader.function(call, part), out)
                return
            begun = self._reader.function(call, part)
            self._growing = _GrowingCall(
                begun.tool_call_id, begun.tool_name, begun.provider_metadata
            )
            out.append(
                ToolInputStart(
                    begun.tool_call_id, begun.tool_name, provider_metadata=begun.provider_metadata
                )
            )
        growing = self._growing
        if growing is None:
            raise InvalidResponseError("a function call of the answer has no name")
        for piece in objects_in(call.get("partialArgs"), "partialArgs"):
            if text := growing.arguments.add(piece):
                out.append(ToolInputDelta(growing.id, text))
        if not goes_on:
            self._settle(out)

    def _settle(self, out: list[ModelStreamPart]) -> None:
        """The end of the growing call."""
        growing, self._growing = self._growing, None
        if growing is None:
            return
        if text := growing.arguments.finish():
            out.append(ToolInputDelta(growing.id, text))
        out.append(ToolInputEnd(growing.id))
        arguments = dumps(growing.arguments.value).decode()
        out.append(
            ModelToolCall(growing.id, growing.name, arguments, provider_metadata=growing.metadata)
        )

    def _whole(self, call: ModelToolCall, out: list[ModelStreamPart]) -> None:
        hosted, metadata = call.provider_executed, call.provider_metadata
        out += [
            ToolInputStart(call.tool_call_id, call.tool_name, hosted, call.dynamic, metadata),
            ToolInputDelta(call.tool_call_id, call.input),
            ToolInputEnd(call.tool_call_id),
            call,
        ]


def _said(body: dict[str, Any]) -> tuple[Any, ...]:
    """Who answers, which each event tells."""
    return body.get("responseId"), body.get("modelVersion"), body.get("createTime")
