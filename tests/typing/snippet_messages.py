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


def fetched(part: ai_sdk.FilePart) -> bytes:
    settings = ai_sdk.Download(max_bytes=1_000, timeout=None, allow_local=True)
    ai_sdk.generate_text("openai:gpt-5", prompt="hi", download=settings)
    ai_sdk.generate_text("openai:gpt-5", prompt="hi", download=lambda url: url.encode())
    ai_sdk.transcribe("openai:whisper-1", "https://example.com/a.wav", download=settings)
    assert_type(ai_sdk.download(part, settings=settings), ai_sdk.FilePart)
    return ai_sdk.download("https://example.com/a.png").bytes


async def fetched_too(part: ai_sdk.FilePart) -> None:
    async def fetch(url: str) -> bytes | None:
        return url.encode()

    await aio.generate_text("openai:gpt-5", prompt="hi", download=fetch)
    assert_type(await aio.download(part), ai_sdk.FilePart)
