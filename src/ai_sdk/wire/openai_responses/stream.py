"""A stream of Responses events as parts.

Text and reasoning are told as they come. An item's last word is `output_item.done`: there blocks
are closed with what belongs to them, and tool calls become calls, so a stream ends in the same
result as its final response read whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidResponseError, StreamInterruptedError, excerpt
from ...json_codec import JSONError, loads
from ...types.call import CallWarning, ModelFinish, ModelToolCall, ResponseMetadata
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
from ..errors import error_from_value
from ..openai_chat.facts import text_of
from .facts import answer_metadata, created_of, finish_of, usage_of
from .outputs import ItemReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...sse import ServerSentEvent
    from ...types.call import ModelStreamPart
    from ..protocol import WireRequest
    from .dialect import ResponsesDialect

__all__ = ["ResponsesStreamDecoder", "decoder"]

_ENDS: Final = ("response.completed", "response.incomplete", "response.failed")
_HEADS: Final = ("response.created", "response.in_progress", "response.queued")
_CONTRADICTION: Final = "the pieces of the stream and its finished items say different things"
_CALLS: Final = {"function_call": "arguments", "custom_tool_call": "input"}


def decoder(dialect: ResponsesDialect, request: WireRequest) -> ResponsesStreamDecoder:
    """A decoder for one stream."""
    return ResponsesStreamDecoder(dialect, request)


class _Item:
    """An item that is being written: its open blocks and how much of each has been told."""

    __slots__ = ("call_id", "id", "kind", "told")

    def __init__(self, item_id: str, kind: str) -> None:
        self.id = item_id
        self.kind = kind
        self.call_id: str | None = None
        self.told: dict[str, list[str]] = {}

    def rest(self, block: str, whole: str) -> str | None:
        """What of a block's whole text has not been told; None if something else was told."""
        told = "".join(self.told.get(block, ()))
        return whole[len(told) :] if whole.startswith(told) else None


class ResponsesStreamDecoder:
    """Turns events into parts. Complete only after `response.completed`, `.incomplete` or
    `.failed`; a tool call comes when its item is done."""

    def __init__(self, dialect: ResponsesDialect, request: WireRequest) -> None:
        self.done = False
        self._name = dialect.name
        self._reader = ItemReader(dialect.name, request.context.get("names", {}))
        self._items: dict[int, _Item] = {}
        self._finished: set[int] = set()
        self._head: dict[str, Any] = {}
        self._facts: ResponseMetadata | None = None
        self._started = False
        self._text: dict[tuple[Any, Any], str] = {}  # place of an open text block -> its id
        self._waiting: dict[str, Any] | None = None  # a shell call: hosted if its output follows
        self._contradicted = False

    def feed(self, event: ServerSentEvent) -> Sequence[ModelStreamPart]:
        """The parts of one event.

        Raises:
            APICallError: the event is an error, or the response failed.
            InvalidResponseError: the event is no JSON object.
        """
        if self.done or (event.data[:1] != b"{" and event.data.strip() == b"[DONE]"):
            return ()
        data = self._read(event)
        kind = data.get("type") or event.event
        if kind == "response.output_text.delta":
            block = self._text.get((data.get("output_index", 0), data.get("content_index", 0)))
            delta = data.get("delta")
            if block is not None and type(delta) is str:
                self._items[data.get("output_index", 0)].told[block].append(delta)
                return (TextDelta(block, delta),)
        out: list[ModelStreamPart] = []
        self._event(str(kind), data, event, out)
        return out

    def finish(self) -> Sequence[ModelStreamPart]:
        """Nothing: the last event has said everything.

        Raises:
            StreamInterruptedError: it has not come.
        """
        if not self.done:
            what = "before its end mark (response.completed)"
            raise StreamInterruptedError(
                f"the stream ended {what if self._started else 'before its first event'}",
                reason="no end mark",
            )
        return ()

    def _read(self, event: ServerSentEvent) -> dict[str, Any]:
        try:
            data = loads(event.data)
        except JSONError as error:
            raise InvalidResponseError(
                f"an event of the stream is not JSON: {error}", body=excerpt(event.data, 500)
            ) from error
        if isinstance(data, dict):
            return data
        raise InvalidResponseError(
            "an event of the stream is no JSON object", body=excerpt(event.data, 500)
        )

    def _event(
        self, kind: str, data: dict[str, Any], event: ServerSentEvent, out: list[ModelStreamPart]
    ) -> None:
        if kind == "error" or (data.get("error") and not kind.startswith("response.")):
            raise error_from_value(data.get("error") or data, event.data)
        self._started = True
        place = data.get("output_index", 0)
        if kind in _HEADS:
            self._begin(data.get("response"), out)
        elif kind == "response.output_item.added":
            self._added(place, data.get("item"), out)
        elif kind in ("response.output_text.delta", "response.refusal.delta"):
            self._say(place, data, kind == "response.refusal.delta", out)
        elif kind == "response.reasoning_summary_text.delta":
            self._think(place, data, f"s{data.get('summary_index', 0)}", out)
        elif kind == "response.reasoning_text.delta":
            self._think(place, data, f"c{data.get('content_index', 0)}", out)
        elif kind in (
            "response.function_call_arguments.delta",
            "response.custom_tool_call_input.delta",
        ):
            self._arguments(place, data.get("delta"), out)
        elif kind == "response.output_item.done":
            self._item_done(place, data.get("item"), out)
        elif kind in _ENDS:
            self._end(kind, data, event, out)

    # ---- beginning and end

    def _begin(self, response: Any, out: list[ModelStreamPart]) -> None:
        if not isinstance(response, dict):
            return
        for name, item in response.items():
            if self._head.get(name) is None:  # what the first event says holds
                self._head[name] = item
        facts = ResponseMetadata(
            text_of(self._head.get("id")), text_of(self._head.get("model")), created_of(self._head)
        )
        if facts != self._facts:
            self._facts = facts
            out.append(facts)

    def _end(
        self, kind: str, data: dict[str, Any], event: ServerSentEvent, out: list[ModelStreamPart]
    ) -> None:
        response = data.get("response")
        whole = dict(response) if isinstance(response, dict) else {}
        if kind == "response.failed":
            error = whole.get("error") or data.get("error") or "the response failed"
            raise error_from_value(error, event.data)
        self._begin(whole, out)
        for name in ("id", "service_tier"):
            whole.setdefault(name, self._head.get(name))
        items = whole.get("output")
        for place, item in enumerate(items if isinstance(items, list) else ()):
            if place not in self._finished:
                self._item_done(place, item, out)
        self._settle(None, out)
        self._close_all(out)
        whole.setdefault("status", kind.removeprefix("response."))
        finish, raw = finish_of(whole, self._reader)
        metadata = answer_metadata(self._name, whole)
        warnings = (CallWarning("other", _CONTRADICTION),) if self._contradicted else ()
        out.append(ModelFinish(finish, raw, usage_of(whole.get("usage")), metadata, warnings))
        self.done = True

    def _close_all(self, out: list[ModelStreamPart]) -> None:
        """Close the blocks of items that never got their last word."""
        for place, item in self._items.items():
            if place not in self._finished:
                end = ReasoningEnd if item.kind == "reasoning" else TextEnd
                out += [end(block) for block in item.told]

    # ---- items

    def _item(self, place: Any, kind: str, item_id: object = None) -> _Item:
        found = self._items.get(place)
        if found is None:
            found = _Item(text_of(item_id) or f"item-{place}", kind)
            self._items[place] = found
        return found

    def _added(self, place: Any, item: Any, out: list[ModelStreamPart]) -> None:
        if not isinstance(item, dict):
            return
        kind = str(item.get("type"))
        known = self._item(place, kind, item.get("id"))
        if kind in _CALLS:
            key = text_of(item.get("call_id")) or text_of(item.get("id")) or known.id
            known.call_id = key
            out.append(ToolInputStart(key, text_of(item.get("name")) or ""))
            self._arguments(place, item.get(_CALLS[kind]), out)

    def _arguments(self, place: Any, delta: Any, out: list[ModelStreamPart]) -> None:
        item = self._items.get(place)
        if item is not None and item.call_id is not None and isinstance(delta, str) and delta:
            item.told.setdefault("input", []).append(delta)
            out.append(ToolInputDelta(item.call_id, delta))

    def _say(
        self, place: Any, data: dict[str, Any], refusal: bool, out: list[ModelStreamPart]
    ) -> None:
        delta = data.get("delta")
        if not isinstance(delta, str):
            return
        index = data.get("content_index", 0)
        item = self._item(place, "message", data.get("item_id"))
        block = f"{item.id}:{index}"
        self._tell_text(item, block, delta, out)
        if not refusal:
            self._text[place, index] = block

    def _tell_text(self, item: _Item, block: str, delta: str, out: list[ModelStreamPart]) -> None:
        if block not in item.told:
            item.told[block] = []
            out.append(TextStart(block))
        if delta:
            item.told[block].append(delta)
            out.append(TextDelta(block, delta))

    def _think(
        self, place: Any, data: dict[str, Any], which: str, out: list[ModelStreamPart]
    ) -> None:
        delta = data.get("delta")
        if isinstance(delta, str) and delta:
            item = self._item(place, "reasoning", data.get("item_id"))
            self._tell_thought(item, f"{item.id}:{which}", delta, out)

    def _tell_thought(
        self, item: _Item, block: str, delta: str, out: list[ModelStreamPart]
    ) -> None:
        if block not in item.told:
            item.told[block] = []
            out.append(ReasoningStart(block))
        if delta:
            item.told[block].append(delta)
            out.append(ReasoningDelta(block, delta))

    def _item_done(self, place: Any, item: Any, out: list[ModelStreamPart]) -> None:
        if not isinstance(item, dict) or place in self._finished:
            return
        self._finished.add(place)
        kind = str(item.get("type"))
        known = self._item(place, kind, item.get("id"))
        self._settle(item, out)
        if kind == "message":
            self._message_done(place, known, item, out)
        elif kind == "reasoning":
            self._reasoning_done(known, item, out)
        elif kind == "shell_call":
            self._waiting = item
        elif kind in _CALLS:
            self._call_done(known, item, out)
        else:
            out += self._reader.read(item)

    def _settle(self, following: dict[str, Any] | None, out: list[Any]) -> None:
        """Tell a shell call that was waiting for what comes after it."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._reader.expect([following])
            out += self._reader.read(waiting)

    def _rest(self, known: _Item, block: str, whole: str) -> str:
        """What is still to be told of a block; a contradiction becomes a warning at the end."""
        rest = known.rest(block, whole)
        if rest is None:
            self._contradicted = True
        return rest or ""

    def _message_done(
        self, place: Any, known: _Item, item: dict[str, Any], out: list[ModelStreamPart]
    ) -> None:
        sources: list[Any] = []
        content = item.get("content")
        for index, part in enumerate(content if isinstance(content, list) else ()):
            if not isinstance(part, dict):
                continue
            text, metadata = self._reader.text(item, part)
            block = f"{known.id}:{index}"
            if text or metadata or block in known.told:
                self._tell_text(known, block, self._rest(known, block, text), out)
                out.append(TextEnd(block, metadata))
                known.told.pop(block)
            self._text.pop((place, index), None)
            sources += self._reader.cited(part)
        out += [TextEnd(block) for block in known.told]
        out += sources

    def _reasoning_done(
        self, known: _Item, item: dict[str, Any], out: list[ModelStreamPart]
    ) -> None:
        for index, part in enumerate(self._reader.reasoning(item)):
            mine = part.provider_metadata.get(self._name, {})
            block = f"{known.id}:{'c' if mine.get('content') else 's'}{index}"
            self._tell_thought(known, block, self._rest(known, block, part.text), out)
            out.append(ReasoningEnd(block, part.provider_metadata))
            known.told.pop(block)
        out += [ReasoningEnd(block) for block in known.told]

    def _call_done(self, known: _Item, item: dict[str, Any], out: list[ModelStreamPart]) -> None:
        (call,) = self._reader.read(item)
        assert isinstance(call, ModelToolCall)
        if known.call_id is None:
            known.call_id = call.tool_call_id
            out.append(ToolInputStart(call.tool_call_id, call.tool_name))
        if rest := self._rest(known, "input", call.input):
            out.append(ToolInputDelta(known.call_id, rest))
        out.append(ToolInputEnd(known.call_id))
        out.append(call)
