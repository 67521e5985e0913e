"""Streams that end where they should not, or say that they ended in odd ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...errors import InvalidArgumentError
from ..server.delivery import End
from ..server.payload import Event, Payload
from ..server.reply import Reply
from .base import Fault, body_of, edit, events_of, with_events

__all__ = ["FAULTS", "cut"]

DONE, MESSAGES = ("openai_chat", "openai_completions"), ("anthropic_messages",)
_WORDS = {"clean": "ended cleanly", "cut": "closed", "rst": "reset", "stall": "silence"}


def cut(
    *, after_events: int | None = None, after_bytes: int | None = None, how: End = "cut"
) -> Fault:
    """The body stops after so many events or bytes.

    Args:
        after_events: events that still come.
        after_bytes: bytes that still come.
        how: "clean" ends the body as if it were whole, "cut" closes the connection, "rst" resets
            it, "stall" keeps it open and silent.

    Raises:
        InvalidArgumentError: `how` is none of these.
    """
    if how not in _WORDS:
        raise InvalidArgumentError(
            f"how must be one of {', '.join(map(repr, _WORDS))}, not {how!r}",
            parameter="how",
            value=how,
        )
    what = f"{after_events} events" if after_events is not None else f"{after_bytes} bytes"
    return Fault(
        f"{_WORDS[how]} after {what}",
        lambda reply: reply.cut(after_events=after_events, after_bytes=after_bytes, how=how),
        replies=after_events is None,
    )


def _share(part: float, how: End) -> Fault:
    """The body stops within, after a share of its bytes."""

    def changed(payload: Payload) -> Payload:
        data = body_of(payload)
        return replace(payload, events=None, body=data[: int(len(data) * part)])

    def answer(reply: Reply) -> Reply:
        edited = reply.edited(changed)
        return edited if how == "clean" else edited.delivered(end=how, framing="chunked")

    return Fault(f"{_WORDS[how]} at {part:.0%} of the body", answer)


def _to_the_end(reply: Reply) -> Reply:
    return reply.cut(after_events=3, how="cut").delivered(framing="eof")


def _wrong_length(by: int) -> Fault:
    def changed(payload: Payload) -> Payload:
        return replace(payload, events=None, body=body_of(payload))

    def answer(reply: Reply) -> Reply:
        return reply.edited(changed).delivered(framing="length", end="cut", content_length=1 << 20)

    name = "a content length too long"
    if by < 0:
        name = "a content length too short"

        def answer(reply: Reply) -> Reply:
            return reply.edited(changed).delivered(framing="length", content_length=9)

    return Fault(name, answer)


def _no_last_newline(payload: Payload) -> Payload:
    return replace(payload, events=None, body=body_of(payload).rstrip(b"\n"))


def _junk_after(payload: Payload) -> Payload:
    junk = (Event("this is no JSON"), Event({"unexpected": True}), Event("[DONE]"))
    return with_events(payload, [*events_of(payload), *junk])


def _without_done(payload: Payload) -> Payload:
    return with_events(payload, [e for e in events_of(payload) if e.data != "[DONE]"])


def _without_finish(payload: Payload) -> Payload:
    """All end marks but `[DONE]` are left out."""
    kept = [e for e in events_of(payload) if not e.end_mark or e.data == "[DONE]"]
    return with_events(payload, kept)


def _without(kind: str) -> Callable[[Payload], Payload]:
    """Events of a kind are left out."""

    def changed(payload: Payload) -> Payload:
        return with_events(payload, [e for e in events_of(payload) if e.event != kind])

    return changed


def _open_after_end(reply: Reply) -> Reply:
    return reply.delivered(end="stall")


FAULTS = [
    *(cut(after_events=n, how=how) for how in ("clean", "cut", "rst") for n in (0, 1, 4)),
    *(_share(part, how) for how in ("clean", "cut", "rst") for part in (0.3, 0.6, 0.9)),
    Fault("ended by the connection's end after 3 events", _to_the_end, replies=False),
    Fault("no end mark", lambda reply: reply.without_end_mark(), replies=False),
    Fault("no newline after the last event", edit(_no_last_newline), replies=False, lines=True),
    Fault("junk after the end mark", edit(_junk_after), replies=False),
    Fault("finished, without [DONE]", edit(_without_done), replies=False, protocols=DONE),
    Fault("[DONE], without finish", edit(_without_finish), replies=False, protocols=DONE),
    Fault(
        "stopped, without a reason",
        edit(_without("message_delta")),
        replies=False,
        protocols=MESSAGES,
    ),
    Fault(
        "a reason, without the stop",
        edit(_without("message_stop")),
        replies=False,
        protocols=MESSAGES,
    ),
    Fault("an open connection after the end mark", _open_after_end, replies=False),
    _wrong_length(1),
    _wrong_length(-1),
    Fault(
        "a connection that the server closes without a word",
        lambda reply: reply.closing(announced=False),
    ),
]
