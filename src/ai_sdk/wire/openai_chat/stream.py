"""A Chat Completions stream as parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidResponseError, StreamInterruptedError, excerpt
from ...json_codec import JSONError, loads
from ...types.call import CallWarning, ModelFinish, ResponseMetadata
from ...types.content import ReasoningPart, TextPart
from ...types.stream_parts import (
    ReasoningDelta,
    ReasoningEnd,
    ReasoningStart,
    TextDelta,
    TextEnd,
    TextStart,
)
from .._convert import structure
from ..error_body import find_error
from ..errors import error_from_value
from ..facts import text_of, timestamp_of
from ..fields import is_other_choice, object_in, objects_in, text_in
from ..tool_deltas import ToolCallTracker, missing_calls
from ._generated import ChatResponseMessageAnnotation
from .facts import (
    answer_metadata,
    audio_file,
    choice_metadata,
    cited_sources,
    finish_reason_of,
    sources_of,
)
from .reasoning_details import ReasoningDetails
from .response import called_in, details_of, list_content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...sse import ServerSentEvent
    from ...types.call import ModelStreamPart
    from ...types.content import Metadata, Source
    from ..protocol import WireRequest
    from .dialect import ChatDialect

__all__ = ["ChatStreamDecoder", "decoder"]

_IDLE = frozenset(("content", "role"))
_NOTHING: Final[tuple[Any, ...]] = (None, "", [])
_NO_FINISH = "the stream ended with [DONE] but without a finish reason"


def decoder(dialect: ChatDialect, request: WireRequest) -> ChatStreamDecoder:
    """A decoder for one stream."""
    return ChatStreamDecoder(dialect, request)


class ChatStreamDecoder:
    """Turns chunks into parts. Of several choices only the first (index 0) is read.

    Tool calls and the finish come at the end mark: `[DONE]`, or the end of the body after a
    finish reason. What a broken stream had of a tool call never becomes one.
    """

    def __init__(self, dialect: ChatDialect, request: WireRequest) -> None:
        self.done = False
        self._name = dialect.name
        self._dialect = dialect
        self._details = ReasoningDetails()
        self._cited: list[Source] = []
        self._reasoning_fields = dialect.reasoning_fields
        self._audio_format = request.context.get("audio_format")
        self._started = False
        self._headed = False
        self._open: str | None = None  # "text", "reasoning" or "refusal"
        self._id = ""
        self._blocks = 0
        self._tools = ToolCallTracker()
        self._finish_reason: str | None = None
        self._usage: dict[str, Any] | None = None
        self._metadata: dict[str, Any] = {}
        self._logprobs: dict[str, list[Any]] = {}
        self._audio: dict[str, Any] = {}
        self._audio_pieces: list[str] = []
        self._sources = 0
        self._refused = False

    def feed(self, event: ServerSentEvent) -> Sequence[ModelStreamPart]:
        """The parts of one event.

        Raises:
            APICallError: the event is an error; it carries the status it stands for.
            InvalidResponseError: the event is no JSON object, or a field that holds text or calls
                is of another type.
        """
        if self.done:
            return ()  # nothing after the end mark counts
        if event.data[:1] != b"{" and event.data.strip() == b"[DONE]":
            return self._end()
        chunk = self._read(event)
        if self._open == "text" and (text := _only_text(chunk)):
            return (TextDelta(self._id, text),)
        out: list[ModelStreamPart] = []
        self._chunk(chunk, event, out)
        return out

    def finish(self) -> Sequence[ModelStreamPart]:
        """The last parts, at the end of the body.

        Raises:
            StreamInterruptedError: neither `[DONE]` nor a finish reason has come.
        """
        if self.done:
            return ()
        if self._finish_reason is None:
            what = "before its end mark (a finish reason or [DONE])"
            raise StreamInterruptedError(
                f"the stream ended {what if self._started else 'before its first event'}",
                reason="no end mark",
            )
        return self._end()

    def _read(self, event: ServerSentEvent) -> dict[str, Any]:
        try:
            chunk = loads(event.data)
        except JSONError as error:
            if event.event == "error":
                raise error_from_value(_text(event.data), event.data) from None
            raise InvalidResponseError(
                f"an event of the stream is not JSON: {error}", body=excerpt(event.data, 500)
            ) from error
        if isinstance(chunk, dict):
            return chunk
        if event.event == "error":
            raise error_from_value(chunk, event.data)
        raise InvalidResponseError(
            "an event of the stream is no JSON object", body=excerpt(event.data, 500)
        )

    def _chunk(
        self, chunk: dict[str, Any], event: ServerSentEvent, out: list[ModelStreamPart]
    ) -> None:
        if "error" in chunk or event.event == "error" or "choices" not in chunk:
            error = find_error(chunk)
            if error is None and event.event == "error":
                error = chunk
            if error is not None:
                raise error_from_value(error, event.data)
        self._started = True
        if not self._headed:
            self._head(chunk, out)
        if (usage := self._dialect.find_usage(chunk)) and isinstance(usage, dict):
            self._usage = usage
            self._metadata.update(answer_metadata(chunk))
        if self._dialect.citations:
            found = cited_sources(self._name, chunk, self._dialect.citations, self._sources)
            self._cited = found or self._cited
        for choice in objects_in(chunk.get("choices"), "choices"):
            if not is_other_choice(choice.get("index")):
                self._choice(choice, chunk, event, out)

    def _head(self, chunk: dict[str, Any], out: list[ModelStreamPart]) -> None:
        """Who answers; the first chunk of some servers (content filters) does not say it yet."""
        self._metadata.update(answer_metadata(chunk))
        answer_id = text_of(chunk.get("id"))
        self._headed = answer_id is not None
        model, created = text_of(chunk.get("model")), timestamp_of(chunk.get("created") or None)
        if answer_id or model:
            out.append(ResponseMetadata(answer_id, model, created))

    def _choice(
        self,
        choice: dict[str, Any],
        chunk: dict[str, Any],
        event: ServerSentEvent,
        out: list[ModelStreamPart],
    ) -> None:
        if choice.get("error"):
            raise error_from_value(choice["error"], event.data)
        if delta := object_in(choice.get("delta"), "delta"):
            self._delta(delta, out)
        self._metadata.update(choice_metadata(choice, self._metadata))
        logprobs = choice.get("logprobs")
        if isinstance(logprobs, dict):
            for name, tokens in logprobs.items():
                if isinstance(tokens, list):
                    self._logprobs.setdefault(name, []).extend(tokens)
        if reason := text_of(choice.get("finish_reason")):
            self._finish_reason = reason
            self._metadata.update(answer_metadata(chunk))

    def _delta(self, delta: dict[str, Any], out: list[ModelStreamPart]) -> None:
        for name in self._reasoning_fields:
            if thought := text_in(delta.get(name), name):
                self._say("reasoning", thought, out)
                break
        if self._dialect.reasoning_details:
            self._details.add(details_of(self._dialect, delta))
        content = delta.get("content")
        if isinstance(content, list):
            self._list(content, out)
        elif text := text_in(content, "content"):
            self._say("text", text, out)
        if refusal := text_in(delta.get("refusal"), "refusal"):
            self._refused = True
            self._say("refusal", refusal, out)
        for call in objects_in(delta.get("tool_calls"), "tool_calls"):
            self._tool_call(call, out)
        if len(delta) > 1 or not content:
            self._rare(delta, out)

    def _rare(self, delta: dict[str, Any], out: list[ModelStreamPart]) -> None:
        if old := object_in(delta.get("function_call"), "function_call"):
            out += self._tools.add(
                index=-1,
                name=old.get("name"),
                arguments=old.get("arguments"),
                metadata={self._name: {"function_call": True}} if old.get("name") else {},
            )
        if audio := object_in(delta.get("audio"), "audio"):
            self._sound(audio, out)
        if isinstance(notes := delta.get("annotations"), list) and notes:
            cited = structure(notes, list[ChatResponseMessageAnnotation])
            sources = sources_of(self._name, cited, self._sources)
            self._sources += len(sources)
            out += sources

    def _list(self, content: list[Any], out: list[ModelStreamPart]) -> None:
        for part in list_content(self._name, content):
            if isinstance(part, TextPart):
                self._say("text", part.text, out)
            elif isinstance(part, ReasoningPart):
                self._say("reasoning", part.text, out)
            else:
                out.append(part)  # a CustomPart, the only other kind

    def _tool_call(self, call: dict[str, Any], out: list[ModelStreamPart]) -> None:
        function, custom = called_in(call)
        metadata: Metadata = {}
        if custom and (call.get("type") == "custom" or function.get("name")):
            metadata = {self._name: {"type": "custom"}}
        out += self._tools.add(
            index=call.get("index"),
            call_id=call.get("id"),
            name=function.get("name"),
            arguments=function.get("arguments", function.get("input")),
            metadata=metadata,
        )

    def _sound(self, audio: dict[str, Any], out: list[ModelStreamPart]) -> None:
        self._audio.update((name, item) for name, item in audio.items() if item is not None)
        if transcript := text_in(audio.get("transcript"), "transcript"):
            self._say("transcript", transcript, out)
        if data := text_in(audio.get("data"), "data"):
            self._audio_pieces.append(data)

    def _say(self, kind: str, text: str, out: list[ModelStreamPart]) -> None:
        """More text of a kind; another kind closes the block before and opens its own."""
        if self._open != kind:
            self._end_block(out)
            self._open = kind
            number = self._blocks
            self._blocks += 1
            if kind == "reasoning":
                self._id = f"rsn-{number}"
                out.append(ReasoningStart(self._id))
            else:
                self._id = f"txt-{number}"
                note: Metadata = {} if kind == "text" else {self._name: {kind: True}}
                out.append(TextStart(self._id, note))
        if kind == "reasoning":
            out.append(ReasoningDelta(self._id, text))
        else:
            out.append(TextDelta(self._id, text))

    def _end_block(self, out: list[ModelStreamPart]) -> None:
        if self._open == "reasoning":
            out.append(ReasoningEnd(self._id, self._kept_details()))
        elif self._open is not None:
            out.append(TextEnd(self._id))

    def _kept_details(self) -> Metadata:
        details = self._details.taken()
        return {self._name: {"reasoning_details": details}} if details else {}

    def _rest_of_details(self, out: list[ModelStreamPart]) -> None:
        """Signatures that came after their reasoning, in a block without text."""
        if note := self._kept_details():
            name = f"rsn-{self._blocks}"
            out += (ReasoningStart(name), ReasoningEnd(name, note))

    def _end(self) -> Sequence[ModelStreamPart]:
        self.done = True
        out: list[ModelStreamPart] = []
        self._end_block(out)
        self._rest_of_details(out)
        out += self._cited
        if self._audio_pieces:
            out.append(
                audio_file(
                    self._name,
                    self._audio_pieces,
                    self._audio_format,
                    self._audio.get("id"),
                    self._audio.get("expires_at"),
                )
            )
        out += self._tools.finish()
        fields = dict(self._metadata)
        if self._logprobs:
            fields["logprobs"] = self._logprobs
        raw, calls = self._finish_reason, len(self._tools) > 0
        finish = finish_reason_of(raw, calls=calls, refused=self._refused)
        lack = () if raw else (CallWarning("other", f"{self._name}: {_NO_FINISH}"),)
        out.append(
            ModelFinish(
                finish,
                raw,
                self._dialect.count_usage(self._usage),
                {self._name: fields} if fields else {},
                (*lack, *missing_calls(self._name, finish, calls=calls)),
            )
        )
        return out


def _only_text(chunk: dict[str, Any]) -> str | None:
    """The text of a chunk that says nothing else, which most chunks are; None for the others."""
    choices = chunk.get("choices")
    if type(choices) is not list or len(choices) != 1 or chunk.get("usage") or "error" in chunk:
        return None
    choice = choices[0]
    if type(choice) is not dict:
        return None
    delta = choice.get("delta")
    if type(delta) is not dict or choice.get("finish_reason") or choice.get("index"):
        return None
    if choice.get("logprobs") or choice.get("content_filter_results") or "error" in choice:
        return None
    if len(delta) > 1:
        for name, item in delta.items():
            if name not in _IDLE and item not in _NOTHING:
                return None
    text = delta.get("content")
    return text if type(text) is str else None


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
