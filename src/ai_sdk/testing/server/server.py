"""`ProviderServer`: a provider on loopback, on a thread of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from .connection import Connection, ConnectionGone
from .desk import Desk
from .http1 import BadRequest, deliver, read_request
from .payload import json_payload
from .recorded import RecordedRequest
from .reply import Reply

if TYPE_CHECKING:
    from ..faults import Fault


@dataclass(frozen=True, slots=True)
class ConnectionCounts:
    """How many connections there were.

    Attributes:
        opened: All so far.
        open_now: Those open at this moment.
        closed_by_peer: Those that the client closed or reset first.
    """

    opened: int = 0
    open_now: int = 0
    closed_by_peer: int = 0

    @property
    def closed(self) -> int:
        """Those closed by either side."""
        return self.opened - self.open_now


class ProviderServer:
    """A real HTTP server on 127.0.0.1 that speaks the providers' protocols.

    Without a script it answers sensibly by itself: text, streams, tool calls, JSON by schema,
    embeddings, images, speech, transcripts. With a script it says exactly what a test wants, faults
    of the line included. It records every request.

    Args:
        script: Replies, or just texts, one per request in order, or a function from the
            `RecordedRequest` to its reply. The function runs in the server's thread and must not
            block.
        api_key: If given, requests must carry this key.
        models: If given, only these models exist; otherwise any does, save for names such as
            `does-not-exist`.
        after_script: What follows when the script is used up: an `error` 500 that says so, or
            the `builtin` answers.
        port: TCP port; 0 takes a free one.
        faults: What goes wrong, by name or as a `Fault` of `ai_sdk.testing.faults`: with a list
            the first request meets the first fault, and so on, and what follows is as it should
            be; a single fault befalls every request.

    Example:
        ```python
        from ai_sdk.testing import ProviderServer, Reply

        with ProviderServer(script=[Reply.text("Hello!")]) as server:
            print(server.base_url)  # http://127.0.0.1:PORT/v1
            ...
            assert server.requests[0].json["model"] == "gpt-5"
        ```
    """

    def __init__(
        self,
        script: Sequence[Reply | str] | Callable[[RecordedRequest], Reply | str] | None = None,
        *,
        api_key: str | None = None,
        models: Sequence[str] | None = None,
        after_script: Literal["error", "builtin"] = "error",
        port: int = 0,
        faults: Sequence[Fault | str] | Fault | str = (),
    ) -> None:
        known = None if models is None else tuple(models)
        self._desk = Desk(script, api_key, known, after_script, _changes(faults))
        self._port = port
        self._requests: list[RecordedRequest] = []
        self._counts = ConnectionCounts()
        self._changed = threading.Condition()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._listener: asyncio.Server | None = None
        self._serving: dict[Connection, asyncio.Task[None]] = {}

    # --- life ---

    def start(self) -> ProviderServer:
        """Start serving; `with` does it."""
        sock = self._listen()
        ready = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(sock, ready), name="provider-server", daemon=True
        )
        self._thread.start()
        ready.wait()
        return self

    def close(self) -> None:
        """Reset what is open and stop; more than once does no harm."""
        loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            return
        self._loop = self._thread = None
        loop.call_soon_threadsafe(loop.stop)
        thread.join()

    def __enter__(self) -> ProviderServer:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.close()

    # --- what a test looks at ---

    @property
    def port(self) -> int:
        """The TCP port."""
        return self._port

    @property
    def origin(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def base_url(self) -> str:
        """The base URL of the OpenAI protocols, `http://127.0.0.1:PORT/v1`."""
        return f"{self.origin}/v1"

    @property
    def requests(self) -> list[RecordedRequest]:
        """The requests so far, in the order in which they were complete."""
        with self._changed:
            return list(self._requests)

    @property
    def connections(self) -> ConnectionCounts:
        """The connection counts of this moment."""
        with self._changed:
            return self._counts

    @property
    def unused_replies(self) -> int:
        """How many replies of the script are left."""
        return self._desk.unused

    def say_next(self, *replies: Reply | str) -> None:
        """Append replies to the script."""
        self._desk.append(replies)

    def wait_closed(self, count: int = 1, timeout: float = 10.0) -> None:
        """Block until clients have closed this many connections.

        Args:
            count: Connections closed by the client since the server started.
            timeout: Seconds to wait at most.

        Raises:
            TimeoutError: It did not come to that.
        """
        self._wait(lambda: self._counts.closed_by_peer >= count, timeout, "closed connections")

    def wait_requests(self, count: int = 1, timeout: float = 10.0) -> list[RecordedRequest]:
        """Block until this many requests have come, and return them all.

        Raises:
            TimeoutError: They did not come.
        """
        self._wait(lambda: len(self._requests) >= count, timeout, "requests")
        return self.requests

    def wait_idle(self, timeout: float = 10.0) -> None:
        """Block until no connection is open.

        Raises:
            TimeoutError: Some still are.
        """
        self._wait(lambda: self._counts.open_now == 0, timeout, "an idle server")

    def _wait(self, done: Callable[[], bool], timeout: float, what: str) -> None:
        with self._changed:
            if not self._changed.wait_for(done, timeout):
                seen = f"{self._counts}, {len(self._requests)} requests"
                raise TimeoutError(f"waited {timeout} s for {what}; have {seen}")

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Refuse new connections inside the block; those that are open go on."""
        self._call(self._stop_listening)
        try:
            yield
        finally:
            sock = self._listen()
            self._call(lambda: self._start_listening(sock))

    # --- inside the thread ---

    def _listen(self) -> socket.socket:
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(("127.0.0.1", self._port))
        sock.listen(1024)
        self._port = sock.getsockname()[1]
        return sock

    def _run(self, sock: socket.socket, ready: threading.Event) -> None:
        loop = asyncio.new_event_loop()
        self._loop = loop
        loop.run_until_complete(self._start_listening(sock))
        ready.set()
        try:
            loop.run_forever()
        finally:
            loop.run_until_complete(self._shut_down())
            loop.close()

    def _call(self, step: Callable[[], object]) -> None:
        """Run a coroutine function of this class in the loop and wait for it."""
        if self._loop is None:
            raise RuntimeError("the server is not running")
        coroutine = step()
        assert asyncio.iscoroutine(coroutine)
        asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    async def _start_listening(self, sock: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(self._accept, sock=sock)

    async def _stop_listening(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    async def _shut_down(self) -> None:
        await self._stop_listening()
        for connection, task in list(self._serving.items()):
            task.cancel()
            connection.reset()
        await asyncio.gather(*self._serving.values(), return_exceptions=True)
        await asyncio.sleep(0)

    def _accept(self) -> Connection:
        with self._changed:
            counts = self._counts
            self._counts = replace(counts, opened=counts.opened + 1, open_now=counts.open_now + 1)
            self._changed.notify_all()
            return Connection(self._counts.opened, self._begin, self._lost)

    def _begin(self, connection: Connection) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(connection))
        self._serving[connection] = task
        task.add_done_callback(lambda _: self._serving.pop(connection, None))

    def _lost(self, connection: Connection) -> None:
        with self._changed:
            counts = self._counts
            by_peer = counts.closed_by_peer + connection.closed_by_peer
            self._counts = replace(counts, open_now=counts.open_now - 1, closed_by_peer=by_peer)
            self._changed.notify_all()

    async def _serve(self, connection: Connection) -> None:
        with suppress(ConnectionGone):
            try:
                while await self._exchange(connection):
                    pass
            except BadRequest as error:
                await deliver(
                    connection,
                    json_payload({"error": {"message": str(error)}}, 400),
                    Reply.builtin().closing().delivery,
                )

    async def _exchange(self, connection: Connection) -> bool:
        head, body = await read_request(connection)
        with self._changed:
            number = len(self._requests) + 1
            request = RecordedRequest(
                number, connection.number, head.method, head.target, head.headers, body
            )
            self._requests.append(request)
            self._changed.notify_all()
        content, delivery = self._desk.handle(request, self.origin)
        return await deliver(connection, content, delivery, close_after=head.wants_close)


def _changes(faults: Sequence[Fault | str] | Fault | str) -> Callable[[Reply], Reply] | None:
    """What the faults make of the replies, one after the other."""
    if not faults:
        return None
    from ..faults import Fault, find, find_all
    from ..faults.base import befall

    if isinstance(faults, (str, Fault)):
        always = find(faults)
        return lambda reply: befall(always, reply, must_change=False)
    waiting = deque(find_all(faults))
    return lambda reply: befall(waiting.popleft(), reply) if waiting else reply


class FaultServer(ProviderServer):
    """A `ProviderServer` whose every answer has the same fault.

    Args:
        fault: its name, or a `Fault`; see `ai_sdk.testing.faults.FAULTS`.
        script: what it would say without the fault.

    Example:
        ```python
        with FaultServer("an endless line") as server:
            ...
        ```
    """

    def __init__(
        self,
        fault: Fault | str,
        script: Sequence[Reply | str] | Callable[[RecordedRequest], Reply | str] | None = None,
    ) -> None:
        super().__init__(script, faults=fault, after_script="builtin")


@contextmanager
def refusing_url() -> Iterator[str]:
    """Give a base URL where every connection is refused, for as long as the block lasts."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
        sock.bind(("127.0.0.1", 0))  # bound and not listening: nobody else gets the port
        yield f"http://127.0.0.1:{sock.getsockname()[1]}/v1"
