"""A real engine (llama.cpp with a tiny random model) through the public functions.

The model's weights are random, so its words are noise; what is tested is all around them: that
requests are understood, that grammars hold, that counts and streams add up.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Literal

import pytest

from ai_sdk.aio import (
    ContextOverflowError,
    Output,
    TextDelta,
    cosine_similarity,
    embed,
    embed_many,
    generate_object,
    generate_text,
    is_step_count,
    openai_compatible,
    stream_object,
    stream_text,
    tool,
)

from ..engine import conftest

engine_url = conftest.engine_url
embedding_engine_url = conftest.embedding_engine_url


@tool
def get_weather(city: str, days: int) -> dict[str, Any]:
    """The weather in a city."""
    return {"city": city, "days": days, "sky": "clear"}


@dataclass
class Place:
    """A place."""

    city: str
    size: int
    kind: Literal["town", "village"]
    near: list[str]


def chat(url: str) -> Any:
    return openai_compatible(name="llamacpp", base_url=url)("tiny")


def responses(url: str) -> Any:
    return openai_compatible(name="llamacpp", base_url=url).responses("tiny")


BOTH = pytest.mark.parametrize("model", [chat, responses])


@BOTH
async def test_text(engine_url: str, model: Any) -> None:
    result = await generate_text(
        model(engine_url),
        instructions="Be brief.",
        prompt="Hello",
        max_output_tokens=200,
        temperature=0.5,
    )

    assert result.text
    assert result.text.isascii()
    assert result.finish_reason in ("stop", "length")
    assert result.usage.input_tokens is not None
    assert result.usage.input_tokens > 0
    assert result.usage.output_tokens is not None
    assert 0 < result.usage.output_tokens <= 200
    assert result.usage.total_tokens == result.usage.input_tokens + result.usage.output_tokens
    assert [attempt.status for attempt in result.attempts] == [200]
    assert result.response.headers["content-type"].startswith("application/json")
    assert result.warnings == ()


@BOTH
async def test_a_stream_is_its_result_in_pieces(engine_url: str, model: Any) -> None:
    pieces: list[str] = []

    async with stream_text(
        model(engine_url), prompt="Hello", max_output_tokens=200, extra_body={"seed": 7}
    ) as stream:
        async for part in stream:
            if isinstance(part, TextDelta):
                pieces.append(part.text)
        result = await stream.result()

    assert len(pieces) > 1
    assert "".join(pieces) == result.text
    assert result.usage.output_tokens is not None
    assert result.usage.output_tokens >= len(pieces) - 1
    assert result.usage.input_tokens is not None
    assert result.usage.input_tokens > 0
    assert result.finish_reason in ("stop", "length")


async def test_a_seed_gives_the_same_text_plain_and_streamed(engine_url: str) -> None:
    settings: Any = {"prompt": "Hello", "max_output_tokens": 40, "seed": 3}

    plain = await generate_text(chat(engine_url), **settings)
    async with stream_text(chat(engine_url), **settings) as stream:
        streamed = await stream.result()

    assert streamed.text == plain.text
    assert streamed.usage.output_tokens == plain.usage.output_tokens


async def test_the_token_limit_ends_the_answer(engine_url: str) -> None:
    result = await generate_text(chat(engine_url), prompt="Hello", max_output_tokens=3, seed=1)

    assert result.finish_reason == "length"
    assert result.usage.output_tokens == 3


async def test_a_conversation(engine_url: str) -> None:
    messages: list[Any] = [{"role": "user", "content": "Hello"}]
    first = await generate_text(chat(engine_url), messages=messages, max_output_tokens=50, seed=1)
    messages += [*first.response_messages, {"role": "user", "content": "Go on"}]

    second = await generate_text(chat(engine_url), messages=messages, max_output_tokens=50, seed=1)

    assert first.usage.input_tokens is not None
    assert second.usage.input_tokens is not None
    assert second.usage.input_tokens > first.usage.input_tokens


@pytest.mark.parametrize("streaming", [False, True])
async def test_tools(engine_url: str, streaming: bool) -> None:
    settings: Any = {
        "prompt": "What is the weather in Oslo?",
        "tools": [get_weather],
        "tool_choice": "required",
        "max_output_tokens": 1000,
        "seed": 1,
    }

    if streaming:
        async with stream_text(chat(engine_url), **settings) as stream:
            result = await stream.result()
    else:
        result = await generate_text(chat(engine_url), **settings)

    assert result.finish_reason == "tool-calls"
    assert len(result.tool_calls) >= 1
    for call in result.tool_calls:
        assert call.tool_name == "get_weather"
        assert not call.invalid
        assert isinstance(call.input["city"], str)
        assert isinstance(call.input["days"], int)
    assert [r.output["city"] for r in result.tool_results] == [
        call.input["city"] for call in result.tool_calls
    ]


async def test_a_tool_result_goes_back_to_the_model(engine_url: str) -> None:
    first = await generate_text(
        chat(engine_url),
        prompt="What is the weather in Oslo?",
        tools=[get_weather],
        tool_choice="required",
        max_output_tokens=1000,
        seed=1,
    )

    second = await generate_text(
        chat(engine_url),
        messages=[
            {"role": "user", "content": "What is the weather in Oslo?"},
            *first.response_messages,
        ],
        tools=[get_weather],
        tool_choice="none",
        stop_when=is_step_count(1),
        max_output_tokens=100,
        seed=1,
    )

    assert second.tool_calls == ()
    assert second.text


async def test_an_object_of_a_type(engine_url: str) -> None:
    result = await generate_object(
        chat(engine_url), Place, prompt="Describe Oslo.", max_output_tokens=1000, seed=1
    )

    assert type(result.object) is Place
    assert isinstance(result.object.size, int)
    assert result.object.kind in ("town", "village")
    assert all(isinstance(name, str) for name in result.object.near)
    assert result.usage.output_tokens is not None
    assert result.usage.output_tokens > 0


async def test_partial_objects_grow_into_the_object(engine_url: str) -> None:
    seen: list[Any] = []

    async with stream_object(
        chat(engine_url), Place, prompt="Describe Oslo.", max_output_tokens=1000, seed=1
    ) as stream:
        async for partial in stream.partial_object_stream:
            seen.append(partial)
        result = await stream.result()

    assert type(result.object) is Place
    assert seen[-1] == asdict(result.object)
    assert len(seen) > 1
    for early, late in pairwise(seen):
        assert set(early) <= set(late)
        assert late.get("city", "").startswith(early.get("city", ""))


async def test_a_choice(engine_url: str) -> None:
    result = await generate_text(
        chat(engine_url),
        prompt="Yes or no?",
        output=Output.choice(["yes", "no"]),
        max_output_tokens=200,
        seed=1,
    )

    assert result.output in ("yes", "no")


@BOTH
@pytest.mark.parametrize("streaming", [False, True])
async def test_a_prompt_too_long_is_told_apart(
    engine_url: str, model: Any, streaming: bool
) -> None:
    prompt = "long " * 8_000

    with pytest.raises(ContextOverflowError) as caught:
        if streaming:
            async with stream_text(model(engine_url), prompt=prompt) as stream:
                await stream.result()
        else:
            await generate_text(model(engine_url), prompt=prompt)

    assert caught.value.status_code == 400
    assert not caught.value.is_retryable
    assert len(caught.value.attempts) == 1
    assert "context" in str(caught.value)


async def test_embeddings(embedding_engine_url: str) -> None:
    model = openai_compatible(name="llamacpp", base_url=embedding_engine_url).embedding("tiny")

    one = await embed(model, "a sunny day")
    many = await embed_many(model, ["a sunny day", "a rainy day", "a sunny day"])

    assert len(one.embedding) == 64
    assert math.isclose(math.hypot(*one.embedding), 1, rel_tol=1e-3)
    assert len(many.embeddings) == 3
    assert cosine_similarity(many.embeddings[0], many.embeddings[2]) == pytest.approx(1)
    assert list(many.embeddings[0]) == pytest.approx(list(one.embedding), abs=1e-4)
    assert list(many.embeddings[1]) != pytest.approx(list(one.embedding), abs=1e-4)
    assert one.usage.tokens is not None
    assert one.usage.tokens > 0
