"""Text and calls of a wrong type over a socket, on both engines: what had come is in the error, and
no tool runs."""

from __future__ import annotations

from typing import Any

import pytest

import ai_sdk.aio as ai
from ai_sdk import InvalidResponseError, create_anthropic, create_google, create_openai, tool
from ai_sdk.testing import ProviderServer, Reply

MODELS: dict[str, Any] = {
    "chat": lambda s: create_openai(base_url=s.base_url, api_key="k").chat("gpt-4o"),
    "responses": lambda s: create_openai(base_url=s.base_url, api_key="k")("gpt-4o"),
    "completions": lambda s: create_openai(base_url=s.base_url, api_key="k").completion("m"),
    "anthropic": lambda s: create_anthropic(base_url=s.origin, api_key="k")("claude-sonnet-4-5"),
    "google": lambda s: create_google(base_url=f"{s.origin}/v1beta", api_key="k")("gemini-2.5-pro"),
}
ENGINES = pytest.mark.parametrize("engine", ["default", "fast"])


@ENGINES
@pytest.mark.parametrize("name", MODELS)
async def test_the_error_of_a_stream_has_what_had_come(name: str, engine: Any) -> None:
    script = [Reply.text("Do NOT delete it.", deltas=["Do ", "NOT ", "delete ", "it."])]
    with ProviderServer(script, faults=["text that is an object"]) as server:
        async with ai.AsyncHTTPClient(engine=engine) as client:
            settings: dict[str, Any] = {"prompt": "x", "client": client}
            with pytest.raises(InvalidResponseError, match="must be text") as caught:
                async with ai.stream_text(MODELS[name](server), **settings) as stream:
                    await stream.result()
    assert caught.value.partial.text == "Do "
    assert "object" in str(caught.value)
    assert len(server.requests) == 1


@ENGINES
@pytest.mark.parametrize("name", MODELS)
async def test_a_whole_answer_is_refused(name: str, engine: Any) -> None:
    with ProviderServer(faults=["text that is a number"]) as server:
        async with ai.AsyncHTTPClient(engine=engine) as client:
            with pytest.raises(InvalidResponseError, match="must be text") as caught:
                await ai.generate_text(MODELS[name](server), prompt="x", client=client)
    assert caught.value.url
    assert caught.value.url.startswith(server.origin)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        *(("chat", f"calls that are {what}") for what in ("no list", "an object", "numbers")),
        ("anthropic", "pieces of arguments that are objects"),
        ("responses", "pieces of arguments that are objects"),
        ("google", "arguments that are a text"),
    ],
)
async def test_no_tool_runs(name: str, fault: str) -> None:
    ran: list[str] = []

    @tool
    def remove(path: str = "/") -> str:
        """Remove a file."""
        ran.append(path)
        return "gone"

    script = [Reply.tool_calls([("remove", {"path": "/tmp/x"})]), Reply.text("Done.")]
    with ProviderServer(script, faults=[fault]) as server:
        async with ai.AsyncHTTPClient() as client:
            settings: dict[str, Any] = {"prompt": "x", "client": client, "tools": [remove]}
            with pytest.raises(InvalidResponseError):
                async with ai.stream_text(MODELS[name](server), **settings) as stream:
                    await stream.result()
    assert ran == []


async def test_the_last_event_counts_without_its_blank_line_as_well() -> None:
    """What is no JSON there is an event that broke off; JSON of another type is a wrong answer."""
    said = 'data: {"choices":[{"index":0,"delta":{"content":"Do "},"finish_reason":"stop"}]}\n\n'
    wrong = 'data: {"choices":[{"index":0,"delta":{"content":{"text":"NOT"}}}]}'
    script = [Reply.sse(f"{said}{wrong}".encode()), Reply.sse(f"{said}{wrong[:-9]}".encode())]
    with ProviderServer(script) as server:
        model = MODELS["chat"](server)
        with pytest.raises(InvalidResponseError, match="must be text"):
            async with ai.stream_text(model, prompt="x") as stream:
                await stream.result()
        async with ai.stream_text(model, prompt="x") as stream:
            result = await stream.result()
    assert result.text == "Do "
