"""A stream of Responses events as parts.

Text, reasoning and the input of tools are told as they come. An item's last word is
`output_item.done`: there blocks are closed with what belongs to them, and tool calls become
calls, so a stream ends in the same result as its final response read whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidResponseError, StreamInterruptedError, excerpt
from ...json_codec import JSONError, loads
from ...types.call import CallWarning, ModelFinish, ResponseMetadata
from ...types.stream_parts import TextDelta
from ..errors import error_from_value
from ..facts import text_of
from ..fields import object_in, objects_in, wrong_type
from .facts import answer_metadata, created_of, finish_of, usage_of
from .open_items import ItemTeller, OpenItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...errors import AISDKError
    from ...sse import ServerSentEvent
    from ...types.call import ModelStreamPart
    from ..protocol import WireRequest
    from .dialect import ResponsesDialect

__all__ = ["ResponsesStreamDecoder", "decoder"]

_ENDS: Final = frozenset(
    ("response.completed", "response.incomplete", "response.failed", "response.cancelled")
)
_HEADS: Final = frozenset(("response.created", "response.in_progress", "response.queued"))
_CONTRADICTION: Final = "the pieces of the stream and its finished items say different things"
_INPUTS: Final = frozenset(
    (
        "response.function_call_arguments.delta",
        "response.custom_tool_call_input.delta",
        "response.mcp_call_arguments.delta",
        "response.code_interpreter_call_code.delta",
    )
)
_DELTAS: Final = _INPUTS | {
    "response.output_text.delta",
    "response.refusal.delta",
    "response.reasoning_summary_text.delta",
    "response.reasoning_text.delta",
}
"""Events that are there to say more."""


def decoder(dialect: ResponsesDialect, request: WireRequest) -> ResponsesStreamDecoder:
    """A decoder for one stream."""
    return ResponsesStreamDecoder(dialect, request)


class ResponsesStreamDecoder:
    """Turns events into parts. Complete only after `response.completed`, `.incomplete` or
    `.failed`; a tool call comes when its item is done.

    Images that are not finished yet (`partial_images`) are no parts; `include=["raw_chunks"]`
    shows their events.
    """

    def __init__(self, dialect: ResponsesDialect, request: WireRequest) -> None:
        self.done = False
        self._name = dialect.name
        self._teller = ItemTeller(dialect.name, request.context.get("names", {}))
        self._items: dict[int | str, OpenItem] = {}
        self._finished: set[int | str] = set()  # places and ids of items that are done
        self._places: dict[str, int | str] = {}  # id of an item -> where it stands
        self._latest: int | str = 0
        self._head: dict[str, Any] = {}
        self._facts: ResponseMetadata | None = None
        self._started = False

    def feed(self, event: ServerSentEvent) -> Sequence[ModelStreamPart]:
        """The parts of one event.

        Raises:
            APICallError: the event is an error, or the response failed.
            InvalidResponseError: the event is no JSON object, or a field that holds text or calls
                is of another type.
        """
        if self.done or (event.data[:1] != b"{" and event.data.strip() == b"[DONE]"):
            return ()
        data = self._read(event)
        kind = data.get("type")
        if kind == "response.output_text.delta":
            index, delta = data.get("output_index"), data.get("delta")
            if type(index) is int and (item := self._items.get(index)) is not None:
                text = item.texts.get(_index(data, "content_index"))
                if text is not None and type(delta) is str and delta:
                    text.add(delta)
                    return (TextDelta(text.id, delta),)
        out: list[ModelStreamPart] = []
        self._event(str(kind or event.event), data, event, out)
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
            if event.event == "error":
                raise error_from_value(event.data.decode("utf-8", "replace"), event.data) from None
            raise _no_event(f"is not JSON: {error}", event) from error
        if isinstance(data, dict):
            return data
        if event.event == "error":
            raise error_from_value(data, event.data)
        raise _no_event("is no JSON object", event)

    def _event(
        self, kind: str, data: dict[str, Any], event: ServerSentEvent, out: list[ModelStreamPart]
    ) -> None:
        if kind == "error" or (data.get("error") and not kind.startswith("response.")):
            raise error_from_value(data.get("error") or data, event.data)
        self._started = True
        if kind in _HEADS:
            self._begin(data.get("response"), out)
        elif kind in _ENDS:
            self._end(kind, data, event, out)
        elif kind == "response.output_item.added":
            self._added(data, out)
        elif kind == "response.output_item.done":
            self._item_done(self._place(data), data.get("item"), out)
        else:
            self._piece(kind, data, out)

    # ---- beginning and end

    def _begin(self, response: Any, out: list[ModelStreamPart]) -> None:
        if not isinstance(response, dict):
            return
        for name in ("id", "model", "created_at", "service_tier"):
            if self._head.get(name) is None:  # what the first event says holds
                self._head[name] = response.get(name)
        facts = ResponseMetadata(
            text_of(self._head["id"]), text_of(self._head["model"]), created_of(self._head)
        )
        if facts != self._facts:
            self._facts = facts
            out.append(facts)

    def _end(
        self, kind: str, data: dict[str, Any], event: ServerSentEvent, out: list[ModelStreamPart]
    ) -> None:
        whole = dict(object_in(data.get("response"), "response") or {})
        lost = whole.get("error") and not whole.get("output")
        if kind == "response.failed" or whole.get("status") == "failed" or lost:
            error = whole.get("error") or data.get("error") or "the response failed"
            raise error_from_value(error, event.data)
        self._begin(whole, out)
        for name in ("id", "service_tier"):
            whole.setdefault(name, self._head.get(name))
        whole.setdefault("status", kind.removeprefix("response."))
        for place, item in enumerate(objects_in(whole.get("output"), "output")):
            if not self._finished & {place, text_of(item.get("id"))}:
                self._item_done(place, item, out)
        teller = self._teller
        out += teller.settle(None)
        for known in self._items.values():
            out += teller.cut_off(known)
        finish, raw = finish_of(whole, teller.reader)
        metadata = answer_metadata(self._name, whole, teller.reader)
        warnings = (CallWarning("other", _CONTRADICTION),) if teller.contradicted else ()
        out.append(ModelFinish(finish, raw, usage_of(whole.get("usage")), metadata, warnings))
        self.done = True

    # ---- items

    def _place(self, data: dict[str, Any]) -> int | str:
        """Where an event's item stands in the output: its index, else its id, else the latest."""
        index = data.get("output_index")
        if type(index) is int:
            return index
        item = data.get("item")
        key = text_of(item.get("id") if isinstance(item, dict) else data.get("item_id"))
        return self._latest if key is None else self._places.get(key, key)

    def _added(self, data: dict[str, Any], out: list[ModelStreamPart]) -> None:
        item = object_in(data.get("item"), "item")
        if item is None:
            return
        place = self._place(data)
        if place in self._finished:  # some servers give every item the same index
            self._finished.discard(place)
        known = self._items.get(place) or self._open(item, place, out)
        out += self._teller.begin(known, item)

    def _open(self, item: dict[str, Any], place: int | str, out: list[ModelStreamPart]) -> OpenItem:
        out += self._teller.settle(item)
        known = self._items[place] = self._teller.open(item, place)
        self._latest = place
        if key := text_of(item.get("id")):
            self._places[key] = place
        return known

    def _piece(self, kind: str, data: dict[str, Any], out: list[ModelStreamPart]) -> None:
        place, teller = self._place(data), self._teller
        if place in self._finished:
            return
        delta = data.get("delta")
        if not isinstance(delta, str):
            if kind in _DELTAS:
                raise wrong_type(delta, "delta", "text")
            if kind == "response.output_text.annotation.added" and place in self._items:
                index = _index(data, "content_index")
                out += teller.cite(self._items[place], index, data.get("annotation"))
            return
        if kind in ("response.output_text.delta", "response.refusal.delta"):
            item = self._item(place, "message", data, out)
            out += teller.say(item, _index(data, "content_index"), delta)
        elif kind == "response.reasoning_summary_text.delta":
            item = self._item(place, "reasoning", data, out)
            out += teller.think(item, _index(data, "summary_index"), delta)
        elif kind == "response.reasoning_text.delta":
            item = self._item(place, "reasoning", data, out)
            out += teller.think(item, _index(data, "content_index"), delta, own=True)
        elif kind in _INPUTS and place in self._items:
            out += teller.ask(self._items[place], delta)

    def _item(
        self, place: int | str, kind: str, data: dict[str, Any], out: list[ModelStreamPart]
    ) -> OpenItem:
        """The item that a piece belongs to, also where nothing has announced it."""
        begun = {"type": kind, "id": data.get("item_id")}
        return self._items.get(place) or self._open(begun, place, out)

    def _item_done(self, place: int | str, found: Any, out: list[ModelStreamPart]) -> None:
        item = object_in(found, "item")
        if item is None or place in self._finished:
            return
        self._finished.add(place)
        if key := text_of(item.get("id")):
            self._finished.add(key)
        known = self._items.pop(place, None) or self._teller.open(item, place)
        out += self._teller.finish(known, item)


def _index(data: dict[str, Any], name: str) -> int:
    index = data.get(name)
    return index if type(index) is int else 0


def _no_event(what: str, event: ServerSentEvent) -> AISDKError:
    return InvalidResponseError(f"an event of the stream {what}", body=excerpt(event.data, 500))
