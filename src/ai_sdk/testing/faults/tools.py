"""Tool calls as providers and servers of the same protocols get them wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from ..server.delivery import End
from ..server.payload import Event, Payload, dump
from ..server.reply import Reply
from ..server.turn import ToolCall, Turn
from .base import Fault, each_json, edit, events_of, with_events

__all__ = ["FAULTS"]

CHAT, RESPONSES = ("openai_chat",), ("openai_responses",)
Calls = tuple[ToolCall, ...]


def _calls(name: str, change: Callable[[Calls], Iterable[ToolCall]]) -> Fault:
    """Other calls than those of the good reply, in any protocol."""
    return _turn(name, lambda turn: replace(turn, tool_calls=tuple(change(turn.tool_calls))))


def _turn(name: str, change: Callable[[Turn], Turn]) -> Fault:
    def answer(reply: Reply) -> Reply:
        said = reply.content
        return replace(reply, content=change(said)) if isinstance(said, Turn) else reply

    return Fault(name, answer, tools=True)


def _first(**fields: Any) -> Callable[[Calls], Iterable[ToolCall]]:
    return lambda calls: (replace(calls[0], **fields), *calls[1:])


def _chat(name: str, change: Callable[[dict[str, Any]], None], *, replies: bool = True) -> Fault:
    """A change of every piece of a call in a chat answer."""

    def changed(value: Any) -> Any:
        for choice in value.get("choices", ()):
            said = choice.get("delta") or choice.get("message") or {}
            for call in said.get("tool_calls", ()):
                change(call)
        return value

    return Fault(name, each_json(changed), replies=replies, protocols=CHAT, tools=True)


def _set(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(call: dict[str, Any]) -> None:
        if name in call:
            call[name] = value

    return change


def _without(name: str) -> Callable[[dict[str, Any]], None]:
    return lambda call: call.pop(name, None)


def _without_name(call: dict[str, Any]) -> None:
    call["function"].pop("name", None)


def _arguments(value: Any) -> Callable[[dict[str, Any]], None]:
    """Arguments that are no text; in a stream the first piece has them whole."""

    def change(call: dict[str, Any]) -> None:
        first = call["function"].get("name") is not None
        call["function"]["arguments"] = value if first else ""

    return change


def _far_index(call: dict[str, Any]) -> None:
    call["index"] = 10**9 + call["index"]


def _gap(call: dict[str, Any]) -> None:
    call["index"] = 3 * call["index"] + 2


def _id_in_every_piece(payload: Payload) -> Payload:
    """Each piece of a call says the id again, as some servers do."""

    def again() -> Iterable[Event]:
        ids: dict[int, str] = {}
        for event in events_of(payload):
            if isinstance(event.data, str):
                yield event
                continue
            data = json.loads(dump(event.data))
            for choice in data["choices"]:
                for call in choice["delta"].get("tool_calls", ()):
                    call["id"] = ids.setdefault(call["index"], call.get("id"))
            yield replace(event, data=data)

    return with_events(payload, again())


def _interleaved(payload: Payload) -> Payload:
    """The pieces of two calls in turns."""
    events = list(events_of(payload))
    groups: dict[int, list[Event]] = {}
    places = []
    for place, event in enumerate(events):
        for choice in () if isinstance(event.data, str) else event.data["choices"]:
            for call in choice["delta"].get("tool_calls", ()):
                groups.setdefault(call["index"], []).append(event)
                places.append(place)
    turns = [
        group[turn]
        for turn in range(max(map(len, groups.values()), default=0))
        for group in groups.values()
        if turn < len(group)
    ]
    for place, event in zip(places, turns, strict=True):
        events[place] = event
    return with_events(payload, events)


def _other_finish(finish: str) -> Callable[[Any], Any]:
    def changed(value: Any) -> Any:
        for choice in value.get("choices", ()):
            if choice.get("finish_reason"):
                choice["finish_reason"] = finish
        return value

    return changed


def _call_items(change: Callable[[dict[str, Any]], None]) -> Callable[[Any], Any]:
    """A change of every function call item of a Responses answer."""

    def walk(value: Any) -> Any:
        if isinstance(value, list):
            return [walk(item) for item in value]
        if isinstance(value, dict):
            if value.get("type") == "function_call":
                change(value)
            return {name: walk(item) for name, item in value.items()}
        return value

    return walk


def _cut(name: str, how: End) -> Fault:
    """The stream ends within the arguments of the first call."""

    def changed(payload: Payload) -> Payload:
        events = events_of(payload)
        place = next(i for i, each in enumerate(events) if "city" in str(each.data))
        return with_events(payload, events[: place + 1])

    def answer(reply: Reply) -> Reply:
        return reply.edited(changed).delivered(end=how)

    return Fault(name, answer, replies=False, tools=True)


FAULTS = [
    _calls("arguments cut off within", _first(input='{"city": "Ro')),
    _calls("arguments that are no JSON", _first(input="Rome, please")),
    _calls("arguments that are a list", _first(input='["Rome"]')),
    _calls("arguments that are null", _first(input="null")),
    _calls("arguments against the schema", _first(input={"city": 3})),
    _calls("arguments without what is required", _first(input={})),
    _calls("no arguments at all", _first(input="")),
    _calls("arguments of 20,000 levels", _first(input="[" * 20_000)),
    _calls("arguments with a doubled key", _first(input='{"city":"Oslo","city":"Rome"}')),
    _calls("a tool nobody offered", _first(name="launch")),
    _calls("a tool without a name", _first(name="")),
    _calls("two calls of one id", lambda calls: [replace(calls[0], id="call_x")] * 2),
    _calls("a call without an id", _first(id="")),
    _turn("calls cut off by the length", lambda turn: replace(turn, finish_reason="length")),
    _turn("calls, then a filter", lambda turn: replace(turn, finish_reason="content_filter")),
    _cut("a call cut off cleanly", "clean"),
    _cut("a call cut off by a close", "cut"),
    _cut("a call cut off by a reset", "rst"),
    Fault(
        "calls, but the finish reason stop",
        each_json(_other_finish("stop")),
        protocols=CHAT,
        tools=True,
    ),
    _chat("calls without a type", _without("type")),
    _chat("a piece without an index", _without("index"), replies=False),
    _chat("an index of a billion", _far_index, replies=False),
    _chat("indexes with gaps", _gap, replies=False),
    _chat("ids null", _set("id", None)),
    _chat("ids missing", _without("id")),
    _chat("names missing", _without_name),
    _chat("arguments as an object", _arguments({"city": "Rome"})),
    _chat("arguments null", _arguments(None)),
    Fault(
        "the id in every piece", edit(_id_in_every_piece), replies=False, protocols=CHAT, tools=True
    ),
    Fault("calls interleaved", edit(_interleaved), replies=False, protocols=CHAT, tools=True),
    Fault(
        "items without call ids",
        each_json(_call_items(lambda item: item.pop("call_id", None))),
        protocols=RESPONSES,
        tools=True,
    ),
    Fault(
        "items without names",
        each_json(_call_items(lambda item: item.pop("name", None))),
        protocols=RESPONSES,
        tools=True,
    ),
]
