"""Our connections as the network backend of httpcore2's pools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpcore2

from ...concurrency.net import async_ as net
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

    async def read(self, max_bytes: int, timeout: Any = None) -> bytes:  # noqa: ASYNC109 - theirs
        """The next bytes, in few chunks; empty at the end."""
        while data := await super().read(max_bytes, timeout):
            if data := self._frames.feed(data):
                return data
        return b""

    async def write(self, buffer: bytes, timeout: Any = None) -> None:  # noqa: ASYNC109 - theirs
        """Send all of `buffer`.

        Raises:
            WriteError: The connection broke. httpcore2 then looks whether the server said why.
        """
        if not buffer:
            return
        self._frames.restart()
        try:
            await self.send(buffer, timeout)
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
            return self.readable
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
