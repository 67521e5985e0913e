"""The official `anthropic` client reads every kind of answer that the provider server gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import anthropic
import pytest

from ai_sdk.testing import ProviderServer, Reply, TokenCount, ToolCall

from .intents import PDF, WEATHER

Connect = Callable[..., anthropic.Anthropic]
pytestmark = pytest.mark.filterwarnings("ignore:The model:DeprecationWarning")
MODEL = "claude-sonnet-5"
TOOL: Any = {"name": "get_weather", "description": "The weather.", "input_schema": WEATHER}
THINK: Any = {"type": "enabled", "budget_tokens": 2048}
SEARCH: Any = {"type": "web_search_20250305", "name": "web_search"}


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Make an official client of a server that follows the given script."""
    with ExitStack() as stack:

        def make(*script: Reply, **settings: Any) -> anthropic.Anthropic:
            server = stack.enter_context(ProviderServer(script or None, **settings))
            client = anthropic.Anthropic(base_url=server.origin, api_key="test-key", max_retries=0)
            return stack.enter_context(client)

        yield make


@pytest.fixture
def client(connect: Connect) -> anthropic.Anthropic:
    """The official client of a server that answers by itself."""
    return connect()


def create(client: anthropic.Anthropic, text: Any = "Say 'hello'", **more: Any) -> Any:
    asked = [{"role": "user", "content": text}]
    return client.messages.create(**{"model": MODEL, "max_tokens": 3000, "messages": asked, **more})


def streamed(client: anthropic.Anthropic, text: Any = "Say 'hello'", **more: Any) -> Any:
    """The final message that the official client puts together from the events."""
    asked: Any = [{"role": "user", "content": text}]
    with client.messages.stream(
        **{"model": MODEL, "max_tokens": 3000, "messages": asked, **more}
    ) as stream:
        for _event in stream:
            pass
        return stream.get_final_message()


BOTH = pytest.mark.parametrize("ask", [create, streamed], ids=["plain", "streamed"])


@BOTH
def test_text(client: anthropic.Anthropic, ask: Any) -> None:
    message = ask(client, "What is the capital of France?")
    assert message.content[0].text == "The capital of France is Paris."
    assert (message.role, message.type, message.stop_reason) == ("assistant", "message", "end_turn")
    assert message.usage.output_tokens == 7
    assert message.usage.input_tokens > 0
    assert message.id == "msg_000001"


def test_events(client: anthropic.Anthropic) -> None:
    events = list(
        client.messages.create(
            model=MODEL,
            max_tokens=100,
            stream=True,
            messages=[{"role": "user", "content": "Say 'hello'"}],
        )
    )
    kinds = [event.type for event in events]
    assert kinds == [
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]


@BOTH
def test_tools(client: anthropic.Anthropic, ask: Any) -> None:
    message = ask(client, "What is the weather in Rome and in Oslo?", tools=[TOOL])
    calls = [block for block in message.content if block.type == "tool_use"]
    assert [call.input for call in calls] == [{"city": "Rome"}, {"city": "Oslo"}]
    assert [call.name for call in calls] == ["get_weather"] * 2
    assert len({call.id for call in calls}) == 2
    assert message.stop_reason == "tool_use"


@BOTH
def test_thinking(client: anthropic.Anthropic, ask: Any) -> None:
    message = ask(client, thinking=THINK)
    thought, text = message.content
    assert thought.thinking and len(thought.signature) == 88
    assert text.text == "hello"
    assert message.usage.output_tokens_details.thinking_tokens > 0


@BOTH
def test_redacted_thinking(client: anthropic.Anthropic, ask: Any) -> None:
    message = ask(client, thinking=THINK, system="redact")
    assert message.content[0].type == "redacted_thinking"
    assert message.content[0].data


@BOTH
def test_web_search_with_citations(client: anthropic.Anthropic, ask: Any) -> None:
    message = ask(client, "Find facts.", tools=[SEARCH])
    call, result, text = message.content
    assert (call.type, call.name) == ("server_tool_use", "web_search")
    assert result.content[0].url == "https://example.com/facts"
    assert result.tool_use_id == call.id
    assert text.citations[0].type == "web_search_result_location"
    assert message.usage.server_tool_use.web_search_requests == 1


@BOTH
@pytest.mark.parametrize(
    ("tool", "kinds"),
    [
        (
            {"type": "web_fetch_20250910", "name": "web_fetch"},
            ["server_tool_use", "web_fetch_tool_result", "text"],
        ),
        (
            {"type": "code_execution_20250825", "name": "code_execution"},
            ["server_tool_use", "bash_code_execution_tool_result", "text"],
        ),
        (
            {"type": "code_execution_20250522", "name": "code_execution"},
            ["server_tool_use", "code_execution_tool_result", "text"],
        ),
        (
            {"type": "tool_search_tool_bm25_20251119", "name": "tool_search_tool_bm25"},
            ["server_tool_use", "tool_search_tool_result", "text"],
        ),
    ],
    ids=["fetch", "bash", "code", "search"],
)
def test_other_tools_of_the_service(
    client: anthropic.Anthropic, ask: Any, tool: Any, kinds: list[str]
) -> None:
    message = ask(client, tools=[tool])
    assert [block.type for block in message.content] == kinds


@BOTH
@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ({"type": "text", "media_type": "text/plain", "data": "Grass is green."}, "char_location"),
        ({"type": "content", "content": "Grass is green."}, "content_block_location"),
        ({"type": "url", "url": "https://x.org/a.pdf"}, "page_location"),
    ],
)
def test_citations_of_documents(
    client: anthropic.Anthropic, ask: Any, source: Any, kind: str
) -> None:
    document = {"type": "document", "source": source, "citations": {"enabled": True}}
    message = ask(client, [document, {"type": "text", "text": "Which colour?"}])
    assert message.content[0].citations[0].type == kind


@BOTH
def test_refusal(connect: Connect, ask: Any) -> None:
    message = ask(connect(Reply.refusal("No.")))
    assert message.stop_reason == "refusal"
    assert message.stop_details.type == "refusal"


@BOTH
def test_length(connect: Connect, ask: Any) -> None:
    assert ask(connect(Reply.text("Half", finish_reason="length"))).stop_reason == "max_tokens"


@BOTH
def test_stop_sequence(client: anthropic.Anthropic, ask: Any) -> None:
    message = ask(client, "Say 'one END two'", stop_sequences=["END"])
    assert (message.stop_reason, message.stop_sequence) == ("stop_sequence", "END")


@BOTH
def test_an_object(client: anthropic.Anthropic, ask: Any) -> None:
    form = {"format": {"type": "json_schema", "schema": WEATHER}}
    message = ask(client, "The weather in Rome", output_config=form)
    assert message.content[0].text == '{"city": "Rome"}'


@BOTH
def test_the_cache(client: anthropic.Anthropic, ask: Any) -> None:
    system = [{"type": "text", "text": "Be kind. " * 20, "cache_control": {"type": "ephemeral"}}]
    first, second = ask(client, system=system), ask(client, system=system)
    assert first.usage.cache_creation_input_tokens == second.usage.cache_read_input_tokens > 0
    assert second.usage.cache_creation_input_tokens == 0


@BOTH
def test_counts_as_scripted(connect: Connect, ask: Any) -> None:
    tokens = TokenCount(input=50, output=9, cached=30, reasoning=4)
    usage = ask(connect(Reply.text("Hi", tokens=tokens))).usage
    assert (usage.input_tokens, usage.cache_read_input_tokens, usage.output_tokens) == (20, 30, 9)


@BOTH
def test_a_call_with_an_id(connect: Connect, ask: Any) -> None:
    script = Reply.tool_calls([ToolCall("get_weather", {"city": "Rome"}, "toolu_x")], text="Well,")
    message = ask(connect(script), tools=[TOOL])
    assert message.content[0].text == "Well,"
    assert message.content[1].id == "toolu_x"


def test_mcp(client: anthropic.Anthropic) -> None:
    message = client.beta.messages.create(
        model=MODEL,
        max_tokens=100,
        betas=["mcp-client-2025-11-20"],
        mcp_servers=[{"type": "url", "name": "docs", "url": "https://example.com/mcp"}],
        tools=[{"type": "mcp_toolset", "mcp_server_name": "docs"}],
        messages=[{"role": "user", "content": "Hello"}],
    )
    call: Any = message.content[0]
    result: Any = message.content[1]
    assert (call.type, call.server_name) == ("mcp_tool_use", "docs")
    assert result.content[0].text == "Hello"


def test_context_management(client: anthropic.Anthropic) -> None:
    message = client.beta.messages.create(
        model=MODEL,
        max_tokens=100,
        betas=["context-management-2025-06-27"],
        context_management={"edits": [{"type": "clear_tool_uses_20250919"}]},
        messages=[{"role": "user", "content": "Hello"}],
    )
    assert message.context_management is not None
    assert message.context_management.applied_edits[0].type == "clear_tool_uses_20250919"


def test_services(client: anthropic.Anthropic) -> None:
    asked: Any = [{"role": "user", "content": "Hello"}]
    assert client.messages.count_tokens(model=MODEL, messages=asked).input_tokens == 4
    assert [model.id for model in client.models.list(limit=2)] == [
        "claude-opus-4-6",
        "claude-sonnet-4-6",
        "claude-haiku-4-5",
    ]
    assert client.models.retrieve("claude-haiku-4-5").display_name == "Claude Haiku 4 5"
    file = client.files.upload(file=("a.pdf", PDF, "application/pdf"))
    assert (file.size_bytes, file.mime_type, file.filename) == (
        len(PDF),
        "application/pdf",
        "a.pdf",
    )


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, anthropic.BadRequestError),
        (401, anthropic.AuthenticationError),
        (403, anthropic.PermissionDeniedError),
        (404, anthropic.NotFoundError),
        (429, anthropic.RateLimitError),
        (500, anthropic.InternalServerError),
        (529, anthropic.InternalServerError),
    ],
)
def test_errors(connect: Connect, status: int, kind: type[anthropic.APIStatusError]) -> None:
    with pytest.raises(kind) as caught:
        create(connect(Reply.error(status)))
    body: Any = caught.value.body
    assert body["type"] == "error"
    assert body["request_id"] == caught.value.request_id == "req_000001"


def test_a_wrong_key(connect: Connect) -> None:
    with pytest.raises(anthropic.AuthenticationError):
        create(connect(api_key="another"))


def test_an_error_in_mid_stream(connect: Connect) -> None:
    broken = Reply.failed("Overloaded", type="overloaded_error", text="Half")
    with pytest.raises(anthropic.APIStatusError) as caught:
        streamed(connect(broken))
    assert "Overloaded" in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"messages": []}, "at least one message"),
        ({"messages": [{"role": "user", "content": ""}]}, "non-empty"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"thinking": {"type": "enabled", "budget_tokens": 5}}, "1024"),
        ({"extra_body": {"temperature": 0.5}}, "not permitted"),
        ({"tools": [TOOL, TOOL]}, "unique"),
        ({"tools": [{**TOOL, "input_schema": {}}]}, "input_schema.type"),
        (
            {"tools": [TOOL], "tool_choice": {"type": "any"}, "thinking": THINK},
            "Thinking may not be enabled",
        ),
        (
            {
                "messages": [
                    {"role": "user", "content": "a"},
                    {"role": "assistant", "content": "b "},
                ]
            },
            "trailing whitespace",
        ),
        (
            {
                "messages": [
                    {"role": "user", "content": "a"},
                    {
                        "role": "assistant",
                        "content": [{"type": "tool_use", "id": "t", "name": "f", "input": {}}],
                    },
                    {"role": "user", "content": "b"},
                ]
            },
            "without `tool_result`",
        ),
        (
            {
                "system": [
                    {"type": "text", "text": str(n), "cache_control": {"type": "ephemeral"}}
                    for n in range(5)
                ]
            },
            "maximum of 4",
        ),
    ],
)
def test_what_the_real_api_refuses(client: anthropic.Anthropic, settings: Any, words: str) -> None:
    with pytest.raises(anthropic.BadRequestError, match=words):
        create(client, **settings)
