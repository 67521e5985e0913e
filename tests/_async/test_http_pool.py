"""The pool of the fast engine: who gets which connection, who waits, and what is never used."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("httptools")

from ai_sdk._async.http import pool as default_pool
from ai_sdk._async.http.client import AsyncHTTPClient
from ai_sdk._async.http.fast.pool import AsyncPool, AsyncWaiter
from ai_sdk._async.http.fast.routes import AsyncRoute, AsyncRoutes
from ai_sdk._async.http.targets import Target, target_of
from ai_sdk.concurrency import CancelToken, ManualClock, async_ as cc, clock
from ai_sdk.errors import APIConnectionError, APITimeoutError, RunCancelledError
from ai_sdk.http_rules.clock import CallClock
from ai_sdk.http_rules.proxies import ProxyTable
from ai_sdk.http_rules.signals import PoolTimeout
from ai_sdk.types.http import HTTPReply, HTTPRequest
from ai_sdk.types.limits import Limits
from ai_sdk.types.timeouts import Timeout
from tests._async.http_support import EVENT, OK, OWN, a_clock, open_client, post, routes_of
from tests.faults.server import (
    SSE_HEAD,
    FaultServer,
    Peer,
    chunk,
    reply,
    say,
    say_and_close,
    say_and_stall,
)

OPEN = SSE_HEAD + chunk(EVENT)
ONE = Limits(max_connections=1)


def client(limits: Limits | None = None) -> AsyncHTTPClient:
    return AsyncHTTPClient(engine="fast", limits=limits)


async def test_many_calls_share_few_connections() -> None:
    with FaultServer(lambda peer: peer.send(reply(peer.body))) as server:
        async with client(Limits(max_connections=3)) as http:

            async def call(number: int) -> HTTPReply:
                return await http.send(post(server.url, number), clock=a_clock())

            answers = await cc.map_all(call, range(60), limit=20)
        assert [each.body for each in answers] == [b"%d" % number for number in range(60)]
        assert server.connections <= 3


async def test_calls_of_several_hosts_share_the_limit() -> None:
    with FaultServer(OK) as first, FaultServer(OK) as second:
        async with client(Limits(max_connections=2)) as http:

            async def call(number: int) -> HTTPReply:
                server = (first, second)[number % 2]
                return await http.send(post(server.url), clock=a_clock())

            answers = await cc.map_all(call, range(40), limit=10)
        assert {each.body for each in answers} == {b"fine"}


async def test_an_idle_connection_makes_room_for_another_host() -> None:
    with FaultServer(OK) as first, FaultServer(OK) as second:
        async with client(ONE) as http:
            for _ in range(2):
                for server in (first, second):
                    answer = await http.send(post(server.url), clock=a_clock())
                    assert answer.body == b"fine"
        assert (first.connections, second.connections) == (2, 2)


async def test_the_connection_used_last_is_used_first() -> None:
    whole = say(OPEN + b"0\r\n\r\n")
    with FaultServer(whole) as server:
        async with client() as http:
            streams = [await http.open(post(server.url), clock=a_clock()) for _ in range(5)]
            for stream in streams:
                await stream.read_all()
            for _ in range(10):
                await http.send(post(server.url), clock=a_clock())
        assert [peer.count for peer in server.peers] == [1, 1, 1, 1, 11]


async def test_a_connection_that_was_kept_too_long_is_not_used() -> None:
    with FaultServer(OK) as server:
        async with client(Limits(keepalive_expiry=30)) as http:
            with clock.use(ManualClock()) as time:
                for seconds in (29, 29, 31, 1):
                    await http.send(post(server.url), clock=a_clock())
                    time.advance(seconds)
                await http.send(post(server.url), clock=a_clock())
        assert server.connections == 2


async def test_a_cancel_ends_the_wait_for_a_connection() -> None:
    token = CancelToken()

    def answer(peer: Peer) -> bool:
        peer.send(OPEN)
        peer.sock.settimeout(0.05)
        try:
            peer.sock.recv(1)  # give the other one time to wait
        except TimeoutError:
            pass
        token.cancel("enough")
        peer.until_gone()
        return False

    with FaultServer(answer, OK) as server:
        async with client(ONE) as http:
            stream = await http.open(post(server.url), clock=a_clock())
            with pytest.raises(RunCancelledError, match="enough"):
                limits = Timeout(first_event=10)
                await http.send(post(server.url), clock=CallClock(limits, cancel=token))
            await stream.aclose()
            answered = await http.send(post(server.url), clock=a_clock())
            assert answered.body == b"fine"


async def test_who_gave_up_waiting_is_not_served() -> None:
    with FaultServer(say(OPEN + b"0\r\n\r\n"), OK) as server:
        async with client(ONE) as http:
            stream = await http.open(post(server.url), clock=a_clock())
            for _ in range(3):
                with pytest.raises(APITimeoutError):
                    await http.send(post(server.url), clock=a_clock(first_event=0.02))
            await stream.read_all()
            await http.send(post(server.url), clock=a_clock())
            await http.send(post(server.url), clock=a_clock())
        assert (server.connections, len(server.requests)) == (1, 3)


async def test_a_failed_call_gives_its_place_back() -> None:
    with FaultServer(say_and_close()) as server, FaultServer(OK) as good:
        with FaultServer(OK) as gone:
            pass
        async with client(ONE) as http:
            for _ in range(3):
                for bad in (server, gone):
                    with pytest.raises(APIConnectionError):
                        await http.send(post(bad.url), clock=a_clock())
            answer = await http.send(post(good.url), clock=a_clock())
            assert answer.body == b"fine"


async def test_connections_in_use_are_closed_with_the_others() -> None:
    with FaultServer(say_and_stall(OPEN), OK) as server:
        async with client(ONE) as http:
            stream = await http.open(post(server.url), clock=a_clock())
            assert await stream.read() == EVENT
            await http.close_idle()
            with pytest.raises(APIConnectionError):
                await stream.read()
            answer = await http.send(post(server.url), clock=a_clock())
            assert answer.body == b"fine"


@pytest.mark.parametrize("kind", OWN)
@pytest.mark.parametrize("start", [reply(b"fine"), SSE_HEAD + chunk(b"fine") + b"0\r\n\r\n"])
async def test_what_follows_a_reply_is_never_taken_for_the_next_one(
    kind: str, start: bytes
) -> None:
    with FaultServer(say(start + reply(b"evil"))) as server:
        async with open_client(kind) as http:
            for _ in range(3):
                answer = await http.send(post(server.url), clock=a_clock())
                assert answer.body == b"fine"
        assert server.connections == 3


async def test_nor_by_who_waits_for_the_connection() -> None:
    go = CancelToken()

    def answer(peer: Peer) -> bool:
        peer.send(reply(b"fine"))
        peer.sock.settimeout(0.01)
        while not go.cancelled:
            try:
                peer.sock.recv(1)
            except TimeoutError:
                pass
        peer.send(reply(b"evil"))
        peer.until_gone()
        return False

    with FaultServer(answer, OK) as server:
        async with client(ONE) as http:
            stream = await http.open(post(server.url), clock=a_clock())
            pool = http._engine._carrier._pools.get()  # type: ignore[attr-defined]
            wire = next(iter(pool._wires))
            assert await stream.read() == b"fine"
            go.cancel()

            async def end() -> bytes | None:
                while not (wire.readable and pool._waiters):
                    await cc.sleep(0.001)
                return await stream.read()

            async def wait() -> bytes | None:
                answer = await http.send(post(server.url), clock=a_clock())
                return answer.body

            found = await cc.map_all(lambda fn: fn(), [end, wait], limit=2)
        assert found == [None, b"fine"]
        assert server.connections == 2


class Plain:
    """A body that shows nothing of what is behind it."""

    def __init__(self, body: Any) -> None:
        self._body = body

    def __aiter__(self) -> Any:
        return aiter(self._body)

    async def aclose(self) -> None:
        await self._body.aclose()


async def test_nor_where_a_newer_httpcore2_hides_it(monkeypatch: pytest.MonkeyPatch) -> None:
    handle = default_pool.AsyncPool.handle_async_request

    async def hiding(pool: Any, request: Any) -> Any:
        response = await handle(pool, request)
        response.stream = Plain(response.stream)
        return response

    monkeypatch.setattr(default_pool.AsyncPool, "handle_async_request", hiding)
    with FaultServer(say(reply(b"fine") + reply(b"evil"))) as server:
        async with open_client() as http:
            for _ in range(3):
                answer = await http.send(post(server.url), clock=a_clock())
                assert answer.body == b"fine"
        assert server.connections == 3


async def test_a_call_whose_pool_is_closed_goes_on_in_another() -> None:
    with FaultServer(OK, say_and_stall(), OK) as server:
        async with client(ONE) as http:
            await http.send(post(server.url), clock=a_clock())

            async def call() -> bytes:
                answer = await http.send(post(server.url), clock=a_clock())
                return answer.body

            async def close() -> bytes:
                while len(server.requests) < 2:
                    await cc.sleep(0.001)
                await http.close_idle()
                return b""

            found = await cc.map_all(lambda fn: fn(), [call, close], limit=2)
        assert found == [b"fine", b""]


@pytest.mark.parametrize("kind", OWN)
@pytest.mark.parametrize(
    ("answer", "connections"),
    [
        (OK, 1),
        (say(b"HTTP/1.1 204 No\r\n\r\n"), 1),
        (say(SSE_HEAD + chunk(b"x") + b"0\r\na: b\r\n\r\n"), 1),
        (say(reply(b"fine", b"connection: close")), 3),
        (say(b"HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n"), 3),
        (say_and_close(b"HTTP/1.1 200 OK\r\n\r\nfine"), 3),
    ],
)
async def test_which_connections_are_used_again(
    kind: str, answer: object, connections: int
) -> None:
    with FaultServer(answer) as server:  # type: ignore[arg-type]  # an Answer
        async with open_client(kind) as http:
            for _ in range(3):
                answered = await http.send(post(server.url), clock=a_clock())
                assert answered.status in (200, 204)
        assert server.connections == connections


@pytest.mark.parametrize("kind", OWN)
async def test_a_reply_to_head_has_no_body(kind: str) -> None:
    with FaultServer(say(b"HTTP/1.1 200 OK\r\ncontent-length: 400\r\n\r\n"), OK) as server:
        async with open_client(kind) as http:
            answer = await http.send(HTTPRequest("HEAD", server.url), clock=a_clock())
            assert (answer.body, answer.headers["content-length"]) == (b"", "400")
            answer = await http.send(post(server.url), clock=a_clock())
            assert answer.body == b"fine"
        assert server.connections == 1


async def test_many_hosts_leave_nothing_behind() -> None:
    with FaultServer(OK) as server:
        async with client() as http:
            for number in range(1, 1200):
                with pytest.raises(APIConnectionError):
                    address = f"http://127.0.{number // 250}.{number % 250 + 1}:1/"
                    await http.send(post(address), clock=a_clock())
            answer = await http.send(post(server.url), clock=a_clock())
            assert answer.body == b"fine"
            assert len(routes_of(http).all()) < 1100


async def test_a_connection_whose_host_was_forgotten_is_closed() -> None:
    with FaultServer(say(OPEN, b"0\r\n\r\n"), OK) as server:
        async with client() as http:
            stream = await http.open(post(server.url), clock=a_clock())
            routes = routes_of(http)
            for number in range(1001):
                routes.find(Target("http", f"h{number}.test", None, b"/", b""))
            assert await stream.read_all() == EVENT
            await http.send(post(server.url), clock=a_clock())
        assert server.connections == 2


@pytest.mark.parametrize("how", ["give", "drop"])
async def test_what_comes_as_somebody_gives_up_waiting_is_passed_on(
    how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FaultServer(OK) as server:
        pool = AsyncPool(AsyncRoutes(ProxyTable(), True), ONE, None)
        route = pool.routes.find(target_of(server.url))
        wire = await pool.take(route, {}, None)

        class Late(cc.Slot[None]):
            async def wait(self, **limits: object) -> None:
                await (pool.give if how == "give" else pool.drop)(wire)
                raise TimeoutError

        class Hasty(AsyncWaiter):
            def __init__(self, route: AsyncRoute) -> None:
                super().__init__(route)
                self.turn = Late()

        with monkeypatch.context() as patch:
            patch.setattr("ai_sdk._async.http.fast.pool.AsyncWaiter", Hasty)
            with pytest.raises(PoolTimeout):
                await pool.take(route, {}, None)
        following = await pool.take(route, {"pool": 5.0}, None)
        assert (following is wire) == (how == "give")
        await pool.aclose()


async def test_who_waits_for_a_connection_while_all_are_closed_makes_one() -> None:
    with FaultServer(OK) as server:
        pool = AsyncPool(AsyncRoutes(ProxyTable(), True), ONE, None)
        route = pool.routes.find(target_of(server.url))
        wire = await pool.take(route, {}, None)

        class Closing(cc.Slot[None]):
            async def wait(self, **limits: object) -> None:
                await pool.aclose()
                assert self.filled

        waiter, _ = pool._enter(route)
        assert waiter is not None
        waiter.turn = Closing()
        assert await pool._wait(waiter, {}) is None
        assert wire.closed


async def test_an_idle_connection_that_expired_is_not_taken_though_nobody_swept() -> None:
    with FaultServer(OK) as server, clock.use(ManualClock()) as time:
        pool = AsyncPool(AsyncRoutes(ProxyTable(), True), Limits(keepalive_expiry=30), None)
        route = pool.routes.find(target_of(server.url))
        time.advance(20)
        old = await pool.take(route, {}, None)
        await pool.give(old)
        time.advance(11)  # the pool sweeps now
        young = await pool.take(route, {}, None)
        assert young is old
        await pool.give(young)
        time.advance(29.5)
        await pool.give(await pool.take(route, {}, None, fresh=True))
        assert old.closed
        await pool.aclose()


async def test_an_idle_route_is_remembered_though_others_are_forgotten() -> None:
    with FaultServer(OK) as server:
        async with client() as http:
            await http.send(post(server.url), clock=a_clock())
            routes = routes_of(http)
            for number in range(1001):
                routes.find(Target("http", f"h{number}.test", None, b"/", b""))
            await http.send(post(server.url), clock=a_clock())
        assert server.connections == 1
