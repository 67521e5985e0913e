"""Public functions among loops and threads, and coroutine functions where none can run."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import ai_sdk
from ai_sdk import ConfigurationError, HTTPClient, aio, create_openai, tool
from ai_sdk.testing import MockLanguageModel, MockReply, ProviderServer, RecordedRequest, Reply

CALLBACKS = "start step_start tool_start tool_end step_end chunk end error abort".split()


def _echo(request: RecordedRequest) -> Reply:
    return Reply.text(request.json["input"][-1]["content"])


@pytest.fixture
def server() -> Iterator[ProviderServer]:
    with ProviderServer(_echo) as running:
        yield running


def a_model(server: ProviderServer, **settings: Any) -> Any:
    return create_openai(base_url=server.base_url, api_key="k", **settings)("gpt-4o")


async def a_coroutine(*_: Any) -> None:
    """Never runs."""


# --- colours


@pytest.mark.parametrize("name", CALLBACKS)
def test_a_coroutine_as_callback_of_the_synchronous_face(server: ProviderServer, name: str) -> None:
    settings: Any = {f"on_{name}": a_coroutine}

    with pytest.raises(ConfigurationError, match=r"ai_sdk\.aio") as caught:
        ai_sdk.generate_text(a_model(server), prompt="hi", **settings)
    with pytest.raises(ConfigurationError, match=r"ai_sdk\.aio"):
        ai_sdk.stream_text(a_model(server), prompt="hi", **settings)  # at the call, not later

    assert f"on_{name}" in str(caught.value)
    assert server.requests == []


def test_a_coroutine_as_repair_hook_of_the_synchronous_face(server: ProviderServer) -> None:
    with pytest.raises(ConfigurationError, match=r"repair_object.*ai_sdk\.aio"):
        ai_sdk.generate_object(a_model(server), int, prompt="hi", repair_object=a_coroutine)

    assert server.requests == []


@pytest.mark.parametrize("name", ["stop_when", "prepare_step", "repair_tool_call"])
def test_a_coroutine_within_the_loop_of_the_synchronous_face(
    server: ProviderServer, name: str
) -> None:
    settings: Any = {name: a_coroutine}

    for function in (ai_sdk.generate_text, ai_sdk.stream_text):
        with pytest.raises(ConfigurationError, match=rf"{name}.*ai_sdk\.aio"):
            function(a_model(server), prompt="hi", **settings)

    assert server.requests == []


@pytest.mark.parametrize("name", ["on_end", "prepare_step", "stop_when"])
def test_a_coroutine_that_a_plain_function_returns_is_refused_too(
    server: ProviderServer, name: str
) -> None:
    settings: Any = {name: lambda *_: a_coroutine()}
    call = MockReply(tool_calls=[("now", {})])
    tools = [ai_sdk.tool(name="now", input_schema={"type": "object"}, execute=lambda given: 1)]

    with pytest.raises(ConfigurationError, match=r"ai_sdk\.aio"):
        ai_sdk.generate_text(
            MockLanguageModel(script=[call]), prompt="hi", tools=tools, **settings
        )  # fmt: skip


@pytest.mark.parametrize("made", [lambda: 7, lambda: b"key", lambda: None])
def test_a_key_function_that_gives_no_text(server: ProviderServer, made: Any) -> None:
    model = create_openai(base_url=server.base_url, api_key=made)("gpt-4o")

    with pytest.raises(ConfigurationError, match="must return a str"):
        ai_sdk.generate_text(model, prompt="hi")

    assert server.requests == []


def test_a_coroutine_as_key_function(server: ProviderServer) -> None:
    model = create_openai(base_url=server.base_url, api_key=a_coroutine)("gpt-4o")  # type: ignore[arg-type]

    with pytest.raises(ConfigurationError, match="plain function"):
        ai_sdk.generate_text(model, prompt="hi")

    assert server.requests == []


def test_coroutine_tools_run_on_both_faces() -> None:
    @tool
    async def look(city: str) -> str:
        """Look."""
        await asyncio.sleep(0)
        return f"saw {city}"

    settings: Any = {"prompt": "hi", "tools": [look]}
    call = Reply.tool_calls([("look", {"city": "Oslo"})])
    with ProviderServer([call, call]) as server:
        sync = ai_sdk.generate_text(a_model(server), **settings)
        asynchronous = asyncio.run(aio.generate_text(a_model(server), **settings))

    assert sync.tool_results[0].output == "saw Oslo"
    assert asynchronous.tool_results[0].output == "saw Oslo"


# --- loops and threads


@pytest.mark.parametrize("own", [False, True], ids=["default client", "own client"])
def test_one_client_in_several_runs(server: ProviderServer, own: bool) -> None:
    client = aio.AsyncHTTPClient() if own else None
    model = a_model(server, client=client)

    async def talk(word: str) -> list[str]:
        plain, other = await asyncio.gather(
            aio.generate_text(model, prompt=word), aio.generate_text(model, prompt=word + "!")
        )
        async with aio.stream_text(model, prompt=word) as stream:
            deltas = [delta async for delta in stream.text_stream]
        return [plain.text, other.text, "".join(deltas)]

    for word in ("one", "two", "three"):
        assert asyncio.run(talk(word)) == [word, f"{word}!", word]
    server.wait_idle()  # each loop has closed what it had opened


def test_a_synchronous_call_inside_a_running_loop(server: ProviderServer) -> None:
    model = a_model(server)

    async def main() -> tuple[str, str, str]:
        plain = ai_sdk.generate_text(model, prompt="plain")
        with ai_sdk.stream_text(model, prompt="streamed") as stream:
            streamed = "".join(stream.text_stream)
        awaited = await aio.generate_text(model, prompt="awaited")
        return plain.text, streamed, awaited.text

    assert asyncio.run(main()) == ("plain", "streamed", "awaited")


def test_32_threads_on_one_handle(server: ProviderServer) -> None:
    with HTTPClient() as client, ThreadPoolExecutor(32) as pool:
        model = a_model(server, client=client)

        def talk(number: int) -> bool:
            word = f"word {number}"
            if number % 2:
                return ai_sdk.generate_text(model, prompt=word).text == word
            with ai_sdk.stream_text(model, prompt=word) as stream:
                return "".join(stream.text_stream) == word

        assert all(pool.map(talk, range(320)))

    assert len(server.requests) == 320
    assert server.connections.opened <= 32


def test_threads_that_leave_their_streams_leave_nothing_open(server: ProviderServer) -> None:
    with HTTPClient() as client, ThreadPoolExecutor(16) as pool:
        model = a_model(server, client=client)

        def leave(number: int) -> str:
            with ai_sdk.stream_text(model, prompt="one two three four") as stream:
                return next(iter(stream.text_stream))

        assert {text.strip() for text in pool.map(leave, range(64))} == {"one"}
        assert ai_sdk.generate_text(model, prompt="still here").text == "still here"
    server.wait_idle()
