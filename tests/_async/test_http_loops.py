"""The asynchronous client among event loops, and under random cancellation."""

# twins: async-only

from __future__ import annotations

import asyncio
import gc
import random
import threading

import pytest

from ai_sdk._async.http.client import AsyncHTTPClient
from ai_sdk._async.http.defaults import aclose, default_client
from ai_sdk._sync.http.client import HTTPClient
from ai_sdk.concurrency import CancelToken
from ai_sdk.errors import APIConnectionError, APITimeoutError, ConfigurationError, RunCancelledError
from ai_sdk.http_rules.clock import CallClock
from ai_sdk.types.limits import Limits
from ai_sdk.types.timeouts import Timeout
from tests._async.http_support import OK, a_clock, post
from tests.faults.server import SSE_HEAD, FaultServer, Peer, chunk, reply, say, say_and_stall


@pytest.mark.parametrize("default", [False, True])
def test_one_client_in_loop_after_loop(default: bool) -> None:
    with FaultServer(OK) as server:
        client = default_client() if default else AsyncHTTPClient()

        async def main() -> bytes:
            await client.send(post(server.url), clock=a_clock())
            answer = await client.send(post(server.url), clock=a_clock())
            return answer.body

        for _ in range(3):
            assert asyncio.run(main()) == b"fine"
        assert server.connections == 3  # each loop has, and closes, its own
        gc.collect()  # no socket was left behind: that would be a warning, and warnings are errors


def test_one_client_in_two_loops_at_once() -> None:
    with FaultServer(lambda peer: peer.send(reply(peer.body))) as server:
        client = AsyncHTTPClient()
        bad: list[object] = []

        async def main(tag: int) -> None:
            for number in range(100):
                answer = await client.send(post(server.url, [tag, number]), clock=a_clock())
                if answer.body != b"[%d,%d]" % (tag, number):
                    bad.append(answer.body)

        threads = [
            threading.Thread(target=lambda tag=tag: asyncio.run(main(tag)))  # type: ignore[misc]
            for tag in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert bad == []
        assert server.connections == 4


def test_a_loop_that_dies_under_a_stream() -> None:
    with FaultServer(say_and_stall(SSE_HEAD + chunk(b"1"))) as server:
        client = AsyncHTTPClient()
        loop = asyncio.new_event_loop()

        async def start():  # type: ignore[no-untyped-def]  # a stream
            stream = await client.open(post(server.url), clock=a_clock())
            assert await stream.read() == b"1"
            return stream

        stream = loop.run_until_complete(start())
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

        async def later() -> None:
            with pytest.raises((APIConnectionError, ConfigurationError)):
                await stream.read()
            with pytest.raises(APITimeoutError):
                await client.send(post(server.url), clock=a_clock(first_event=0.05))

        asyncio.run(later())


async def test_a_synchronous_call_inside_this_loop() -> None:
    with FaultServer(OK) as server, HTTPClient() as client:
        assert client.send(post(server.url), clock=a_clock()).body == b"fine"


async def test_3000_random_cancels_and_the_pool_still_answers() -> None:
    rng = random.Random(7)

    def answer(peer: Peer) -> None:
        if peer.path == "/stream":
            peer.send(SSE_HEAD, *[chunk(b"data: 1\n\n")] * 3, b"0\r\n\r\n")
        else:
            peer.send(reply(b"fine"))

    with FaultServer(answer) as server:
        async with AsyncHTTPClient(limits=Limits(max_connections=10)) as client:
            cancelled = 0

            async def one() -> None:
                if rng.random() < 0.5:
                    await client.send(post(server.url), clock=a_clock())
                    return
                stream = await client.open(post(server.url + "/stream"), clock=a_clock())
                try:
                    while await stream.read() is not None:
                        pass
                finally:
                    await stream.aclose()

            async def worker() -> None:
                nonlocal cancelled
                while cancelled < 3000:
                    try:
                        await asyncio.wait_for(one(), rng.random() * 0.004)
                    except TimeoutError:
                        cancelled += 1

            await asyncio.gather(*(worker() for _ in range(30)))
            answers = await asyncio.gather(
                *(client.send(post(server.url), clock=a_clock()) for _ in range(30))
            )
            assert [each.body for each in answers] == [b"fine"] * 30
        assert cancelled >= 3000


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("where", ["head", "body"])
async def test_the_loop_s_own_cancellation_passes_untouched(where: str, times: int) -> None:
    gone = threading.Event()

    def answer(peer: Peer) -> bool:
        if where == "body":
            peer.send(SSE_HEAD + chunk(b"1"))
        peer.until_gone()
        gone.set()
        return False

    with FaultServer(answer) as server:
        async with AsyncHTTPClient() as client:
            started = asyncio.Event()

            async def one() -> None:
                started.set()
                stream = await client.open(post(server.url), clock=a_clock())
                while await stream.read() is not None:
                    pass

            task = asyncio.create_task(one())
            await started.wait()
            while not server.requests:
                await asyncio.sleep(0)
            for _ in range(times):
                task.cancel()
                await asyncio.sleep(0)
            with pytest.raises(asyncio.CancelledError):
                await task
            while not gone.is_set():
                await asyncio.sleep(0)


async def test_a_token_of_another_thread_wakes_a_slow_write() -> None:
    token = CancelToken()

    class Deaf(FaultServer):
        """Takes connections and reads nothing."""

        def _serve(self, sock: object) -> None:
            self.peers.append(Peer(sock, 0))  # type: ignore[arg-type]  # a socket
            threading.Event().wait(0.1)
            token.cancel("changed my mind")

    with Deaf(OK) as server:
        async with AsyncHTTPClient() as client:
            with pytest.raises(RunCancelledError, match="changed my mind"):
                await client.send(
                    post(server.url, "x" * 50_000_000), clock=CallClock(Timeout(), cancel=token)
                )


async def test_another_task_closes_a_stream_that_is_being_read() -> None:
    with FaultServer(say_and_stall(SSE_HEAD + chunk(b"x"))) as server:
        async with AsyncHTTPClient() as client:
            stream = await client.open(post(server.url), clock=a_clock())
            assert await stream.read() == b"x"
            reader = asyncio.create_task(stream.read())
            await asyncio.sleep(0)
            await stream.aclose()
            with pytest.raises(APIConnectionError):
                await reader


async def test_a_dropped_stream_leaves_no_connection_behind() -> None:
    with FaultServer(say(SSE_HEAD + chunk(b"x"))) as server:
        async with AsyncHTTPClient() as client:
            stream = await client.open(post(server.url), clock=a_clock())
            del stream
            gc.collect()
            await asyncio.sleep(0)
        await aclose()
