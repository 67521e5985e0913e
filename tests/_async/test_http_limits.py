"""How long the HTTP client waits: time limits, deadlines and cancels."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from ai_sdk.concurrency import CancelToken, Deadline, ManualClock, clock
from ai_sdk.errors import (
    APITimeoutError,
    RunCancelledError,
)
from ai_sdk.http_rules.clock import CallClock
from ai_sdk.types.timeouts import Timeout
from tests._async.http_support import EVENT, EXACT, KINDS, LONG, OK, OWN, a_clock, open_client, post
from tests.faults.certificates import authority_file, server_context
from tests.faults.server import (
    SSE_HEAD,
    FaultServer,
    Peer,
    chunk,
    repeat,
    say,
    say_and_stall,
)


@pytest.mark.parametrize("kind", EXACT)
async def test_silence_after_an_event_is_the_idle_limit(kind: str) -> None:
    with FaultServer(say_and_stall(SSE_HEAD + chunk(EVENT))) as server:
        async with open_client(kind) as client:
            watch = a_clock(idle=0.1)
            stream = await client.open(post(server.url), clock=watch)
            await stream.read()
            watch.event_seen()
            with pytest.raises(APITimeoutError) as caught:
                await stream.read()
    assert (caught.value.limit, caught.value.seconds) == ("idle", 0.1)
    assert isinstance(caught.value, TimeoutError)
    assert "'idle'" in str(caught.value)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("gap", [0.0, 0.01])
async def test_pings_do_not_put_it_off(kind: str, gap: float) -> None:
    with FaultServer(repeat(SSE_HEAD + chunk(EVENT), chunk(b": ping\n\n"), gap)) as server:
        async with open_client(kind) as client:
            watch = a_clock(idle=0.15)
            stream = await client.open(post(server.url), clock=watch)
            await stream.read()
            watch.event_seen()
            with pytest.raises(APITimeoutError) as caught:
                while await stream.read() is not None:
                    pass
    assert caught.value.limit == "idle"


async def test_a_slow_consumer_is_not_timed_out() -> None:
    with FaultServer(say(SSE_HEAD, chunk(EVENT), chunk(EVENT), b"0\r\n\r\n")) as server:
        async with open_client() as client:
            with clock.use(ManualClock()) as time:
                watch = a_clock(idle=5)
                stream = await client.open(post(server.url), clock=watch)
                got = b""
                while (piece := await stream.read()) is not None:
                    got += piece
                    watch.event_seen()
                    time.advance(1000)
    assert got == EVENT * 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["step", "total"])
async def test_a_deadline_ends_the_wait(kind: str, name: str) -> None:
    with FaultServer(say_and_stall(SSE_HEAD)) as server:
        async with open_client(kind) as client:
            limits: Any = {name: Deadline(0.1)}
            watch = CallClock(Timeout(**{name: 0.1}), **limits)
            with pytest.raises(APITimeoutError) as caught:
                stream = await client.open(post(server.url), clock=watch)
                await stream.read()
    assert (caught.value.limit, caught.value.seconds) == (name, 0.1)
    assert not caught.value.is_retryable


async def test_a_deadline_that_has_passed_sends_nothing() -> None:
    with FaultServer(OK) as server:
        async with open_client() as client:
            with clock.use(ManualClock()) as time:
                watch = CallClock(Timeout(total=5), total=Deadline(5))
                time.advance(6)
                with pytest.raises(APITimeoutError) as caught:
                    await client.send(post(server.url), clock=watch)
        assert (caught.value.limit, server.requests) == ("total", [])


@pytest.mark.parametrize("kind", KINDS)
async def test_a_host_that_swallows_connections(kind: str) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(address)
        async with open_client(kind) as client:
            with pytest.raises(APITimeoutError) as caught:
                await client.send(
                    post(f"http://127.0.0.1:{address[1]}/"), clock=a_clock(connect=0.1)
                )
        for filler in fillers:
            filler.close()
    assert (caught.value.limit, caught.value.seconds) == ("connect", 0.1)
    assert caught.value.is_retryable


async def test_a_slow_resolver_counts_to_connecting(monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer(say_and_stall()) as server:

        def slow(*args: object, **options: object) -> None:
            with socket.socket() as sock:
                sock.settimeout(1.0)
                sock.connect(("127.0.0.1", server.port))
                sock.recv(1)

        monkeypatch.setattr(socket, "getaddrinfo", slow)
        async with open_client() as client:
            with pytest.raises(APITimeoutError) as caught:
                await client.send(post("http://slow.test/"), clock=a_clock(connect=0.05))
    assert caught.value.limit == "connect"


async def test_no_limits_at_all() -> None:
    with FaultServer(OK) as server:
        async with open_client() as client:
            watch = CallClock(Timeout(first_event=None, idle=None, connect=None))
            answer = await client.send(post(server.url), clock=watch)
    assert answer.body == b"fine"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tls", [False, True])
async def test_a_token_wakes_a_read_of_the_body(kind: str, tls: bool) -> None:
    token = CancelToken()

    def answer(peer: Peer) -> bool:
        peer.send(SSE_HEAD + chunk(EVENT))
        peer.sock.settimeout(0.05)
        try:
            peer.sock.recv(1)  # give the reader time to block
        except TimeoutError:
            pass
        token.cancel("enough")
        peer.until_gone()
        return False

    if tls and kind not in OWN:
        pytest.skip("their TLS is their own")
    context = server_context() if tls else None
    with FaultServer(answer, OK, tls=context) as server:
        async with open_client(kind, **({"verify": authority_file()} if tls else {})) as client:
            watch = CallClock(LONG, cancel=token)
            stream = await client.open(post(server.url), clock=watch)
            assert await stream.read() == EVENT
            with pytest.raises(RunCancelledError, match="enough"):
                await stream.read()
            await stream.aclose()
            answered = await client.send(post(server.url), clock=a_clock())
            assert answered.body == b"fine"


async def test_a_token_wakes_the_wait_for_the_head() -> None:
    token = CancelToken()

    def answer(peer: Peer) -> bool:
        token.cancel()
        peer.until_gone()
        return False

    with FaultServer(answer) as server:
        async with open_client() as client:
            with pytest.raises(RunCancelledError):
                await client.send(post(server.url), clock=CallClock(LONG, cancel=token))


async def test_a_fired_token_sends_nothing() -> None:
    token = CancelToken()
    token.cancel()
    with FaultServer(OK) as server:
        async with open_client() as client:
            with pytest.raises(RunCancelledError):
                await client.send(post(server.url), clock=CallClock(LONG, cancel=token))
        assert server.requests == []


async def test_a_token_that_fires_late_leaves_the_pool_alone() -> None:
    token = CancelToken()
    with FaultServer(OK) as server:
        async with open_client() as client:
            await client.send(post(server.url), clock=CallClock(LONG, cancel=token))
            token.cancel()
            await client.send(post(server.url), clock=a_clock())
        assert server.connections == 1
