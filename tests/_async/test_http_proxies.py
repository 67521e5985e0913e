"""Proxies: from the environment and by argument, forwarding and tunnelling, refusing and failing."""

from __future__ import annotations

import pytest

from ai_sdk.errors import APIConnectionError, ConfigurationError, MissingDependencyError
from tests._async.http_support import OK, OWN, a_clock, open_client, post
from tests.faults.certificates import authority_file, server_context
from tests.faults.proxy import Proxy
from tests.faults.server import FaultServer, say_and_stall

ENGINES = pytest.mark.parametrize("kind", OWN)


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@ENGINES
@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
async def test_plain_requests_are_forwarded(
    kind: str, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FaultServer(OK) as server, Proxy(server.port) as proxy:
        monkeypatch.setenv(variable, proxy.url)
        async with open_client(kind) as client:
            for _ in range(2):
                answer = await client.send(post("http://api.test/v1/x?a=b"), clock=a_clock())
                assert answer.body == b"fine"
        assert proxy.seen == ["POST http://api.test/v1/x?a=b HTTP/1.1"]
        assert server.peers[0].header("host") == "api.test"


@ENGINES
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
async def test_secure_requests_are_tunnelled(
    kind: str, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = server_context("api.test")
    with FaultServer(OK, tls=context) as server, Proxy(server.port) as proxy:
        monkeypatch.setenv(variable, proxy.url)
        async with open_client(kind, verify=authority_file()) as client:
            for _ in range(2):
                request = post("https://api.test/v1/x", authorization="Bearer canary")
                answer = await client.send(request, clock=a_clock())
                assert answer.body == b"fine"
        assert proxy.seen == ["CONNECT api.test:443 HTTP/1.1"]
        assert b"canary" not in proxy.headers[0]
        assert server.connections == 1


@ENGINES
async def test_hosts_that_are_exempt(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer(OK) as server, Proxy(server.port) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        async with open_client(kind) as client:
            answer = await client.send(post(server.url), clock=a_clock())
            assert answer.status == 200
        assert proxy.seen == []


@ENGINES
async def test_an_explicit_proxy_serves_loopback_too(kind: str) -> None:
    with FaultServer(OK) as server, Proxy(server.port) as proxy:
        async with open_client(kind, proxy=proxy.url) as client:
            answer = await client.send(post(server.url + "/x"), clock=a_clock())
        assert answer.body == b"fine"
        assert proxy.seen == [f"POST {server.url}/x HTTP/1.1"]


@ENGINES
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_login(kind: str, scheme: str) -> None:
    context = server_context("api.test") if scheme == "https" else None
    with FaultServer(OK, tls=context) as server:
        with Proxy(server.port, ("me", "p@ss")) as proxy:
            url = proxy.url.replace("://", "://me:p%40ss@")
            async with open_client(kind, proxy=url, verify=authority_file()) as client:
                answer = await client.send(post(f"{scheme}://api.test/"), clock=a_clock())
    assert answer.body == b"fine"


@ENGINES
async def test_a_wrong_login_is_never_tried_again(kind: str) -> None:
    with FaultServer(OK, tls=server_context("api.test")) as server:
        with Proxy(server.port, ("me", "pass")) as proxy:
            url = proxy.url.replace("://", "://me:canary@")
            async with open_client(kind, proxy=url, verify=authority_file()) as client:
                with pytest.raises(APIConnectionError, match="refused: 407") as caught:
                    await client.send(post("https://api.test/"), clock=a_clock())
    assert not caught.value.is_retryable
    assert "canary" not in str(caught.value)


@ENGINES
async def test_a_wrong_login_for_a_plain_request_is_the_proxy_s_answer(kind: str) -> None:
    with FaultServer(OK) as server, Proxy(server.port, ("me", "pass")) as proxy:
        async with open_client(kind, proxy=proxy.url) as client:
            answer = await client.send(post("http://api.test/"), clock=a_clock())
    assert answer.status == 407


@ENGINES
async def test_a_tunnel_that_cannot_be_made_may_be_tried_again(kind: str) -> None:
    with FaultServer(OK) as server, Proxy(server.port, refuse=b"503 Busy") as proxy:
        async with open_client(kind, proxy=proxy.url) as client:
            with pytest.raises(APIConnectionError, match="refused: 503 Busy") as caught:
                await client.send(post("https://api.test/"), clock=a_clock())
    assert caught.value.is_retryable
    assert caught.value.url == "https://api.test/"


@ENGINES
async def test_a_proxy_that_is_not_there(kind: str) -> None:
    with FaultServer(OK) as server, Proxy(server.port) as proxy:
        pass
    async with open_client(kind, proxy=proxy.url) as client:
        with pytest.raises(APIConnectionError, match="connect"):
            await client.send(post("http://api.test/"), clock=a_clock())


@ENGINES
async def test_a_secure_proxy(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority_file())
    with FaultServer(OK) as server, Proxy(server.port, tls=server_context()) as proxy:
        async with open_client(kind, proxy=proxy.url) as client:
            answer = await client.send(post("http://api.test/"), clock=a_clock())
    assert answer.body == b"fine"


@ENGINES
async def test_a_secure_host_behind_a_secure_proxy(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority_file())
    context = server_context("api.test")
    with FaultServer(OK, tls=context) as server:
        with Proxy(server.port, tls=server_context()) as proxy:
            async with open_client(kind, proxy=proxy.url) as client:
                for size in (1, 300_000):
                    body = {"x": "y" * size}
                    answer = await client.send(post("https://api.test/", body), clock=a_clock())
                    assert answer.body == b"fine"
            assert len(server.requests) == 2
            assert server.connections == 1


@ENGINES
async def test_a_proxy_address_that_is_none(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "ftp://x")
    async with open_client(kind) as client:
        with pytest.raises(ConfigurationError, match="HTTPS_PROXY is no proxy address"):
            await client.send(post("https://api.test/"), clock=a_clock())


@ENGINES
async def test_an_argument_that_is_none_is_refused_before_the_first_call(kind: str) -> None:
    with pytest.raises(ConfigurationError, match="proxy is no proxy address: 'ftp://x'"):
        async with open_client(kind, proxy="ftp://me:canary@x"):
            raise AssertionError


@ENGINES
@pytest.mark.parametrize("scheme", ["socks5", "SOCKS5"])
async def test_socks_needs_another_package(kind: str, scheme: str) -> None:
    async with open_client(kind, proxy=f"{scheme}://127.0.0.1:9") as client:
        with pytest.raises(MissingDependencyError, match="pip install socksio"):
            await client.send(post("http://api.test/"), clock=a_clock())


@ENGINES
async def test_socks_needs_another_package_each_time_it_is_asked_for(kind: str) -> None:
    async with open_client(kind, proxy="socks5://127.0.0.1:9") as client:
        for _ in range(2):
            with pytest.raises(MissingDependencyError, match="pip install socksio"):
                await client.send(post("https://api.test/"), clock=a_clock())


@ENGINES
@pytest.mark.parametrize(
    "answer",
    [b"", b"HTTP/1.1 200 Conn", b"SSH-2.0-OpenSSH_9.2\r\n\r\n", b"HTTP/1.1 100 Go on\r\n\r\n"],
)
async def test_a_proxy_that_opens_no_tunnel_and_hangs_up(kind: str, answer: bytes) -> None:
    with FaultServer(OK) as server, Proxy(server.port, answer=answer) as proxy:
        async with open_client(kind, proxy=proxy.url) as client:
            with pytest.raises(APIConnectionError) as caught:
                await client.send(post("https://api.test/"), clock=a_clock())
    assert caught.value.url == "https://api.test/"
    assert server.requests == []


@ENGINES
async def test_a_proxy_that_speaks_something_else(kind: str) -> None:
    with FaultServer(say_and_stall(b"220 mail.test ESMTP\r\n\r\n")) as proxy:
        async with open_client(kind, proxy=proxy.url) as client:
            with pytest.raises(APIConnectionError, match="no HTTP"):
                await client.send(post("https://api.test/"), clock=a_clock())


async def test_what_a_proxy_says_before_the_tunnel_is_used_is_no_part_of_it() -> None:
    early = b"HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK\r\n\r\nevil"
    with FaultServer(OK) as server, Proxy(server.port, answer=early) as proxy:
        async with open_client("fast", proxy=proxy.url) as client:
            with pytest.raises(APIConnectionError, match="before the tunnel was used"):
                await client.send(post("https://api.test/"), clock=a_clock())
    assert server.requests == []


@ENGINES
async def test_a_proxy_in_the_middle_that_has_another_s_certificate(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority_file())
    with FaultServer(OK) as server:
        with Proxy(server.port, tls=server_context("other.test")) as proxy:
            async with open_client(kind, proxy=proxy.url) as client:
                with pytest.raises(APIConnectionError, match="certificate") as caught:
                    await client.send(post("http://api.test/"), clock=a_clock())
        assert server.requests == []
    assert not caught.value.is_retryable
