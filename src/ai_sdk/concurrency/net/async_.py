"""A connection over asyncio. `sync.py` has the same names for threads.

Bytes go from the loop's callback to the reader without a task switch or a timer of their own:
one timer per connection is moved along instead of being made anew for each read.
"""

from __future__ import annotations

import asyncio
import socket
import weakref
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..async_patience import Patience
from ..clock import clock
from ..forks import generation
from ..tokens import Deadline
from .common import (
    Address,
    Approve,
    Limit,
    StaleConnection,
    alternate,
    approved,
    as_limit,
    numeric,
    share,
    shut_down,
    tune,
)

if TYPE_CHECKING:
    import ssl

C = TypeVar("C", bound="Connection")

_HIGH_WATER = 256 * 1024
"""Unread bytes above which the peer is made to wait."""

_BUFFER = 64 * 1024
_buffers: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, memoryview] = (
    weakref.WeakKeyDictionary()
)


def _buffer_of(loop: asyncio.AbstractEventLoop) -> memoryview:
    """Where all connections of a loop receive: each takes its bytes out before another reads.

    The loop's own way allocates 256 KiB for each read, which costs more than the read.
    """
    found = _buffers.get(loop)
    if found is None:
        found = _buffers[loop] = memoryview(bytearray(_BUFFER))
    return found


class Connection(asyncio.BufferedProtocol):
    """One open connection. For one task at a time, but for `wake`."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._loop = asyncio.get_running_loop()
        self._buffer = _buffer_of(self._loop)
        self._transport: asyncio.Transport | None = None
        self._pieces: list[bytes] = []
        self._size = 0
        self._ended = False  # the peer will send no more
        self._lost = False
        self.closed = False
        """True once this side has closed it."""
        self._error: Exception | None = None
        self._answered = False  # the peer has sent something since our last write
        self._reused = False  # an earlier exchange went over this connection
        self._reading_paused = False
        self._writing_paused = False
        self._waiter: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._expires = 0.0
        self._generation = generation()

    # What the loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        self._pieces.append(bytes(self._buffer[:nbytes]))
        self._size += nbytes
        self._answered = True
        if self._size > _HIGH_WATER and not self._reading_paused and self._transport is not None:
            self._reading_paused = True
            self._transport.pause_reading()
        self._go_on()

    def eof_received(self) -> bool | None:
        self._ended = True
        self._go_on()
        return None

    def connection_lost(self, exc: Exception | None) -> None:
        self._ended = self._lost = True
        self._error = self._error or exc
        self._go_on()

    def pause_writing(self) -> None:
        self._writing_paused = True

    def resume_writing(self) -> None:
        self._writing_paused = False
        self._go_on()

    # What the caller calls.

    async def read(
        self,
        max_bytes: int,
        timeout: Limit | float | None = None,  # noqa: ASYNC109
    ) -> bytes:
        """The next bytes; empty at the end.

        Args:
            max_bytes: Not kept to the letter: everything that has come is given.
            timeout: How long to wait for them.

        Raises:
            TimeoutError: The limit was reached.
            StaleConnection: The connection had died while it was idle.
            OSError: It broke.
        """
        limit = as_limit(timeout)
        limit.attach(self)
        left = limit.left()
        while not self._pieces:
            if self._ended:
                return self._end()
            await self._wait(limit, left)
            left = None if self._pieces else limit.left()
        return self._take()

    def _take(self) -> bytes:
        pieces = self._pieces
        data = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        pieces.clear()
        self._size = 0
        if self._reading_paused and self._transport is not None:
            self._reading_paused = False
            self._transport.resume_reading()
        return data

    def _end(self) -> bytes:
        if self._reused and not self._answered:
            raise StaleConnection("the server had closed the connection") from self._error
        if self._error is not None:
            raise _as_os_error(self._error)
        return b""

    async def send(self, data: bytes, limit: Limit | float | None = None) -> None:
        """Send all of `data`, or hand it to the loop if there is little of it.

        Raises:
            TimeoutError: The limit was reached.
            OSError: The connection broke.
        """
        if self._answered:
            self._answered, self._reused = False, True
        limit = as_limit(limit)
        limit.attach(self)
        left = limit.left()
        if self._transport is None or self._lost or self._transport.is_closing():
            raise BrokenPipeError("the connection is closed") from self._error
        self._transport.write(data)
        while self._writing_paused and not self._lost:
            await self._wait(limit, left)
            left = limit.left()
        if self._lost:
            raise BrokenPipeError("the connection was closed") from self._error

    async def encrypt(
        self, context: ssl.SSLContext, host: str | None, limit: Limit | float | None = None
    ) -> None:
        """Encrypt what follows.

        Raises:
            TimeoutError: The limit was reached.
            OSError: The handshake failed; `ssl.SSLCertVerificationError` for a bad certificate.
        """
        limit = as_limit(limit)
        limit.attach(self)
        if self._transport is None or self._lost:
            raise ConnectionResetError("the connection was closed") from self._error
        async with Patience(limit.left()):
            self._transport = await self._loop.start_tls(
                self._transport, self, context, server_hostname=host or ""
            )
        if self._transport is None:  # pyright: ignore[reportUnnecessaryComparison] # as it happens
            raise ConnectionResetError("the connection was closed in the TLS handshake")
        self._answered = False

    async def aclose(self) -> None:
        """Close at once, waiting for nothing; again: nothing."""
        self._close()

    def _close(self) -> None:
        self._ended = self._lost = self.closed = True
        if self._generation != generation():  # the parent still uses it, and the loop's poll set
            return
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        shut_down(self._sock)  # a fork may hold the socket too: tell the peer all the same
        if self._transport is None:
            self._sock.close()
        elif not self._loop.is_closed():
            self._transport.abort()

    def wake(self) -> None:
        """End the wait of a reader or writer, from any thread."""
        with suppress(RuntimeError):  # the loop is closed: nobody waits
            self._loop.call_soon_threadsafe(self._go_on)

    @property
    def readable(self) -> bool:
        """True when an idle connection has something to read, which can only be its end."""
        return self._ended or bool(self._pieces)

    @property
    def socket(self) -> Any:
        """The socket, for those who must look."""
        return self._sock

    @property
    def ssl_object(self) -> Any:
        """The TLS side of it, None on a plain connection."""
        return self._transport and self._transport.get_extra_info("ssl_object")

    # Waiting.

    def _go_on(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def _wait(self, limit: Limit, left: float | None) -> None:
        """Until something happens here, or `left` seconds have passed."""
        self._waiter = self._loop.create_future()
        if left is not None:
            self._expire_in(left)
        start = clock.now()
        try:
            await self._waiter
        finally:
            self._waiter = None
            self._expires = 0.0
            limit.spent(clock.now() - start)

    def _expire_in(self, left: float) -> None:
        self._expires = self._loop.time() + left
        if self._timer is not None:
            if self._timer.when() <= self._expires:
                return  # it will look again when it rings
            self._timer.cancel()
        self._timer = self._loop.call_at(self._expires, self._ring)

    def _ring(self) -> None:
        self._timer = None
        if self._waiter is None or self._waiter.done() or not self._expires:
            return
        if self._loop.time() >= self._expires:
            self._waiter.set_exception(TimeoutError())
        else:
            self._timer = self._loop.call_at(self._expires, self._ring)


def _as_os_error(error: Exception) -> OSError:
    if isinstance(error, OSError):
        return error
    return ConnectionResetError(f"{type(error).__name__}: {error}")


async def connect(
    host: str,
    port: int,
    make: Callable[[socket.socket], C],
    limit: Limit | float | None = None,
    approve: Approve | None = None,
) -> C:
    """Open a TCP connection; every address of the host gets its try.

    Args:
        host: Name or address.
        port: Port.
        make: The class of the connection.
        limit: How long everything together may take.
        approve: May refuse the addresses of the host.

    Raises:
        TimeoutError: The limit was reached.
        OSError: No address answered, or the name is unknown.
    """
    limit = as_limit(limit)
    start = clock.now()
    try:
        async with Patience(limit.left()):
            return await _connect(host, port, make, limit, approve)
    finally:
        limit.spent(clock.now() - start)


async def _connect(
    host: str,
    port: int,
    make: Callable[[socket.socket], C],
    limit: Limit,
    approve: Approve | None,
) -> C:
    loop = asyncio.get_running_loop()
    deadline = Deadline(limit.left())
    found = numeric(host, port)
    if found is None:
        found = alternate(await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    for index, address in enumerate(approved(host, port, found, approve)):
        more = len(found) - index
        try:
            async with Patience(share(deadline.left(), more)):
                return await _open(loop, address, make)
        except OSError:
            if more == 1 or deadline.expired:
                raise
    raise OSError(f"no address for {host}")


async def _open(
    loop: asyncio.AbstractEventLoop, address: Address, make: Callable[[socket.socket], C]
) -> C:
    family, kind, protocol, _, where = address
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setblocking(False)
        tune(sock)
        await loop.sock_connect(sock, where)
        connection = make(sock)
        await loop.create_connection(lambda: connection, sock=sock)
    except BaseException:
        sock.close()
        raise
    return connection
