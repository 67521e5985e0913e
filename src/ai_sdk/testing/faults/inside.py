"""Errors and rubbish inside a stream or a reply that began well."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..server.payload import Event, Payload
from ..server.reply import Reply
from .base import Fault, each_json, edit, events_of, with_events

__all__ = ["FAULTS", "insert"]

DEEP = 20_000


def insert(name: str, *events: Event, at: int = 4) -> Fault:
    """Events that do not belong there, before the event number `at`."""

    def changed(payload: Payload) -> Payload:
        good = events_of(payload)
        return with_events(payload, [*good[:at], *events, *good[at:]])

    return Fault(name, edit(changed), replies=False)


def _instead(name: str, *events: Event, at: int = 4) -> Fault:
    """The stream goes on with these events, and then no more."""

    def changed(payload: Payload) -> Payload:
        return with_events(payload, [*events_of(payload)[:at], *events])

    return Fault(name, edit(changed), replies=False)


def _body(name: str, data: bytes) -> Fault:
    def changed(payload: Payload) -> Payload:
        return replace(payload, body=data)

    return Fault(name, edit(changed), streams=False)


def _deep(depth: int) -> str:
    return '{"choices":' + "[" * depth + "]" * depth + "}"


def _everywhere(value: Any) -> Any:
    """The value with a field more in each of its objects."""
    if isinstance(value, list):
        return [_everywhere(item) for item in value]
    if isinstance(value, dict):
        fresh = {name: _everywhere(item) for name, item in value.items()}
        return {**fresh, "a_field_of_tomorrow": {"deep": [1, None, "x"]}}
    return value


_ABOUT = ("id", "model", "created", "created_at", "responseId", "modelVersion", "createTime")
_HOLDERS = ("response", "message")


def _anonymous(value: Any) -> Any:
    """Without what tells which answer of which model it is, in the envelope of a protocol as well."""
    if isinstance(value, dict):
        for held in (value, *(value.get(name) for name in _HOLDERS)):
            if isinstance(held, dict):
                for name in _ABOUT:
                    held.pop(name, None)
    return value


def _ended_by(error: Any) -> Fault:
    kind = {str: "a string", list: "a list", dict: "an object", type(None): "null"}[type(error)]
    return _instead(f"an error event whose error is {kind}", Event({"error": error}))


def _with_odd_keys(value: Any) -> Any:
    """Keys that are no mere keys in other languages, or that our own objects have as attributes."""
    odd = {"__proto__": {"admin": True}, "constructor": [1], "__class__": "str", "__dict__": {}}
    if isinstance(value, dict):
        value.update(odd)
    return value


FAILURE = {"message": "The server is overloaded.", "type": "server_error", "code": "overloaded"}


FAULTS = [
    Fault(
        "an error in mid-stream",
        lambda reply: Reply.failed(text="The sky"),
        replies=False,
    ),
    _ended_by(FAILURE),
    _ended_by("The server is overloaded."),
    _instead("an event named error", Event({"error": FAILURE}, event="error")),
    insert("an event that is no JSON", Event("{nothing")),
    insert("an event that is an array", Event("[1, 2]")),
    insert("an event that is a string", Event('"hello"')),
    insert("an event that is a number", Event("42")),
    insert("an event that is null", Event("null")),
    insert("an event of 20,000 levels", Event(_deep(DEEP))),
    insert("an event of a kind nobody knows", Event({"type": "tomorrow", "value": 1}, "tomorrow")),
    insert("an empty object as event", Event({})),
    Fault("fields of tomorrow everywhere", each_json(_everywhere)),
    Fault("keys that mean something elsewhere", each_json(_with_odd_keys)),
    Fault("no id and no model", each_json(_anonymous)),
    _body("a reply that is no JSON", b"{nothing"),
    _body("a reply that is an array", b"[1, 2]"),
    _body("a reply that is null", b"null"),
    _body("a reply of 20,000 levels", _deep(DEEP).encode()),
    _body("an empty object as reply", b"{}"),
]
