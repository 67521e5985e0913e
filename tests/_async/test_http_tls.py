"""Certificates and handshakes of the HTTP client."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from ai_sdk.errors import (
    APIConnectionError,
    APITimeoutError,
    ConfigurationError,
)
from tests._async.http_support import EVENT, OK, OWN, a_clock, open_client, post
from tests.faults.certificates import authority_file, client_context, server_context
from tests.faults.server import (
    SSE_HEAD,
    FaultServer,
    Peer,
    chunk,
    reply,
    say_and_close,
    say_and_stall,
)


async def test_authorities_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority_file())
    with FaultServer(OK, tls=server_context()) as server:
        async with open_client() as client:
            for _ in range(2):
                answer = await client.send(post(server.url), clock=a_clock())
            assert answer.body == b"fine"
        assert server.connections == 1


@pytest.mark.parametrize("how", ["file", "context", "none"])
async def test_authorities_by_argument(how: str) -> None:
    verify: Any = {"file": authority_file(), "context": client_context(), "none": False}[how]
    with FaultServer(OK, tls=server_context()) as server:
        async with open_client(verify=verify) as client:
            answer = await client.send(post(server.url), clock=a_clock())
            assert answer.body == b"fine"


@pytest.mark.parametrize("kind", OWN)
async def test_no_server_is_offered_another_version(kind: str) -> None:
    ours, theirs = client_context(), server_context()
    for context in (ours, theirs):
        context.set_alpn_protocols(["h2", "http/1.1"])
    seen: list[str | None] = []

    def answer(peer: Peer) -> None:
        sock: Any = peer.sock
        seen.append(sock.selected_alpn_protocol())
        peer.send(reply(b"fine"))

    with FaultServer(answer, tls=theirs) as server:
        async with open_client(kind, verify=ours) as client:
            await client.send(post(server.url), clock=a_clock())
    assert seen == ["http/1.1"]


@pytest.mark.parametrize(
    ("verify", "host", "expired", "match"),
    [
        (True, "127.0.0.1", False, "unable to get local issuer|self-signed"),
        (None, "other.test", False, "IP address mismatch|not valid for"),
        (None, "127.0.0.1", True, "expired"),
    ],
)
async def test_a_bad_certificate_is_never_tried_again(
    verify: Any,
    host: str,
    expired: bool,
    match: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    context = server_context(host, expired=expired)
    with FaultServer(OK, tls=context) as server:
        async with open_client(verify=verify or authority_file()) as client:
            with pytest.raises(APIConnectionError, match=match) as caught:
                await client.send(post(server.url), clock=a_clock())
    assert not caught.value.is_retryable
    assert caught.value.url == server.url


async def test_no_tls_on_the_other_side() -> None:
    with FaultServer(OK) as server:
        async with open_client(verify=False) as client:
            with pytest.raises(APIConnectionError) as caught:
                await client.send(
                    post(server.url.replace("http:", "https:")), clock=a_clock(connect=0.5)
                )
    assert caught.value.is_retryable


async def test_a_handshake_that_is_cut_may_be_tried_again() -> None:
    class Rude(FaultServer):
        """Hangs up on whoever comes."""

        def _serve(self, sock: socket.socket) -> None:
            sock.close()

    with Rude(OK) as server:
        async with open_client(verify=False) as client:
            with pytest.raises(APIConnectionError) as caught:
                await client.send(post(server.url.replace("http:", "https:")), clock=a_clock())
    assert caught.value.is_retryable


async def test_a_folder_of_authorities(tmp_path: Path) -> None:
    with FaultServer(OK, tls=server_context()) as server:
        async with open_client(verify=str(tmp_path)) as client:
            with pytest.raises(APIConnectionError, match="certificate was refused"):
                await client.send(post(server.url), clock=a_clock())


async def test_certificates_that_cannot_be_read() -> None:
    async with open_client(verify="/nowhere/authority.pem") as client:
        with pytest.raises(ConfigurationError, match="/nowhere/authority.pem"):
            await client.send(post("https://127.0.0.1:9/"), clock=a_clock())


async def test_faults_over_tls() -> None:
    stall = say_and_stall(SSE_HEAD + chunk(EVENT))
    with FaultServer(stall, say_and_close(SSE_HEAD + chunk(EVENT)), tls=server_context()) as server:
        async with open_client(verify=authority_file()) as client:
            watch = a_clock(idle=0.1)
            stream = await client.open(post(server.url), clock=watch)
            await stream.read()
            watch.event_seen()
            with pytest.raises(APITimeoutError):
                await stream.read()
            with pytest.raises(APIConnectionError):
                await client.send(post(server.url), clock=a_clock())
