"""Our connections as the network backend of httpcore2's pools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpcore2

from ...concurrency.net import async_ as net

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable


class AsyncStream(net.Connection, httpcore2.AsyncNetworkStream):
    """A connection as httpcore2 wants it; reads go straight to the floor below."""

    async def write(self, buffer: bytes, timeout: Any = None) -> None:  # noqa: ASYNC109 - theirs
        """Send all of `buffer`.

        Raises:
            WriteError: The connection broke. httpcore2 then looks whether the server said why.
        """
        if not buffer:
            return
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
    """Opens our connections."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: Any = None,  # noqa: ASYNC109 - their name
        local_address: str | None = None,  # noqa: ARG002 - theirs
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 - theirs
    ) -> httpcore2.AsyncNetworkStream:
        """Connect within the limit."""
        try:
            return await net.connect(host, port, AsyncStream, timeout)
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout(error) from error
        except OSError as error:
            raise httpcore2.ConnectError(error) from error
