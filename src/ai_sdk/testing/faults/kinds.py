"""Fields of an answer that hold JSON of another type than the protocol gives them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from ..server.payload import Event, Payload, dump
from .base import Fault, body_of, each_json, edit, with_events

__all__ = ["FAULTS"]

CHAT, MESSAGES, RESPONSES = ("openai_chat",), ("anthropic_messages",), ("openai_responses",)
GEMINI = ("google_genai",)
CHOICES = (*CHAT, "openai_completions")
LISTS = (*MESSAGES, *RESPONSES, *GEMINI)
TEXTS = (*CHOICES, *LISTS)

Place = tuple[dict[str, Any], str]
"""An object, and the name of one of its fields."""


def _objects(found: Any) -> list[dict[str, Any]]:
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _lists(value: dict[str, Any]) -> Iterator[Place]:
    """Where a whole answer, or a piece of Gemini's, has the list of what it says."""
    if "content" in value:
        yield value, "content"
    for item in _objects(value.get("output")):
        if item.get("type") == "message":
            yield item, "content"
    for candidate in _objects(value.get("candidates")):
        yield candidate["content"], "parts"


def _texts(value: dict[str, Any]) -> Iterator[Place]:
    """Where an answer, or an event, has text."""
    for choice in _objects(value.get("choices")):
        yield choice, "text"
        yield choice.get("delta") or choice.get("message") or {}, "content"
    if value.get("type") == "response.output_text.delta":
        yield value, "delta"
    if value.get("type") == "content_block_delta":
        yield value["delta"], "text"
    for holder, name in _lists(value):
        for part in _objects(holder.get(name)):
            yield part, "text"


def _say(change: Callable[[str], Any], value: Any) -> bool:
    """Put something else where text is; whether there was any."""
    places = [(holder, name) for holder, name in _texts(value) if holder.get(name)]
    for holder, name in places:
        holder[name] = change(holder[name])
    return bool(places)


def _text(name: str, change: Callable[[str], Any]) -> Fault:
    """Text that is none: all of a whole answer, the second piece of a stream."""

    def changed(payload: Payload) -> Payload:
        if payload.events is None:
            value = json.loads(body_of(payload))
            _say(change, value)
            return replace(payload, body=dump(value).encode())
        return with_events(payload, _with_second(payload.events, change))

    return Fault(name, edit(changed), protocols=TEXTS)


def _with_second(events: Iterable[Event], change: Callable[[str], Any]) -> Iterator[Event]:
    pieces = 0
    for event in events:
        if isinstance(event.data, str):
            yield event
            continue
        data = json.loads(dump(event.data))
        pieces += _say(change if pieces == 1 else str, data)
        yield replace(event, data=data)


def _content(name: str, change: Callable[[list[Any]], Any]) -> Fault:
    """A list of what an answer says that is none, or holds something else."""

    def changed(value: Any) -> Any:
        for holder, field in list(_lists(value)):
            holder[field] = change(holder[field])
        return value

    return Fault(name, each_json(changed), streams=False, protocols=LISTS)


def _chat(name: str, field: str, change: Callable[[Any], Any], **ways: Any) -> Fault:
    """Another value of a field of every choice, or of what it says, where there is one."""

    def changed(value: Any) -> Any:
        for choice in _objects(value.get("choices")):
            for holder in (choice, choice.get("delta") or choice.get("message") or {}):
                if isinstance(holder, dict) and holder.get(field):
                    holder[field] = change(holder[field])
        return value

    return Fault(name, each_json(changed), **{"protocols": CHAT, **ways})


def _choices(name: str, change: Callable[[list[Any]], Any]) -> Fault:
    """Choices that are none."""

    def changed(value: Any) -> Any:
        if value.get("choices"):
            value["choices"] = change(value["choices"])
        return value

    return Fault(name, each_json(changed), protocols=CHOICES)


def _arguments_as_text(value: Any) -> Any:
    for holder, name in _lists(value):
        for part in _objects(holder.get(name)):
            if "functionCall" in part:
                part["functionCall"]["args"] = dump(part["functionCall"].get("args"))
    return value


def _pieces_as_objects(value: Any) -> Any:
    if value.get("type") == "response.function_call_arguments.delta":
        value["delta"] = {"text": value["delta"]}
    delta = value.get("delta")
    if isinstance(delta, dict) and delta.get("type") == "input_json_delta":
        delta["partial_json"] = {"text": delta["partial_json"]}
    return value


def _failed(value: Any) -> Any:
    """What a gateway says that keeps the name of the event and not its meaning."""
    if value.get("type") == "response.completed":
        error = {"code": "server_error", "message": "The server had an error."}
        value["response"].update(status="failed", error=error, output=[])
    return value


FAULTS = [
    _text("text that is a number", len),
    _text("text that is a boolean", bool),
    _text("text that is an object", lambda text: {"text": text}),
    _text("text that is a list of numbers", lambda text: [len(text)]),
    _content("content that is a text", lambda _: "The sky is blue."),
    _content("content that is an object", lambda content: content[0]),
    _content("content that holds a number", lambda content: [*content, 5]),
    _choices("choices that are an object", lambda choices: choices[0]),
    _choices("a choice that is null", lambda _: [None]),
    _chat(
        "a delta that is a text", "delta", lambda delta: str(delta.get("content")), replies=False
    ),
    _chat("a message that is null", "message", lambda _: None, streams=False),
    _chat("calls that are no list", "tool_calls", lambda _: "weather", tools=True),
    _chat("calls that are an object", "tool_calls", lambda calls: calls[0], tools=True),
    _chat("calls that are numbers", "tool_calls", lambda calls: [len(calls)], tools=True),
    Fault("arguments that are a text", each_json(_arguments_as_text), protocols=GEMINI, tools=True),
    Fault(
        "pieces of arguments that are objects",
        each_json(_pieces_as_objects),
        replies=False,
        protocols=(*MESSAGES, *RESPONSES),
        tools=True,
    ),
    Fault("a failure named completed", each_json(_failed), replies=False, protocols=RESPONSES),
]
