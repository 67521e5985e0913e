"""MCP: versions agreed on, all pages read, failures returned, nothing left pending."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.aio import (
    CancelToken,
    MCPConnectionClosedError,
    MCPSessionExpiredError,
    create_mcp_client,
)
from ai_sdk.concurrency import async_ as cc
from ai_sdk.testing import Gate, MCPServer, Reply


def numbered(count: int) -> list[Any]:
    """So many tools."""

    def make(number: int) -> Any:
        def one() -> int:
            """Tells its number."""
            return number

        one.__name__ = f"tool_{number}"
        return one

    return [make(number) for number in range(count)]


def fail(text: str) -> str:
    """Always fails."""
    raise ValueError(text)


@pytest.mark.parametrize("version", ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"])
async def test_behaviour_66_the_servers_version_is_spoken(version: str) -> None:
    with MCPServer(numbered(1), versions=[version]) as server:
        async with create_mcp_client(server.url) as client:
            await client.list_tools()

        asked, *later = server.http.requests
    assert asked.json["method"] == "initialize"
    assert asked.json["params"]["protocolVersion"] == "2025-11-25"
    assert [each.json["method"] for each in later[:2]] == [
        "notifications/initialized",
        "tools/list",
    ]
    assert {each.headers.get("mcp-protocol-version") for each in later} == {version}


async def test_behaviour_66_every_page_of_tools_is_read() -> None:
    with MCPServer(numbered(7), page_size=3) as server:
        async with create_mcp_client(server.url) as client:
            listed = await client.list_tools()
            tools = await client.tools()

        pages = [each for each in server.messages if each["method"] == "tools/list"]
    assert [each.name for each in listed] == [f"tool_{number}" for number in range(7)]
    assert len(tools) == 7
    assert len(pages) == 6


async def test_behaviour_66_a_failed_tool_is_a_result() -> None:
    with MCPServer([fail]) as server:
        async with create_mcp_client(server.url) as client:
            result = await client.call_tool("fail", {"text": "too bad"})

    assert result.is_error
    assert "too bad" in result.text


async def test_behaviour_66_closing_fails_what_is_pending() -> None:
    gate = Gate()

    def held(request: Any) -> Reply | None:
        told = request.json if isinstance(request.json, dict) else {}
        return Reply.raw().gated(gate) if told.get("method") == "tools/call" else None

    with MCPServer(numbered(1), script=held) as server:
        client = create_mcp_client(server.url)
        await client.connect()

        async def call(stop: CancelToken) -> Any:
            return await client.call_tool("tool_0")

        async def reached() -> Any:
            return await cc.call(gate.wait_reached)

        worker = cc.Worker(call)
        await cc.run(reached)
        await client.aclose()
        with pytest.raises(MCPConnectionClosedError, match="client was closed"):
            await worker.join()
        gate.open()


async def test_behaviour_66_a_lost_session_is_told_and_opened_anew() -> None:
    expired: list[str] = []
    with MCPServer(numbered(1)) as server:
        async with create_mcp_client(server.url, on_session_expired=expired.append) as client:
            server.forget_sessions()
            result = await client.call_tool("tool_0")

    assert (result.text, expired) == ("0", ["session-1"])


async def test_behaviour_66_a_session_that_is_lost_again_is_an_error() -> None:
    def forgetful(request: Any) -> Reply | None:
        told = request.json if isinstance(request.json, dict) else {}
        return Reply.raw(404) if told.get("method") == "tools/call" else None

    expired: list[str] = []
    with MCPServer(numbered(1), script=forgetful) as server:
        async with create_mcp_client(server.url, on_session_expired=expired.append) as client:
            with pytest.raises(MCPSessionExpiredError):
                await client.call_tool("tool_0")

    assert expired[0] == "session-1"
