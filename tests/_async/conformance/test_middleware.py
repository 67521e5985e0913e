"""Middleware around models, registries, providers of one's own."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.aio import (
    AsyncMiddleware,
    NoSuchModelError,
    NoSuchProviderError,
    PureMiddleware,
    create_provider_registry,
    custom_provider,
    default_settings_middleware,
    evolve,
    extract_json_middleware,
    extract_reasoning_middleware,
    openai,
    simulate_streaming_middleware,
    stream_text,
    wrap_language_model,
)
from ai_sdk.testing import MockReply
from tests.ways import BUT_GOOGLE, EVERY_WAY, STREAMED, Scripted, Way

from .play import run


def wrapped(model: Scripted, middleware: Any) -> Scripted:
    """The scripted model with middleware around it."""
    return Scripted(wrap_language_model(model.handle, middleware), model.server)


class Noted(AsyncMiddleware):
    """Notes its turn, before and after."""

    def __init__(self, name: str, notes: list[str]) -> None:
        self.name, self.notes = name, notes

    def transform_call(self, call: Any, context: Any) -> Any:
        self.notes.append(f"transform {self.name}")
        return evolve(call, max_output_tokens=(call.max_output_tokens or 1) * 10 + len(self.name))

    async def around_generate(self, call: Any, proceed: Any, context: Any) -> Any:
        self.notes.append(f"before {self.name}")
        result = await proceed(call)
        self.notes.append(f"after {self.name}")
        return result

    async def around_stream(self, call: Any, proceed: Any, context: Any) -> Any:
        self.notes.append(f"before {self.name}")
        stream = await proceed(call)
        self.notes.append(f"after {self.name}")
        return stream


@BUT_GOOGLE
@pytest.mark.parametrize("nested", [False, True])
async def test_behaviour_40_the_first_of_a_list_is_outermost(way: Way, nested: bool) -> None:
    notes: list[str] = []
    a, bb = Noted("a", notes), Noted("bb", notes)

    with way.model("ok") as model:
        chosen = wrapped(wrapped(model, bb), a) if nested else wrapped(model, [a, bb])
        result = await run(way, chosen)

        sent = model.asked[0].call
    assert result.text == "ok"
    assert notes == [
        "transform a", "before a", "transform bb", "before bb", "after bb", "after a",
    ]  # fmt: skip
    limit = sent.max_output_tokens if way.via == "mock" else _limit(sent.json)
    assert limit == 112


def _limit(body: Any) -> Any:
    names = ("max_tokens", "max_completion_tokens", "max_output_tokens")
    return next(body[name] for name in names if name in body)


@EVERY_WAY
async def test_behaviour_41_reasoning_between_tags(way: Way) -> None:
    said = MockReply(text_deltas=["<th", "ink>first</thi", "nk>Hello <think>", "then</think>you"])

    with way.model(said) as model:
        result = await run(way, wrapped(model, extract_reasoning_middleware()))

    assert result.text == "Hello \nyou"
    assert result.reasoning_text == "first\nthen"


@EVERY_WAY
async def test_behaviour_41_an_answer_that_begins_with_reasoning(way: Way) -> None:
    extract = extract_reasoning_middleware(start_with_reasoning=True, separator=" ")

    with way.model(MockReply(text_deltas=["hm", "</think>", "yes"])) as model:
        result = await run(way, wrapped(model, extract))

    assert (result.reasoning_text, result.text) == ("hm", "yes")


@EVERY_WAY
async def test_behaviour_42_a_fence_around_json(way: Way) -> None:
    said = MockReply(text_deltas=["``", '`json\n{"a": ', "1}", "\n`", "``"])

    with way.model(said) as model:
        result = await run(way, wrapped(model, extract_json_middleware()))

    assert result.text == '{"a": 1}'


@STREAMED
async def test_behaviour_42_a_simulated_stream_has_start_delta_and_end(way: Way) -> None:
    with way.model("Hello there") as model:
        simulated = wrapped(model, simulate_streaming_middleware())
        async with stream_text(simulated.handle, prompt="hi") as stream:
            parts = [part async for part in stream]

    texts = [part for part in parts if part.type.startswith("text-")]
    assert [part.type for part in texts] == ["text-start", "text-delta", "text-end"]
    assert texts[1].text == "Hello there"
    assert parts[-1].finish_reason == "stop"


@BUT_GOOGLE
async def test_behaviour_43_what_the_call_says_wins_over_defaults(way: Way) -> None:
    defaults = default_settings_middleware(
        {
            "temperature": 0.5,
            "max_output_tokens": 100,
            "headers": {"X-One": "default", "X-Two": "default"},
            "extra_body": {"metadata": {"a": "default", "b": "default"}},
        }
    )

    with way.model("ok") as model:
        await run(
            way,
            wrapped(model, defaults),
            max_output_tokens=70,
            headers={"x-one": "call"},
            extra_body={"metadata": {"b": "call"}},
        )
        sent = model.asked[0].call

    if way.via == "mock":
        body = {"temperature": sent.temperature, **sent.extra_body}
        limit = sent.max_output_tokens
    else:
        body, limit = sent.json, _limit(sent.json)
    headers = {name.lower(): line for name, line in sent.headers.items()}
    assert (body["temperature"], limit) == (0.5, 70)
    assert body["metadata"] == {"a": "default", "b": "call"}
    assert (headers["x-one"], headers["x-two"]) == ("call", "default")


@EVERY_WAY
async def test_behaviour_43_provider_options_are_merged(way: Way) -> None:
    seen: list[Any] = []

    class Look(PureMiddleware):
        def transform_call(self, call: Any, context: Any) -> Any:
            seen.append(call.provider_options)
            return call

    defaults = default_settings_middleware(
        {"provider_options": {"openai": {"user": "d", "store": False}, "other": {"x": [1]}}}
    )

    with way.model("ok") as model:
        around = [defaults, Look()]
        options = {"openai": {"user": "c"}, "other": {"x": [2]}}
        await run(way, wrapped(model, around), provider_options=options)

    assert seen == [{"openai": {"user": "c", "store": False}, "other": {"x": [2]}}]


def test_behaviour_44_a_registry_splits_at_the_first_separator() -> None:
    asked: list[str] = []

    class Provider:
        def language(self, model_id: str) -> Any:
            asked.append(model_id)
            return openai(model_id)

    registry = create_provider_registry({"a": Provider()})

    assert registry.language("a:b:c").model_id == "b:c"
    assert asked == ["b:c"]


def test_behaviour_44_a_missing_provider_lists_the_available_ones() -> None:
    registry = create_provider_registry({"a": openai, "b": openai})

    with pytest.raises(NoSuchProviderError, match="there are: a, b") as caught:
        registry("c:x")

    assert (caught.value.provider, caught.value.available) == ("c", ("a", "b"))


def test_behaviour_45_a_custom_provider_falls_back() -> None:
    mine = custom_provider(language_models={"fast": openai("gpt-5")}, fallback_provider=openai)

    assert mine("fast").model_id == "gpt-5"
    assert mine("gpt-4o").model_id == "gpt-4o"


def test_behaviour_45_without_fallback_there_is_no_such_model() -> None:
    mine = custom_provider(language_models={"fast": openai("gpt-5")})

    with pytest.raises(NoSuchModelError) as caught:
        mine("gpt-4o")

    assert caught.value.model_id == "gpt-4o"
