"""`MCPServer`: the server for tests, on loopback or over the pipes of a child process."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any, Literal

from ...json_codec import dumps
from ...mcp import jsonrpc
from ...mcp.lines import LineDecoder
from ...mcp.protocol import SUPPORTED
from ..server import Event, ProviderServer, RecordedRequest, Reply
from .answers import Answers

if TYPE_CHECKING:
    from ...tools import Tool
    from ..faults import Fault

__all__ = ["MCPServer"]


class MCPServer:
    """An MCP server with your functions as tools. It records every request.

    As a context manager it serves streamable HTTP on 127.0.0.1; `run_stdio` serves a child
    process's own pipes.

    Args:
        tools: functions or tools; what they return becomes text and structured content, what
            they raise an answer with `isError`, and a dict with "content" is sent as it is.
        resources: URI -> text.
        prompts: name -> text with `{gaps}` for its arguments.
        name: what the server calls itself.
        page_size: how many entries of a list go into one page.
        versions: the protocol versions it speaks, the dearest first.
        replies: how requests are answered over HTTP: "json", or "sse" for a stream of events.
        sessions: whether it keeps sessions.
        script: looks at each HTTP request first; what it returns is sent in place of the answer,
            None lets the server answer. It runs in the server's thread and must not block.
        faults: what goes wrong over HTTP, as `ProviderServer` takes it.

    Example:
        >>> def add(a: int, b: int) -> int:
        ...     return a + b
        >>> with MCPServer([add]) as server, create_mcp_client(server.url) as client:
        ...     client.call_tool("add", {"a": 1, "b": 2}).text
        '3'
    """

    def __init__(
        self,
        tools: Sequence[Tool[..., Any] | Callable[..., Any]] = (),
        *,
        resources: Mapping[str, str] | None = None,
        prompts: Mapping[str, str] | None = None,
        name: str = "test-server",
        page_size: int = 100,
        versions: Sequence[str] = SUPPORTED,
        replies: Literal["json", "sse"] = "json",
        sessions: bool = True,
        script: Callable[[RecordedRequest], Reply | None] | None = None,
        faults: Sequence[Fault | str] | Fault | str = (),
    ) -> None:
        self.answers = Answers(
            tools,
            resources=resources,
            prompts=prompts,
            name=name,
            page_size=page_size,
            versions=versions,
        )
        self._replies, self._keeps_sessions, self._script = replies, sessions, script
        self._sessions: set[str] = set()
        self._numbers = count(1)
        self._http = ProviderServer(self._reply, faults=faults)

    # ---- HTTP

    @property
    def url(self) -> str:
        """Where it is."""
        return f"{self._http.origin}/mcp"

    @property
    def http(self) -> ProviderServer:
        """The HTTP server underneath: its requests and connections."""
        return self._http

    @property
    def messages(self) -> list[Any]:
        """The JSON-RPC messages that came over HTTP, in their order."""
        return [each.json for each in self._http.requests if each.json is not None]

    @property
    def sessions(self) -> frozenset[str]:
        """The ids of the sessions that are open."""
        return frozenset(self._sessions)

    def forget_sessions(self) -> None:
        """Know no session any more, as after a restart."""
        self._sessions.clear()

    def __enter__(self) -> MCPServer:
        self._http.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._http.close()

    def reply_to(self, message: Mapping[str, Any], **headers: str) -> Reply:
        """The server's own answer to a message, as the HTTP reply that a script may change."""
        return self._written(self.answers.answer(message), headers)

    def _reply(self, request: RecordedRequest) -> Reply:
        scripted = None if self._script is None else self._script(request)
        if scripted is not None:
            return scripted
        if request.method == "GET":
            return Reply.raw(405)
        message, session = request.json, request.headers.get("mcp-session-id", "")
        if request.method == "DELETE":
            self._sessions.discard(session)
            return Reply.raw(204)
        if isinstance(message, dict) and message.get("method") == "initialize":
            return self.reply_to(message, **self._new_session())
        if self._keeps_sessions and session not in self._sessions:
            return Reply.raw(404, {"content-type": "application/json"}, _error("no such session"))
        return self.reply_to(message) if isinstance(message, dict) else Reply.raw(400)

    def _new_session(self) -> dict[str, str]:
        if not self._keeps_sessions:
            return {}
        session = f"session-{next(self._numbers)}"
        self._sessions.add(session)
        return {"mcp-session-id": session}

    def _written(self, answer: Any, headers: Mapping[str, str]) -> Reply:
        if answer is None:
            return Reply.raw(202)
        if self._replies == "sse":
            return Reply.sse([Event(answer, "message")], headers=headers)
        return Reply.raw(200, {"content-type": "application/json", **headers}, dumps(answer))

    # ---- pipes

    def run_stdio(self) -> None:
        """Serve this process's standard input and output until the input ends."""
        lines = LineDecoder()
        while piece := os.read(sys.stdin.fileno(), 65_536):
            for line in lines.feed(piece):
                for message in jsonrpc.messages(line):
                    answer = self.answers.answer(message)
                    if answer is not None:
                        sys.stdout.buffer.write(dumps(answer) + b"\n")
                        sys.stdout.buffer.flush()


def _error(words: str) -> bytes:
    return dumps({"jsonrpc": "2.0", "id": None, "error": {"code": -32001, "message": words}})
