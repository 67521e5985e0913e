"""Tool calls of a chat stream in fragments, in every order that servers send them."""

from __future__ import annotations

from typing import Any

from ai_sdk.testing import Event, Reply

__all__ = ["GLUED", "OSLO", "ROME", "chat_stream", "fragment"]

Fragment = dict[str, Any]


def fragment(
    index: int | None = None,
    call_id: str | None = None,
    name: str | None = None,
    arguments: str | None = None,
) -> Fragment:
    """A piece of a tool call as a chat stream sends it."""
    function = {"name": name, "arguments": arguments}
    whole = {
        "index": index,
        "id": call_id,
        "type": "function" if call_id else None,
        "function": {key: each for key, each in function.items() if each is not None},
    }
    return {key: each for key, each in whole.items() if each is not None}


def chat_stream(*fragments: Fragment | list[Fragment]) -> Reply:
    """A chat stream that consists of these fragments."""

    def chunk(delta: Any, reason: str | None = None) -> Event:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        facts = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        return Event({**facts, "choices": [choice]})

    pieces = [each if isinstance(each, list) else [each] for each in fragments]
    return Reply.sse(
        [
            chunk({"role": "assistant", "content": None}),
            *[chunk({"tool_calls": each}) for each in pieces],
            chunk({}, "tool_calls"),
            Event("[DONE]"),
        ]
    )


ROME, OSLO = '{"city":"Rome"}', '{"city":"Oslo"}'
GLUED: dict[str, list[Any]] = {
    "the id comes first only": [
        fragment(0, "a", "weather", ""),
        fragment(0, None, None, ROME[:7]),
        fragment(0, None, None, ROME[7:]),
        fragment(1, "b", "weather", ""),
        fragment(1, None, None, OSLO),
    ],
    "the id comes each time": [
        fragment(0, "a", "weather", ROME[:7]),
        fragment(0, "a", None, ROME[7:]),
        fragment(1, "b", "weather", OSLO),
    ],
    "there is no index": [
        fragment(None, "a", "weather", ROME[:7]),
        fragment(None, None, None, ROME[7:]),
        fragment(None, "b", "weather", OSLO[:7]),
        fragment(None, None, None, OSLO[7:]),
    ],
    "every index is 0": [
        fragment(0, "a", "weather", ROME),
        fragment(0, "b", "weather", OSLO),
    ],
    "indexes are interleaved": [
        fragment(0, "a", "weather", ""),
        fragment(1, "b", "weather", ""),
        fragment(1, None, None, OSLO[:7]),
        fragment(0, None, None, ROME[:7]),
        fragment(0, None, None, ROME[7:]),
        fragment(1, None, None, OSLO[7:]),
    ],
    "several come in one event": [
        [fragment(0, "a", "weather", ""), fragment(1, "b", "weather", "")],
        [fragment(1, None, None, OSLO), fragment(0, None, None, ROME)],
    ],
    "the name arrives late": [
        fragment(0, "a", None, ROME[:7]),
        fragment(0, None, "weather", ROME[7:]),
        fragment(1, "b", "weather", OSLO),
    ],
    "the name comes each time": [
        fragment(0, "a", "weather", ROME[:7]),
        fragment(0, "a", "weather", ROME[7:]),
        fragment(1, "b", "weather", OSLO),
    ],
    "indexes have gaps": [
        fragment(7, "a", "weather", ROME),
        fragment(1_000_000_000, "b", "weather", OSLO),
    ],
}
