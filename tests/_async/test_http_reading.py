"""Streams of the HTTP client: read whole, left early, cut, slow."""

from __future__ import annotations

import gc
import socket
import tracemalloc

import pytest

from ai_sdk._async.http.client import AsyncHTTPClient
from tests._async.http_support import EVENT, KINDS, OK, OWN, a_clock, clock_turn, open_client, post
from tests.faults.certificates import authority_file, server_context
from tests.faults.server import (
    SSE_HEAD,
    FaultServer,
    Peer,
    chunk,
    reply,
    say,
    say_and_stall,
)


@pytest.mark.parametrize("kind", KINDS)
async def test_pieces_come_as_they_are_sent(kind: str) -> None:
    with FaultServer(say_and_stall(SSE_HEAD + chunk(EVENT))) as server:
        async with open_client(kind) as client:
            stream = await client.open(post(server.url), clock=a_clock())
            assert (stream.status, stream.headers["content-type"]) == (200, "text/event-stream")
            assert await stream.read() == EVENT
            await stream.aclose()
            await stream.aclose()
            assert await stream.read() is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tls", [False, True])
async def test_leaving_early_closes_the_socket(kind: str, tls: bool) -> None:
    gone: list[bool] = []

    def answer(peer: Peer) -> bool:
        peer.send(SSE_HEAD + chunk(EVENT))
        gone.append(peer.until_gone())
        return False

    context = server_context() if tls else None
    if tls and kind not in OWN:
        pytest.skip("their TLS is their own")
    with FaultServer(answer, tls=context) as server:
        async with open_client(kind, **({"verify": authority_file()} if tls else {})) as client:
            stream = await client.open(post(server.url), clock=a_clock())
            await stream.read()
            await stream.aclose()
            while not gone:
                await clock_turn()
    assert gone == [True]


async def test_a_stream_left_at_its_end_mark_keeps_the_connection() -> None:
    with FaultServer(say(SSE_HEAD + chunk(EVENT) + chunk(EVENT) + b"0\r\n\r\n")) as server:
        async with open_client() as client:
            for _ in range(5):
                stream = await client.open(post(server.url), clock=a_clock())
                assert await stream.read() == EVENT * 2
                await stream.aclose()
        assert server.connections == 1


async def test_a_stream_outlives_its_client_s_name() -> None:
    with FaultServer(say(SSE_HEAD + chunk(EVENT), chunk(EVENT) + b"0\r\n\r\n")) as server:
        stream = await AsyncHTTPClient().open(post(server.url), clock=a_clock())
        gc.collect()
        assert await stream.read_all() == EVENT * 2


async def test_a_large_reply_waits_for_its_reader() -> None:
    size = 20 * 1024 * 1024
    body = bytes(1024 * 1024) * 20
    with FaultServer(say(reply(body))) as server:
        async with open_client() as client:
            stream = await client.open(post(server.url), clock=a_clock())
            tracemalloc.start()
            try:
                total = 0
                while (piece := await stream.read()) is not None:
                    total += len(piece)
                peak = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
    assert total == size
    assert peak < 4 * 1024 * 1024


async def test_a_large_request_is_sent_whole() -> None:
    with FaultServer(OK) as server:
        async with open_client() as client:
            body = {"x": "y" * 8_000_000}
            answer = await client.send(post(server.url, body), clock=a_clock())
        assert answer.status == 200
        assert len(server.requests[0][1]) == 8_000_008


async def test_an_early_refusal_of_a_large_request_is_read() -> None:
    def refuse(peer: Peer) -> bool:
        return False

    class Impatient(FaultServer):
        """Answers before it has read the body."""

        def _serve(self, sock: socket.socket) -> None:
            peer = Peer(sock, 0)
            self.peers.append(peer)
            sock.recv(1000)
            peer.send(reply(b"too large", b"connection: close", status=b"413 No"))
            sock.shutdown(socket.SHUT_WR)
            peer.until_gone()
            peer.close()

    with Impatient(refuse) as server:
        async with open_client() as client:
            answer = await client.send(post(server.url, {"x": "y" * 300_000}), clock=a_clock())
    assert (answer.status, answer.body) == (413, b"too large")
