"""MCP servers as child processes: what they are given, how they fail, how they end."""

from __future__ import annotations

import os
import select
from typing import Any

import pytest

from ai_sdk.aio import (
    APIConnectionError,
    APITimeoutError,
    CancelToken,
    InvalidArgumentError,
    InvalidResponseError,
    MCPConnectionClosedError,
    MCPElicitation,
    MCPElicitationResult,
    MCPError,
    MCPStdioTransport,
    RunCancelledError,
    create_mcp_client,
)
from ai_sdk.concurrency import async_ as cc

from .mcp_support import child


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait long for children that will not go."""
    monkeypatch.setattr("ai_sdk.concurrency.groups.GRACE", 0.2)


async def test_tools_of_a_child_process_are_listed_and_called() -> None:
    async with create_mcp_client(child()) as client:
        names = [each.name for each in await client.list_tools()]
        result = await client.call_tool("add", {"a": 2, "b": 3})
        await client.ping()

        assert client.server.name == "child"
    assert names == ["add", "environment", "die", "garbage", "flood", "hang", "spawn"]
    assert (result.text, result.structured_content) == ("5", {"result": 5})


async def test_a_child_sees_no_key_unless_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    monkeypatch.setenv("SOME_TOKEN", "canary")
    async with create_mcp_client(child(env={"GIVEN": "1"})) as client:
        result = await client.call_tool("environment")

    seen = set(result.structured_content["result"])
    assert {"PATH", "GIVEN"} <= seen
    assert not seen & {"OPENAI_API_KEY", "SOME_TOKEN"}


async def test_lines_that_are_no_messages_are_passed_over() -> None:
    async with create_mcp_client(child()) as client:
        result = await client.call_tool("garbage")

    assert result.text == "after the garbage"


async def test_a_server_that_dies_fails_what_is_pending_and_what_follows() -> None:
    async with create_mcp_client(child()) as client:
        with pytest.raises(MCPConnectionClosedError, match="ended with status 3"):
            await client.call_tool("die", {"status": 3})
        with pytest.raises(MCPConnectionClosedError):
            await client.call_tool("add", {"a": 1, "b": 1})


async def test_an_endless_line_ends_the_connection() -> None:
    async with create_mcp_client(child()) as client:
        with pytest.raises(InvalidResponseError, match="longer than 16777216 bytes"):
            await client.call_tool("flood", {"size": 17_000_000})
        with pytest.raises(InvalidResponseError):
            await client.ping()


async def test_the_cap_of_a_message_is_yours_to_set() -> None:
    async with create_mcp_client(child(max_message=4_000)) as client:
        result = await client.call_tool("add", {"a": 2, "b": 3})
        with pytest.raises(InvalidResponseError, match="longer than 4000 bytes"):
            await client.call_tool("flood", {"size": 65_536})
    async with create_mcp_client(child(max_message=100_000)) as client:
        with pytest.raises(APITimeoutError):  # the line was passed over, and the answer in it
            await client.call_tool("flood", {"size": 65_536}, timeout=0.2)
        await client.ping()

    assert result.text == "5"


async def test_a_call_without_answer_times_out_and_the_next_one_fails_alike() -> None:
    async with create_mcp_client(child()) as client:
        with pytest.raises(APITimeoutError, match=r"tools/call: .* within 0\.2 s") as caught:
            await client.call_tool("hang", timeout=0.2)

    assert (caught.value.limit, caught.value.seconds) == ("total", 0.2)


async def test_a_server_that_reads_nothing_fails_the_opening() -> None:
    with pytest.raises(APITimeoutError, match="initialize"):
        await create_mcp_client(child("deaf"), timeout=0.2).connect()


async def test_a_fired_token_ends_a_call() -> None:
    token = CancelToken()
    async with create_mcp_client(child()) as client:

        async def call(stop: CancelToken) -> Any:
            return await client.call_tool("hang", cancel=token)

        worker = cc.Worker(call)
        token.cancel("enough")
        with pytest.raises(RunCancelledError, match="enough"):
            await worker.join()


async def test_closing_fails_what_is_pending() -> None:
    client = create_mcp_client(child())
    await client.connect()

    async def call(stop: CancelToken) -> Any:
        return await client.call_tool("hang")

    worker = cc.Worker(call)
    await client.aclose()
    with pytest.raises(MCPConnectionClosedError, match="client was closed"):
        await worker.join()
    with pytest.raises(MCPConnectionClosedError):
        await client.ping()
    await client.aclose()


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux's process descriptors")
async def test_closing_ends_the_children_of_the_child() -> None:
    async with create_mcp_client(child()) as client:
        result = await client.call_tool("spawn")
        grandchild = os.pidfd_open(result.structured_content["result"])

    ended, _, _ = select.select([grandchild], [], [], 30)
    os.close(grandchild)
    assert ended


async def test_a_child_that_will_not_go_is_ended() -> None:
    async with create_mcp_client(child("stubborn")) as client:
        await client.ping()


async def test_a_command_that_is_not_there_says_so() -> None:
    client = create_mcp_client(MCPStdioTransport(["no-such-command-anywhere"]))
    with pytest.raises(APIConnectionError, match="'no-such-command-anywhere' cannot be started"):
        await client.connect()


@pytest.mark.parametrize("command", ["python server.py", [], [1], ["a\0b"]])
def test_a_command_is_a_list_of_words(command: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="no shell reads it"):
        MCPStdioTransport(command)


def city(question: MCPElicitation) -> MCPElicitationResult:
    assert question.message == "Which city?"
    return MCPElicitationResult("accept", {"city": "Rome"})


@pytest.mark.parametrize(
    ("handler", "told"),
    [
        (city, '{"action": "accept", "content": {"city": "Rome"}}'),
        (lambda _: {"action": "decline"}, '{"action": "decline"}'),
        (lambda _: None, '{"action": "cancel"}'),
        (lambda _: 7, '{"code": -32603, "message": "the client could not answer"}'),
        (
            None,
            '{"code": -32601, "message": "this client does not answer elicitation/create"}',
        ),
    ],
)
async def test_questions_of_the_server_are_answered(handler: Any, told: str) -> None:
    async with create_mcp_client(child("asking"), on_elicitation=handler) as client:
        arguments = {"method": "elicitation/create", "message": "Which city?"}
        result = await client.call_tool("ask", arguments)

    assert result.text == told


async def test_a_ping_of_the_server_is_answered() -> None:
    async with create_mcp_client(child("asking")) as client:
        result = await client.call_tool("ask", {"method": "ping"})

    assert result.text == "{}"


async def test_an_error_of_the_server_is_typed() -> None:
    async with create_mcp_client(child()) as client:
        with pytest.raises(MCPError, match="tools/call: bad parameters: 'nothing'") as caught:
            await client.call_tool("nothing")

    assert (caught.value.code, caught.value.method) == (-32602, "tools/call")
