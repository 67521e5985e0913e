"""Complaints about calls and streams: cut ones, retried ones, slow ones, and what they cost."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from ai_sdk.aio import (
    APITimeoutError,
    AuthenticationError,
    OverloadedError,
    ServerError,
    StreamInterruptedError,
    Timeout,
    create_openai,
    generate_text,
    messages_from_json,
    messages_to_json,
    stream_text,
)
from ai_sdk.testing import ProviderServer, Reply, TokenCount, faults

SURFACES = pytest.mark.parametrize("surface", ["chat", "responses"])
OVERLOADED = {"error": {"message": "too much to do", "type": "overloaded_error"}}


def model_of(server: ProviderServer, surface: str = "chat", model_id: str = "gpt-4o") -> Any:
    openai = create_openai(base_url=server.base_url, api_key="k")
    return getattr(openai, surface)(model_id)


async def read(model: Any, **settings: Any) -> Any:
    async with stream_text(model, prompt="hi", **settings) as stream:
        return await stream.result()


@SURFACES
async def test_complaint_08_a_cut_stream_is_no_success(surface: str) -> None:
    words = "one two three four five six seven eight"
    cut = faults.cut(after_events=7, how="clean")
    with ProviderServer([Reply.text(words)], faults=[cut]) as server:
        with pytest.raises(StreamInterruptedError) as caught:
            await read(model_of(server, surface), max_retries=0)

    assert caught.value.partial.text
    assert words.startswith(caught.value.partial.text)


@SURFACES
async def test_complaint_09_an_error_in_a_stream_has_its_own_class(surface: str) -> None:
    with ProviderServer([Reply.sse([OVERLOADED])]) as server:
        with pytest.raises(OverloadedError):
            await read(model_of(server, surface), max_retries=0)


@SURFACES
async def test_complaint_09_before_any_output_it_is_tried_again(surface: str) -> None:
    with ProviderServer([Reply.sse([OVERLOADED]), Reply.text("fine")]) as server:
        result = await read(model_of(server, surface), max_retries=1)

    assert result.text == "fine"
    assert [attempt.status for attempt in result.attempts] == [503, 200]


@SURFACES
async def test_complaint_10_nothing_is_replayed_after_output(surface: str) -> None:
    with ProviderServer([Reply.failed(text="The sky"), Reply.text("WRONG")]) as server:
        model = model_of(server, surface)
        seen = ""
        with pytest.raises(ServerError) as caught:
            async with stream_text(model, prompt="hi", max_retries=5) as stream:
                async for delta in stream.text_stream:
                    seen += delta
        assert len(server.requests) == 1

    assert seen == "The sky"
    assert caught.value.partial.text == "The sky"


async def test_complaint_11_retries_do_not_multiply() -> None:
    wait = faults.status(500, retry_after_ms=1)
    with ProviderServer(faults=wait) as server:
        with pytest.raises(ServerError) as caught:
            await generate_text(model_of(server), prompt="hi", max_retries=2)
        assert len(server.requests) == 3

    assert [attempt.status for attempt in caught.value.attempts] == [500, 500, 500]


async def test_complaint_12_limits_have_names_and_long_answers_are_not_refused() -> None:
    with ProviderServer([Reply.text("fine")]) as server:
        result = await generate_text(model_of(server), prompt="hi", max_output_tokens=1_000_000)
    assert result.text == "fine"

    with ProviderServer(faults="silence instead of a head") as server:
        with pytest.raises(APITimeoutError) as caught:
            limits = Timeout(first_event=0.05)
            await generate_text(model_of(server), prompt="hi", timeout=limits, max_retries=0)
    assert (caught.value.limit, caught.value.seconds) == ("first_event", 0.05)


@SURFACES
async def test_complaint_13_leaving_a_stream_closes_its_connection(surface: str) -> None:
    endless = Reply.text("one two three four five six").cut(after_events=7, how="stall")
    with ProviderServer([endless, Reply.text("next")]) as server:
        model = model_of(server, surface)
        async with stream_text(model, prompt="hi") as stream:
            async for _ in stream.text_stream:
                break
        server.wait_closed(1)
        result = await generate_text(model, prompt="hi")
        assert result.text == "next"


async def test_complaint_14_what_is_not_known_yet_does_no_harm() -> None:
    answer = {
        "id": "x",
        "object": "tomorrow",
        "model": "m",
        "service_tier": "galactic",
        "choices": [
            {
                "index": 0,
                "finish_reason": "wandered_off",
                "message": {"role": "assistant", "content": "Hi.", "mood": ["good"]},
            }
        ],
    }
    with ProviderServer(
        [Reply.raw(200, {"content-type": "application/json"}, json.dumps(answer))]
    ) as s:
        result = await generate_text(model_of(s), prompt="hi", include=["response_body"])

    assert (result.text, result.finish_reason) == ("Hi.", "other")
    assert result.raw_finish_reason == "wandered_off"
    assert result.response.body["choices"][0]["message"]["mood"] == ["good"]


@pytest.mark.parametrize("streamed", [False, True])
async def test_complaint_17_sealed_reasoning_comes_back_word_for_word(streamed: bool) -> None:
    script = [Reply.reasoning("Hm.", "Hello."), Reply.text("Goodbye.")]
    options = {"openai": {"store": False}}
    with ProviderServer(script) as server:
        model = model_of(server, "responses", "gpt-5")
        if streamed:
            first = await read(model, provider_options=options)
        else:
            first = await generate_text(model, prompt="hi", provider_options=options)
        stored = messages_to_json([{"role": "user", "content": "hi"}, *first.response_messages])
        messages = [*messages_from_json(stored), {"role": "user", "content": "bye"}]
        await generate_text(model, messages=messages, provider_options=options)
        sent = server.requests[1].json["input"]

    sealed = [item["encrypted_content"] for item in sent if item.get("type") == "reasoning"]
    assert len(sealed) == 1
    assert base64.b64decode(sealed[0]) == b"sealed reasoning of rs_000001"
    assert sealed[0] in json.dumps(dict(first.reasoning[0].provider_metadata["openai"]))


@SURFACES
async def test_complaint_18_streams_tell_their_usage_and_unknown_is_none(surface: str) -> None:
    counted = Reply.text("Hi.", tokens=TokenCount(11, 7))
    with ProviderServer([counted, counted], faults=["byte by byte", "no usage"]) as server:
        told = await read(model_of(server, surface))
        untold = await read(model_of(server, surface))

    assert (told.usage.input_tokens, told.usage.output_tokens) == (11, 7)
    assert (untold.usage.input_tokens, untold.usage.output_tokens) == (None, None)


@SURFACES
@pytest.mark.parametrize("streamed", [False, True])
async def test_complaint_19_cached_tokens_are_counted_once(surface: str, streamed: bool) -> None:
    reply = Reply.text("Hi.", tokens=TokenCount(100, 20, cached=60, reasoning=15))
    with ProviderServer([reply]) as server:
        model = model_of(server, surface)
        if streamed:
            result = await read(model)
        else:
            result = await generate_text(model, prompt="hi")

    usage = result.usage
    details = usage.input_token_details
    assert (usage.input_tokens, details.no_cache, details.cache_read) == (100, 40, 60)
    assert (details.no_cache or 0) + (details.cache_read or 0) + (details.cache_write or 0) == 100
    out = usage.output_token_details
    assert (usage.output_tokens, out.text, out.reasoning) == (20, 5, 15)
    assert usage.total_tokens == 120


async def test_a_bad_key_is_not_tried_again() -> None:
    with ProviderServer(faults=faults.status(401)) as server:
        with pytest.raises(AuthenticationError):
            await generate_text(model_of(server), prompt="hi", max_retries=5)
        assert len(server.requests) == 1
