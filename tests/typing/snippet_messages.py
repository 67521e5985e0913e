"""Stored conversations, pruning, transforms: as a user writes them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import assert_type

import ai_sdk
from ai_sdk import Message, Pause, StreamPart, StreamTransform, TextDelta, aio


class Shout:
    def feed(self, part: StreamPart) -> Iterable[StreamPart | Pause]:
        if isinstance(part, TextDelta):
            yield TextDelta(part.id, part.text.upper())
            yield Pause(0.1)
        else:
            yield part

    def finish(self) -> Iterable[StreamPart | Pause]:
        return ()


def stored(result: ai_sdk.GenerateTextResult) -> list[Message]:
    text = ai_sdk.messages_to_json([{"role": "user", "content": "hi"}, *result.response_messages])
    assert_type(text, str)
    return ai_sdk.prune_messages(
        ai_sdk.messages_from_json(text),
        reasoning="all",
        tool_calls=[{"type": "all", "tools": ["search"]}],
        incomplete_tool_calls="answer",
    )


def ids() -> Callable[[], str]:
    assert_type(ai_sdk.generate_id(), str)
    return ai_sdk.create_id_generator(prefix="msg", size=24)


def transformed() -> None:
    transform: StreamTransform = Shout()
    assert_type(transform.finish(), Iterable[StreamPart | Pause])
    ai_sdk.stream_text("openai:gpt-5", prompt="hi", transform=Shout)
    ai_sdk.stream_text("openai:gpt-5", prompt="hi", transform=[Shout, lambda: Shout()])
    ai_sdk.stream_text("openai:gpt-5", prompt="hi", transform=ai_sdk.smooth_stream())
    ai_sdk.smooth_stream(delay=None, chunking=re.compile("x"))
    ai_sdk.smooth_stream(chunking=lambda text: text[:1] or None)


def simulated() -> None:
    assert_type(ai_sdk.simulate_readable_stream([1]), Iterator[int])
    assert_type(aio.simulate_readable_stream([1]), AsyncIterator[int])
