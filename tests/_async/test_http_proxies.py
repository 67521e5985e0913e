"""Proxies: from the environment and by argument, forwarding and tunnelling, refusing and failing."""

from __future__ import annotations

import pytest

from ai_sdk.errors import APIConnectionError, ConfigurationError, MissingDependencyError
from tests._async.http_support import OK, a_clock, open_client, post
from tests.faults.certificates import authority_file, server_context
from tests.faults.proxy import Proxy
from tests.faults.server import FaultServer


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
async def test_plain_requests_are_forwarded(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer(OK) as server, Proxy(server.port) as proxy:
        monkeypatch.setenv(variable, proxy.url)
        async with open_client() as client:
            for _ in range(2):
                answer = await client.send(post("http://api.test/v1/x?a=b"), clock=a_clock())
                assert answer.body == b"fine"
        assert proxy.seen == ["POST http://api.test/v1/x?a=b HTTP/1.1"]
        assert server.peers[0].header("host") == "api.test"


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
async def test_secure_requests_are_tunnelled(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = server_context("api.test")
    with FaultServer(OK, tls=context) as server, Proxy(server.port) as proxy:
        monkeypatch.setenv(variable, proxy.url)
        async with open_client(verify=authority_file()) as client:
            for _ in range(2):
                request = post("https://api.test/v1/x", authorization="Bearer canary")
                answer = await client.send(request, clock=a_clock())
                assert answer.body == b"fine"
        assert proxy.seen == ["CONNECT api.test:443 HTTP/1.1"]
        assert b"canary" not in proxy.headers[0]
        assert server.connections == 1


async def test_hosts_that_are_exempt(monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer(OK) as server, Proxy(server.port) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        async with open_client() as client:
            answer = await client.send(post(server.url), clock=a_clock())
            assert answer.status == 200
        assert proxy.seen == []


async def test_an_explicit_proxy_serves_loopback_too() -> None:
    with FaultServer(OK) as server, Proxy(server.port) as proxy:
        async with open_client(proxy=proxy.url) as client:
            answer = await client.send(post(server.url + "/x"), clock=a_clock())
        assert answer.body == b"fine"
        assert proxy.seen == [f"POST {server.url}/x HTTP/1.1"]


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_login(scheme: str) -> None:
    context = server_context("api.test") if scheme == "https" else None
    with FaultServer(OK, tls=context) as server:
        with Proxy(server.port, ("me", "p@ss")) as proxy:
            url = proxy.url.replace("://", "://me:p%40ss@")
            async with open_client(proxy=url, verify=authority_file()) as client:
                answer = await client.send(post(f"{scheme}://api.test/"), clock=a_clock())
    assert answer.body == b"fine"


async def test_a_wrong_login_is_never_tried_again() -> None:
    with FaultServer(OK, tls=server_context("api.test")) as server:
        with Proxy(server.port, ("me", "pass")) as proxy:
            url = proxy.url.replace("://", "://me:canary@")
            async with open_client(proxy=url, verify=authority_file()) as client:
                with pytest.raises(APIConnectionError, match="refused: 407") as caught:
                    await client.send(post("https://api.test/"), clock=a_clock())
    assert not caught.value.is_retryable
    assert "canary" not in str(caught.value)


async def test_a_wrong_login_for_a_plain_request_is_the_proxy_s_answer() -> None:
    with FaultServer(OK) as server, Proxy(server.port, ("me", "pass")) as proxy:
        async with open_client(proxy=proxy.url) as client:
            answer = await client.send(post("http://api.test/"), clock=a_clock())
    assert answer.status == 407


async def test_a_tunnel_that_cannot_be_made_may_be_tried_again() -> None:
    with FaultServer(OK) as server, Proxy(server.port, refuse=b"503 Busy") as proxy:
        async with open_client(proxy=proxy.url) as client:
            with pytest.raises(APIConnectionError, match="refused: 503 Busy") as caught:
                await client.send(post("https://api.test/"), clock=a_clock())
    assert caught.value.is_retryable
    assert caught.value.url == "https://api.test/"


async def test_a_proxy_that_is_not_there() -> None:
    with FaultServer(OK) as server, Proxy(server.port) as proxy:
        pass
    async with open_client(proxy=proxy.url) as client:
        with pytest.raises(APIConnectionError, match="connect"):
            await client.send(post("http://api.test/"), clock=a_clock())


async def test_a_secure_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority_file())
    with FaultServer(OK) as server, Proxy(server.port, tls=server_context()) as proxy:
        async with open_client(proxy=proxy.url) as client:
            answer = await client.send(post("http://api.test/"), clock=a_clock())
    assert answer.body == b"fine"


async def test_a_secure_host_behind_a_secure_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority_file())
    context = server_context("api.test")
    with FaultServer(OK, tls=context) as server:
        with Proxy(server.port, tls=server_context()) as proxy:
            async with open_client(proxy=proxy.url) as client:
                for size in (1, 300_000):
                    body = {"x": "y" * size}
                    answer = await client.send(post("https://api.test/", body), clock=a_clock())
                    assert answer.body == b"fine"
            assert len(server.requests) == 2
            assert server.connections == 1


async def test_a_proxy_address_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "ftp://x")
    async with open_client() as client:
        with pytest.raises(ConfigurationError, match="HTTPS_PROXY is no proxy address"):
            await client.send(post("https://api.test/"), clock=a_clock())


async def test_socks_needs_another_package() -> None:
    async with open_client(proxy="socks5://127.0.0.1:9") as client:
        with pytest.raises(MissingDependencyError, match="pip install socksio"):
            await client.send(post("http://api.test/"), clock=a_clock())
