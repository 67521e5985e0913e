"""The synchronous client among threads, forks and event loops."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from ai_sdk._sync.http.client import HTTPClient
from ai_sdk._sync.http.defaults import close, default_client
from ai_sdk.concurrency import CancelToken
from ai_sdk.concurrency.sync import Lock
from ai_sdk.errors import APIConnectionError, APITimeoutError, RunCancelledError
from ai_sdk.http_rules.clock import CallClock
from ai_sdk.types.http import HTTPRequest
from ai_sdk.types.timeouts import Timeout
from tests.faults.certificates import authority_file, server_context
from tests.faults.proxy import Proxy
from tests.faults.server import SSE_HEAD, FaultServer, Peer, chunk, reply, say, say_and_stall

OK = say(reply(b"fine"))


def a_clock(**limits: float) -> CallClock:
    return CallClock(Timeout(**{"first_event": 10, "idle": 10, "connect": 10, **limits}))


def post(url: str, body: object = None) -> HTTPRequest:
    return HTTPRequest("POST", url, json={"n": body})


def _echo(peer: Peer) -> None:
    peer.send(reply(peer.body))


@pytest.fixture
def echo() -> Iterator[FaultServer]:
    with FaultServer(_echo) as server:
        yield server


def test_32_threads_share_one_client(echo: FaultServer) -> None:
    with HTTPClient() as client, ThreadPoolExecutor(32) as pool:

        def one(number: int) -> bool:
            answer = client.send(post(echo.url, number), clock=a_clock())
            return answer.body == b'{"n":%d}' % number

        assert all(pool.map(one, range(1600)))
    assert echo.connections <= 32


def test_threads_of_streams_and_calls(echo: FaultServer) -> None:
    with HTTPClient() as client, ThreadPoolExecutor(16) as pool:

        def one(number: int) -> bool:
            if number % 3 == 0:
                stream = client.open(post(echo.url, number), clock=a_clock())
                stream.close()
                return True
            stream = client.open(post(echo.url, number), clock=a_clock())
            return stream.read_all() == b'{"n":%d}' % number

        assert all(pool.map(one, range(400)))


def test_a_call_inside_a_running_loop(echo: FaultServer) -> None:
    async def main() -> bytes:
        with HTTPClient() as client:
            return client.send(post(echo.url, 1), clock=a_clock()).body

    assert asyncio.run(main()) == b'{"n":1}'


def test_another_thread_closes_a_stream_that_is_being_read() -> None:
    with FaultServer(say_and_stall(SSE_HEAD + chunk(b"x"))) as server, HTTPClient() as client:
        stream = client.open(post(server.url), clock=a_clock())
        assert stream.read() == b"x"
        errors: list[Exception] = []

        def read() -> None:
            try:
                stream.read()
            except APIConnectionError as error:
                errors.append(error)

        reader = threading.Thread(target=read)
        reader.start()
        while reader.is_alive():
            stream.close()
            reader.join(0.01)
        assert len(errors) <= 1


def test_a_token_of_another_thread_wakes_a_slow_write() -> None:
    token = CancelToken()
    taken = threading.Event()

    class Deaf(FaultServer):
        """Takes connections and reads nothing."""

        def _serve(self, sock: object) -> None:
            peer = Peer(sock, 0)  # type: ignore[arg-type]  # a socket
            self.peers.append(peer)
            taken.set()
            threading.Event().wait(0.1)
            token.cancel("changed my mind")

    with Deaf(OK) as server, HTTPClient() as client:
        request = post(server.url, "x" * 50_000_000)
        with pytest.raises(RunCancelledError, match="changed my mind"):
            client.send(request, clock=CallClock(Timeout(), cancel=token))
    assert taken.is_set()


def test_a_token_of_another_thread_wakes_a_tls_handshake() -> None:
    token, left = CancelToken(), list[bool]()

    class Silent(FaultServer):
        """Takes the first message of a handshake and says nothing to it."""

        def _serve(self, sock: object) -> None:
            peer = Peer(sock, 0)  # type: ignore[arg-type]  # a socket
            self.peers.append(peer)
            assert peer.sock.recv(1)
            token.cancel("changed my mind")
            left.append(peer.until_gone())

    with Silent(OK) as server, HTTPClient(verify=False) as client:
        request = post(f"https://127.0.0.1:{server.port}")
        with pytest.raises(RunCancelledError, match="changed my mind"):
            client.send(request, clock=CallClock(Timeout(connect=60), cancel=token))
    assert left == [True]


def test_a_bad_certificate_behind_a_secure_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority_file())
    with FaultServer(OK, tls=server_context("other.test")) as server:
        with (
            Proxy(server.port, tls=server_context()) as proxy,
            HTTPClient(proxy=proxy.url) as client,
        ):
            with pytest.raises(APIConnectionError, match="certificate") as caught:
                client.send(post("https://api.test/"), clock=a_clock())
    assert not caught.value.is_retryable


def test_time_runs_behind_a_secure_proxy_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority_file())
    stall = say_and_stall(SSE_HEAD + chunk(b"x"))
    with FaultServer(stall, tls=server_context("api.test")) as server:
        with (
            Proxy(server.port, tls=server_context()) as proxy,
            HTTPClient(proxy=proxy.url) as client,
        ):
            stream = client.open(post("https://api.test/"), clock=a_clock(first_event=0.2))
            assert stream.read() == b"x"
            with pytest.raises(APITimeoutError):
                stream.read()


@pytest.mark.parametrize("start", [b"", SSE_HEAD + chunk(b"x")])
def test_an_interrupt_ends_a_blocked_read(start: bytes) -> None:
    here = threading.get_ident()

    def answer(peer: Peer) -> bool:
        peer.send(start)
        threading.Event().wait(0.05)
        signal.pthread_kill(here, signal.SIGINT)
        return peer.until_gone() and False

    with FaultServer(answer, OK) as server, HTTPClient() as client:
        with pytest.raises(KeyboardInterrupt):
            client.send(post(server.url), clock=a_clock())
        assert client.send(post(server.url), clock=a_clock()).body == b"fine"


def test_no_file_descriptors_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **options: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    with FaultServer(OK) as server, HTTPClient() as client:
        with monkeypatch.context() as patch:
            patch.setattr(socket, "socket", full)
            with pytest.raises(APIConnectionError, match="Too many open files") as caught:
                client.send(post(server.url), clock=a_clock())
        assert caught.value.is_retryable
        assert client.send(post(server.url), clock=a_clock()).body == b"fine"


_LEFT_OPEN = """
import asyncio, sys
from ai_sdk._async.http.client import AsyncHTTPClient
from ai_sdk._sync.http.client import HTTPClient
from ai_sdk.http_rules.clock import CallClock
from ai_sdk.types.http import HTTPRequest
request = HTTPRequest("POST", sys.argv[1], json={})
client = HTTPClient()
stream = client.open(request, clock=CallClock())
print(stream.read().decode())
async def main():
    global other
    other = AsyncHTTPClient()
    kept = await other.open(request, clock=CallClock())
    print((await kept.read()).decode())
asyncio.run(main())
"""


def test_an_interpreter_that_ends_with_open_streams_is_quiet() -> None:
    with FaultServer(say_and_stall(SSE_HEAD + chunk(b"x"))) as server:
        done = subprocess.run(
            [sys.executable, "-W", "always::ResourceWarning", "-c", _LEFT_OPEN, server.url],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stdout, done.stderr) == (0, "x\nx\n", "")


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def _in_child(check: object) -> None:
    """Run `check` in a forked child; its failure is ours."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = 0 if check() else 2  # type: ignore[operator]  # a function
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0


@needs_fork
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("make", [HTTPClient, default_client])
def test_forks_never_share_a_connection(make: type[HTTPClient], echo: FaultServer) -> None:
    client = make()

    def calls(tag: str) -> bool:
        return all(
            client.send(post(echo.url, f"{tag}{n}"), clock=a_clock()).body
            == b'{"n":"%s"}' % f"{tag}{n}".encode()
            for n in range(50)
        )

    assert calls("before")
    assert echo.connections == 1
    for number in range(4):
        _in_child(lambda number=number: calls(f"child{number}-"))  # type: ignore[misc]
        assert calls(f"parent{number}-")
    assert echo.connections == 5  # the parent kept its own all the time
    client.close_idle()
    close()


@needs_fork
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_lock_that_another_thread_holds_is_free_in_a_fork() -> None:
    lock, held, done = Lock(), threading.Event(), threading.Event()

    def hold() -> None:
        with lock:
            held.set()
            done.wait(30)

    def take() -> bool:
        signal.alarm(10)  # ends the child if it hangs
        with lock:
            return True

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    try:
        _in_child(take)
    finally:
        done.set()
        holder.join()


@needs_fork
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_s_exit_does_not_end_the_parent_s_stream() -> None:
    go_on = threading.Event()

    def answer(peer: Peer) -> None:
        peer.send(SSE_HEAD + chunk(b"1"))
        go_on.wait(10)
        peer.send(chunk(b"2") + b"0\r\n\r\n")

    with FaultServer(answer) as server, HTTPClient() as client:
        stream = client.open(post(server.url), clock=a_clock())
        assert stream.read() == b"1"
        _in_child(lambda: True)
        go_on.set()
        assert stream.read_all() == b"2"


@needs_fork
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_can_neither_read_nor_end_the_parent_s_stream() -> None:
    go_on = threading.Event()

    def answer(peer: Peer) -> None:
        peer.send(SSE_HEAD + chunk(b"1"))
        go_on.wait(30)
        peer.send(chunk(b"2") + b"0\r\n\r\n")

    with FaultServer(answer) as server, HTTPClient() as client:
        stream = client.open(post(server.url), clock=a_clock())
        assert stream.read() == b"1"

        def read_and_close() -> bool:
            try:
                stream.read()
            except APIConnectionError as error:
                stream.close()
                return "belongs to the parent process" in str(error)
            return False

        _in_child(read_and_close)
        go_on.set()
        assert stream.read_all() == b"2"


@needs_fork
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_leaving_early_is_seen_though_a_child_holds_the_socket() -> None:
    gone: list[bool] = []

    def answer(peer: Peer) -> bool:
        peer.send(SSE_HEAD + chunk(b"1"))
        gone.append(peer.until_gone())
        return False

    with FaultServer(answer) as server, HTTPClient() as client:
        stream = client.open(post(server.url), clock=a_clock())
        assert stream.read() == b"1"
        ready, wait = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(wait)
            os.read(ready, 1)  # until the parent closes its end
            os._exit(0)
        os.close(ready)
        stream.close()
        while not gone:
            threading.Event().wait(0.005)
        os.close(wait)
        assert os.waitpid(child, 0)[1] == 0
    assert gone == [True]
