"""Our transport under an httpx client of the caller's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from ai_sdk._async.http.pools import AsyncPools
from ai_sdk._async.http.targets import target_of
from ai_sdk._async.http.transport import AsyncTransport
from ai_sdk.types.limits import Limits
from tests.faults.server import (
    JSON_HEAD,
    SSE_HEAD,
    FaultServer,
    Peer,
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


ENGINES = pytest.mark.parametrize("engine", ["default", "fast"])


async def pieces(*what: bytes) -> AsyncIterator[bytes]:
    for piece in what:
        yield piece


@ENGINES
async def test_a_body_in_pieces(engine: Any) -> None:
    with FaultServer(OK) as server:
        async with httpx.AsyncClient(transport=AsyncTransport(engine=engine)) as http:
            for _ in range(2):
                length = {"content-length": "6"}
                answer = await http.post(
                    server.url, content=pieces(b"abc", b"", b"def"), headers=length
                )
                assert answer.text == "fine"
        assert server.requests[0][1] == b"abcdef"
        assert server.connections == 1


@ENGINES
async def test_a_body_of_unknown_length_goes_in_chunks(engine: Any) -> None:
    def answer(peer: Peer) -> bool:
        assert peer.header("transfer-encoding") == "chunked"
        data = peer._rest
        while not data.endswith(b"0\r\n\r\n"):
            data += peer.sock.recv(100)
        peer.send(reply(data))
        return False

    with FaultServer(answer) as server:
        async with httpx.AsyncClient(transport=AsyncTransport(engine=engine)) as http:
            answered = await http.post(server.url, content=pieces(b"abc", b"", b"d" * 17))
    assert answered.content == b"3\r\nabc\r\n11\r\n" + b"d" * 17 + b"\r\n0\r\n\r\n"


@ENGINES
async def test_where_both_are_announced_the_chunks_are_sent(engine: Any) -> None:
    def answer(peer: Peer) -> bool:
        data = peer.body + peer._rest
        while not data.endswith(b"0\r\n\r\n"):
            data += peer.sock.recv(100)
        peer.send(reply(data))
        return False

    both = {"transfer-encoding": "chunked", "content-length": "6"}
    with FaultServer(answer) as server:
        async with httpx.AsyncClient(transport=AsyncTransport(engine=engine)) as http:
            answered = await http.post(server.url, content=b"abcdef", headers=both)
    assert answered.content == b"6\r\nabcdef\r\n0\r\n\r\n"


@ENGINES
async def test_codings_that_nobody_can_do_are_refused(engine: Any) -> None:
    with FaultServer(OK) as server:
        async with httpx.AsyncClient(transport=AsyncTransport(engine=engine)) as http:
            with pytest.raises(httpx.LocalProtocolError):
                coded = {"transfer-encoding": "gzip, chunked"}
                await http.post(server.url, content=pieces(b"abc"), headers=coded)
        assert server.requests == []


@ENGINES
async def test_addresses_that_are_no_web_s(engine: Any) -> None:
    async with httpx.AsyncClient(transport=AsyncTransport(engine=engine)) as http:
        with pytest.raises(httpx.UnsupportedProtocol):
            await http.get("ftp://127.0.0.1/")


@ENGINES
@pytest.mark.parametrize("length", [5, 7])
async def test_a_body_that_is_not_as_long_as_it_said(engine: Any, length: int) -> None:
    with FaultServer(OK) as server:
        async with httpx.AsyncClient(transport=AsyncTransport(engine=engine)) as http:
            said = {"content-length": str(length)}
            for content in (pieces(b"abc", b"def"), b"abcdef"):
                with pytest.raises(httpx.LocalProtocolError):
                    await http.post(server.url, content=content, headers=said)
            answer = await http.post(server.url)
            assert answer.text == "fine"


@ENGINES
async def test_a_body_that_fails_is_not_taken_for_whole(engine: Any) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"abc"
        raise ValueError("mine")

    with FaultServer(OK) as server:
        async with httpx.AsyncClient(transport=AsyncTransport(engine=engine)) as http:
            with pytest.raises(ValueError, match="mine"):
                await http.post(server.url, content=broken(), headers={"content-length": "6"})
            answer = await http.post(server.url)
            assert answer.text == "fine"
        assert [body for _, body in server.requests] == [b""]


@ENGINES
async def test_a_request_line_cannot_be_split(engine: Any) -> None:
    with FaultServer(OK) as server:
        async with httpx.AsyncClient(transport=AsyncTransport(engine=engine)) as http:
            with pytest.raises(httpx.LocalProtocolError):
                await http.request("GET / HTTP/1.1\r\nx: y\r\n", server.url)
            with pytest.raises(httpx.LocalProtocolError):
                await http.post(server.url, headers={"x": "a\r\nb: c"})
        assert server.requests == []


async def test_a_pool_that_stays_full() -> None:
    one = AsyncTransport(engine="fast", limits=Limits(max_connections=1))
    with FaultServer(say(SSE_HEAD + chunk(b"x"))) as server:
        async with httpx.AsyncClient(transport=one, timeout=httpx.Timeout(60, pool=0.05)) as http:
            async with http.stream("GET", server.url):
                with pytest.raises(httpx.PoolTimeout):
                    await http.get(server.url)


async def test_what_httpx_is_told_of_a_reply() -> None:
    with FaultServer(say(b"HTTP/1.0 418 Tea Pot\r\ncontent-length: 0\r\n\r\n")) as server:
        transport = AsyncTransport(engine="fast")
        async with httpx.AsyncClient(transport=transport) as http:
            answer = await http.get(server.url)
            stream = answer.extensions["network_stream"]
    assert (answer.http_version, answer.reason_phrase) == ("HTTP/1.0", "Tea Pot")
    assert stream.get_extra_info("ssl_object") is None
    assert stream.get_extra_info("socket") is not None
    assert stream.get_extra_info("anything") is None


async def test_origins_share_the_pools_of_a_route() -> None:
    pools = AsyncPools("http://127.0.0.1:9", True, Limits())
    first = pools.shards(target_of("http://a.test/x"))
    assert pools.shards(target_of("http://a.test/y")) is first
    assert pools.shards(target_of("http://b.test:8080/")) is first
    for number in range(1100):
        pools.shards(target_of(f"http://h{number}.test/"))
    assert pools.shards(target_of("http://a.test/x")) is first
    assert pools.shards(target_of("https://a.test/x")) is not first
    await pools.aclose()
