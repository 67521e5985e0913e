"""Using one colour where the other was meant: a word about it instead of a riddle."""

from __future__ import annotations

from typing import Any

import pytest

import ai_sdk
import ai_sdk.aio
from ai_sdk import ConfigurationError
from ai_sdk.testing import MockLanguageModel

STREAMS = {
    "text": lambda face: face.stream_text(MockLanguageModel("hi"), prompt="p"),
    "object": lambda face: face.stream_object(MockLanguageModel("1"), int, prompt="p"),
}
stream_kinds = pytest.mark.parametrize("kind", STREAMS)


async def enter(stream: Any) -> None:
    async with stream:
        pass


async def walk(stream: Any) -> None:
    async for _ in stream:
        pass


async def wait(thing: Any) -> None:
    await thing


@stream_kinds
@pytest.mark.parametrize(
    ("use", "words"),
    [
        (enter, "synchronous; use `with`, or import the function from `ai_sdk.aio`"),
        (walk, "synchronous; use `for`, or import the function from `ai_sdk.aio`"),
        (wait, "a stream is not awaited; use `with stream_text"),
    ],
)
async def test_a_synchronous_stream_in_asynchronous_use(kind: str, use: Any, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words.replace("(", r"\(")):
        await use(STREAMS[kind](ai_sdk))


@stream_kinds
def test_an_asynchronous_stream_in_synchronous_use(kind: str) -> None:
    with pytest.raises(ConfigurationError, match="asynchronous; use `async with`, or import"):
        STREAMS[kind](ai_sdk.aio).__enter__()
    with pytest.raises(ConfigurationError, match="asynchronous; use `async for`, or import"):
        list(STREAMS[kind](ai_sdk.aio))


@stream_kinds
async def test_an_asynchronous_stream_awaited(kind: str) -> None:
    with pytest.raises(ConfigurationError, match="a stream is not awaited; use `async with"):
        await STREAMS[kind](ai_sdk.aio)


async def test_a_finished_result_awaited() -> None:
    result: Any = ai_sdk.generate_text(MockLanguageModel("hi"), prompt="p")

    with pytest.raises(ConfigurationError, match=r"GenerateTextResult is finished.*ai_sdk\.aio"):
        await result
