"""MCP servers that break off, refuse, forget or read no more, and what a client makes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ai_sdk.aio import (
    APIConnectionError,
    APITimeoutError,
    ConfigurationError,
    InvalidArgumentError,
    InvalidResponseError,
    MCPConnectionClosedError,
    MCPError,
    MCPSSETransport,
    create_mcp_client,
)
from ai_sdk.concurrency import async_ as cc
from ai_sdk.testing import Event, Gate, MCPServer, RecordedRequest, Reply

from .mcp_support import child

JSON = {"content-type": "application/json"}


def add(a: int, b: int) -> int:
    """Adds."""
    return a + b


def method_of(request: RecordedRequest) -> Any:
    return request.json.get("method") if isinstance(request.json, dict) else request.method


def on(**answers: Callable[[RecordedRequest], Reply | None]) -> Any:
    """A script for methods; `tools_call` is tools/call, and GET and DELETE go by their names."""

    def script(request: RecordedRequest) -> Reply | None:
        found = answers.get(str(method_of(request)).replace("/", "_"))
        return None if found is None else found(request)

    return script


def in_thread(fn: Callable[[], Any]) -> Any:
    async def called() -> Any:
        return await cc.call(fn)

    return called


# ---- a stream for what the server asks by itself


LISTENED: dict[str, tuple[Callable[[RecordedRequest], Reply], int]] = {
    "ends cleanly": (lambda _: Reply.sse(b"retry: 1\n\n"), 5),
    "is cut": (
        lambda _: Reply.sse(b"retry: 1\n\n: more\n\n").cut(after_bytes=12, how="rst"),
        5,
    ),
    "is none": (lambda _: Reply.raw(200, {"content-type": "text/html"}, "hello"), 1),
    "is refused": (lambda _: Reply.raw(405), 1),
}


@pytest.mark.parametrize("name", LISTENED)
async def test_a_listening_stream_that_breaks_off_is_taken_up_a_few_times(name: str) -> None:
    reply, times = LISTENED[name]
    with MCPServer([add], script=on(GET=reply)) as server:
        async with create_mcp_client(server.url, on_elicitation=lambda _: None) as client:
            await cc.run(in_thread(lambda: server.http.wait_requests(2 + times)))
            await client.ping()
            result = await client.call_tool("add", {"a": 1, "b": 2})

        asked = [method_of(each) for each in server.http.requests]
    assert result.text == "3"
    assert asked.count("GET") == times


async def test_a_listening_stream_goes_on_where_it_broke_off() -> None:
    gate = Gate()

    def listen(request: RecordedRequest) -> Reply:
        if "last-event-id" in request.headers:
            return Reply.sse([Event({"jsonrpc": "2.0", "method": "x"})]).gated(gate)
        return Reply.sse(b"id: e7\nretry: 1\ndata:\n\n")

    with MCPServer([add], script=on(GET=listen)) as server:
        async with create_mcp_client(server.url, on_elicitation=lambda _: None):
            await cc.run(in_thread(lambda: server.http.wait_requests(4)))
        gate.open()

        told = [r.headers.get("last-event-id") for r in server.http.requests if r.method == "GET"]
    assert told[:2] == [None, "e7"]


# ---- answers


async def test_a_refusal_in_json_rpc_is_told_in_its_own_words() -> None:
    body = b'{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"no such city"}}'
    refuse = on(tools_call=lambda _: Reply.raw(400, JSON, body))
    with MCPServer([add], script=refuse) as server:
        async with create_mcp_client(server.url) as client:
            with pytest.raises(MCPError, match="tools/call: no such city") as caught:
                await client.call_tool("add", {"a": 1, "b": 2})
            await client.ping()

    assert (caught.value.code, caught.value.method) == (-32602, "tools/call")


async def test_a_stream_that_stalls_before_the_answer_times_out() -> None:
    note = {"jsonrpc": "2.0", "method": "notifications/progress", "params": {"progress": 1}}
    stall = on(tools_call=lambda _: Reply.sse([note], end="stall"))
    with MCPServer([add], script=stall) as server:
        async with create_mcp_client(server.url) as client:
            with pytest.raises(APITimeoutError):
                await client.call_tool("add", timeout=0.2)


async def test_a_resumed_stream_that_is_none_is_refused() -> None:
    script = on(
        tools_call=lambda _: Reply.sse(b"id: e1\nretry: 1\ndata:\n\n"),
        GET=lambda _: Reply.raw(200, {"content-type": "text/html"}, "log in"),
    )
    with MCPServer([add], script=script) as server:
        async with create_mcp_client(server.url) as client:
            with pytest.raises(InvalidResponseError, match="cannot be resumed"):
                await client.call_tool("add")
            await client.ping()


async def test_a_session_that_cannot_be_ended_is_left() -> None:
    with MCPServer([add], script=on(DELETE=lambda _: Reply.raw(500))) as server:
        client = create_mcp_client(server.url)
        await client.connect()
        await client.aclose()
        await client.aclose()

        asked = [method_of(each) for each in server.http.requests]
    assert asked.count("DELETE") == 1


# ---- sessions


async def test_calls_that_find_the_session_forgotten_open_one_between_them() -> None:
    gate, lost = Gate(), [0]
    expired: list[str] = []

    def forgotten(request: RecordedRequest) -> Reply | None:
        if request.headers.get("mcp-session-id") != "session-1":
            return None
        lost[0] += 1
        return Reply.raw(404).gated(gate)

    with MCPServer([add], script=on(tools_call=forgotten)) as server:
        async with create_mcp_client(server.url, on_session_expired=expired.append) as client:

            async def call(number: int) -> str:
                result = await client.call_tool("add", {"a": number, "b": 1})
                return str(result.text)

            async def calls(_: Any) -> list[str]:
                return await cc.map_all(call, range(3), limit=3)

            worker = cc.Worker(calls)
            await cc.run(in_thread(lambda: server.http.wait_requests(5)))
            gate.open()
            texts = await worker.join()

        opened = [each for each in server.messages if each["method"] == "initialize"]
    assert (texts, lost, expired) == (["1", "2", "3"], [3], ["session-1"])
    assert len(opened) == 2


async def test_a_server_of_neither_age_refused() -> None:
    def refuse(request: RecordedRequest) -> Reply:
        code = -32601 if method_of(request) == "initialize" else -32603
        error = b'{"jsonrpc":"2.0","id":%d,"error":{"code":%d,"message":"no %s"}}'
        words = str(method_of(request)).encode()
        return Reply.raw(200, JSON, error % (request.json["id"], code, words))

    with MCPServer(script=refuse) as server:
        with pytest.raises(MCPError, match="initialize: no initialize"):
            await create_mcp_client(server.url).connect()

        assert [method_of(each) for each in server.http.requests] == [
            "initialize",
            "server/discover",
        ]


async def test_a_client_is_connected_once() -> None:
    with MCPServer([add]) as server:
        async with create_mcp_client(server.url) as client:
            with pytest.raises(ConfigurationError, match="connected already"):
                await client.connect()
            await client.ping()


async def test_a_client_that_was_never_connected_can_be_closed() -> None:
    client = create_mcp_client("http://127.0.0.1:9/mcp")
    await client.aclose()

    assert not client.connected
    with pytest.raises(ConfigurationError, match="is not connected"):
        await client.ping()


async def test_completion_of_a_template_tells_what_is_known() -> None:
    with MCPServer([add], prompts={"paris": "x", "rome": "y"}) as server:
        async with create_mcp_client(server.url) as client:
            found = await client.complete(
                "city", "pa", resource_template="note://{land}/{city}", context={"land": "fr"}
            )

        (asked,) = [e["params"] for e in server.messages if e["method"] == "completion/complete"]
    assert list(found.values) == ["paris"]
    assert asked == {
        "ref": {"type": "ref/resource", "uri": "note://{land}/{city}"},
        "argument": {"name": "city", "value": "pa"},
        "context": {"arguments": {"land": "fr"}},
    }


# ---- the older transport


async def test_the_older_transport_without_a_server_is_a_connection_error() -> None:
    with MCPServer() as server:
        url = server.url
    client = create_mcp_client(MCPSSETransport(url))
    with pytest.raises(APIConnectionError):
        await client.connect()
    await client.aclose()


async def test_the_older_transport_passes_over_events_of_other_kinds() -> None:
    gate = Gate()
    opening = MCPServer([add]).answers.answer({"id": 1, "method": "initialize", "params": {}})
    events = [
        Event("messages", "endpoint"),
        Event("{not json", "heartbeat"),
        Event(""),
        Event(opening, "message"),
    ]
    stream = Reply.sse(events, end="stall").gated(gate, at=3)

    def script(request: RecordedRequest) -> Reply:
        if request.method == "GET":
            return stream
        gate.open()
        return Reply.raw(202)

    with MCPServer(script=script) as server:
        async with create_mcp_client(MCPSSETransport(server.url)) as client:
            assert client.server.name == "test-server"


# ---- child processes


async def test_arguments_without_a_json_form_are_refused_before_anything_is_written() -> None:
    async with create_mcp_client(child()) as client:
        with pytest.raises(InvalidArgumentError, match="cannot be written as JSON"):
            await client.call_tool("add", {"a": object()})
        result = await client.call_tool("add", {"a": 1, "b": 2})

    assert result.text == "3"


async def test_a_child_that_stopped_reading_fails_the_next_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ai_sdk.concurrency.groups.GRACE", 0.2)
    async with create_mcp_client(child("shut")) as client:
        await client.ping()  # it shuts its input before it answers
        with pytest.raises(MCPConnectionClosedError, match="reads no more"):
            for _ in range(100):
                await client.call_tool("add", {"a": "x" * 100_000}, timeout=20)


async def test_a_child_that_never_reads_on_times_the_call_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ai_sdk.concurrency.groups.GRACE", 0.2)
    async with create_mcp_client(child("full")) as client:
        with pytest.raises(APITimeoutError, match="tools/call"):
            await client.call_tool("add", {"a": "x" * 3_000_000}, timeout=0.3)
