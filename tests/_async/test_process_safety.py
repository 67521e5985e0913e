"""Streams and clients that are dropped, closed twice, left, starved or read by two."""

from __future__ import annotations

import errno
import gc
import random
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import ai_sdk.aio as ai
from ai_sdk.concurrency import async_ as cc
from tests._async.fault_runs import model_of
from tests.endurance.answers import script_for
from tests.faults.outcomes import PROTOCOLS
from tests.faults.server import SSE_HEAD, FaultServer, Peer, chunk

NONCE = "nonce-00000000000000aa"


class Server(FaultServer):
    """Answers in each protocol, and after the last delta of a stream waits for the client.

    Attributes:
        origin: its address, as `model_of` wants it.
        left: one entry for each client that hung up in mid-stream.
    """

    def __init__(self) -> None:
        self.left: list[bool] = []
        self.whole = False
        super().__init__(self._answer)
        self.origin = self.url
        self.base_url = f"{self.url}/v1"

    def _answer(self, peer: Peer) -> object:
        script = script_for(peer.head + b"\r\n\r\n", peer.body, random.Random(1))
        deltas = [at for at, piece in enumerate(script.pieces) if NONCE.encode() in piece]
        held = len(deltas) > 1 and not self.whole
        peer.send(*script.pieces[: deltas[0] + 1 if held else None])
        if not held:
            return None
        self.left.append(peer.until_gone())
        return False


async def until(holds: Callable[[], object]) -> None:
    """Wait until something holds that another thread or the loop brings about."""
    while not holds():
        await cc.sleep(0.001)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as held:
        yield held


def model(server: Any, protocol: str = "openai_chat", client: Any = None) -> Any:
    return model_of(protocol, server, client)


async def answered(server: Server, client: Any) -> None:
    """The next call is fine."""
    server.whole = True
    result = await ai.generate_text(model(server, client=client), prompt=NONCE, timeout=30)
    assert result.text == NONCE


@pytest.mark.parametrize("protocol", PROTOCOLS)
async def test_a_stream_that_is_dropped_closes_its_connection_and_warns(
    protocol: str, server: Server
) -> None:
    async with ai.AsyncHTTPClient() as client:
        stream = ai.stream_text(model(server, protocol, client), prompt=NONCE)
        texts = stream.text_stream
        assert await anext(texts) == NONCE
        with pytest.warns(ResourceWarning, match="was dropped before its end"):
            del stream, texts
            await until(lambda: [gc.collect(), *server.left][1:])
    assert server.left == [True]


@pytest.mark.parametrize("protocol", PROTOCOLS)
async def test_leaving_a_loop_and_the_block_closes_the_connection(
    protocol: str, server: Server
) -> None:
    async with ai.AsyncHTTPClient() as client:
        async with ai.stream_text(model(server, protocol, client), prompt=NONCE) as stream:
            async for text in stream.text_stream:
                assert text == NONCE
                break
        await until(lambda: server.left)
        with pytest.raises(ai.StreamInterruptedError, match="left before its end") as caught:
            await stream.result()
    assert server.left == [True]
    assert caught.value.partial is not None
    assert caught.value.partial.text == NONCE


async def test_closing_twice_is_closing_once(server: Server) -> None:
    client = ai.AsyncHTTPClient()
    async with ai.stream_text(model(server, client=client), prompt=NONCE) as stream:
        async for _ in stream:
            break
        await stream.aclose()
        await stream.aclose()
    await stream.aclose()
    await answered(server, client)
    await client.aclose()
    await client.aclose()
    with pytest.raises(ai.ConfigurationError, match="closed"):
        await ai.generate_text(model(server, client=client), prompt=NONCE)


async def test_a_stream_that_was_read_may_be_closed_again_and_again(server: Server) -> None:
    server.whole = True
    async with ai.AsyncHTTPClient() as client:
        async with ai.stream_text(model(server, client=client), prompt=NONCE) as stream:
            first = await stream.result()
            await stream.aclose()
            assert await stream.result() is first
        await stream.aclose()
    assert await stream.result() is first
    assert server.connections == 1


@pytest.mark.parametrize("kind", [MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit])
async def test_what_a_consumer_raises_passes_and_the_connection_is_closed(
    kind: type[BaseException], server: Server
) -> None:
    async with ai.AsyncHTTPClient() as client:
        with pytest.raises(kind):
            async with ai.stream_text(model(server, client=client), prompt=NONCE) as stream:
                async for _ in stream.text_stream:
                    raise kind
        await until(lambda: server.left)
        await answered(server, client)
    assert server.left == [True]


async def test_the_client_may_be_forgotten_while_its_stream_is_read(server: Server) -> None:
    server.whole = True

    def begun() -> Any:
        return ai.stream_text(model(server, client=ai.AsyncHTTPClient()), prompt=NONCE)

    texts = []
    async with begun() as stream:
        async for text in stream.text_stream:
            gc.collect()
            texts.append(text)
        assert texts == [NONCE] * len(texts)
        result = await stream.result()
        assert result.text == "".join(texts)


async def test_a_slow_consumer_makes_the_server_wait() -> None:
    """What has come and was not read is bounded: 200 MB are not."""
    sent: list[int] = []
    event = script_for(b"POST /v1/chat/completions HTTP/1.1", b'"stream":true', random.Random(1))
    start, delta = event.pieces[1:3]
    block = chunk(delta.split(b"\r\n", 1)[1][:-2] * 1000)

    def answer(peer: Peer) -> bool:
        peer.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65536)
        peer.send(SSE_HEAD, start, delta)
        peer.sock.settimeout(1.0)
        for count in range(200_000_000 // len(block)):
            try:
                peer.sock.sendall(block)
            except OSError:  # nobody takes it for a second: its time is over
                sent.append(count * len(block))
                break
        return False

    with FaultServer(answer) as server:
        server.base_url = f"{server.url}/v1"  # type: ignore[attr-defined]
        async with ai.AsyncHTTPClient() as client:
            async with ai.stream_text(model(server, client=client), prompt=NONCE) as stream:
                async for _ in stream.text_stream:
                    break
                await until(lambda: sent)
    assert sent[0] < 16_000_000  # what the system's own buffers take


@pytest.mark.parametrize("code", [errno.EMFILE, errno.ENFILE])
async def test_no_descriptors_left_is_an_error_and_later_calls_work(
    code: int, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **options: object) -> None:
        raise OSError(code, "Too many open files")

    server.whole = True
    async with ai.AsyncHTTPClient() as client:
        with monkeypatch.context() as patch:
            patch.setattr(socket, "socket", full)
            with pytest.raises(ai.APIConnectionError, match="Too many open files"):
                await ai.generate_text(
                    model(server, client=client), prompt=NONCE, max_retries=0, timeout=30
                )
        await answered(server, client)
