"""The vendors that speak Chat Completions: addresses, keys, and where each differs."""

from __future__ import annotations

import base64
import pickle
from json import dumps
from typing import Any

import pytest

import ai_sdk.aio as ai
from ai_sdk.aio import (
    AssistantMessage,
    FilePart,
    FileURL,
    InvalidArgumentError,
    LoadAPIKeyError,
    ReasoningPart,
    TextPart,
    ToolCall,
    ToolMessage,
    ToolResult,
    UnsupportedFunctionalityError,
    UserMessage,
    generate_text,
    list_models,
    stream_text,
    tool,
)
from ai_sdk.testing import ProviderServer, RecordedRequest, Reply

ADDRESSES = {
    "cerebras": "https://api.cerebras.ai/v1",
    "deepseek": "https://api.deepseek.com",
    "fireworks": "https://api.fireworks.ai/inference/v1",
    "groq": "https://api.groq.com/openai/v1",
    "mistral": "https://api.mistral.ai/v1",
    "openrouter": "https://openrouter.ai/api/v1",
    "perplexity": "https://api.perplexity.ai",
    "together": "https://api.together.xyz/v1",
    "xai": "https://api.x.ai/v1",
}
VENDORS = pytest.mark.parametrize("name", ADDRESSES)
BOTH = pytest.mark.parametrize("streaming", [False, True], ids=["plain", "streamed"])


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ADDRESSES:
        monkeypatch.delenv(f"{name.upper()}_API_KEY", raising=False)
        monkeypatch.delenv(f"{name.upper()}_BASE_URL", raising=False)


def provider_of(server: ProviderServer, name: str, **settings: Any) -> Any:
    create = getattr(ai, f"create_{name}")
    return create(**{"base_url": server.base_url, "api_key": "test-key", **settings})


async def run(streaming: bool, model: Any, **settings: Any) -> Any:
    if "messages" not in settings:
        settings.setdefault("prompt", "hi")
    if not streaming:
        return await generate_text(model, **settings)
    async with stream_text(model, **settings) as stream:
        return await stream.result()


def answered(message: dict[str, Any], **body: Any) -> Reply:
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    whole = {"id": "a", "model": "m", "choices": [choice], **body}
    return Reply.raw(200, {"content-type": "application/json"}, dumps(whole))


def streamed(*chunks: dict[str, Any]) -> Reply:
    events = [*(dumps({"id": "a", "model": "m", **chunk}) for chunk in chunks), "[DONE]"]
    return Reply.sse("".join(f"data: {event}\n\n" for event in events).encode())


def delta(finish: str | None = None, **fields: Any) -> list[dict[str, Any]]:
    return [{"index": 0, "delta": fields, "finish_reason": finish}]


def only(server: ProviderServer) -> RecordedRequest:
    (request,) = server.requests
    return request


@tool
def weather(city: str) -> str:
    """The weather in a city."""
    return f"sunny in {city}"


# --- what they share


@VENDORS
def test_addresses(name: str) -> None:
    model = getattr(ai, name)("some-model")

    assert model.endpoint.address() == ADDRESSES[name]
    assert (model.provider, model.model_id, model.kind) == (name, "some-model", "language")
    assert pickle.loads(pickle.dumps(model)) == model
    assert model == getattr(ai, name)("some-model")
    assert getattr(ai, name).options() == {name: {}}


@VENDORS
async def test_keys(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LoadAPIKeyError, match=f"{name.upper()}_API_KEY"):
        await generate_text(f"{name}:m", prompt="hi")
    with ProviderServer(api_key="from-env") as server:
        monkeypatch.setenv(f"{name.upper()}_API_KEY", "from-env")
        monkeypatch.setenv(f"{name.upper()}_BASE_URL", server.base_url + "/")
        result = await generate_text(f"{name}:m", prompt="hi")
        path = only(server).path

    assert result.text
    assert path == ("/v1/responses" if name == "xai" else "/v1/chat/completions")


@VENDORS
async def test_their_options_go_through(name: str) -> None:
    with ProviderServer() as server:
        model = provider_of(server, name).chat("m")
        result = await generate_text(model, prompt="hi", provider_options={name: {"brand_new": 1}})

    assert only(server).json["brand_new"] == 1
    assert result.warnings == ()


@VENDORS
async def test_models_are_listed(name: str) -> None:
    with ProviderServer() as server:
        provider = provider_of(server, name)
        if name == "perplexity":
            with pytest.raises(UnsupportedFunctionalityError, match="perplexity"):
                await list_models(provider)
            return
        assert "gpt-5" in await list_models(provider)
        with pytest.raises(UnsupportedFunctionalityError, match="uploading"):
            await ai.upload_file(provider, b"x")


# --- groq, cerebras


async def test_groq_counts_tokens_under_a_name_of_its_own() -> None:
    usage = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}
    reply = streamed(
        {"choices": delta(content="hi")}, {"choices": delta("stop"), "x_groq": {"usage": usage}}
    )
    with ProviderServer([reply]) as server:
        result = await run(True, provider_of(server, "groq")("m"))

    assert (result.usage.input_tokens, result.usage.output_tokens) == (3, 2)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        pytest.param("groq", "reasoning", marks=pytest.mark.capability("groq", "reasoning")),
        pytest.param(
            "cerebras", "reasoning", marks=pytest.mark.capability("cerebras", "reasoning")
        ),
        pytest.param(
            "openrouter", "reasoning", marks=pytest.mark.capability("openrouter", "reasoning")
        ),
        pytest.param(
            "fireworks", "reasoning_content", marks=pytest.mark.capability("fireworks", "reasoning")
        ),
        pytest.param(
            "deepseek", "reasoning_content", marks=pytest.mark.capability("deepseek", "reasoning")
        ),
        pytest.param(
            "together", "reasoning_content", marks=pytest.mark.capability("together", "reasoning")
        ),
        pytest.param("xai", "reasoning_content", marks=pytest.mark.capability("xai", "reasoning")),
        pytest.param("perplexity", None, marks=pytest.mark.capability("perplexity", "reasoning")),
    ],
)
@BOTH
async def test_reasoning_and_where_it_goes_back(
    name: str, field: str | None, streaming: bool
) -> None:
    with ProviderServer([Reply.reasoning("Hm.", "Yes."), Reply.text("ok")]) as server:
        model = provider_of(server, name).chat("m")
        first = await run(streaming, model)
        messages = [UserMessage("hi"), *first.response_messages, UserMessage("and?")]
        await run(streaming, model, messages=messages)
        sent = server.requests[1].json["messages"][1]

    assert (first.reasoning_text, first.text) == ("Hm.", "Yes.")
    wanted = {"role": "assistant", "content": "Yes."}
    assert sent == (wanted if field is None else {**wanted, field: "Hm."})


# --- together, fireworks


async def test_together_ends_with_its_own_word() -> None:
    usage = {"prompt_tokens": 9, "completion_tokens": 1, "total_tokens": 10, "cached_tokens": 4}
    choice = {"index": 0, "message": {"content": "x"}, "finish_reason": "eos"}
    body = dumps({"id": "a", "model": "m", "choices": [choice], "usage": usage})
    with ProviderServer([Reply.raw(200, {"content-type": "application/json"}, body)]) as server:
        result = await run(False, provider_of(server, "together")("m"), top_k=5)
        request = only(server)

    assert (result.finish_reason, result.raw_finish_reason) == ("stop", "eos")
    assert result.usage.input_token_details.cache_read == 4
    assert request.json["top_k"] == 5


@pytest.mark.parametrize(("level", "word"), [("minimal", "low"), ("xhigh", "high"), ("low", "low")])
async def test_fireworks_steps_of_effort(level: Any, word: str) -> None:
    with ProviderServer() as server:
        await run(False, provider_of(server, "fireworks")("m"), reasoning=level)

    assert only(server).json["reasoning_effort"] == word


# --- perplexity, xai


@pytest.mark.capability("perplexity", "sources")
@BOTH
async def test_perplexity_cites(streaming: bool) -> None:
    results = [{"title": "A", "url": "https://a.test", "date": "2026-01-01"}]
    cited = {"citations": ["https://a.test"], "search_results": results}
    reply = answered({"content": "Yes [1]."}, **cited)
    if streaming:
        reply = streamed(
            {"choices": delta(content="Yes "), **cited},
            {"choices": delta("stop", content="[1]."), **cited},
        )
    with ProviderServer([reply]) as server:
        result = await run(streaming, provider_of(server, "perplexity")("sonar"), tools=[weather])
        request = only(server)

    (source,) = result.sources
    assert (source.url, source.title) == ("https://a.test", "A")
    assert source.provider_metadata == {"perplexity": {"date": "2026-01-01"}}
    assert result.provider_metadata["perplexity"]["citations"] == ["https://a.test"]
    assert [warning.setting for warning in result.warnings] == ["tools"]
    assert "tools" not in request.json


async def test_perplexity_has_no_place_for_results_of_tools() -> None:
    talk = [
        UserMessage("hi"),
        AssistantMessage([ToolCall("c", "weather", {"city": "Oslo"})]),
        ToolMessage([ToolResult("c", "weather", "sunny")]),
    ]
    with ProviderServer() as server:
        with pytest.raises(UnsupportedFunctionalityError, match="results of tools"):
            await run(False, provider_of(server, "perplexity")("sonar"), messages=talk)
        assert server.requests == []


@pytest.mark.capability("xai", "sources")
@BOTH
async def test_xai_counts_reasoning_beside_the_answer(streaming: bool) -> None:
    details = {"reasoning_tokens": 55}
    usage = {
        "prompt_tokens": 407,
        "completion_tokens": 3,
        "total_tokens": 465,
        "completion_tokens_details": details,
    }
    reply = answered({"content": "x"}, usage=usage, citations=["https://x.test"])
    if streaming:
        reply = streamed(
            {"choices": delta("stop", content="x"), "citations": ["https://x.test"]},
            {"choices": [], "usage": usage},
        )
    with ProviderServer([reply]) as server:
        model = provider_of(server, "xai").chat("grok")
        result = await run(streaming, model, max_output_tokens=9)
        request = only(server)

    assert (result.usage.output_tokens, result.usage.total_tokens) == (58, 465)
    assert result.usage.output_token_details.text == 3
    assert result.usage.output_token_details.reasoning == 55
    assert [source.url for source in result.sources] == ["https://x.test"]
    assert request.json["max_completion_tokens"] == 9


# --- openrouter


DETAILS = [
    {
        "type": "reasoning.text",
        "index": 0,
        "text": "Hm, hm.",
        "signature": "c2ln",
        "format": "anthropic",
    },
    {"type": "reasoning.encrypted", "index": 1, "data": "b3BhcXVl", "id": "rs_1"},
]


@pytest.mark.capability("openrouter", "reasoning-back")
@BOTH
async def test_openrouter_gets_its_reasoning_details_back(streaming: bool) -> None:
    first, second = DETAILS
    reply = answered({"content": "Yes.", "reasoning": "Hm, hm.", "reasoning_details": DETAILS})
    if streaming:
        begun = {**first, "text": "Hm,", "signature": None}
        ended = {"type": "reasoning.text", "index": 0, "text": " hm.", "signature": "c2ln"}
        reply = streamed(
            {"choices": delta(reasoning="Hm,", reasoning_details=[begun])},
            {"choices": delta(reasoning=" hm.", reasoning_details=[ended])},
            {"choices": delta(content="Yes.")},
            {"choices": delta("stop", reasoning_details=[second])},
        )
    with ProviderServer([reply, Reply.text("ok")]) as server:
        model = provider_of(server, "openrouter")("m")
        result = await run(streaming, model)
        stored = ai.messages_from_json(ai.messages_to_json(result.response_messages))
        await run(streaming, model, messages=[UserMessage("hi"), *stored, UserMessage("go on")])
        sent = server.requests[1].json["messages"][1]

    assert (result.reasoning_text, result.text) == ("Hm, hm.", "Yes.")
    assert sent == {"role": "assistant", "content": "Yes.", "reasoning_details": DETAILS}


async def test_openrouters_details_stay_with_it() -> None:
    note = {"openrouter": {"reasoning_details": DETAILS}}
    talk = [
        UserMessage("a"),
        AssistantMessage([ReasoningPart("Hm", provider_metadata=note)]),
        UserMessage("b"),
    ]
    with ProviderServer() as server:
        await run(False, provider_of(server, "groq")("m"), messages=talk)

    assert "reasoning_details" not in only(server).json["messages"][1]


# --- mistral


@pytest.mark.capability("mistral", "documents-in")
async def test_mistrals_words() -> None:
    pdf = FilePart(b"%PDF", "application/pdf", "a.pdf")
    link = FilePart(FileURL("https://x.test/b.pdf"), "application/pdf")
    talk = [
        UserMessage([TextPart("Read."), pdf, link]),
        AssistantMessage(
            [ReasoningPart("Hm."), TextPart("So"), ToolCall("call-of-openai", "weather", {})]
        ),
        ToolMessage([ToolResult("call-of-openai", "weather", "sunny")]),
        UserMessage("And?"),
        AssistantMessage("It is"),
    ]
    with ProviderServer([answered({"content": "It is sunny."})]) as server:
        result = await run(
            False,
            provider_of(server, "mistral")("m"),
            messages=talk,
            seed=7,
            tools=[weather],
            tool_choice="required",
        )
        body = only(server).json

    user, spoken, told, _, prefix = body["messages"]
    packed = base64.b64encode(b"%PDF").decode()
    assert user["content"][1:] == [
        {
            "type": "document_url",
            "document_url": f"data:application/pdf;base64,{packed}",
            "document_name": "a.pdf",
        },
        {"type": "document_url", "document_url": "https://x.test/b.pdf"},
    ]
    assert spoken["content"] == [
        {"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]},
        {"type": "text", "text": "So"},
    ]
    (call,) = spoken["tool_calls"]
    assert call["id"] == told["tool_call_id"]
    assert len(call["id"]) == 9
    assert call["id"].isalnum()
    assert prefix == {"role": "assistant", "content": "It is", "prefix": True}
    assert (body["random_seed"], body["tool_choice"]) == (7, "any")
    assert "seed" not in body
    assert result.text == "It is sunny."


@pytest.mark.capability("mistral", "reasoning")
@BOTH
async def test_mistral_thinks_in_parts(streaming: bool) -> None:
    thought = {"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]}
    reply = answered({"content": [thought, {"type": "text", "text": "Yes."}]})
    if streaming:
        reply = streamed(
            {"choices": delta(content=[thought])},
            {"choices": delta(content=[{"type": "text", "text": "Yes"}])},
            {"choices": delta("stop", content=".")},
        )
    with ProviderServer([reply]) as server:
        result = await run(streaming, provider_of(server, "mistral")("m"))

    assert (result.reasoning_text, result.text) == ("Hm.", "Yes.")


# --- deepseek


@pytest.mark.parametrize(
    ("model", "kept"), [("deepseek-r1", [False, True]), ("deepseek-chat", [True, True])]
)
async def test_deepseek_r1_is_not_told_its_old_thoughts(model: str, kept: list[bool]) -> None:
    talk = [
        UserMessage("a"),
        AssistantMessage([ReasoningPart("One."), TextPart("1")]),
        UserMessage("b"),
        AssistantMessage([ReasoningPart("Two."), ToolCall("c", "weather", {"city": "Oslo"})]),
        ToolMessage([ToolResult("c", "weather", "sunny")]),
    ]
    with ProviderServer([Reply.text("ok")]) as server:
        await run(False, provider_of(server, "deepseek")(model), messages=talk)
        sent = [m for m in only(server).json["messages"] if m["role"] == "assistant"]

    assert ["reasoning_content" in message for message in sent] == kept


async def test_deepseek_counts_what_its_cache_hit() -> None:
    usage = {
        "prompt_tokens": 9,
        "completion_tokens": 1,
        "total_tokens": 10,
        "prompt_cache_hit_tokens": 8,
    }
    with ProviderServer([answered({"content": "x"}, usage=usage)]) as server:
        result = await run(False, provider_of(server, "deepseek")("m"))

    assert result.usage.input_token_details.cache_read == 8
    assert result.usage.input_token_details.no_cache == 1


@VENDORS
def test_a_setting_that_is_none(name: str) -> None:
    wrong: Any = {"apikey": "k"}
    with pytest.raises(InvalidArgumentError, match=f"create_{name}\\(\\) has no argument 'apikey'"):
        getattr(ai, f"create_{name}")(**wrong)
