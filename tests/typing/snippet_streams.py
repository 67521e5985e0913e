"""Streams in both colours."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, assert_type

from ai_sdk import (
    GenerateTextResult,
    ObjectResult,
    ObjectStream,
    Output,
    StepResult,
    StreamPart,
    TextDelta,
    TextStream,
    ToolCall,
    Usage,
    aio,
    stream_object,
    stream_text,
)
from ai_sdk.aio import AsyncObjectStream, AsyncTextStream

from .samples import City, Recipe


def text() -> None:
    """Text, synchronously."""
    with stream_text("openai:gpt-5", prompt="Hi") as stream:
        assert_type(stream, TextStream[str])
        assert_type(stream.text_stream, Iterator[str])
        for delta in stream.text_stream:
            assert_type(delta, str)
        final = stream.result()
    assert_type(final, GenerateTextResult[str])
    assert_type(stream.usage, Usage)
    assert_type(stream.steps, tuple[StepResult, ...])


def parts() -> None:
    """A stream is an iterable of parts, and `stream` is its other name."""
    for part in stream_text("openai:gpt-5", prompt="Hi"):
        assert_type(part, StreamPart)
        match part:
            case TextDelta(_, text):
                assert_type(text, str)
            case ToolCall():
                assert_type(part.tool_name, str)
            case _:
                pass
        if part.type == "text-delta":
            assert_type(part, TextDelta)
    with stream_text("openai:gpt-5", prompt="Hi") as stream:
        for each in stream.stream:
            assert_type(each, StreamPart)


def outputs() -> None:
    """`output=` types result and elements."""
    with stream_text("openai:gpt-5", prompt="p", output=Output.object(Recipe)) as stream:
        assert_type(stream.partial_output_stream, Iterator[Any])
        assert_type(stream.result().output, Recipe)
    with stream_text("openai:gpt-5", prompt="p", output=Output.array(City)) as several:
        for city in several.element_stream:
            assert_type(city, City)
        assert_type(several.result().output, list[City])


def objects() -> None:
    """Objects, synchronously."""
    with stream_object("openai:gpt-5", Recipe, prompt="p") as stream:
        assert_type(stream, ObjectStream[Recipe])
        assert_type(stream.partial_object_stream, Iterator[Any])
        assert_type(stream.partial_json_stream, Iterator[Any])
        assert_type(stream.text_stream, Iterator[str])
        assert_type(stream.result(), ObjectResult[Recipe])
    with stream_object("openai:gpt-5", City, output="array", prompt="p") as several:
        for city in several.element_stream:
            assert_type(city, City)
        assert_type(several.result().object, list[City])
    with stream_object("openai:gpt-5", {"type": "integer"}, prompt="p") as anything:
        assert_type(anything.result().object, Any)


async def async_text() -> None:
    """Text, asynchronously."""
    async with aio.stream_text("openai:gpt-5", prompt="Hi") as stream:
        assert_type(stream, AsyncTextStream[str])
        assert_type(stream.text_stream, AsyncIterator[str])
        async for delta in stream.text_stream:
            assert_type(delta, str)
        async for part in stream:
            assert_type(part, StreamPart)
        final = await stream.result()
    assert_type(final, GenerateTextResult[str])


async def async_outputs() -> None:
    """`output=` types result and elements."""
    model = "openai:gpt-5"
    async with aio.stream_text(model, prompt="p", output=Output.array(City)) as several:
        async for city in several.element_stream:
            assert_type(city, City)
        result = await several.result()
        assert_type(result.output, list[City])


async def async_objects() -> None:
    """Objects, asynchronously."""
    async with aio.stream_object("openai:gpt-5", Recipe, prompt="p") as stream:
        assert_type(stream, AsyncObjectStream[Recipe])
        result = await stream.result()
        assert_type(result, ObjectResult[Recipe])
    async with aio.stream_object("openai:gpt-5", City, output="array", prompt="p") as several:
        async for city in several.element_stream:
            assert_type(city, City)


def unannotated(stream: TextStream) -> str:
    """Without a parameter it is a stream of text."""
    return stream.result().output
