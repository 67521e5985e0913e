"""A real engine's `/v1/messages` (llama.cpp with a tiny random model) through the adapter.

The words are noise; what is tested is all around them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from ai_sdk.aio import (
    ContextOverflowError,
    count_tokens,
    create_anthropic,
    generate_object,
    generate_text,
    is_step_count,
    messages_from_json,
    messages_to_json,
    stream_text,
    tool,
)

from ..engine import conftest

engine_url = conftest.engine_url

BOTH = pytest.mark.parametrize("streaming", [False, True], ids=["plain", "streamed"])


@tool
def get_weather(city: str, days: int) -> dict[str, Any]:
    """The weather in a city."""
    return {"city": city, "days": days, "sky": "clear"}


@dataclass
class Place:
    """A place."""

    city: str
    size: int


def model_of(url: str) -> Any:
    return create_anthropic(base_url=url, api_key="none", name="llamacpp")("tiny")


async def run(streaming: bool, model: Any, **settings: Any) -> Any:
    settings.setdefault("max_output_tokens", 60)
    if not streaming:
        return await generate_text(model, **settings)
    async with stream_text(model, **settings) as stream:
        text = ""
        async for delta in stream.text_stream:
            text += delta
        result = await stream.result()
    assert text.endswith(result.text)
    return result


@BOTH
async def test_text(engine_url: str, streaming: bool) -> None:
    result = await run(
        streaming,
        model_of(engine_url),
        instructions="Be brief.",
        prompt="Hello",
        temperature=0.5,
        stop_sequences=["zzzz"],
    )
    assert result.finish_reason in ("stop", "length")
    assert result.text
    usage = result.usage
    assert usage.total_tokens == usage.input_tokens + usage.output_tokens
    assert usage.input_tokens > 0


@BOTH
async def test_a_tool_and_its_result(engine_url: str, streaming: bool) -> None:
    result = await run(
        streaming,
        model_of(engine_url),
        prompt="What is the weather?",
        tools=[get_weather],
        tool_choice="required",
        stop_when=is_step_count(2),
        max_output_tokens=400,
    )
    first = result.steps[0]
    calls = [call.tool_name for call in first.tool_calls]
    assert set(calls) == {"get_weather"}  # random weights may ask twice
    assert [each.output["sky"] for each in first.tool_results] == ["clear"] * len(calls)
    assert first.finish_reason == "tool-calls"
    stored = messages_from_json(messages_to_json(result.response_messages))
    assert stored == list(result.response_messages) or stored == result.response_messages


async def test_an_object_through_a_tool(engine_url: str) -> None:
    model = model_of(engine_url)
    assert not model.capabilities.json_schema  # it is no Claude: nothing is taken for granted
    result = await generate_object(model, Place, prompt="A town.", max_output_tokens=400)
    assert isinstance(result.object, Place)


async def test_tokens_are_counted(engine_url: str) -> None:
    model = model_of(engine_url)
    short = await count_tokens(model, prompt="Hello")
    long = await count_tokens(model, prompt="Hello " * 20)
    assert 0 < short.input_tokens < long.input_tokens


async def test_a_prompt_that_is_too_long(engine_url: str) -> None:
    with pytest.raises(ContextOverflowError):
        await generate_text(model_of(engine_url), prompt="word " * 20_000, max_output_tokens=5)
