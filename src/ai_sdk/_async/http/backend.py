"""Our connections as the network backend of httpcore2's pools."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import httpcore2

from ...concurrency.net import SMALL, async_ as net
from ...http_rules.chunks import Reframer

if TYPE_CHECKING:
    import socket
    import ssl
    from collections.abc import Iterable

    from ...concurrency.net.common import Approve


class AsyncStream(net.Connection, httpcore2.AsyncNetworkStream):
    """A connection as httpcore2 wants it."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self._frames = Reframer()
        self._next_is_head = True
        self._head = b""  # of a request, kept back to go out in one piece with its body
        self.spoiled = False  # no other request may go over it

    async def read(self, max_bytes: int, timeout: Any = None) -> bytes:  # noqa: ASYNC109 - theirs
        """The next bytes, in few chunks; empty at the end."""
        if self._head:
            with suppress(httpcore2.WriteError):  # the server may have said why: read on
                await self._send_head(b"", timeout)
        self._next_is_head = True
        while data := await super().read(max_bytes, timeout):
            if data := self._frames.feed(data):
                return data
        return b""

    async def write(self, buffer: bytes, timeout: Any = None) -> None:  # noqa: ASYNC109 - theirs
        """Send all of `buffer`; a request's head goes with what comes next.

        Raises:
            WriteError: The connection broke. httpcore2 then looks whether the server said why.
        """
        if not buffer:
            return
        if self._next_is_head and len(buffer) <= SMALL:
            self._next_is_head, self._head = False, buffer
            return
        if self._head and len(buffer) <= SMALL:
            await self._send_head(buffer, timeout)
            return
        await self._send_head(b"", timeout)
        await self._send(buffer, timeout)

    async def _send_head(self, body: bytes, limit: Any) -> None:
        head, self._head = self._head, b""
        if head:
            await self._send(head + body, limit)

    async def _send(self, data: bytes, limit: Any) -> None:
        self._frames.restart()
        try:
            await self.send(data, limit)
        except TimeoutError:
            raise
        except OSError as error:
            raise httpcore2.WriteError(error) from error

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: Any = None,  # noqa: ASYNC109 - their name
    ) -> httpcore2.AsyncNetworkStream:
        """Encrypt what follows, or close the connection."""
        try:
            await self.encrypt(ssl_context, server_hostname, timeout)
        except BaseException as error:
            await self.aclose()
            if isinstance(error, TimeoutError):
                raise httpcore2.ConnectTimeout(error) from error
            if isinstance(error, OSError):
                raise httpcore2.ConnectError(error) from error
            raise
        return self

    def get_extra_info(self, info: str) -> Any:
        """What httpcore2 asks of a stream."""
        if info == "is_readable":
            return self.spoiled or self.readable
        if info == "ssl_object":
            return self.ssl_object
        if info == "socket":
            return self.socket
        return None


class AsyncBackend(httpcore2.AsyncNetworkBackend):
    """Opens our connections; `approve` may refuse the addresses of a host."""

    def __init__(self, approve: Approve | None = None) -> None:
        self._approve = approve

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: Any = None,  # noqa: ASYNC109 - their name
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect within the limit."""
        try:
            return await net.connect(host, port, AsyncStream, timeout, self._approve)
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout(error) from error
        except OSError as error:
            raise httpcore2.ConnectError(error) from error
