"""Anthropic end to end: public functions, real HTTP, the local server's Messages API."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from json import dumps, loads
from typing import Any

import pytest

from ai_sdk.aio import (
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    FilePart,
    InvalidPromptError,
    LoadAPIKeyError,
    NotFoundError,
    OverloadedError,
    ReasoningPart,
    StreamInterruptedError,
    SystemMessage,
    TextPart,
    Timeout,
    ToolCall,
    ToolResult,
    UserMessage,
    anthropic,
    count_tokens,
    create_anthropic,
    generate_object,
    generate_text,
    is_step_count,
    list_models,
    messages_from_json,
    messages_to_json,
    stream_object,
    stream_text,
    tool,
    upload_file,
)
from ai_sdk.testing import Event, ProviderServer, RecordedRequest, Reply, TokenCount

BOTH = pytest.mark.parametrize("streaming", [False, True], ids=["plain", "streamed"])
SONNET = "claude-sonnet-4-5"
PDF = b"%PDF-1.7 a document"


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def provider_of(server: ProviderServer, **settings: Any) -> Any:
    return create_anthropic(**{"base_url": server.base_url, "api_key": "test-key", **settings})


async def run(streaming: bool, model: Any, **settings: Any) -> Any:
    settings.setdefault("prompt", "hi")
    if not streaming:
        return await generate_text(model, **settings)
    async with stream_text(model, **settings) as stream:
        return await stream.result()


@tool
def weather(city: str) -> str:
    """The weather in a city."""
    return f"sunny in {city}"


@dataclass
class Recipe:
    """A recipe."""

    name: str
    minutes: int


# ---- addresses, keys, versions


@pytest.mark.parametrize("end", ["", "/", "/v1", "/v1/"])
async def test_an_address_with_or_without_the_version(end: str) -> None:
    with ProviderServer() as server:
        await generate_text(provider_of(server, base_url=server.origin + end)(SONNET), prompt="hi")
        assert server.requests[0].path == "/v1/messages"


async def test_key_and_address_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with ProviderServer(api_key="from-environment") as server:
        monkeypatch.setenv("ANTHROPIC_API_KEY", "from-environment")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.origin)
        result = await generate_text(f"anthropic:{SONNET}", prompt="Say hello.")
        assert result.text
        headers = server.requests[0].headers
        assert headers["x-api-key"] == "from-environment"
        assert headers["anthropic-version"] == "2023-06-01"
        assert "authorization" not in headers


@pytest.mark.capability("anthropic", "tokens")
async def test_a_bearer_token_where_there_is_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "token")
    with ProviderServer(api_key="token") as server:
        model = create_anthropic(base_url=server.base_url)(SONNET)
        await generate_text(model, prompt="hi")
        for given in ("token", lambda: "token"):
            model = create_anthropic(base_url=server.base_url, auth_token=given)(SONNET)
            await generate_text(model, prompt="hi")
        for request in server.requests:
            assert request.headers["authorization"] == "Bearer token"
            assert "x-api-key" not in request.headers


async def test_a_missing_key_is_named() -> None:
    with pytest.raises(LoadAPIKeyError, match="ANTHROPIC_API_KEY"):
        await generate_text(anthropic(SONNET), prompt="hi")


def test_a_key_and_a_token_exclude_each_other() -> None:
    with pytest.raises(ConfigurationError, match="api_key or auth_token"):
        create_anthropic(api_key="a", auth_token="b")


async def test_a_wrong_key_is_refused() -> None:
    with ProviderServer(api_key="right") as server:
        with pytest.raises(AuthenticationError) as caught:
            await generate_text(provider_of(server)(SONNET), prompt="hi")
    assert caught.value.request_id == "req_000001"
    assert "test-key" not in repr(caught.value)


async def test_headers_of_the_caller_win_and_flags_are_joined() -> None:
    with ProviderServer() as server:
        provider = provider_of(server, headers={"Anthropic-Beta": "a", "x-own": "1"})
        await generate_text(
            provider(SONNET),
            prompt="hi",
            headers={"anthropic-version": "2025-01-01", "x-own": "2"},
            provider_options=anthropic.options(betas=["b"]),
        )
        headers = server.requests[0].headers
        assert headers["anthropic-beta"] == "b,a"
        assert headers["anthropic-version"] == "2025-01-01"
        assert headers["x-own"] == "2"


@BOTH
async def test_the_newer_version_takes_no_sampling(streaming: bool) -> None:
    with ProviderServer() as server:
        model = provider_of(server, api_version="2026-10-21")(SONNET)
        result = await run(streaming, model, temperature=0.5, top_k=3)
        assert [warning.setting for warning in result.warnings] == ["temperature", "top_k"]
        assert server.requests[0].headers["anthropic-version"] == "2026-10-21"
        assert result.finish_reason == "stop"


def test_handles_are_values() -> None:
    assert anthropic("a") == anthropic("a") != anthropic("b")
    assert pickle.loads(pickle.dumps(anthropic("a"))) == anthropic("a")
    assert hash(create_anthropic(api_version="2026-10-21")("a")) != hash(anthropic("a"))


# ---- text, tools, objects


@BOTH
async def test_text_and_its_facts(streaming: bool) -> None:
    script = Reply.text("Hello there", tokens=TokenCount(input=12, output=5))
    with ProviderServer([script]) as server:
        result = await run(streaming, provider_of(server)(SONNET), instructions="Be kind.")
        assert server.requests[0].json["system"] == "Be kind."
    assert (result.text, result.finish_reason, result.raw_finish_reason) == (
        "Hello there",
        "stop",
        "end_turn",
    )
    usage = result.usage
    assert (usage.input_tokens, usage.output_tokens, usage.total_tokens) == (12, 5, 17)
    assert result.response.id == "msg_000001"
    assert result.response.model_id == SONNET
    assert result.provider_metadata["anthropic"]["message_id"] == "msg_000001"


@BOTH
async def test_a_tool_is_called_and_answered(streaming: bool) -> None:
    with ProviderServer() as server:
        result = await run(
            streaming,
            provider_of(server)(SONNET),
            prompt="What is the weather in Lisbon?",
            tools=[weather],
            stop_when=is_step_count(3),
        )
        assert [call.input for call in result.tool_calls] == [{"city": "Lisbon"}]
        assert "sunny in Lisbon" in result.text
        sent = server.requests[1].json["messages"]
    assert [message["role"] for message in sent] == ["user", "assistant", "user"]
    assert sent[1]["content"][0]["type"] == "tool_use"
    assert sent[2]["content"] == [
        {
            "type": "tool_result",
            "tool_use_id": sent[1]["content"][0]["id"],
            "content": "sunny in Lisbon",
        }
    ]


@pytest.mark.parametrize("model", [SONNET, "claude-3-5-haiku-latest"], ids=["native", "tool"])
async def test_objects(model: str) -> None:
    with ProviderServer() as server:
        made = provider_of(server)(model)
        result = await generate_object(made, Recipe, prompt="A recipe for soup.")
        assert isinstance(result.object, Recipe)
        async with stream_object(made, Recipe, prompt="A recipe for soup.") as stream:
            streamed = await stream.result()
        assert streamed.object == result.object
        for request in server.requests:
            native = "output_config" in request.json
            assert native is (model == SONNET)
            assert ("tool_choice" in request.json) is not native


@BOTH
async def test_a_refusal_is_seen(streaming: bool) -> None:
    with ProviderServer([Reply.refusal("I will not.")]) as server:
        result = await run(streaming, provider_of(server)(SONNET))
    assert (result.finish_reason, result.raw_finish_reason) == ("content-filter", "refusal")
    assert result.text == "I will not."
    assert result.provider_metadata["anthropic"]["stop_details"]["type"] == "refusal"


@BOTH
async def test_the_limit_is_seen(streaming: bool) -> None:
    with ProviderServer([Reply.text("Half a", finish_reason="length")]) as server:
        result = await run(streaming, provider_of(server)(SONNET))
    assert (result.finish_reason, result.raw_finish_reason) == ("length", "max_tokens")


# ---- thinking that goes back


def _stored(result: Any) -> Any:
    """The conversation after the result, through storage as JSON."""
    return messages_from_json(messages_to_json(result.response_messages))


@pytest.mark.capability("anthropic", "reasoning", "reasoning-back")
@BOTH
@pytest.mark.parametrize("redacted", [False, True], ids=["signed", "redacted"])
async def test_thinking_goes_back_byte_for_byte(streaming: bool, redacted: bool) -> None:
    """The server refuses thinking that was changed on its way."""
    instructions = "redact" if redacted else "Think."
    with ProviderServer() as server:
        model = provider_of(server)(SONNET)
        first = await run(
            streaming,
            model,
            prompt="What is the weather in Rome?",
            instructions=instructions,
            tools=[weather],
            reasoning="low",
        )
        kind = "redacted_thinking" if redacted else "thinking"
        (thought,) = first.reasoning
        assert (thought.text == "") is redacted
        history = [UserMessage("What is the weather in Rome?"), *_stored(first)]
        second = await run(
            streaming,
            model,
            prompt=None,
            messages=[*history, UserMessage("And why?")],
            tools=[weather],
            reasoning="low",
        )
        assert second.finish_reason in ("stop", "tool-calls")
        sent = server.requests[1].json["messages"][1]["content"][0]
        assert sent["type"] == kind
        told = thought.provider_metadata["anthropic"]
        wanted = (
            {"type": kind, "data": told["redacted_data"]}
            if redacted
            else {"type": kind, "thinking": thought.text, "signature": told["signature"]}
        )
        assert sent == wanted


async def test_changed_thinking_is_refused_by_the_server() -> None:
    """The check that the tests above rely on."""
    with ProviderServer() as server:
        model = provider_of(server)(SONNET)
        result = await generate_text(model, prompt="hi", reasoning="low")
        (message,) = result.response_messages
        thought, *rest = message.content
        changed = ReasoningPart("other", provider_metadata=thought.provider_metadata)
        history = [UserMessage("hi"), type(message)([changed, *rest]), UserMessage("go on")]
        with pytest.raises(BadRequestError, match="signature"):
            await generate_text(model, messages=history, reasoning="low")


# ---- what the service runs itself


@pytest.mark.capability("anthropic", "provider-tools", "sources")
@BOTH
async def test_tools_that_the_service_runs(streaming: bool) -> None:
    tools = [
        anthropic.tools.web_search(max_uses=2),
        anthropic.tools.web_fetch(citations=True),
        anthropic.tools.code_execution(),
        anthropic.tools.mcp_toolset(server="docs"),
    ]
    servers = [{"type": "url", "name": "docs", "url": "https://example.com/mcp"}]
    settings: dict[str, Any] = {
        "tools": tools,
        "provider_options": anthropic.options(mcp_servers=servers),
    }
    with ProviderServer() as server:
        model = provider_of(server)(SONNET)
        first = await run(streaming, model, prompt="Find facts.", **settings)
        assert [call.tool_name for call in first.tool_calls] == [
            "web_search",
            "web_fetch",
            "bash_code_execution",
            "mcp.echo",
        ]
        assert all(call.provider_executed for call in first.tool_calls)
        assert [result.tool_call_id for result in first.tool_results] == [
            call.tool_call_id for call in first.tool_calls
        ]
        assert [source.url for source in first.sources] == ["https://example.com/facts"]
        assert first.finish_reason == "stop"
        assert first.provider_metadata["anthropic"]["container"]["id"] == "container_000001"
        assert server.requests[0].headers["anthropic-beta"] == (
            "web-fetch-2025-09-10,code-execution-2025-08-25,mcp-client-2025-11-20"
        )
        raw = await run(False, model, prompt="Find facts.", include=["response_body"], **settings)
        answer = raw.response.body
        history = [UserMessage("Find facts."), *_stored(first), UserMessage("More?")]
        await run(streaming, model, prompt=None, messages=history, **settings)
        sent = server.requests[2].json["messages"][1]["content"]
    _same_but_for_ids(sent, answer["content"])


def _same_but_for_ids(sent: list[Any], told: list[Any]) -> None:
    """Blocks go back as they came, results and citations untouched."""

    def plain(blocks: list[Any]) -> str:
        kept = [
            {k: v for k, v in block.items() if k not in ("id", "tool_use_id")} for block in blocks
        ]
        return dumps(kept, sort_keys=True)

    assert plain(sent) == plain(told)


@BOTH
async def test_documents_are_cited(streaming: bool) -> None:
    cited = {"anthropic": {"citations": {"enabled": True}}}
    parts = [
        FilePart(PDF, "application/pdf", "report.pdf"),
        FilePart(b"The grass is green.", "text/plain", "grass.txt", provider_options=cited),
        TextPart("What colour is grass?"),
    ]
    with ProviderServer() as server:
        result = await run(
            streaming, provider_of(server)(SONNET), prompt=None, messages=[UserMessage(parts)]
        )
        documents = server.requests[0].json["messages"][0]["content"][:2]
    assert [document["title"] for document in documents] == ["report.pdf", "grass.txt"]
    (source,) = result.sources
    assert (source.source_type, source.filename, source.media_type) == (
        "document",
        "grass.txt",
        "text/plain",
    )
    assert source.provider_metadata["anthropic"]["cited_text"] == "The grass is green."


@pytest.mark.capability("anthropic", "caching")
@BOTH
async def test_the_cache_is_counted(streaming: bool) -> None:
    here = {"anthropic": {"cache_control": {"type": "ephemeral", "ttl": "1h"}}}
    long = SystemMessage("Be kind. " * 50, provider_options=here)
    with ProviderServer() as server:
        model = provider_of(server)(SONNET)
        first = await run(streaming, model, instructions=long)
        second = await run(streaming, model, instructions=long)
    wrote, read = first.usage.input_token_details, second.usage.input_token_details
    assert (wrote.cache_read, read.cache_write) == (0, 0)
    assert wrote.cache_write == read.cache_read
    assert wrote.cache_write is not None and wrote.cache_write > 100
    for usage in (first.usage, second.usage):
        details = usage.input_token_details
        assert usage.input_tokens == details.no_cache + details.cache_read + details.cache_write


async def test_a_tool_of_anthropics_that_runs_here() -> None:
    ran: list[Any] = []

    def execute(call: Any) -> str:
        ran.append(call)
        return "total 0"

    script = [Reply.tool_calls([("bash", {"command": "ls"})]), Reply.text("Empty.")]
    with ProviderServer(script) as server:
        result = await generate_text(
            provider_of(server)(SONNET),
            prompt="List the files.",
            tools=[anthropic.tools.bash(execute=execute)],
            stop_when=is_step_count(2),
        )
        assert server.requests[0].json["tools"] == [{"type": "bash_20250124", "name": "bash"}]
    assert ran == [{"command": "ls"}]
    assert result.text == "Empty."


# ---- services


async def test_services() -> None:
    with ProviderServer() as server:
        provider = provider_of(server)
        count = await count_tokens(provider(SONNET), prompt="Hi there", tools=[weather])
        assert count.input_tokens > 4
        assert "max_tokens" not in server.requests[0].json
        models = await list_models(provider)
        assert [model.id for model in models][0] == "claude-opus-4-6"
        assert models.models[0].max_output_tokens == 64_000
        assert models.models[0].created.year == 2025
        file = await upload_file(provider, PDF, filename="report.pdf")
        await generate_text(
            provider(SONNET), messages=[UserMessage([TextPart("Sum up."), file.part()])]
        )
        sent = server.requests[-1].json["messages"][0]["content"][1]
        assert sent == {
            "type": "document",
            "source": {"type": "file", "file_id": file.id},
            "title": "report.pdf",
        }


async def test_all_pages_of_models() -> None:
    names = tuple(f"claude-{number}" for number in range(3))

    def page(request: RecordedRequest) -> Reply:
        after = request.query.get("after_id", [""])[0]
        at = names.index(after) + 1 if after else 0
        entry = {"type": "model", "id": names[at], "created_at": "2025-01-01T00:00:00Z"}
        body = {"data": [entry], "has_more": at < 2, "last_id": names[at]}
        return Reply.raw(200, {"content-type": "application/json"}, dumps(body))

    with ProviderServer(page) as server:
        models = await list_models(provider_of(server))
        assert tuple(model.id for model in models) == names
        assert len(server.requests) == 3


# ---- faults


@BOTH
async def test_an_overload_inside_a_200_is_retried(streaming: bool) -> None:
    overload = Reply.failed("Overloaded", type="overloaded_error")
    with ProviderServer([overload, Reply.text("Here I am")]) as server:
        result = await run(streaming, provider_of(server)(SONNET))
        assert len(server.requests) == 2
    assert result.text == "Here I am"


@BOTH
async def test_status_529_is_an_overload(streaming: bool) -> None:
    with ProviderServer([Reply.error(529)]) as server:
        with pytest.raises(OverloadedError) as caught:
            await run(streaming, provider_of(server)(SONNET), max_retries=0)
    assert caught.value.status_code == 529


async def test_an_error_in_mid_stream_has_what_came_before() -> None:
    broken = Reply.failed("Overloaded", type="overloaded_error", text="Half of")
    with ProviderServer([broken]) as server:
        with pytest.raises(OverloadedError) as caught:
            await run(True, provider_of(server)(SONNET))
    assert caught.value.partial.text == "Half of"


@pytest.mark.parametrize("lost", ["message_stop", "message_delta"])
async def test_one_of_the_two_end_marks_is_enough(lost: str) -> None:
    def without(payload: Any) -> Any:
        kept = tuple(event for event in payload.events if event.event != lost)
        return type(payload)(payload.status, payload.headers, events=kept)

    with ProviderServer([Reply.text("Whole").edited(without)]) as server:
        result = await run(True, provider_of(server)(SONNET))
    assert result.text == "Whole"
    assert [warning.type for warning in result.warnings] == ["other"]
    assert result.finish_reason == ("stop" if lost == "message_stop" else "other")


async def test_without_any_end_mark_a_stream_is_interrupted_and_runs_no_tool() -> None:
    ran: list[str] = []

    @tool
    def delete(path: str) -> str:
        """Deletes a file."""
        ran.append(path)
        return "gone"

    call = Reply.tool_calls([("delete", {"path": "/tmp"})]).without_end_mark()
    with ProviderServer([call]) as server:
        with pytest.raises(StreamInterruptedError):
            await run(
                True,
                provider_of(server)(SONNET),
                tools=[delete],
                stop_when=is_step_count(2),
                max_retries=0,
            )
    assert ran == []


async def test_pings_do_not_keep_a_stream_alive() -> None:
    """A server that says nothing but `ping` for 3 seconds, where 0.4 are allowed."""
    block = {"type": "text", "text": "Half of it"}
    events: list[Any] = [
        {"type": "message_start", "message": _message([], None)},
        {"type": "content_block_start", "index": 0, "content_block": block},
        *[Event({"type": "ping"}, event="ping")] * 20,
        {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {}},
        {"type": "message_stop"},
    ]
    slow = Reply.sse(events).delivered(chunks=None, pause=0.15)
    with ProviderServer([slow]) as server:
        with pytest.raises(APITimeoutError) as caught:
            limits = Timeout(first_event=60, idle=0.4)
            await run(True, provider_of(server)(SONNET), timeout=limits, max_retries=0)
    assert caught.value.limit == "idle"


async def test_an_unknown_model() -> None:
    with ProviderServer() as server:
        with pytest.raises(NotFoundError, match="no-such-model"):
            await generate_text(provider_of(server)("no-such-model"), prompt="hi")


async def test_a_prompt_of_which_nothing_is_left() -> None:
    with ProviderServer() as server:
        with pytest.raises(InvalidPromptError, match="nothing of the prompt"):
            await generate_text(provider_of(server)(SONNET), messages=[UserMessage("")])
        assert server.requests == []


# ---- what other providers left in a conversation


async def test_what_another_provider_said_is_dropped_with_a_warning() -> None:
    foreign = {"openai": {"item_id": "rs_1", "reasoning_encrypted_content": "x"}}
    hosted = {"openai": {"item": {"type": "web_search_call", "id": "ws_1"}}}
    said = [
        ReasoningPart("thought", provider_metadata=foreign),
        ToolCall("ws_1", "web_search", {}, provider_executed=True, provider_metadata=hosted),
        ToolResult("ws_1", "web_search", {}, provider_executed=True, provider_metadata=foreign),
        ToolCall("call.1|fc_2", "weather", {"city": "Rome"}),
    ]
    result = ToolResult("call.1|fc_2", "weather", "sunny")
    messages = [
        UserMessage("hi"),
        {"role": "assistant", "content": said},
        {"role": "tool", "content": [result]},
    ]
    with ProviderServer() as server:
        answer = await generate_text(provider_of(server)(SONNET), messages=messages)
        sent = server.requests[0].json["messages"]
    assert sent[1]["content"] == [
        {"type": "tool_use", "id": "call_1_fc_2", "name": "weather", "input": {"city": "Rome"}}
    ]
    assert sent[2]["content"][0]["tool_use_id"] == "call_1_fc_2"
    texts = " ".join(warning.message for warning in answer.warnings)
    assert "reasoning without a signature" in texts
    assert "the call of web_search" in texts
    assert len(answer.warnings) == 2


@pytest.mark.parametrize(("model", "role"), [("claude-opus-4-8", "system"), (SONNET, "user")])
async def test_a_system_message_in_mid_conversation(model: str, role: str) -> None:
    messages = [UserMessage("a"), SystemMessage("Be brief."), UserMessage("b")]
    with ProviderServer() as server:
        result = await generate_text(
            provider_of(server)(model), messages=messages, allow_system_in_messages=True
        )
        body = server.requests[0].json
    if role == "system":
        assert [message["role"] for message in body["messages"]] == ["user", "system", "user"]
        assert result.warnings == ()
    else:
        assert body["system"] == "Be brief."
        assert [warning.type for warning in result.warnings] == ["compatibility"]


# ---- turns that the service pauses


def _paused(name: str, key: str, reason: str, text: str = "") -> Reply:
    """An answer with a search, whole or as events, that ends for `reason`."""
    search = {"type": "server_tool_use", "id": key, "name": "web_search", "input": {"query": name}}
    found = {"type": "web_search_tool_result", "tool_use_id": key, "content": []}
    content = [search, found, *([{"type": "text", "text": text}] if text else [])]
    return Reply.raw(200, {"content-type": "application/json"}, dumps(_message(content, reason)))


def _message(content: list[Any], reason: str | None) -> dict[str, Any]:
    return {
        "id": f"msg_{len(content)}",
        "type": "message",
        "role": "assistant",
        "model": SONNET,
        "content": content,
        "stop_reason": reason,
        "stop_sequence": None,
        "usage": {"input_tokens": 10, "output_tokens": 3},
    }


def _as_events(reply: Reply) -> Reply:
    """The same answer as a stream."""
    whole = loads(reply.content.body)
    head = {**whole, "content": [], "container": None}
    events: list[Any] = [{"type": "message_start", "message": head}]
    for index, block in enumerate(whole["content"]):
        start = {"type": "content_block_start", "index": index, "content_block": block}
        events += [start, {"type": "content_block_stop", "index": index}]
    delta = {"stop_reason": whole["stop_reason"], "container": whole.get("container")}
    events.append({"type": "message_delta", "delta": delta, "usage": {"output_tokens": 3}})
    return Reply.sse([*events, {"type": "message_stop"}])


@BOTH
async def test_a_paused_turn_is_continued(streaming: bool) -> None:
    script = [
        _paused("a", "srv_1", "pause_turn"),
        _paused("b", "srv_2", "pause_turn", "Half"),
        _paused("c", "srv_3", "end_turn", " done."),
    ]
    if streaming:
        script = [_as_events(reply) for reply in script]
    with ProviderServer(script) as server:
        result = await run(
            streaming, provider_of(server)(SONNET), tools=[anthropic.tools.web_search()]
        )
        sent = [request.json["messages"] for request in server.requests]
    assert result.text == "Half done."
    assert len(result.steps) == 1
    assert (result.finish_reason, result.raw_finish_reason) == ("stop", "end_turn")
    assert [call.tool_call_id for call in result.tool_calls] == ["srv_1", "srv_2", "srv_3"]
    assert (result.usage.input_tokens, result.usage.output_tokens) == (30, 9)
    assert len(result.attempts) == 3
    assert [[message["role"] for message in messages] for messages in sent] == [
        ["user"],
        ["user", "assistant"],
        ["user", "assistant"],
    ]
    assert [block["type"] for block in sent[2][1]["content"]] == [
        *("server_tool_use", "web_search_tool_result") * 2,
        "text",
    ]


@BOTH
async def test_a_provider_that_only_pauses_is_left_alone(streaming: bool) -> None:
    reply = _paused("a", "srv_1", "pause_turn")
    with ProviderServer(lambda _request: _as_events(reply) if streaming else reply) as server:
        result = await run(
            streaming, provider_of(server)(SONNET), tools=[anthropic.tools.web_search()]
        )
        assert len(server.requests) == 26
    assert result.raw_finish_reason == "pause_turn"
    assert "paused 25 times" in result.warnings[-1].message


@BOTH
async def test_a_pause_can_be_seen(streaming: bool) -> None:
    reply = _paused("a", "srv_1", "pause_turn")
    with ProviderServer([_as_events(reply) if streaming else reply]) as server:
        result = await run(
            streaming,
            provider_of(server)(SONNET),
            tools=[anthropic.tools.web_search()],
            provider_options=anthropic.options(continue_paused=False),
        )
        assert "continue_paused" not in server.requests[0].json
    assert (result.finish_reason, result.raw_finish_reason) == ("stop", "pause_turn")


# ---- results that come in a later answer


@BOTH
async def test_a_result_that_the_service_owes_comes_with_the_next_step(streaming: bool) -> None:
    """Code at the service calls a tool of the caller; what the code gave comes afterwards."""
    caller = {"type": "code_execution_20260120", "tool_id": "srv_1"}
    code = {
        "type": "server_tool_use",
        "id": "srv_1",
        "name": "code_execution",
        "input": {"code": "print(await weather('Rome'))"},
    }
    asked = {
        "type": "tool_use",
        "id": "t_1",
        "name": "weather",
        "input": {"city": "Rome"},
        "caller": caller,
    }
    given = {
        "type": "code_execution_tool_result",
        "tool_use_id": "srv_1",
        "content": {"type": "code_execution_result", "stdout": "sunny", "stderr": ""},
    }
    json = {"content-type": "application/json"}
    answers = [
        {**_message([code, asked], "tool_use"), "container": {"id": "c_1", "expires_at": "x"}},
        _message([given, {"type": "text", "text": "Sunny."}], "end_turn"),
        _message([{"type": "text", "text": "Bye."}], "end_turn"),
    ]
    script = [Reply.raw(200, json, dumps(answer)) for answer in answers]
    if streaming:
        script = [_as_events(reply) for reply in script]
    with ProviderServer(script) as server:
        model = provider_of(server)(SONNET)
        tools = [weather, anthropic.tools.code_execution(version="20260120")]
        result = await run(streaming, model, tools=tools, stop_when=is_step_count(5))
        history = [UserMessage("hi"), *_stored(result), UserMessage("Thanks.")]
        await run(streaming, model, prompt=None, messages=history, tools=tools)
        sent = [request.json["messages"] for request in server.requests]
        containers = [request.json.get("container") for request in server.requests]
    assert containers == [None, "c_1", None]  # where the code waits; later it waits no more
    assert (result.text, len(result.steps)) == ("Sunny.", 2)
    assert [r.tool_call_id for r in result.tool_results] == ["t_1", "srv_1"]
    assert sent[1][1]["content"] == [code, asked]
    assert sent[2][1:4] == [
        {"role": "assistant", "content": [code, asked]},
        {
            "role": "user",
            "content": [{"type": "tool_result", "tool_use_id": "t_1", "content": "sunny in Rome"}],
        },
        {"role": "assistant", "content": [given, {"type": "text", "text": "Sunny."}]},
    ]
