"""One TCP connection: bytes in with waiting, bytes out with back-pressure, and every way to end."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from typing import cast


class ConnectionGone(Exception):
    """The client closed or reset the connection."""


class Connection(asyncio.Protocol):
    """A connection that notices at once when its client goes away.

    Bytes that arrive are kept in order until `read_until` or `read_exactly` takes them.
    """

    def __init__(
        self,
        number: int,
        serve: Callable[[Connection], object],
        on_lost: Callable[[Connection], None],
    ) -> None:
        self.number = number
        self.closed_by_peer = False
        self.gone = asyncio.Event()
        self._serve = serve
        self._on_lost = on_lost
        self._held = bytearray()
        self._news = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()
        self._closing = False
        self._transport: asyncio.Transport | None = None

    # --- called by the event loop ---

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        sock = self._transport.get_extra_info("socket")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._serve(self)

    def data_received(self, data: bytes) -> None:
        self._held += data
        self._news.set()

    def eof_received(self) -> bool:
        self._note_peer()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is not None:
            self._note_peer()
        self.gone.set()
        self._news.set()
        self._writable.set()
        self._on_lost(self)

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def _note_peer(self) -> None:
        if not self._closing:
            self.closed_by_peer = True

    # --- reading ---

    async def read_until(self, mark: bytes) -> bytes:
        """Take everything up to and including `mark`."""
        while (at := self._held.find(mark)) < 0:
            await self._more()
        return self._take(at + len(mark))

    async def read_exactly(self, size: int) -> bytes:
        """Take `size` bytes."""
        while len(self._held) < size:
            await self._more()
        return self._take(size)

    async def _more(self) -> None:
        if self.gone.is_set():
            raise ConnectionGone
        self._news.clear()
        await self._news.wait()

    def _take(self, size: int) -> bytes:
        taken = bytes(self._held[:size])
        del self._held[:size]
        return taken

    # --- writing ---

    async def write(self, data: bytes) -> None:
        """Write, and wait while the client reads too slowly."""
        transport = self._alive()
        transport.write(data)
        await asyncio.sleep(0)
        await self._writable.wait()
        self._alive()

    async def flush(self) -> None:
        """Wait until the operating system has taken every byte."""
        transport = self._alive()
        low, high = transport.get_write_buffer_limits()
        transport.set_write_buffer_limits(high=0)
        await self._writable.wait()
        self._alive().set_write_buffer_limits(high=high, low=low)

    def _alive(self) -> asyncio.Transport:
        if self._transport is None or self.gone.is_set():
            raise ConnectionGone
        return self._transport

    # --- ending ---

    def close(self) -> None:
        """Close after the bytes written so far are out."""
        self._closing = True
        if self._transport is not None:
            self._transport.close()

    def half_close(self) -> None:
        """Say that no more comes, and go on listening."""
        if self._transport is not None:
            self._transport.write_eof()

    def reset(self) -> None:
        """Close with a TCP reset, so that the client sees an error and no end."""
        self._closing = True
        if self._transport is None:
            return
        sock = self._transport.get_extra_info("socket")
        if sock is not None and sock.fileno() >= 0:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if not self.gone.is_set():
            self._transport.abort()
