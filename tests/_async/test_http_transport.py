"""Our transport under an httpx client of the caller's."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from ai_sdk._async.http.pools import AsyncPools
from ai_sdk._async.http.transport import AsyncTransport
from ai_sdk.types.limits import Limits
from tests.faults.server import (
    JSON_HEAD,
    SSE_HEAD,
    FaultServer,
    chunk,
    reply,
    say,
    say_and_close,
    say_and_stall,
)

OK = say(reply(b"fine", b"content-type: text/plain"))


def client(timeout: float = 10.0) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=AsyncTransport(), timeout=timeout)


async def test_calls_and_streams() -> None:
    with FaultServer(OK, OK, say(SSE_HEAD + chunk(b"a"), chunk(b"b") + b"0\r\n\r\n")) as server:
        async with client() as http:
            for _ in range(2):
                answer = await http.post(server.url + "/x", json={"a": 1})
                assert (answer.status_code, answer.text) == (200, "fine")
                assert answer.http_version == "HTTP/1.1"
            async with http.stream("GET", server.url) as stream:
                pieces = [piece async for piece in stream.aiter_raw()]
            assert b"".join(pieces) == b"ab"
        assert server.connections == 1


async def test_errors_are_httpx_s_own() -> None:
    with FaultServer(OK) as gone:
        pass
    async with client() as http:
        with pytest.raises(httpx.ConnectError) as caught:
            await http.post(gone.url)
    assert caught.value.request.url == gone.url


@pytest.mark.parametrize(
    ("start", "error"),
    [
        (b"", httpx.ReadTimeout),
        (JSON_HEAD + b"content-length: 9\r\n\r\n{", httpx.ReadTimeout),
    ],
)
async def test_its_timeouts_are_kept(start: bytes, error: type[Exception]) -> None:
    with FaultServer(say_and_stall(start)) as server:
        async with client(timeout=0.1) as http:
            with pytest.raises(error):
                await http.post(server.url)


@pytest.mark.parametrize("start", [b"", JSON_HEAD + b"content-length: 9\r\n\r\n{"])
async def test_broken_replies(start: bytes) -> None:
    with FaultServer(say_and_close(start)) as server:
        async with client() as http:
            with pytest.raises(httpx.RemoteProtocolError):
                await http.post(server.url)


async def test_a_body_that_can_be_read_once_is_never_sent_twice() -> None:
    async def body() -> AsyncIterator[bytes]:
        yield b"abc"

    with FaultServer(OK, say_and_close(), OK) as server:
        async with client() as http:
            await http.post(server.url)
            with pytest.raises(httpx.ReadError, match="had closed"):
                await http.post(server.url, content=body(), headers={"content-length": "3"})
            answer = await http.post(server.url)
            assert answer.text == "fine"


async def test_origins_share_the_pools_of_a_route() -> None:
    pools = AsyncPools("http://127.0.0.1:9", True, Limits())
    first = pools.route(httpx.URL("http://a.test/x"))
    assert pools.route(httpx.URL("http://a.test/y")) is first
    assert pools.route(httpx.URL("http://b.test:8080/")) is first
    for number in range(1100):
        pools.route(httpx.URL(f"http://h{number}.test/"))
    assert pools.route(httpx.URL("http://a.test/x")) is first
    assert pools.route(httpx.URL("https://a.test/x")) is not first
    await pools.aclose()
