"""Against a server made with the protocol's own Python package, over each transport."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from ai_sdk._async.mcp.http import AsyncStreamableHTTP
from ai_sdk._async.mcp.stdio import AsyncStdio
from ai_sdk.aio import (
    FilePart,
    MCPElicitation,
    MCPError,
    MCPHTTPTransport,
    MCPSSETransport,
    MCPStdioTransport,
    create_mcp_client,
    generate_text,
    is_step_count,
)
from ai_sdk.testing import MockLanguageModel, MockReply

SCRIPT = Path(__file__).parents[1] / "mcp_servers" / "official.py"

pytestmark = pytest.mark.skipif(
    find_spec("mcp") is None or find_spec("mcp.server.mcpserver") is None,
    reason="the package mcp, version 2 or later, is not installed",
)


@contextmanager
def running(kind: str) -> Iterator[Any]:
    """The transport to a server of that kind."""
    command = [sys.executable, str(SCRIPT), kind]
    if kind == "stdio":
        yield MCPStdioTransport(command, quiet=True)
        return
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        try:
            origin = f"http://127.0.0.1:{int(process.stdout.readline())}"
            yield MCPSSETransport(f"{origin}/sse") if kind == "sse" else f"{origin}/mcp"
        finally:
            process.kill()


def city(asked: MCPElicitation) -> dict[str, Any]:
    assert asked.requested_schema["properties"]["city"]["type"] == "string"
    return {"action": "accept", "content": {"city": "Rome"}}


@pytest.mark.parametrize("kind", ["stdio", "http", "json", "sse"])
async def test_everything_that_the_official_server_offers(kind: str) -> None:
    asks = city if kind != "json" else None
    with running(kind) as transport:
        async with create_mcp_client(transport, on_elicitation=asks) as client:
            await client.ping()
            tools = await client.tools()
            failed = await client.call_tool("fail")
            picture = await client.call_tool("picture")
            answered = None if asks is None else await client.call_tool("slow")
            resources = await client.list_resources()
            templates = await client.list_resource_templates()
            (note,) = await client.read_resource("note://by/me")
            (prompt,) = await client.list_prompts()
            filled = await client.get_prompt("ask", {"topic": "cats"})
            completion = await client.complete("topic", "d", prompt="ask")
            with pytest.raises(MCPError, match="nothing"):
                await client.get_prompt("nothing")
            model = MockLanguageModel(
                script=[
                    MockReply(tool_calls=[("add", {"a": 2, "b": 3}, "c1"), ("picture", {}, "c2")]),
                    "done",
                ]
            )
            result = await generate_text(
                model, prompt="hi", tools=tools, stop_when=is_step_count(2)
            )

            assert client.server.name == "official"
            assert client.server.instructions == "Only for tests."
            assert client.server.protocol_version == "2025-11-25"
    assert [each.name for each in tools] == ["add", "fail", "picture", "slow"]
    assert failed.is_error
    assert "fail" in failed.text
    assert picture.content[0]["mimeType"] == "image/png"
    assert answered is None or answered.text == "accept Rome"
    assert [each.uri for each in resources] == ["note://one"]
    assert [each.uri_template for each in templates] == ["note://by/{name}"]
    assert note.text == "hello me"
    assert [each.name for each in prompt.arguments] == ["topic"]
    assert filled.messages[0].content["text"] == "Tell me of cats."
    assert completion.values == ("dogs",)
    first, second = result.tool_results
    assert first.output.structured_content == {"result": 5}
    assert second.model_output.value == (FilePart(b"\x89PNG\r\n\x1a\n", "image/png"),)
    assert result.text == "done"


class Modern:
    """The way to a server, where it refuses the opening talk as one of 2026-07-28 only would."""

    def __init__(self, inner: Any, supported: list[str]) -> None:
        self._inner, self._supported = inner, supported
        self.asked: list[str] = []

    @property
    def protocol_version(self) -> str | None:
        version: str | None = self._inner.protocol_version
        return version

    @protocol_version.setter
    def protocol_version(self, version: str | None) -> None:
        self._inner.protocol_version = version

    async def start(self, receive: Any, lost: Any) -> None:
        self._receive = receive
        await self._inner.start(receive, lost)

    async def send(self, message: Any, control: Any) -> None:
        self.asked.append(message["method"])
        if message["method"] != "initialize":
            await self._inner.send(message, control)
            return
        data = {"supported": self._supported, "requested": "2025-11-25"}
        error = {"code": -32022, "message": "unsupported protocol version", "data": data}
        self._receive({"jsonrpc": "2.0", "id": message["id"], "error": error})

    async def aclose(self) -> None:
        await self._inner.aclose()


@pytest.mark.parametrize("kind", ["stdio", "http", "json"])
async def test_a_server_of_2026_is_asked_without_an_opening_talk(kind: str) -> None:
    with running(kind) as transport:
        inner: Any
        if kind == "stdio":
            inner = AsyncStdio(transport)
        else:
            inner = AsyncStreamableHTTP(MCPHTTPTransport(transport), None)
        modern = Modern(inner, ["2026-07-28"])
        async with create_mcp_client(modern, on_elicitation=city) as client:
            tools = await client.tools()
            result = await client.call_tool("add", {"a": 2, "b": 3})
            failed = await client.call_tool("fail")
            (note,) = await client.read_resource("note://by/me")
            with pytest.raises(MCPError, match="prompts/get"):
                await client.get_prompt("nothing")

            assert client.server.protocol_version == "2026-07-28"
            assert client.server.name == "official"
    assert [each.name for each in tools] == ["add", "fail", "picture", "slow"]
    assert result.structured_content == {"result": 5}
    assert failed.is_error
    assert note.text == "hello me"
    assert modern.asked[:3] == ["initialize", "server/discover", "tools/list"]


async def test_a_server_of_versions_unknown_here_says_so() -> None:
    with running("stdio") as transport:
        modern = Modern(AsyncStdio(transport), ["2031-01-01"])
        with pytest.raises(MCPError, match="unsupported protocol version"):
            await create_mcp_client(modern).connect()

    assert modern.asked == ["initialize"]
