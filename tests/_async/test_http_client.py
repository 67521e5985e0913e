"""The HTTP client: what it sends, how long it waits, what it keeps and what it closes."""

from __future__ import annotations

import copy
import gc
import gzip
import pickle
import re
import socket
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from ai_sdk._async.http.client import AsyncHTTPClient, check_client
from ai_sdk._async.http.defaults import aclose, client_for, default_client
from ai_sdk._async.http.pools import SHARD_SIZE
from ai_sdk.concurrency import CancelToken, Deadline, ManualClock, clock
from ai_sdk.errors import (
    AISDKError,
    APIConnectionError,
    APITimeoutError,
    ConfigurationError,
    InvalidArgumentError,
    InvalidResponseError,
    RunCancelledError,
)
from ai_sdk.http_rules.clock import CallClock
from ai_sdk.retry import RetryBudget
from ai_sdk.types.caps import Caps
from ai_sdk.types.http import FormPart, HTTPRequest
from ai_sdk.types.limits import Limits
from ai_sdk.types.timeouts import Timeout
from tests._async.http_support import EXACT, KINDS, OWN, open_client, post
from tests.faults.certificates import authority_file, client_context, server_context
from tests.faults.server import (
    SSE_HEAD,
    FaultServer,
    Peer,
    chunk,
    repeat,
    reply,
    say,
    say_and_close,
    say_and_stall,
)

LONG = Timeout(first_event=10, idle=10, connect=10)
OK = say(reply(b"fine"))
EVENT = b"data: 1\n\n"


def a_clock(**limits: Any) -> CallClock:
    return CallClock(Timeout(**{"first_event": 10, "idle": 10, "connect": 10, **limits}))


class TestRequest:
    @pytest.mark.parametrize("kind", KINDS)
    async def test_what_is_sent(self, kind: str) -> None:
        with FaultServer(OK) as server:
            async with open_client(kind) as client:
                request = HTTPRequest(
                    "POST",
                    server.url + "/v1/x",
                    {"Authorization": "Bearer k", "Host": "evil", "Content-Length": "1"},
                    {"b": 1, "a": "é"},
                    (),
                    {"q": "1 &2"},
                )
                answer = await client.send(request, clock=a_clock())
        assert answer.status == 200
        assert answer.body == b"fine"
        assert answer.headers == {"content-length": "4"}
        assert answer.url == server.url + "/v1/x"
        (head, body) = server.requests[0]
        lines = dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:])
        assert head.startswith(b"POST /v1/x?q=1%20%262 HTTP/1.1\r\n")
        assert body == '{"b":1,"a":"é"}'.encode()
        assert lines[b"host"] == server.url.removeprefix("http://").encode()
        assert lines[b"content-length"] == b"%d" % len(body)
        assert lines[b"content-type"] == b"application/json"
        assert lines[b"accept-encoding"] == b"gzip, deflate"
        assert lines[b"authorization"] == b"bearer k"
        assert re.fullmatch(rb"ai-sdk/\d+\.\d+\.\d+", lines[b"user-agent"])

    async def test_the_caller_s_headers_win(self) -> None:
        with FaultServer(OK) as server:
            async with open_client() as client:
                request = post(
                    server.url, user_agent="mine", content_type="application/x", Accept="y"
                )
                await client.send(request, clock=a_clock())
            (peer,) = server.peers
            assert peer.header("user-agent") == "mine"
            assert peer.header("content-type") == "application/x"
            assert peer.header("accept") == "y"

    @pytest.mark.parametrize("kind", KINDS)
    async def test_a_form(self, kind: str) -> None:
        parts = (
            FormPart("model", "whisper"),
            FormPart("file", b"\x00\r\n\xff", 'a "b" ü.wav', "audio/wav"),
            FormPart("file", b"", "empty"),
        )
        with FaultServer(OK) as server:
            async with open_client(kind) as client:
                request = HTTPRequest("POST", server.url, {"content-type": "text/x"}, form=parts)
                await client.send(request, clock=a_clock())
            found = re.fullmatch(
                "multipart/form-data; boundary=([0-9a-f]{32})",
                server.peers[0].header("content-type") or "",
            )
        assert found is not None
        mark = b"--" + found[1].encode()
        assert server.requests[0][1] == (
            mark + b'\r\ncontent-disposition: form-data; name="model"\r\n\r\nwhisper\r\n'
            + mark + '\r\ncontent-disposition: form-data; name="file"; filename="a %22b%22 ü.wav"'
            "\r\ncontent-type: audio/wav\r\n\r\n".encode() + b"\x00\r\n\xff\r\n"
            + mark + b'\r\ncontent-disposition: form-data; name="file"; filename="empty"\r\n'
            b"content-type: application/octet-stream\r\n\r\n\r\n" + mark + b"--\r\n"
        )  # fmt: skip

    @pytest.mark.parametrize("part", [
        FormPart("a\r\nb", "x"),
        FormPart("a", b"x", "f\nname"),
        FormPart("a", b"x", "f\0name"),
        FormPart("a", b"x", "f", "text/plain\r\nx: y"),
    ])  # fmt: skip
    async def test_a_malformed_form_part_is_refused(self, part: FormPart) -> None:
        async with open_client() as client:
            with pytest.raises(InvalidArgumentError, match="line break, a NUL"):
                request = HTTPRequest("POST", "http://127.0.0.1:9", form=(part,))
                await client.send(request, clock=a_clock())

    @pytest.mark.parametrize(
        ("name", "line", "kind", "match"),
        [
            ("authorization", "Bearer sk-canary\n", ConfigurationError, "line break"),
            ("authorization", "Bearer sk-canary\r\nx: y", ConfigurationError, "line break"),
            ("x-api-key", "sk-canary\0", ConfigurationError, "control character"),
            ("api-key", "sk-canary\u2019", ConfigurationError, "Latin-1"),
            ("authorization", "Bearer sk-canary ", ConfigurationError, "spaces"),
            ("x-other", "canary\n", InvalidArgumentError, "'x-other' has a line break"),
            ("x-other", 12, InvalidArgumentError, "is a int"),
            ("x other", "canary", InvalidArgumentError, "'x other'"),
            ("x:other", "canary", InvalidArgumentError, "'x:other'"),
            ("", "canary", InvalidArgumentError, "''"),
        ],
    )
    async def test_a_bad_header_is_refused_unsent_and_unseen(
        self, name: str, line: Any, kind: type[Exception], match: str
    ) -> None:
        with FaultServer(OK) as server:
            async with open_client() as client:
                with pytest.raises(kind, match=match) as caught:
                    request = HTTPRequest("POST", server.url, {name: line})
                    await client.send(request, clock=a_clock())
            assert server.requests == []
        assert "canary" not in str(caught.value) + repr(caught.value) + str(vars(caught.value))

    async def test_a_body_without_json_form_is_refused(self) -> None:
        async with open_client() as client:
            with pytest.raises(InvalidArgumentError, match="no JSON form"):
                await client.send(post("http://127.0.0.1:9", {"a": object()}), clock=a_clock())

    @pytest.mark.parametrize(
        "url", ["", "api.test/v1", "ftp://api.test", "http://", "http://a:b/", "http://a:0/"]
    )
    async def test_an_address_that_is_none_is_refused(self, url: str) -> None:
        async with open_client() as client:
            with pytest.raises(ConfigurationError, match="no address"):
                await client.send(post(url), clock=a_clock())


class TestConnections:
    async def test_one_connection_serves_call_after_call(self) -> None:
        with FaultServer(OK) as server:
            async with open_client() as client:
                for _ in range(20):
                    await client.send(post(server.url), clock=a_clock())
            assert (len(server.requests), server.connections) == (20, 1)

    async def test_a_connection_that_died_idle_is_replaced_unseen(self) -> None:
        with FaultServer(OK) as server:
            async with open_client() as client:
                await client.send(post(server.url), clock=a_clock())
                server.drop_all()
                answer = await client.send(post(server.url), clock=a_clock())
            assert answer.body == b"fine"
            assert server.connections == 2

    async def test_a_connection_that_dies_as_we_write_is_replaced_once(self) -> None:
        with FaultServer(OK, say_and_close(), OK) as server:
            async with open_client() as client:
                await client.send(post(server.url), clock=a_clock())
                answer = await client.send(post(server.url), clock=a_clock())
            assert answer.body == b"fine"
            assert [body for _, body in server.requests] == [b'{"n":1}'] * 3

    async def test_with_it_go_the_others_that_are_idle(self) -> None:
        stream = say(SSE_HEAD + chunk(EVENT) + b"0\r\n\r\n")
        with FaultServer(stream, stream, say_and_close(), OK) as server:
            async with open_client() as client:
                streams = [await client.open(post(server.url), clock=a_clock()) for _ in range(2)]
                for each in streams:
                    await each.read_all()
                for _ in range(2):
                    answer = await client.send(post(server.url), clock=a_clock())
                    assert answer.body == b"fine"
            assert (server.connections, len(server.requests)) == (3, 5)

    async def test_but_only_once(self) -> None:
        with FaultServer(OK, say_and_close()) as server:
            async with open_client() as client:
                await client.send(post(server.url), clock=a_clock())
                with pytest.raises(APIConnectionError):
                    await client.send(post(server.url), clock=a_clock())
            assert len(server.requests) == 3

    async def test_nothing_is_sent_again_once_anything_came(self) -> None:
        with FaultServer(OK, say_and_close(b"HTTP/1.1 2")) as server:
            async with open_client() as client:
                await client.send(post(server.url), clock=a_clock())
                with pytest.raises(APIConnectionError):
                    await client.send(post(server.url), clock=a_clock())
            assert len(server.requests) == 2

    async def test_a_fresh_connection_that_dies_is_an_error_at_once(self) -> None:
        with FaultServer(say_and_close()) as server:
            async with open_client() as client:
                with pytest.raises(APIConnectionError) as caught:
                    await client.send(post(server.url), clock=a_clock())
            assert len(server.requests) == 1
            assert caught.value.is_retryable

    @pytest.mark.parametrize("kind", KINDS)
    async def test_nobody_listens(self, kind: str) -> None:
        with FaultServer(OK) as server:
            pass
        async with open_client(kind) as client:
            with pytest.raises(APIConnectionError, match="connect") as caught:
                await client.send(post(server.url + "/x?key=canary"), clock=a_clock())
        assert caught.value.is_retryable
        assert caught.value.url == server.url + "/x"

    @pytest.mark.parametrize("kind", KINDS)
    async def test_an_unknown_host(self, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
        def unknown(*args: object, **options: object) -> None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        async with open_client(kind) as client:
            with pytest.raises(APIConnectionError, match="cannot be resolved|connect"):
                await client.send(post("http://nowhere.invalid/"), clock=a_clock())

    async def test_a_dead_address_does_not_hide_a_living_one(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with FaultServer(OK) as dead:
            pass
        with FaultServer(OK) as server:
            found: list[Any] = [
                (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", dead.port)),
                (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port)),
            ]
            monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: found)
            async with open_client() as client:
                answer = await client.send(post("http://provider.test/"), clock=a_clock())
        assert answer.body == b"fine"

    async def test_a_host_without_any_address(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def nothing(*args: object, **options: object) -> list[Any]:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 1))] * 0

        monkeypatch.setattr(socket, "getaddrinfo", nothing)
        async with open_client() as client:
            with pytest.raises(APIConnectionError, match="connect"):
                await client.send(post("http://provider.test/"), clock=a_clock())

    async def test_ipv6(self) -> None:
        try:
            server = FaultServer(OK, host="::1")
        except OSError:
            pytest.skip("this machine has no IPv6 loopback")
        with server:
            async with open_client() as client:
                answer = await client.send(post(server.url), clock=a_clock())
        assert answer.body == b"fine"

    async def test_the_limit_of_connections_is_kept(self) -> None:
        with FaultServer(say(SSE_HEAD + chunk(EVENT) + b"0\r\n\r\n")) as server:
            async with open_client(limits=Limits(max_connections=2)) as client:
                open_ones = [await client.open(post(server.url), clock=a_clock()) for _ in range(2)]
                with pytest.raises(APITimeoutError) as caught:
                    await client.open(post(server.url), clock=a_clock(first_event=0.05))
                assert caught.value.limit == "first_event"
                await open_ones[0].aclose()
                answer = await client.send(post(server.url), clock=a_clock())
                assert answer.body == EVENT
                await open_ones[1].aclose()
            assert server.connections == 2

    async def test_many_streams_at_once_and_their_pools_go_again(self) -> None:
        with FaultServer(say(SSE_HEAD + chunk(EVENT), chunk(EVENT) + b"0\r\n\r\n")) as server:
            async with open_client(limits=Limits(keepalive_expiry=30)) as client:
                with clock.use(ManualClock()) as time:
                    streams = [
                        await client.open(post(server.url), clock=a_clock()) for _ in range(80)
                    ]
                    for stream in streams:
                        assert await stream.read_all() == EVENT * 2
                    assert server.connections == 80
                    time.advance(31)
                    await client.send(post(server.url), clock=a_clock())
                assert server.connections in (80, 81)  # some keep one of those that are too old
                while sum(peer.sock.fileno() >= 0 for peer in server.peers) > SHARD_SIZE:
                    await clock_turn()

    async def test_closing_the_client_ends_it(self) -> None:
        with FaultServer(OK) as server:
            client = AsyncHTTPClient()
            await client.send(post(server.url), clock=a_clock())
            await client.aclose()
            await client.aclose()
            with pytest.raises(ConfigurationError, match="closed"):
                await client.send(post(server.url), clock=a_clock())


class TestStreams:
    @pytest.mark.parametrize("kind", KINDS)
    async def test_pieces_come_as_they_are_sent(self, kind: str) -> None:
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
    async def test_leaving_early_closes_the_socket(self, kind: str, tls: bool) -> None:
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

    async def test_a_stream_left_at_its_end_mark_keeps_the_connection(self) -> None:
        with FaultServer(say(SSE_HEAD + chunk(EVENT) + chunk(EVENT) + b"0\r\n\r\n")) as server:
            async with open_client() as client:
                for _ in range(5):
                    stream = await client.open(post(server.url), clock=a_clock())
                    assert await stream.read() == EVENT * 2
                    await stream.aclose()
            assert server.connections == 1

    async def test_a_stream_outlives_its_client_s_name(self) -> None:
        with FaultServer(say(SSE_HEAD + chunk(EVENT), chunk(EVENT) + b"0\r\n\r\n")) as server:
            stream = await AsyncHTTPClient().open(post(server.url), clock=a_clock())
            gc.collect()
            assert await stream.read_all() == EVENT * 2

    async def test_a_large_reply_waits_for_its_reader(self) -> None:
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

    async def test_a_large_request_is_sent_whole(self) -> None:
        with FaultServer(OK) as server:
            async with open_client() as client:
                body = {"x": "y" * 8_000_000}
                answer = await client.send(post(server.url, body), clock=a_clock())
            assert answer.status == 200
            assert len(server.requests[0][1]) == 8_000_008

    async def test_an_early_refusal_of_a_large_request_is_read(self) -> None:
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


async def clock_turn() -> None:
    """Let the other side go on."""
    with FaultServer(OK) as server:
        async with open_client() as client:
            await client.send(post(server.url), clock=a_clock())


class TestTime:
    @pytest.mark.parametrize("kind", EXACT)
    async def test_silence_after_an_event_is_the_idle_limit(self, kind: str) -> None:
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
    async def test_pings_do_not_put_it_off(self, kind: str, gap: float) -> None:
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

    async def test_a_slow_consumer_is_not_timed_out(self) -> None:
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
    async def test_a_deadline_ends_the_wait(self, kind: str, name: str) -> None:
        with FaultServer(say_and_stall(SSE_HEAD)) as server:
            async with open_client(kind) as client:
                limits: Any = {name: Deadline(0.1)}
                watch = CallClock(Timeout(**{name: 0.1}), **limits)
                with pytest.raises(APITimeoutError) as caught:
                    stream = await client.open(post(server.url), clock=watch)
                    await stream.read()
        assert (caught.value.limit, caught.value.seconds) == (name, 0.1)
        assert not caught.value.is_retryable

    async def test_a_deadline_that_has_passed_sends_nothing(self) -> None:
        with FaultServer(OK) as server:
            async with open_client() as client:
                with clock.use(ManualClock()) as time:
                    watch = CallClock(Timeout(total=5), total=Deadline(5))
                    time.advance(6)
                    with pytest.raises(APITimeoutError) as caught:
                        await client.send(post(server.url), clock=watch)
            assert (caught.value.limit, server.requests) == ("total", [])

    @pytest.mark.parametrize("kind", KINDS)
    async def test_a_host_that_swallows_connections(self, kind: str) -> None:
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

    async def test_a_slow_resolver_counts_to_connecting(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
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

    async def test_no_limits_at_all(self) -> None:
        with FaultServer(OK) as server:
            async with open_client() as client:
                watch = CallClock(Timeout(first_event=None, idle=None, connect=None))
                answer = await client.send(post(server.url), clock=watch)
        assert answer.body == b"fine"


class TestCancel:
    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("tls", [False, True])
    async def test_a_token_wakes_a_read_of_the_body(self, kind: str, tls: bool) -> None:
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

    async def test_a_token_wakes_the_wait_for_the_head(self) -> None:
        token = CancelToken()

        def answer(peer: Peer) -> bool:
            token.cancel()
            peer.until_gone()
            return False

        with FaultServer(answer) as server:
            async with open_client() as client:
                with pytest.raises(RunCancelledError):
                    await client.send(post(server.url), clock=CallClock(LONG, cancel=token))

    async def test_a_fired_token_sends_nothing(self) -> None:
        token = CancelToken()
        token.cancel()
        with FaultServer(OK) as server:
            async with open_client() as client:
                with pytest.raises(RunCancelledError):
                    await client.send(post(server.url), clock=CallClock(LONG, cancel=token))
            assert server.requests == []

    async def test_a_token_that_fires_late_leaves_the_pool_alone(self) -> None:
        token = CancelToken()
        with FaultServer(OK) as server:
            async with open_client() as client:
                await client.send(post(server.url), clock=CallClock(LONG, cancel=token))
                token.cancel()
                await client.send(post(server.url), clock=a_clock())
            assert server.connections == 1


class TestBodies:
    async def test_the_start_of_a_body(self) -> None:
        with FaultServer(say(reply(b"x" * 2000))) as server:
            async with open_client() as client:
                stream = await client.open(post(server.url), clock=a_clock())
                assert await stream.read_rest(10) == b"x" * 10
                assert await stream.read() is None

    async def test_a_bomb_never_unfolds(self) -> None:
        bomb = gzip.compress(bytes(1024 * 1024) * 200, 1)
        with FaultServer(say(reply(bomb, b"content-encoding: gzip"))) as server:
            async with open_client(caps=Caps(reply=1024 * 1024)) as client:
                tracemalloc.start()
                try:
                    with pytest.raises(InvalidResponseError, match="larger than 1048576 bytes"):
                        await client.send(post(server.url), clock=a_clock())
                    peak = tracemalloc.get_traced_memory()[1]
                finally:
                    tracemalloc.stop()
        assert peak < 6 * 1024 * 1024

    @pytest.mark.parametrize("kind", KINDS)
    async def test_the_body_of_an_error_is_read_but_not_all_of_it(self, kind: str) -> None:
        page = say(reply(b"<html>" + b"x" * 10_000_000, status=b"502 Bad Gateway"))
        with FaultServer(page, OK) as server:
            async with open_client(kind) as client:
                answer = await client.send(post(server.url), clock=a_clock())
                assert (answer.status, len(answer.body)) == (502, Caps().error)
                answer = await client.send(post(server.url), clock=a_clock())
                assert answer.body == b"fine"

    async def test_an_error_whose_body_is_corrupt_is_still_that_error(self) -> None:
        broken = reply(b"\x00" * 40, b"content-encoding: gzip", status=b"500 Oh")
        with FaultServer(say(broken)) as server:
            async with open_client() as client:
                answer = await client.send(post(server.url), clock=a_clock())
        assert (answer.status, answer.body) == (500, b"")

    async def test_repeated_headers_are_joined(self) -> None:
        with FaultServer(say(reply(b"", b"X-A: 1", b"x-a: 2"))) as server:
            async with open_client() as client:
                answer = await client.send(post(server.url), clock=a_clock())
        assert answer.headers["x-a"] == "1, 2"


class TestTLS:
    async def test_authorities_from_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", authority_file())
        with FaultServer(OK, tls=server_context()) as server:
            async with open_client() as client:
                for _ in range(2):
                    answer = await client.send(post(server.url), clock=a_clock())
                assert answer.body == b"fine"
            assert server.connections == 1

    @pytest.mark.parametrize("how", ["file", "context", "none"])
    async def test_authorities_by_argument(self, how: str) -> None:
        verify: Any = {"file": authority_file(), "context": client_context(), "none": False}[how]
        with FaultServer(OK, tls=server_context()) as server:
            async with open_client(verify=verify) as client:
                answer = await client.send(post(server.url), clock=a_clock())
                assert answer.body == b"fine"

    @pytest.mark.parametrize(
        ("verify", "host", "expired", "match"),
        [
            (True, "127.0.0.1", False, "unable to get local issuer|self-signed"),
            (None, "other.test", False, "IP address mismatch|not valid for"),
            (None, "127.0.0.1", True, "expired"),
        ],
    )
    async def test_a_bad_certificate_is_never_tried_again(
        self,
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

    async def test_no_tls_on_the_other_side(self) -> None:
        with FaultServer(OK) as server:
            async with open_client(verify=False) as client:
                with pytest.raises(APIConnectionError) as caught:
                    await client.send(
                        post(server.url.replace("http:", "https:")), clock=a_clock(connect=0.5)
                    )
        assert caught.value.is_retryable

    async def test_a_handshake_that_is_cut_may_be_tried_again(self) -> None:
        class Rude(FaultServer):
            """Hangs up on whoever comes."""

            def _serve(self, sock: socket.socket) -> None:
                sock.close()

        with Rude(OK) as server:
            async with open_client(verify=False) as client:
                with pytest.raises(APIConnectionError) as caught:
                    await client.send(post(server.url.replace("http:", "https:")), clock=a_clock())
        assert caught.value.is_retryable

    async def test_a_folder_of_authorities(self, tmp_path: Path) -> None:
        with FaultServer(OK, tls=server_context()) as server:
            async with open_client(verify=str(tmp_path)) as client:
                with pytest.raises(APIConnectionError, match="certificate was refused"):
                    await client.send(post(server.url), clock=a_clock())

    async def test_certificates_that_cannot_be_read(self) -> None:
        async with open_client(verify="/nowhere/authority.pem") as client:
            with pytest.raises(ConfigurationError, match="/nowhere/authority.pem"):
                await client.send(post("https://127.0.0.1:9/"), clock=a_clock())

    async def test_faults_over_tls(self) -> None:
        stall = say_and_stall(SSE_HEAD + chunk(EVENT))
        with FaultServer(
            stall, say_and_close(SSE_HEAD + chunk(EVENT)), tls=server_context()
        ) as server:
            async with open_client(verify=authority_file()) as client:
                watch = a_clock(idle=0.1)
                stream = await client.open(post(server.url), clock=watch)
                await stream.read()
                watch.event_seen()
                with pytest.raises(APITimeoutError):
                    await stream.read()
                with pytest.raises(APIConnectionError):
                    await client.send(post(server.url), clock=a_clock())


class TestSettings:
    def test_the_default_limits_of_a_client(self) -> None:
        assert AsyncHTTPClient(timeout=30).timeout == Timeout(total=30)
        assert AsyncHTTPClient(timeout=Timeout(idle=3)).timeout.idle == 3
        assert AsyncHTTPClient().timeout == Timeout()
        budget = RetryBudget(capacity=1)
        assert AsyncHTTPClient(retry_budget=budget).retry_budget is budget

    @pytest.mark.parametrize(
        "options",
        [{"proxy": "http://p:1"}, {"verify": False}, {"limits": Limits()}, {"engine": "fast"}],
    )
    async def test_a_guest_has_settings_of_its_own(self, options: dict[str, Any]) -> None:
        with pytest.raises(ConfigurationError, match="belong to your own http_client"):
            async with open_client("httpx", **options):
                pass

    def test_a_guest_that_is_no_client(self) -> None:
        with pytest.raises(InvalidArgumentError, match="httpx or httpx2, not str"):
            AsyncHTTPClient(http_client="http://x")

    def test_a_guest_of_the_other_colour(self) -> None:
        class Other:
            """Has what both have, and no way to be closed here."""

            build_request = send = None

        with pytest.raises(ConfigurationError, match="cannot send through"):
            AsyncHTTPClient(http_client=Other())

    async def test_a_guest_that_is_closed(self) -> None:
        import httpx

        guest = httpx.AsyncClient()
        await guest.aclose()
        async with AsyncHTTPClient(http_client=guest) as client:
            with pytest.raises(ConfigurationError, match="closed"):
                await client.send(post("http://127.0.0.1:9/"), clock=a_clock())

    def test_clients_are_never_pickled_or_copied(self) -> None:
        client = AsyncHTTPClient()
        for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(ConfigurationError, match="cannot be pickled"):
                attempt(client)

    def test_which_clients_a_call_takes(self) -> None:
        import httpx

        client = AsyncHTTPClient()
        assert check_client(client) is client
        assert client_for(client) is client
        assert client_for(None) is default_client()
        with pytest.raises(ConfigurationError, match=r"http_client=\.\.\."):
            check_client(httpx.AsyncClient())
        with pytest.raises(ConfigurationError, match="client= got str"):
            check_client("x")

    async def test_the_default_client_lives_on_after_its_connections(self) -> None:
        with FaultServer(OK) as server:
            client = default_client()
            await client.send(post(server.url), clock=a_clock())
            await client.send(post(server.url), clock=a_clock())
            assert server.connections == 1
            await aclose()
            await default_client().send(post(server.url), clock=a_clock())
            assert server.connections == 2
            await aclose()
            await aclose()

    @pytest.mark.parametrize("kind", KINDS)
    async def test_no_error_of_another_library_escapes(self, kind: str) -> None:
        with FaultServer(say_and_close()) as server:
            async with open_client(kind) as client:
                with pytest.raises(AISDKError) as caught:
                    await client.send(post(server.url), clock=a_clock())
        copied = pickle.loads(pickle.dumps(caught.value))
        assert (type(copied), str(copied)) == (type(caught.value), str(caught.value))
