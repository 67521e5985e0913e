"""What a fault is: a change to one reply of the server, under a name."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ..server.content import Misfit
from ..server.payload import Body, Event, Payload, dump
from ..server.reply import Reply

__all__ = [
    "Fault",
    "befall",
    "body_of",
    "each_json",
    "edit",
    "events_of",
    "whole",
    "with_events",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that may go wrong, as a change to a reply that is otherwise right.

    Attributes:
        name: says it in a few words; `ProviderServer(faults=["..."])` finds it by them.
        apply: makes the faulty reply out of the good one.
        streams: it can befall a stream of events.
        replies: it can befall a whole reply.
        protocols: the protocols it is about, such as "openai_chat"; empty for all.
        lines: it is about the lines of server-sent events, so other framings do not have it.
        tools: it is about tool calls, so the good reply must hold one.
    """

    name: str
    apply: Callable[[Reply], Reply]
    streams: bool = True
    replies: bool = True
    protocols: tuple[str, ...] = ()
    tools: bool = False
    lines: bool = False


def befall(fault: Fault, reply: Reply, *, must_change: bool = True) -> Reply:
    """The reply with the fault.

    Rendering it raises `Misfit` if the fault is about streams and this is none, or the other way
    round.

    Args:
        fault: what goes wrong.
        reply: the good one.
        must_change: a fault that leaves the reply as it was, or finds no place in it, is a misfit
            as well; otherwise it passes such a reply by.

    Raises:
        Misfit: it finds no place in what the reply says.
    """
    faulty = _tried(fault, fault.apply, must_change)(reply)
    if faulty.content is not reply.content:
        return faulty  # something else is said
    seen: list[Payload] = []

    def before(payload: Payload) -> Payload:
        seen.append(payload)
        streamed = payload.events is not None
        if payload.status < 400 and not (fault.streams if streamed else fault.replies):
            kinds = ("whole replies", "a stream") if streamed else ("streams", "a whole reply")
            raise Misfit(f"the fault {fault.name!r} is about {kinds[0]}, and this is {kinds[1]}")
        return payload

    def after(payload: Payload) -> Payload:
        good = (seen[0], reply.delivery, reply.headers)
        if must_change and good == (payload, faulty.delivery, faulty.headers):
            raise Misfit(f"the fault {fault.name!r} changes nothing in this reply")
        return payload

    added = (_tried(fault, edit, must_change) for edit in faulty.edits[len(reply.edits) :])
    return replace(faulty, edits=(*reply.edits, before, *added, after))


def _tried(fault: Fault, change: Callable[[T], T], must_change: bool) -> Callable[[T], T]:
    """A change that may not find what it is about, such as a tool call."""

    def tried(good: T) -> T:
        try:
            return change(good)
        except (LookupError, AttributeError, TypeError, ValueError) as error:
            if must_change:
                raise Misfit(f"the fault {fault.name!r} has no place in this reply") from error
            return good

    return tried


def edit(change: Callable[[Payload], Payload]) -> Callable[[Reply], Reply]:
    """A fault that changes the reply as it is written in the protocol."""
    return lambda reply: reply.edited(change)


def whole(make: Callable[[], Reply]) -> Callable[[Reply], Reply]:
    """A fault that puts another reply in the place of the good one."""
    return lambda _: make()


def events_of(payload: Payload) -> tuple[Event, ...]:
    """The events of a stream; none for a whole reply."""
    return payload.events or ()


def with_events(payload: Payload, events: Iterable[Event]) -> Payload:
    """The stream with other events."""
    return replace(payload, events=tuple(events))


def body_of(payload: Payload) -> bytes:
    """All bytes of the body."""
    if payload.events is not None:
        return b"".join(map(payload.event_format.write, payload.events))
    return _bytes(payload.body)


def _bytes(body: Body) -> bytes:
    return body if isinstance(body, bytes) else b"".join(body())


def each_json(change: Callable[[Any], Any]) -> Callable[[Reply], Reply]:
    """A fault in the JSON of every event, or of the whole reply.

    `change` gets a copy of the value and returns what to send; None leaves an event out.
    """

    def changed(payload: Payload) -> Payload:
        if payload.events is None:
            value = change(json.loads(_bytes(payload.body)))
            return replace(payload, body=dump(value).encode())
        return with_events(payload, _events(payload.events, change))

    return edit(changed)


def _events(events: Iterable[Event], change: Callable[[Any], Any]) -> Iterable[Event]:
    for event in events:
        if isinstance(event.data, str):
            yield event
            continue
        value = change(json.loads(dump(event.data)))
        if value is not None:
            yield replace(event, data=value)
