"""MCP clients of both colours, and what they give."""

from __future__ import annotations

from typing import Any, assert_type

from ai_sdk import (
    HTTPClient,
    MCPClient,
    MCPElicitation,
    MCPElicitationResult,
    MCPHTTPTransport,
    MCPPromptResult,
    MCPResourceContents,
    MCPStdioTransport,
    MCPToolDefinition,
    MCPToolResult,
    MCPToolSchemas,
    Tool,
    ToolDrift,
    aio,
    create_mcp_client,
    detect_tool_drift,
    fingerprint_tools,
    generate_text,
    openai,
)

from .samples import City


def answer(question: MCPElicitation) -> MCPElicitationResult | None:
    return MCPElicitationResult("accept", {"q": question.message}) if question.message else None


def plain() -> None:
    where = MCPHTTPTransport("https://example.com/mcp", token=lambda: "t")
    with create_mcp_client(where, on_elicitation=answer, client=HTTPClient()) as client:
        assert_type(client, MCPClient)
        assert_type(client.list_tools(), list[MCPToolDefinition])
        assert_type(client.tools(schemas={"city": City}), list[Tool[..., Any]])
        assert_type(client.call_tool("city", {"name": "Rome"}), MCPToolResult)
        assert_type(client.read_resource("note://1"), tuple[MCPResourceContents, ...])
        assert_type(client.get_prompt("greet"), MCPPromptResult)
        assert_type(client.server.instructions, str | None)
        approved = fingerprint_tools(client.list_tools())
        assert_type(approved, dict[str, str])
        assert_type(detect_tool_drift(approved, client.tools()), ToolDrift)
        generate_text(openai("gpt-5"), prompt="hi", tools=client.tools(prefix="x_"))


async def awaited() -> None:
    where = MCPStdioTransport(["python", "server.py"], env={"A": "1"})
    async with aio.create_mcp_client(where) as client:
        assert_type(client, aio.AsyncMCPClient)
        tools = await client.tools(schemas={"city": MCPToolSchemas(output=City)})
        assert_type(tools, list[Tool[..., Any]])
        result = await client.call_tool("city", timeout=3)
        assert_type(result.is_error, bool)
        await aio.generate_text(openai("gpt-5"), prompt="hi", tools=tools)


class Wire:
    """A transport of somebody's own."""

    protocol_version: str | None = None

    def start(self, receive: Any, lost: Any) -> None: ...
    def send(self, message: Any, control: Any) -> None: ...
    def close(self) -> None: ...


def own() -> MCPClient:
    return create_mcp_client(Wire())
