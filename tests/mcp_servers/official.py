"""A server made with the protocol's own Python package: `official.py stdio | http | json | sse`.

Over HTTP it first prints the port that it listens on.
"""

from __future__ import annotations

import socket
import sys

import uvicorn
from mcp.server.mcpserver import Context, Image, MCPServer
from mcp.server.mcpserver.prompts import base
from mcp.types import Completion
from pydantic import BaseModel

server = MCPServer("official", instructions="Only for tests.", log_level="CRITICAL")


class City(BaseModel):
    city: str


@server.tool()
def add(a: int, b: int) -> int:
    """Adds two numbers."""
    return a + b


@server.tool()
def fail() -> str:
    """Fails."""
    raise ValueError("no luck today")


@server.tool()
def picture() -> Image:
    """Draws."""
    return Image(data=b"\x89PNG\r\n\x1a\n", format="png")


@server.tool()
async def slow(ctx: Context) -> str:  # type: ignore[type-arg]
    """Tells how far it is, asks where, then answers."""
    await ctx.report_progress(1, 2)
    answer = await ctx.elicit("Which city?", City)
    return f"{answer.action} {answer.data.city if answer.action == 'accept' else ''}".strip()


@server.resource("note://one")
def note() -> str:
    """A note."""
    return "hello"


@server.resource("note://by/{name}")
def named(name: str) -> str:
    """A note by its name."""
    return f"hello {name}"


@server.prompt()
def ask(topic: str) -> list[base.Message]:
    """Asks."""
    return [base.UserMessage(f"Tell me of {topic}.")]


@server.completion()
async def complete(ref, argument, context):  # type: ignore[no-untyped-def]
    return Completion(values=[v for v in ("cats", "dogs") if v.startswith(argument.value)])


def serve(kind: str) -> None:
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    sock.listen()
    if kind == "sse":
        app = server.sse_app()
    else:
        app = server.streamable_http_app(json_response=kind == "json")
    print(sock.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="critical")).run(sockets=[sock])


if __name__ == "__main__":
    server.run("stdio") if sys.argv[1] == "stdio" else serve(sys.argv[1])
