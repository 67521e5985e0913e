"""MCP servers behind an address: streamable HTTP and the older HTTP with server-sent events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ai_sdk.aio import (
    AISDKError,
    APIConnectionError,
    APITimeoutError,
    AuthenticationError,
    CancelToken,
    ConfigurationError,
    InvalidResponseError,
    MCPConnectionClosedError,
    MCPElicitation,
    MCPError,
    MCPHTTPTransport,
    MCPSessionExpiredError,
    MCPSSETransport,
    RunCancelledError,
    Secret,
    ServerError,
    StreamInterruptedError,
    create_mcp_client,
)
from ai_sdk.concurrency import async_ as cc
from ai_sdk.mcp.protocol import SUPPORTED
from ai_sdk.testing import Event, Gate, MCPServer, RecordedRequest, Reply

KEY = "canary-token-123456"


def add(a: int, b: int) -> int:
    """Adds."""
    return a + b


def method_of(request: RecordedRequest) -> Any:
    return request.json.get("method") if isinstance(request.json, dict) else request.method


def on(method: str, answer: Callable[[RecordedRequest], Reply | None]) -> Any:
    """A script that answers one method, or GET and DELETE, by itself."""
    return lambda request: answer(request) if method_of(request) == method else None


def answered(request: RecordedRequest, text: str = "done") -> dict[str, Any]:
    """A good answer to tools/call."""
    content = [{"type": "text", "text": text}]
    return {"jsonrpc": "2.0", "id": request.json["id"], "result": {"content": content}}


# ---- what is sent


@pytest.mark.parametrize("replies", ["json", "sse"])
async def test_tools_are_called_over_one_connection(replies: Any) -> None:
    with MCPServer([add], replies=replies) as server:
        async with create_mcp_client(server.url) as client:
            result = await client.call_tool("add", {"a": 2, "b": 3})

        sent = server.http.requests
        assert result.structured_content == {"result": 5}
        assert [method_of(each) for each in sent] == [
            "initialize",
            "notifications/initialized",
            "tools/call",
            "DELETE",
        ]
        assert {each.connection for each in sent} == {1}
        assert server.sessions == frozenset()


@pytest.mark.parametrize("version", SUPPORTED)
async def test_session_and_version_are_told_once_they_are_known(version: str) -> None:
    with MCPServer([add], versions=[version]) as server:
        async with create_mcp_client(server.url):
            pass

        first, second, last = server.http.requests
    assert "mcp-session-id" not in first.headers
    assert "mcp-protocol-version" not in first.headers
    assert first.headers["accept"] == "application/json, text/event-stream"
    for later in (second, last):
        assert later.headers["mcp-session-id"] == "session-1"
        assert later.headers["mcp-protocol-version"] == version


async def test_a_server_without_sessions_is_not_told_of_any() -> None:
    with MCPServer([add], sessions=False) as server:
        async with create_mcp_client(server.url) as client:
            await client.ping()

        assert all("mcp-session-id" not in each.headers for each in server.http.requests)
        assert server.http.requests[-1].method == "POST"


async def test_a_session_may_outlive_its_client() -> None:
    with MCPServer([add]) as server:
        where = MCPHTTPTransport(server.url, terminate_session=False)
        async with create_mcp_client(where):
            pass

        assert server.sessions == {"session-1"}


@pytest.mark.parametrize("token", [KEY, Secret(KEY), lambda: KEY, lambda: Secret(KEY)])
async def test_headers_and_token_go_with_every_request(token: Any) -> None:
    with MCPServer([add]) as server:
        where = MCPHTTPTransport(server.url, headers={"X-Team": "blue"}, token=token)
        async with create_mcp_client(where) as client:
            await client.ping()

        for each in server.http.requests:
            assert each.headers["authorization"] == f"Bearer {KEY}"
            assert each.headers["x-team"] == "blue"
    assert KEY not in repr(where)


async def test_a_refused_token_is_not_shown() -> None:
    def refuse(request: RecordedRequest) -> Reply:
        return Reply.raw(401, {"content-type": "text/plain"}, f"bad key {KEY}")

    with MCPServer(script=refuse) as server:
        client = create_mcp_client(MCPHTTPTransport(server.url, token=KEY))
        with pytest.raises(AuthenticationError) as caught:
            await client.connect()

    assert KEY not in f"{caught.value} {caught.value.body}"


@pytest.mark.parametrize("url", ["ftp://x/mcp", "mcp.example.com", ""])
def test_an_address_is_checked_at_once(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"must be http\(s\)://"):
        create_mcp_client(url)


# ---- what goes wrong with the connection


async def test_a_redirect_is_refused_and_the_token_stays_here() -> None:
    with MCPServer([add]) as other:
        with MCPServer(script=lambda _: Reply.raw(307, {"location": other.url})) as server:
            client = create_mcp_client(MCPHTTPTransport(server.url, token=KEY))
            with pytest.raises(InvalidResponseError, match="redirects"):
                await client.connect()

        assert other.http.requests == []


async def test_a_server_that_is_not_there_is_a_connection_error() -> None:
    with MCPServer() as server:
        url = server.url
    with pytest.raises(APIConnectionError):
        await create_mcp_client(url).connect()


ODD: dict[str, tuple[Callable[[RecordedRequest], Reply], type[AISDKError], str]] = {
    "html": (
        lambda _: Reply.raw(200, {"content-type": "text/html"}, "<html>log in</html>"),
        InvalidResponseError,
        "text/html, neither JSON nor events",
    ),
    "accepted without answer": (lambda _: Reply.raw(202), InvalidResponseError, "is empty"),
    "no json": (
        lambda _: Reply.raw(200, {"content-type": "application/json"}, "{"),
        InvalidResponseError,
        "no JSON",
    ),
    "a list of numbers": (
        lambda _: Reply.raw(200, {"content-type": "application/json"}, "[1]"),
        InvalidResponseError,
        "no JSON object",
    ),
    "an answer to something else": (
        lambda _: Reply.raw(
            200, {"content-type": "application/json"}, '{"jsonrpc":"2.0","id":999,"result":{}}'
        ),
        InvalidResponseError,
        "no answer to what was asked",
    ),
    "an event that is no json": (
        lambda _: Reply.sse([Event("{", "message")]),
        InvalidResponseError,
        "no JSON",
    ),
    "a stream that ends": (lambda _: Reply.sse([]), StreamInterruptedError, "before the answer"),
    "a stream that is cut": (
        lambda request: Reply.sse([answered(request)]).cut(after_bytes=20),
        StreamInterruptedError,
        "before the answer",
    ),
    "a reset in the stream": (
        lambda request: Reply.sse([answered(request)]).cut(after_bytes=20, how="rst"),
        StreamInterruptedError,
        "before the answer",
    ),
    "an event cut in two, cleanly ended": (
        lambda request: Reply.sse([answered(request)]).cut(after_bytes=50, how="clean"),
        StreamInterruptedError,
        "before the answer",
    ),
    "no reply": (lambda _: Reply.no_answer(), APIConnectionError, "broke off"),
    "500": (lambda _: Reply.raw(500), ServerError, "500"),
    "neither result nor error": (
        lambda request: Reply.sse([{"jsonrpc": "2.0", "id": request.json["id"]}]),
        InvalidResponseError,
        "neither request nor answer",
    ),
    "an error": (
        lambda request: Reply.sse(
            [
                {
                    "jsonrpc": "2.0",
                    "id": request.json["id"],
                    "error": {"code": -32602, "message": "no such tool", "data": {"n": 1}},
                }
            ]
        ),
        MCPError,
        "tools/call: no such tool",
    ),
    "content that is none": (
        lambda request: Reply.sse(
            [{"jsonrpc": "2.0", "id": request.json["id"], "result": {"content": "text"}}]
        ),
        InvalidResponseError,
        "no list of objects in 'content'",
    ),
}


@pytest.mark.parametrize("name", ODD)
async def test_a_bad_reply_is_a_typed_error_and_the_client_goes_on(name: str) -> None:
    reply, kind, words = ODD[name]
    with MCPServer([add], script=on("tools/call", reply)) as server:
        async with create_mcp_client(server.url) as client:
            with pytest.raises(kind, match=words) as caught:
                await client.call_tool("add", {"a": 1, "b": 2})
            await client.ping()

    assert type(caught.value) is kind


async def test_an_answer_in_a_batch_among_other_messages_is_found() -> None:
    def batch(request: RecordedRequest) -> Reply:
        note = {"jsonrpc": "2.0", "method": "notifications/progress", "params": {"progress": 1}}
        listed = [note, answered(request)]
        return Reply.sse([Event([note]), Event("", "ping"), Event(listed, "message")])

    with MCPServer([add], script=on("tools/call", batch)) as server:
        async with create_mcp_client(server.url) as client:
            result = await client.call_tool("add")

    assert result.text == "done"


async def test_a_call_that_takes_too_long_is_given_up_and_the_server_told() -> None:
    gate = Gate()
    with MCPServer([add], script=on("tools/call", lambda r: Reply.raw().gated(gate))) as server:
        async with create_mcp_client(server.url) as client:
            with pytest.raises(APITimeoutError):
                await client.call_tool("add", timeout=0.2)
            await cc.run(in_thread(lambda: server.http.wait_requests(4)))
        gate.open()

        called, told = server.messages[2:4]
    assert told["method"] == "notifications/cancelled"
    assert told["params"]["requestId"] == called["id"]


async def test_a_fired_token_ends_a_call_while_it_waits() -> None:
    gate, token = Gate(), CancelToken()
    with MCPServer([add], script=on("tools/call", lambda r: Reply.raw().gated(gate))) as server:
        async with create_mcp_client(server.url) as client:

            async def call(stop: CancelToken) -> Any:
                return await client.call_tool("add", cancel=token)

            worker = cc.Worker(call)
            await cc.run(in_thread(gate.wait_reached))
            token.cancel("enough")
            with pytest.raises(RunCancelledError, match="enough"):
                await worker.join()
            await cc.run(in_thread(lambda: server.http.wait_requests(4)))
        gate.open()

        assert server.messages[3]["method"] == "notifications/cancelled"


def in_thread(fn: Callable[[], Any]) -> Any:
    """`fn`, so that the event loop goes on meanwhile."""

    async def called() -> Any:
        return await cc.call(fn)

    return called


async def test_closing_fails_a_call_that_waits() -> None:
    gate = Gate()
    with MCPServer([add], script=on("tools/call", lambda r: Reply.raw().gated(gate))) as server:
        client = create_mcp_client(server.url)
        await client.connect()

        async def call(stop: CancelToken) -> Any:
            return await client.call_tool("add")

        worker = cc.Worker(call)
        await cc.run(in_thread(gate.wait_reached))
        await client.aclose()
        with pytest.raises(MCPConnectionClosedError, match="client was closed"):
            await worker.join()
        gate.open()


# ---- sessions


async def test_a_forgotten_session_is_opened_anew_and_the_call_made_again() -> None:
    expired: list[str] = []
    with MCPServer([add]) as server:
        async with create_mcp_client(server.url, on_session_expired=expired.append) as client:
            server.forget_sessions()
            result = await client.call_tool("add", {"a": 2, "b": 2})

            assert server.sessions == {"session-2"}
    assert result.text == "4"
    assert expired == ["session-1"]


async def test_a_server_that_forgets_every_session_is_an_error() -> None:
    missing = on("tools/call", lambda _: Reply.raw(404))
    with MCPServer([add], script=missing) as server:
        async with create_mcp_client(server.url) as client:
            with pytest.raises(MCPSessionExpiredError) as caught:
                await client.call_tool("add", {"a": 2, "b": 2})

        tried = [each for each in server.messages if each["method"] == "tools/call"]
    assert caught.value.session_id == "session-2"
    assert len(tried) == 2


# ---- streams that break off


async def test_a_stream_that_breaks_off_is_resumed_where_it_was() -> None:
    def cut(request: RecordedRequest) -> Reply:
        return Reply.sse(b"id: e1\nretry: 1\ndata:\n\n")

    def rest(request: RecordedRequest) -> Reply:
        assert request.headers["last-event-id"] == "e1"
        (called,) = [r for r in server.http.requests if method_of(r) == "tools/call"]
        return Reply.sse([answered(called, "resumed")])

    def script(request: RecordedRequest) -> Reply | None:
        method = method_of(request)
        return {"tools/call": cut, "GET": rest}[method](request) if method in TAKEN else None

    TAKEN = ("tools/call", "GET")
    with MCPServer([add], script=script) as server:
        async with create_mcp_client(server.url) as client:
            result = await client.call_tool("add")

    assert result.text == "resumed"


async def test_a_stream_that_breaks_off_again_and_again_is_given_up() -> None:
    def cut(request: RecordedRequest) -> Reply | None:
        if method_of(request) not in ("tools/call", "GET"):
            return None
        return Reply.sse(b"id: e1\nretry: 1\ndata:\n\n")

    with MCPServer([add], script=cut) as server:
        async with create_mcp_client(server.url) as client:
            with pytest.raises(StreamInterruptedError):
                await client.call_tool("add")

        assert [method_of(r) for r in server.http.requests].count("GET") == 5


# ---- what the server asks by itself


async def test_questions_come_over_a_stream_of_their_own() -> None:
    gate = Gate()
    question = {
        "jsonrpc": "2.0",
        "id": "q",
        "method": "elicitation/create",
        "params": {"message": "Which city?", "requestedSchema": {"type": "object"}},
    }

    def listen(request: RecordedRequest) -> Reply:
        return Reply.sse([question, Event({"jsonrpc": "2.0", "method": "x"})]).gated(gate, at=1)

    def handler(asked: MCPElicitation) -> dict[str, Any]:
        return {"action": "accept", "content": {"asked": asked.message}}

    with MCPServer([add], script=on("GET", listen)) as server:
        async with create_mcp_client(server.url, on_elicitation=handler):
            await cc.run(in_thread(lambda: server.http.wait_requests(4)))
            gate.open()

        (told,) = [each for each in server.messages if each.get("id") == "q"]
        offered = server.messages[0]["params"]["capabilities"]
    assert told["result"] == {"action": "accept", "content": {"asked": "Which city?"}}
    assert offered == {"elicitation": {}}


# ---- the older transport


class Older:
    """A server of 2024-11-05: answers come over the stream, in the order they were asked."""

    def __init__(self, endpoint: str = "messages?s=1") -> None:
        self.gates = [Gate(), Gate()]
        self.posts: list[RecordedRequest] = []
        self.server = MCPServer([add], script=self.script)
        answers = self.server.answers
        opening = answers.answer({"id": 1, "method": "initialize", "params": {}})
        call = {"name": "add", "arguments": {"a": 1, "b": 2}}
        result = answers.answer({"id": 2, "method": "tools/call", "params": call})
        events = [Event(endpoint, "endpoint"), Event(opening), Event(result)]
        self.stream = Reply.sse(events, end="stall")
        for place, gate in enumerate(self.gates, 1):
            self.stream = self.stream.gated(gate, at=place)

    def script(self, request: RecordedRequest) -> Reply:
        if request.method == "GET":
            return self.stream
        self.posts.append(request)
        opens = {"initialize": 0, "tools/call": 1}.get(request.json["method"])
        if opens is not None:
            self.gates[opens].open()
        return Reply.raw(202)


async def test_the_older_transport_sends_where_it_is_told_to() -> None:
    older = Older()
    with older.server as server:
        async with create_mcp_client(MCPSSETransport(server.url, token=KEY)) as client:
            result = await client.call_tool("add", {"a": 1, "b": 2})

        assert result.text == "3"
        assert {each.target for each in older.posts} == {"/messages?s=1"}
        assert all(r.headers["authorization"] == f"Bearer {KEY}" for r in server.http.requests)


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:9/steal", "https://example.com/", "//x/"])
async def test_the_older_transport_sends_to_no_other_server(endpoint: str) -> None:
    older = Older(endpoint)
    with older.server as server:
        with pytest.raises(InvalidResponseError, match="another server"):
            await create_mcp_client(MCPSSETransport(server.url)).connect()

        assert older.posts == []


async def test_the_older_transport_says_when_the_server_speaks_the_newer_one() -> None:
    with MCPServer([add], script=on("GET", lambda _: Reply.raw(200, {}, "hello"))) as server:
        with pytest.raises(InvalidResponseError, match="MCPHTTPTransport"):
            await create_mcp_client(MCPSSETransport(server.url)).connect()


async def test_the_older_transport_fails_what_is_pending_when_the_stream_ends() -> None:
    older = Older()
    older.stream = older.stream.cut(after_events=2)
    with older.server as server:
        async with create_mcp_client(MCPSSETransport(server.url)) as client:
            with pytest.raises((MCPConnectionClosedError, APIConnectionError)):
                await client.call_tool("add", {"a": 1, "b": 2})
