"""What only one colour of the MCP client can do wrong: loops, threads, forks."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from ai_sdk import ConfigurationError, MCPStdioTransport, aio, create_mcp_client
from ai_sdk.testing import MCPServer

CHILD = Path(__file__).parents[1] / "mcp_servers" / "child.py"
COMMAND = [sys.executable, str(CHILD), "server"]

NO_LOOP = f"""
import sys
from ai_sdk import MCPStdioTransport, create_mcp_client, generate_text, is_step_count
from ai_sdk.testing import MockLanguageModel, MockReply

calls = MockReply(tool_calls=[("add", {{"a": 1, "b": 2}}, "c1"), ("add", {{"a": 3, "b": 4}}, "c2")])
model = MockLanguageModel(script=[calls, "done"])
with create_mcp_client(MCPStdioTransport({COMMAND!r})) as client:
    settings = {{"tools": client.tools(), "stop_when": is_step_count(2)}}
    result = generate_text(model, prompt="hi", **settings)
print([each.output.text for each in result.tool_results], "asyncio" in sys.modules)
"""


def add(a: int, b: int) -> int:
    """Adds."""
    return a + b


def test_a_synchronous_run_with_a_child_process_loads_no_event_loop() -> None:
    told = subprocess.run(
        [sys.executable, "-c", NO_LOOP], capture_output=True, text=True, check=True
    )

    assert told.stdout == "['3', '7'] False\n"


@pytest.mark.parametrize("over", ["http", "stdio"])
def test_threads_share_a_client(over: str) -> None:
    found: dict[tuple[int, int], Any] = {}

    def call(client: Any, one: int) -> None:
        for two in range(20):
            found[one, two] = client.call_tool("add", {"a": one, "b": two}).structured_content

    with MCPServer([add]) as server:
        where = server.url if over == "http" else MCPStdioTransport(COMMAND)
        with create_mcp_client(where) as client:
            threads = [threading.Thread(target=call, args=(client, n)) for n in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

    assert found == {(a, b): {"result": a + b} for a in range(8) for b in range(20)}


@pytest.mark.parametrize("over", ["http", "stdio"])
async def test_cancelled_tasks_leave_the_others_alone(over: str) -> None:
    with MCPServer([add]) as server:
        where = server.url if over == "http" else MCPStdioTransport(COMMAND)
        async with aio.create_mcp_client(where) as client:

            async def call(number: int) -> Any:
                result = await client.call_tool("add", {"a": number, "b": 1})
                return result.structured_content["result"]

            tasks = [asyncio.ensure_future(call(number)) for number in range(60)]
            await asyncio.sleep(0)
            for task in tasks[::3]:
                task.cancel()
            found = await asyncio.gather(*tasks, return_exceptions=True)
            await client.ping()

    assert all(isinstance(each, asyncio.CancelledError) for each in found[::3])
    assert [each for n, each in enumerate(found) if n % 3] == [n + 1 for n in range(60) if n % 3]


def test_a_client_of_another_event_loop_says_so() -> None:
    async def opened(url: str) -> aio.AsyncMCPClient:
        client = aio.create_mcp_client(url)
        await client.connect()
        return client

    with MCPServer([add]) as server:
        client = asyncio.run(opened(server.url))
        with pytest.raises(ConfigurationError, match="another event loop"):
            asyncio.run(client.ping())


async def test_a_synchronous_client_serves_an_asynchronous_run() -> None:
    from ai_sdk.testing import MockLanguageModel, MockReply

    script = [MockReply(tool_calls=[("add", {"a": 2, "b": 3}, "c1")]), "done"]
    with MCPServer([add]) as server, create_mcp_client(server.url) as client:
        result = await aio.generate_text(
            MockLanguageModel(script=script),
            prompt="hi",
            tools=client.tools(),
            stop_when=aio.is_step_count(2),
        )

    assert result.tool_results[0].output.text == "5"
