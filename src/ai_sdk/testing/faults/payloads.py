"""Answers that are well framed but odd inside: missing, doubled, unknown or wrong fields."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from ..server.payload import Event, Payload, dump
from .base import Fault, each_json, edit, events_of, with_events

__all__ = ["FAULTS"]

USAGE = ("usage", "usageMetadata")
FINISH = ("finish_reason", "stop_reason", "finishReason")
CHAT, RESPONSES = ("openai_chat",), ("openai_responses",)
CHOICES = (*CHAT, "openai_completions")
REASONS = (*CHOICES, "anthropic_messages", "google_genai")
"""Protocols that say in a word why an answer ended."""


def _each_field(names: tuple[str, ...], change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Change every field of these names, wherever it stands; `...` takes it out."""

    def walk(value: Any) -> Any:
        if isinstance(value, list):
            return [walk(item) for item in value]
        if not isinstance(value, dict):
            return value
        out = {}
        for name, item in value.items():
            made = change(item) if name in names and item is not None else walk(item)
            if made is not ...:
                out[name] = made
        return out

    return walk


def _numbers(change: Callable[[int], Any]) -> Callable[[Any], Any]:
    """Change every number within."""

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: walk(item) for name, item in value.items()}
        if isinstance(value, list):
            return [walk(item) for item in value]
        return change(value) if type(value) is int else value

    return walk


def _field(name: str, names: tuple[str, ...], change: Callable[[Any], Any]) -> Fault:
    return Fault(name, each_json(_each_field(names, change)))


def _choices(
    name: str,
    change: Callable[[dict[str, Any]], Any],
    *,
    replies: bool = True,
    protocols: tuple[str, ...] = CHOICES,
) -> Fault:
    """A change of every choice of an answer."""

    def changed(value: Any) -> Any:
        for choice in value.get("choices", ()):
            change(choice)
        return value

    return Fault(name, each_json(changed), replies=replies, protocols=protocols)


def _chat(name: str, change: Callable[[dict[str, Any]], Any], *, replies: bool = False) -> Fault:
    """A change of every choice of a chat answer."""
    return _choices(name, change, replies=replies, protocols=CHAT)


def _more_chunks(name: str, *chunks: dict[str, Any], at: int = 0) -> Fault:
    """Chunks that say nothing, among those that do."""

    def changed(payload: Payload) -> Payload:
        good = events_of(payload)
        head = {key: item for key, item in good[0].data.items() if key != "choices"}
        odd = [Event({**head, **chunk}) for chunk in chunks]
        return with_events(payload, [*good[:at], *odd, *good[at:]])

    return Fault(name, edit(changed), replies=False, protocols=CHOICES)


def _drop(*names: str) -> Callable[[dict[str, Any]], None]:
    def change(choice: dict[str, Any]) -> None:
        for name in names:
            choice.pop(name, None)

    return change


def _delta(choice: dict[str, Any]) -> dict[str, Any]:
    return choice.get("delta") or choice.get("message") or {}


def _content_as_parts(choice: dict[str, Any]) -> None:
    said = _delta(choice)
    if isinstance(said.get("content"), str):
        said["content"] = [{"type": "text", "text": said["content"]}]


def _role_again(choice: dict[str, Any]) -> None:
    _delta(choice)["role"] = "assistant"


def _null_deltas(choice: dict[str, Any]) -> None:
    if not choice["delta"]:
        choice["delta"] = None


def _say_wrong(choice: dict[str, Any]) -> None:
    """Other words than those of the answer, where there are any."""
    for holder, name in ((choice, "text"), (_delta(choice), "content")):
        if holder.get(name):
            holder[name] = "WRONG "


def _second_choice(payload: Payload) -> Payload:
    """The chunks of another choice between those of the first."""

    def both() -> Iterable[Event]:
        for event in events_of(payload):
            yield event
            if isinstance(event.data, str) or not event.data["choices"]:
                continue
            other = json.loads(dump(event.data))
            other["choices"][0]["index"] = 1
            _say_wrong(other["choices"][0])
            yield replace(event, data=other)

    return with_events(payload, both())


def _two_choices(value: Any) -> Any:
    for choice in list(value.get("choices", ())):
        other = json.loads(dump(choice))
        other["index"] = 1
        _say_wrong(other)
        value["choices"].append(other)
    return value


def _without_kinds(*kinds: str) -> Callable[[Any], Any]:
    return lambda value: None if value.get("type") in kinds else value


def _odd_item(value: Any) -> Any:
    """An output item of a kind that nobody knows, before the others."""
    response = value.get("response", value)
    if response.get("output"):
        response["output"].insert(0, {"type": "tomorrow", "id": "x_1", "value": [1]})
    return value


def _empty_final(value: Any) -> Any:
    """The last event tells that the response is complete, and nothing of what is in it."""
    if value.get("type") == "response.completed":
        value["response"]["output"] = []
    return value


def _choice_error(value: Any) -> Any:
    """What OpenRouter says when a provider behind it fails: in place of the finish."""
    for choice in value.get("choices", ()):
        if choice.get("finish_reason"):
            choice["finish_reason"] = "error"
            choice["error"] = {"code": 502, "message": "The provider failed."}
    return value


def _odd_indexes(value: Any) -> Any:
    """Blocks numbered downwards and with gaps."""
    if "index" in value:
        value["index"] = 10**9 - 3 * value["index"]
    return value


_ECHOES = ("response.output_text.done", "response.content_part.done")

FAULTS = [
    _field("no usage", USAGE, lambda _: ...),
    _field("usage null", USAGE, lambda _: None),
    _field("usage empty", USAGE, lambda _: {}),
    _field("usage as a string", USAGE, lambda _: "many"),
    _field("usage as a list", USAGE, lambda _: [1, 2]),
    _field("usage figures as strings", USAGE, _numbers(str)),
    _field("usage figures as fractions", USAGE, _numbers(lambda n: n + 0.5)),
    _field("usage figures negative", USAGE, _numbers(lambda n: -1 - n)),
    _field("usage figures beyond 64 bits", USAGE, _numbers(lambda n: 10**30)),
    Fault(
        "a finish reason of tomorrow",
        each_json(_each_field(FINISH, lambda _: "tomorrow")),
        protocols=REASONS,
    ),
    Fault("no finish reason", each_json(_each_field(FINISH, lambda _: ...)), protocols=CHOICES),
    Fault("a choice with an error", each_json(_choice_error), replies=False, protocols=CHOICES),
    Fault(
        "blocks with odd indexes",
        each_json(_odd_indexes),
        replies=False,
        protocols=("anthropic_messages",),
    ),
    _more_chunks("a chunk without choices", {"choices": []}),
    _more_chunks("a chunk whose choices are null", {"choices": None}, at=2),
    _more_chunks("a chunk whose choices are missing", {}, at=2),
    _more_chunks(
        "a chunk of filter results only",
        {"choices": [], "prompt_filter_results": [{"prompt_index": 0}]},
    ),
    _chat("deltas null where they are empty", _null_deltas),
    _choices("no index of the choice", _drop("index")),
    _choices("no log probabilities", _drop("logprobs")),
    _chat("the role in every delta", _role_again),
    _chat("content as a list of parts", _content_as_parts, replies=True),
    Fault("two choices, interleaved", edit(_second_choice), replies=False, protocols=CHOICES),
    Fault("two choices", each_json(_two_choices), streams=False, protocols=CHOICES),
    Fault(
        "no events that repeat the text",
        each_json(_without_kinds(*_ECHOES)),
        replies=False,
        protocols=RESPONSES,
    ),
    Fault(
        "no events that open or close items",
        each_json(_without_kinds("response.output_item.added", "response.content_part.added")),
        replies=False,
        protocols=RESPONSES,
    ),
    Fault("an output item of tomorrow", each_json(_odd_item), protocols=RESPONSES),
    Fault("an empty final response", each_json(_empty_final), replies=False, protocols=RESPONSES),
]
