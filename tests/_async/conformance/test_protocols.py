"""What single providers want to be told otherwise: reasoning models, budgets, schemas, options."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.aio import (
    Output,
    TextPart,
    UserMessage,
    create_anthropic,
    create_azure,
    create_google,
    create_google_vertex,
    create_openai,
    generate_text,
    is_step_count,
    messages_from_json,
    messages_to_json,
    stream_text,
    tool,
)
from ai_sdk.testing import ProviderServer, Reply

BOTH = pytest.mark.parametrize("streaming", [False, True], ids=["plain", "streamed"])
SAMPLING: dict[str, Any] = {"temperature": 0.5, "top_p": 0.9}


async def run(streaming: bool, model: Any, **settings: Any) -> Any:
    if "messages" not in settings:
        settings.setdefault("prompt", "hi")
    if not streaming:
        return await generate_text(model, **settings)
    async with stream_text(model, **settings) as stream:
        return await stream.result()


def warned(result: Any) -> set[str | None]:
    return {warning.setting for warning in result.warnings}


@tool
def weather(city: str) -> str:
    """The weather in a city."""
    return f"sunny in {city}"


# ---- 61: OpenAI's reasoning models


@BOTH
@pytest.mark.parametrize("api", ["responses", "chat"])
@pytest.mark.parametrize("model_id", ["gpt-5", "o3", "o4-mini"])
async def test_behaviour_61_reasoning_models_take_no_sampling(
    api: str, model_id: str, streaming: bool
) -> None:
    with ProviderServer() as server:
        model = getattr(create_openai(base_url=server.base_url, api_key="k"), api)(model_id)
        result = await run(
            streaming, model, instructions="Be brief.", max_output_tokens=900, **SAMPLING
        )
        body = server.requests[0].json

    assert warned(result) == {"temperature", "top_p"}
    assert {"temperature", "top_p"}.isdisjoint(body)
    first = (body.get("input") or body["messages"])[0]
    assert (first["role"], first["content"]) == ("developer", "Be brief.")
    limit = "max_output_tokens" if api == "responses" else "max_completion_tokens"
    assert body[limit] == 900
    assert "max_tokens" not in body


@BOTH
@pytest.mark.parametrize("api", ["responses", "chat"])
async def test_behaviour_61_other_models_do(api: str, streaming: bool) -> None:
    with ProviderServer() as server:
        model = getattr(create_openai(base_url=server.base_url, api_key="k"), api)("gpt-4o")
        result = await run(streaming, model, instructions="Be brief.", **SAMPLING)
        body = server.requests[0].json

    assert result.warnings == ()
    assert (body["temperature"], body["top_p"]) == (0.5, 0.9)
    assert (body.get("input") or body["messages"])[0]["role"] == "system"


@BOTH
async def test_behaviour_61_models_that_may_go_without_reasoning_take_it_then(
    streaming: bool,
) -> None:
    with ProviderServer() as server:
        model = create_openai(base_url=server.base_url, api_key="k")("gpt-5.1")
        result = await run(streaming, model, reasoning="none", temperature=0.5)
        body = server.requests[0].json

    assert result.warnings == ()
    assert (body["temperature"], body["reasoning"]) == (0.5, {"effort": "none"})


@BOTH
async def test_behaviour_61_what_is_not_stored_comes_back_encrypted(streaming: bool) -> None:
    with ProviderServer([Reply.reasoning("Hm.", "Yes."), Reply.text("Still yes.")]) as server:
        openai = create_openai(base_url=server.base_url, api_key="k")
        settings = {"provider_options": openai.options(store=False), "reasoning": "low"}
        first = await run(streaming, openai("gpt-5"), **settings)
        stored = messages_from_json(messages_to_json(first.response_messages))
        again = [UserMessage("hi"), *stored, UserMessage("Sure?")]
        await run(streaming, openai("gpt-5"), messages=again, **settings)
        one, two = (request.json for request in server.requests)

    assert one["store"] is False
    assert "reasoning.encrypted_content" in one["include"]
    (thought,) = [item for item in two["input"] if item.get("type") == "reasoning"]
    assert thought["encrypted_content"]
    assert thought["summary"] == [{"type": "summary_text", "text": "Hm."}]


# ---- 62: Anthropic


def claude(server: ProviderServer, model_id: str = "claude-sonnet-4-5") -> Any:
    return create_anthropic(base_url=server.base_url, api_key="test-key")(model_id)


@BOTH
@pytest.mark.parametrize(("given", "sent"), [(1.7, 1.0), (0.0, 0.0), (1.0, 1.0)])
async def test_behaviour_62_temperature_stays_between_0_and_1(
    given: float, sent: float, streaming: bool
) -> None:
    with ProviderServer() as server:
        result = await run(streaming, claude(server), temperature=given)
        body = server.requests[0].json

    assert body["temperature"] == sent
    assert warned(result) == (set() if given == sent else {"temperature"})


@BOTH
@pytest.mark.parametrize(
    ("model_id", "asked", "budget", "sent"),
    [
        ("claude-sonnet-4-5", 500, 2000, 2500),
        ("claude-sonnet-4-5", 60_000, 20_000, 64_000),
        ("claude-opus-4-1", 30_000, 4000, 32_000),
    ],
)
async def test_behaviour_62_the_budget_comes_on_top_as_far_as_the_model_writes(
    model_id: str, asked: int, budget: int, sent: int, streaming: bool
) -> None:
    thinking = {"thinking": {"type": "enabled", "budget_tokens": budget}}
    with ProviderServer() as server:
        result = await run(
            streaming,
            claude(server, model_id),
            max_output_tokens=asked,
            provider_options={"anthropic": thinking},
        )
        body = server.requests[0].json

    assert (body["max_tokens"], body["thinking"]["budget_tokens"]) == (sent, budget)
    assert warned(result) == (set() if asked + budget == sent else {"max_output_tokens"})


@BOTH
async def test_behaviour_62_four_places_can_be_cached(streaming: bool) -> None:
    here = {"anthropic": {"cache_control": {"type": "ephemeral"}}}
    parts = [TextPart(text, provider_options=here) for text in "abcde"]
    with ProviderServer() as server:
        result = await run(streaming, claude(server), messages=[UserMessage(parts)])
        blocks = server.requests[0].json["messages"][0]["content"]

    assert ["cache_control" in block for block in blocks] == [True, True, True, True, False]
    assert warned(result) == {"cache_control"}


@BOTH
async def test_behaviour_62_an_overload_inside_a_success_is_tried_again(streaming: bool) -> None:
    overload = Reply.failed("Overloaded", type="overloaded_error")
    with ProviderServer([overload, Reply.text("Here I am")]) as server:
        result = await run(streaming, claude(server))

        assert len(server.requests) == 2
    assert result.text == "Here I am"


@BOTH
async def test_behaviour_62_signatures_go_back_byte_for_byte(streaming: bool) -> None:
    """The server signs what it thinks and refuses what was changed."""
    with ProviderServer() as server:
        first = await run(streaming, claude(server), reasoning="low")
        stored = messages_from_json(messages_to_json(first.response_messages))
        again = [UserMessage("hi"), *stored, UserMessage("And why?")]
        second = await run(streaming, claude(server), messages=again, reasoning="low")
        sent = server.requests[1].json["messages"][1]["content"][0]

    (thought,) = first.reasoning
    assert second.text
    assert sent == {
        "type": "thinking",
        "thinking": thought.text,
        "signature": thought.provider_metadata["anthropic"]["signature"],
    }


# ---- 63: Google


def gemini(server: ProviderServer, model_id: str = "gemini-3-pro") -> Any:
    return create_google(base_url=f"{server.origin}/v1beta", api_key="test-key")(model_id)


NOTE = {"type": "string", "description": "A note."}
CASES: list[tuple[Any, Any]] = [
    ({"type": "string"}, {"type": "string"}),
    ({"type": ["string", "null"]}, {"type": "string", "nullable": True}),
    ({"const": "a"}, {"type": "string", "enum": ["a"]}),
    ({"enum": ["a", "b"]}, {"type": "string", "enum": ["a", "b"]}),
    ({"type": "array", "items": NOTE}, {"type": "array", "items": NOTE}),
    ({"type": "string", "format": "date-time"}, {"type": "string", "format": "date-time"}),
    (
        {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        {"anyOf": [{"type": "string"}, {"type": "integer"}]},
    ),
    ({"oneOf": [NOTE, {"type": "null"}]}, {**NOTE, "nullable": True}),
    ({"$ref": "#/$defs/Note"}, NOTE),
    (
        {"type": "object", "properties": {"y": NOTE}, "additionalProperties": False},
        {"type": "object", "properties": {"y": NOTE}},
    ),
]


@BOTH
@pytest.mark.parametrize(("given", "sent"), CASES)
async def test_behaviour_63_schemas_in_the_words_of_the_api(
    given: Any, sent: Any, streaming: bool
) -> None:
    schema = {
        "type": "object",
        "properties": {"x": given},
        "required": ["x"],
        "additionalProperties": False,
        "$defs": {"Note": NOTE},
    }
    with ProviderServer() as server:
        await run(streaming, gemini(server), output=Output.object(schema))
        config = server.requests[0].json["generationConfig"]

    assert config["responseMimeType"] == "application/json"
    lowered = config["responseSchema"]
    assert set(lowered) == {"type", "properties", "required"}
    assert lowered["properties"]["x"] == sent


@BOTH
async def test_behaviour_63_stop_with_calls_means_tool_calls(streaming: bool) -> None:
    with ProviderServer([Reply.tool_calls([("weather", {"city": "Rome"})])]) as server:
        result = await run(streaming, gemini(server), tools=[weather])

    assert result.raw_finish_reason == "STOP"
    assert result.finish_reason == "tool-calls"
    assert result.tool_results[0].output == "sunny in Rome"


@BOTH
async def test_behaviour_63_thought_signatures_go_back(streaming: bool) -> None:
    with ProviderServer() as server:
        result = await run(
            streaming,
            gemini(server),
            prompt="What is the weather in Rome?",
            tools=[weather],
            stop_when=is_step_count(2),
        )
        sent = server.requests[1].json["contents"]

    (call,) = [p for turn in sent for p in turn["parts"] if "functionCall" in p]
    (made,) = result.steps[0].tool_calls
    assert call["thoughtSignature"] == made.provider_metadata["google"]["thought_signature"]


# ---- 64: whose options they are


@BOTH
@pytest.mark.parametrize("api", ["responses", "chat"])
async def test_behaviour_64_azure_reads_its_own_options_then_openais(
    api: str, streaming: bool
) -> None:
    options = {"openai": {"service_tier": "flex", "user": "both"}, "azure": {"user": "mine"}}
    with ProviderServer() as server:
        azure = create_azure(base_url=f"{server.origin}/openai", api_key="test-key")
        result = await run(streaming, getattr(azure, api)("d"), provider_options=options)
        body = server.requests[0].json

    assert (body["service_tier"], body["user"]) == ("flex", "mine")
    assert result.warnings == ()


@BOTH
async def test_behaviour_64_vertex_reads_its_own_then_vertex_then_google(streaming: bool) -> None:
    options = {
        "google": {"labels": {"a": "google"}, "service_tier": "flex", "audio_timestamp": False},
        "vertex": {"labels": {"a": "vertex"}, "audio_timestamp": True},
        "google_vertex": {"labels": {"a": "own"}},
    }
    with ProviderServer() as server:
        vertex = create_google_vertex(base_url=f"{server.origin}/v1beta1", api_key="test-key")
        result = await run(streaming, vertex("gemini-2.5-flash"), provider_options=options)
        body = server.requests[0].json

    assert body["labels"] == {"a": "own"}
    assert body["generationConfig"]["audioTimestamp"] is True
    assert body["serviceTier"] == "flex"
    assert result.warnings == ()
