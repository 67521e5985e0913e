"""Which connections the HTTP client opens, keeps and closes."""

from __future__ import annotations

import socket
from typing import Any

import httpx
import pytest

from ai_sdk._async.http.client import AsyncHTTPClient
from ai_sdk._async.http.pools import SHARD_SIZE
from ai_sdk.concurrency import ManualClock, clock
from ai_sdk.errors import (
    APIConnectionError,
    APITimeoutError,
    ConfigurationError,
)
from ai_sdk.types.limits import Limits
from tests._async.http_support import EVENT, KINDS, OK, a_clock, clock_turn, open_client, post
from tests.faults.server import (
    SSE_HEAD,
    FaultServer,
    chunk,
    say,
    say_and_close,
)


async def test_one_connection_serves_call_after_call() -> None:
    with FaultServer(OK) as server:
        async with open_client() as client:
            for _ in range(20):
                await client.send(post(server.url), clock=a_clock())
        assert (len(server.requests), server.connections) == (20, 1)


async def test_a_connection_that_died_idle_is_replaced_unseen() -> None:
    with FaultServer(OK) as server:
        async with open_client() as client:
            await client.send(post(server.url), clock=a_clock())
            server.drop_all()
            answer = await client.send(post(server.url), clock=a_clock())
        assert answer.body == b"fine"
        assert server.connections == 2


async def test_a_connection_that_dies_as_we_write_is_replaced_once() -> None:
    with FaultServer(OK, say_and_close(), OK) as server:
        async with open_client() as client:
            await client.send(post(server.url), clock=a_clock())
            answer = await client.send(post(server.url), clock=a_clock())
        assert answer.body == b"fine"
        assert [body for _, body in server.requests] == [b'{"n":1}'] * 3


async def test_with_it_go_the_others_that_are_idle() -> None:
    stream = say(SSE_HEAD + chunk(EVENT) + b"0\r\n\r\n")
    with FaultServer(stream, stream, say_and_close(), OK) as server:
        async with open_client() as client:
            streams = [await client.open(post(server.url), clock=a_clock()) for _ in range(2)]
            for each in streams:
                await each.read_all()
            for _ in range(2):
                answer = await client.send(post(server.url), clock=a_clock())
                assert answer.body == b"fine"
        assert (server.connections, len(server.requests)) == (3, 5)


async def test_but_only_once() -> None:
    with FaultServer(OK, say_and_close()) as server:
        async with open_client() as client:
            await client.send(post(server.url), clock=a_clock())
            with pytest.raises(APIConnectionError):
                await client.send(post(server.url), clock=a_clock())
        assert len(server.requests) == 3


async def test_nothing_is_sent_again_once_anything_came() -> None:
    with FaultServer(OK, say_and_close(b"HTTP/1.1 2")) as server:
        async with open_client() as client:
            await client.send(post(server.url), clock=a_clock())
            with pytest.raises(APIConnectionError):
                await client.send(post(server.url), clock=a_clock())
        assert len(server.requests) == 2


async def test_a_fresh_connection_that_dies_is_an_error_at_once() -> None:
    with FaultServer(say_and_close()) as server:
        async with open_client() as client:
            with pytest.raises(APIConnectionError) as caught:
                await client.send(post(server.url), clock=a_clock())
        assert len(server.requests) == 1
        assert caught.value.is_retryable


@pytest.mark.parametrize("kind", KINDS)
async def test_nobody_listens(kind: str) -> None:
    with FaultServer(OK) as server:
        pass
    async with open_client(kind) as client:
        with pytest.raises(APIConnectionError, match="connect") as caught:
            await client.send(post(server.url + "/x?key=canary"), clock=a_clock())
    assert caught.value.is_retryable
    assert caught.value.url == server.url + "/x"


@pytest.mark.parametrize("kind", KINDS)
async def test_an_error_that_the_caller_handles_is_left_alone(kind: str) -> None:
    with FaultServer(OK) as server:
        pass
    async with open_client(kind) as client:
        try:
            raise httpx.ReadError("of canary-key", request=httpx.Request("GET", "http://a/"))
        except httpx.ReadError as mine:
            before = mine.__traceback__
            with pytest.raises(APIConnectionError):
                request = post(server.url, authorization="Bearer canary-key")
                await client.send(request, clock=a_clock())
            assert mine.__traceback__ is before is not None
            assert (mine.args, mine.request.method) == (("of canary-key",), "GET")


@pytest.mark.parametrize("kind", KINDS)
async def test_an_unknown_host(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*args: object, **options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    async with open_client(kind) as client:
        with pytest.raises(APIConnectionError, match="cannot be resolved|connect"):
            await client.send(post("http://nowhere.invalid/"), clock=a_clock())


async def test_a_dead_address_does_not_hide_a_living_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer(OK) as dead:
        pass
    with FaultServer(OK) as server:
        found: list[Any] = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", dead.port)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port)),
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: found)
        async with open_client() as client:
            answer = await client.send(post("http://provider.test/"), clock=a_clock())
    assert answer.body == b"fine"


async def test_a_host_without_any_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*args: object, **options: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 1))] * 0

    monkeypatch.setattr(socket, "getaddrinfo", nothing)
    async with open_client() as client:
        with pytest.raises(APIConnectionError, match="connect"):
            await client.send(post("http://provider.test/"), clock=a_clock())


async def test_ipv6() -> None:
    try:
        server = FaultServer(OK, host="::1")
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with server:
        async with open_client() as client:
            answer = await client.send(post(server.url), clock=a_clock())
    assert answer.body == b"fine"


async def test_the_limit_of_connections_is_kept() -> None:
    with FaultServer(say(SSE_HEAD + chunk(EVENT) + b"0\r\n\r\n")) as server:
        async with open_client(limits=Limits(max_connections=2)) as client:
            open_ones = [await client.open(post(server.url), clock=a_clock()) for _ in range(2)]
            with pytest.raises(APITimeoutError) as caught:
                await client.open(post(server.url), clock=a_clock(first_event=0.05))
            assert caught.value.limit == "first_event"
            await open_ones[0].aclose()
            answer = await client.send(post(server.url), clock=a_clock())
            assert answer.body == EVENT
            await open_ones[1].aclose()
        assert server.connections == 2


async def test_many_streams_at_once_and_their_pools_go_again() -> None:
    with FaultServer(say(SSE_HEAD + chunk(EVENT), chunk(EVENT) + b"0\r\n\r\n")) as server:
        async with open_client(limits=Limits(keepalive_expiry=30)) as client:
            with clock.use(ManualClock()) as time:
                streams = [await client.open(post(server.url), clock=a_clock()) for _ in range(80)]
                for stream in streams:
                    assert await stream.read_all() == EVENT * 2
                assert server.connections == 80
                time.advance(31)
                await client.send(post(server.url), clock=a_clock())
            assert server.connections in (80, 81)  # some keep one of those that are too old
            while sum(peer.sock.fileno() >= 0 for peer in server.peers) > SHARD_SIZE:
                await clock_turn()


async def test_closing_the_client_ends_it() -> None:
    with FaultServer(OK) as server:
        client = AsyncHTTPClient()
        await client.send(post(server.url), clock=a_clock())
        await client.aclose()
        await client.aclose()
        with pytest.raises(ConfigurationError, match="closed"):
            await client.send(post(server.url), clock=a_clock())
