"""A stream of events as parts.

Text, thinking and the input of tools are told as they come; a block's stop event closes it with
what belongs to it, so a stream ends in the same result as the whole answer would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import InvalidResponseError, StreamInterruptedError, excerpt
from ...json_codec import JSONError, loads
from ...types.call import CallWarning, ModelFinish, ResponseMetadata
from ...types.stream_parts import TextDelta
from ..errors import error_from_value
from ..facts import text_of
from ..fields import object_in
from ..tool_deltas import missing_calls
from .answers import answer_metadata, finish_of, merged_usage, usage_of
from .blocks import BlockReader
from .open_blocks import OpenBlock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...errors import AISDKError
    from ...sse import ServerSentEvent
    from ...types.call import ModelStreamPart
    from ..protocol import WireRequest
    from .dialect import MessagesDialect

__all__ = ["MessagesStreamDecoder", "decoder"]

_NO_REASON = "the stream ended with message_stop but without a stop reason"
_NO_STOP = "the stream ended with a stop reason but without message_stop"


def decoder(dialect: MessagesDialect, request: WireRequest) -> MessagesStreamDecoder:
    """A decoder for one stream."""
    return MessagesStreamDecoder(dialect, request)


class MessagesStreamDecoder:
    """Turns events into parts. Complete with `message_stop`, or with a stop reason and the end of
    the body; a tool call comes when its block is complete."""

    def __init__(self, dialect: MessagesDialect, request: WireRequest) -> None:
        notes = request.context
        self.done = False
        self._name = dialect.name
        self._reader = BlockReader(dialect.name, notes.get("names", {}), notes.get("documents", ()))
        self._blocks: dict[int, OpenBlock] = {}
        self._order = 0  # counts the blocks
        self._latest = 0  # index of the block that began last
        self._message: dict[str, Any] = {}
        self._started = False
        self._prefix = ""

    def feed(self, event: ServerSentEvent) -> Sequence[ModelStreamPart]:
        """The parts of one event.

        Raises:
            APICallError: the event is an error.
            InvalidResponseError: the event is no JSON object, or a field that holds text or calls
                is of another type.
        """
        if self.done:
            return ()
        data = self._read(event)
        kind = data.get("type")
        if kind == "content_block_delta":
            return self._more(data)
        if kind == "content_block_start":
            return self._begin(data)
        if kind == "content_block_stop":
            block = self._blocks.pop(self._index(data), None)
            return () if block is None else block.end()
        if kind == "message_start":
            return self._start(data.get("message"))
        if kind == "message_delta":
            self._end(data)
        elif kind == "message_stop":
            return self._stop()
        elif kind == "error" or data.get("error"):
            raise error_from_value(_error_in(data), event.data)
        return ()

    def finish(self) -> Sequence[ModelStreamPart]:
        """The last parts, if the body ended without `message_stop`.

        Raises:
            StreamInterruptedError: there is no stop reason either.
        """
        if self.done:
            return ()
        if not text_of(self._message.get("stop_reason")):
            what = "before its end mark (message_stop)"
            raise StreamInterruptedError(
                f"the stream ended {what if self._started else 'before its first event'}",
                reason="no end mark",
            )
        return self._stop(_NO_STOP)

    def _read(self, event: ServerSentEvent) -> dict[str, Any]:
        try:
            data = loads(event.data)
        except JSONError as error:
            if event.event == "error":
                raise error_from_value(event.data.decode("utf-8", "replace"), event.data) from None
            raise _no_event(f"is not JSON: {error}", event) from error
        if isinstance(data, dict):
            return data
        if event.event == "error":
            raise error_from_value(data, event.data)
        raise _no_event("is no JSON object", event)

    # ---- the message

    def _start(self, message: Any) -> Sequence[ModelStreamPart]:
        if not isinstance(message, dict):
            return ()
        self._started = True
        self._message = dict(message)
        usage = usage_of(message.get("usage"))
        answer_id, model = text_of(message.get("id")), text_of(message.get("model"))
        if answer_id is not None:
            self._prefix = f"{answer_id}:"  # ids of blocks differ from those of other messages
        return (ResponseMetadata(answer_id, model, usage=usage),)

    def _end(self, data: dict[str, Any]) -> None:
        """What the end of the message says; it may be said in several events."""
        self._started = True
        told = self._message
        delta = data.get("delta")
        news = {**data, **(delta if isinstance(delta, dict) else {})}
        news.pop("usage", None)
        told.update((name, item) for name, item in news.items() if item is not None)
        told["usage"] = merged_usage(told.get("usage"), data.get("usage"))

    def _stop(self, lack: str | None = None) -> Sequence[ModelStreamPart]:
        out: list[ModelStreamPart] = []
        for block in self._blocks.values():
            out += block.end()
        told = self._message
        out += self._reader.container(told)
        finish, raw = finish_of(told.get("stop_reason"))
        lack = lack or (None if raw else _NO_REASON)
        lacks = () if lack is None else (CallWarning("other", f"{self._name}: {lack}"),)
        warnings = (*lacks, *missing_calls(self._name, finish, calls=self._reader.called))
        usage = usage_of(told.get("usage"))
        metadata = answer_metadata(self._name, told)
        out.append(ModelFinish(finish, raw, usage, metadata, warnings))
        self.done = True
        return out

    # ---- blocks

    def _begin(self, data: dict[str, Any]) -> Sequence[ModelStreamPart]:
        content = object_in(data.get("content_block"), "content_block")
        if content is None:
            return ()
        self._started = True
        index = self._latest = self._index(data)
        before = self._blocks.pop(index, None)
        out = [] if before is None else [*before.end()]
        block = OpenBlock(self._reader, content, f"{self._prefix}{self._order}")
        self._order += 1
        self._blocks[index] = block
        out += block.begin()
        return out

    def _more(self, data: dict[str, Any]) -> Sequence[ModelStreamPart]:
        delta = data.get("delta")
        if type(delta) is not dict:
            object_in(delta, "delta")
            return ()
        block = self._blocks.get(self._index(data))
        if block is None:
            return self._headless(data, delta)
        if block.spoken and delta.get("type") == "text_delta":
            text = delta.get("text")
            if type(text) is str:
                return (TextDelta(block.id, text),) if text else ()
        return block.more(delta)

    def _index(self, data: dict[str, Any]) -> int:
        """Where an event's block stands; the latest block where the event does not say."""
        index = data.get("index")
        return index if type(index) is int else self._latest

    def _headless(self, data: dict[str, Any], delta: dict[str, Any]) -> Sequence[ModelStreamPart]:
        """A piece of a block that nothing has announced: its kind tells the block's."""
        kinds = {"text_delta": "text", "thinking_delta": "thinking"}
        kind = kinds.get(str(delta.get("type")))
        if kind is None:
            return ()
        index = self._index(data)
        begun = self._begin({"index": index, "content_block": {"type": kind}})
        return [*begun, *self._blocks[index].more(delta)]


def _error_in(data: dict[str, Any]) -> Any:
    """The error object of an event, with the id of the request that stands beside it."""
    error = data.get("error") or data
    if isinstance(error, str):
        error = {"message": error}
    if isinstance(error, dict) and data.get("request_id"):
        return {**error, "request_id": data["request_id"]}
    return error


def _no_event(what: str, event: ServerSentEvent) -> AISDKError:
    return InvalidResponseError(f"an event of the stream {what}", body=excerpt(event.data, 500))
