"""One connection of the fast engine, and how it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ....concurrency.net import async_ as net
from ....http_rules.reply_parser import ReplyParser
from ....http_rules.request_bytes import request_head
from ....http_rules.signals import ConnectError, ConnectTimeout, ProxyError, RemoteProtocolError

if TYPE_CHECKING:
    import socket
    import ssl

    from ....concurrency.net.common import Approve
    from .routes import AsyncRoute

_READ = 64 * 1024
"""Bytes to ask for at once."""


class AsyncWire(net.Connection):
    """A connection of a pool.

    Attributes:
        route: whose it is.
        idle_since: when it was given back.
    """

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self.route: AsyncRoute | None = None
        self.idle_since = 0.0

    async def feed(self, parser: ReplyParser, limit: Any) -> None:
        """Let a parser have what comes next, or know that nothing does.

        Raises:
            RemoteProtocolError: The connection was closed within the reply.
            Exception: Those of sockets and of limits.
        """
        data = await self.read(_READ, limit)
        if data:
            parser.feed(data)
        elif self.closed:
            raise RemoteProtocolError("the connection was closed from elsewhere")
        else:
            parser.end()

    async def feed_head(self, parser: ReplyParser, limit: Any) -> None:
        """Let a parser have all of a reply's head, and what comes with it.

        Raises:
            RemoteProtocolError: What came is no HTTP.
            Exception: Those of sockets and of limits.
        """
        while not parser.has_head:
            await self.feed(parser, limit)
            if not parser.has_head:
                parser.check()

    def get_extra_info(self, info: str) -> Any:
        """What those ask who know the streams of httpcore."""
        if info == "socket":
            return self.socket
        if info == "ssl_object":
            return self.ssl_object
        return None


class AsyncDialer:
    """Makes connections.

    Args:
        approve: may refuse the addresses of a host.
    """

    def __init__(self, approve: Approve | None) -> None:
        self._approve = approve

    async def dial(self, route: AsyncRoute, connect: Any, read: Any, name: str | None) -> AsyncWire:
        """A connection on which requests can go.

        Args:
            route: where to.
            connect: the limit for making it.
            read: the limit for what a proxy has to say.
            name: what the certificate must be for, where that is not the host.

        Raises:
            ConnectError: It cannot be made.
            ConnectTimeout: Not within the limit.
            ProxyError: The proxy refuses.
        """
        try:
            wire = await net.connect(route.host, route.port, AsyncWire, connect, self._approve)
        except TimeoutError as error:
            raise ConnectTimeout(str(error)) from error
        except OSError as error:
            raise ConnectError(str(error)) from error
        try:
            wire.route = route
            if route.outer is not None:
                await _encrypt(wire, route.outer, route.host, connect)
            if route.tunnel:
                await _open_tunnel(wire, route, read)
            if route.context is not None:
                await _encrypt(wire, route.context, name or route.name, connect)
        except BaseException:
            await wire.aclose()
            raise
        return wire


async def _encrypt(wire: AsyncWire, context: ssl.SSLContext, host: str, limit: Any) -> None:
    try:
        await wire.encrypt(context, host, limit)
    except TimeoutError as error:
        raise ConnectTimeout(str(error)) from error
    except OSError as error:
        raise ConnectError(str(error)) from error


async def _open_tunnel(wire: AsyncWire, route: AsyncRoute, limit: Any) -> None:
    """Have the proxy connect through.

    Raises:
        ProxyError: It does not.
        RemoteProtocolError: It does not speak HTTP.
    """
    lines = [(b"host", route.tunnel), (b"accept", b"*/*"), *route.login_lines()]
    await wire.send(request_head("CONNECT", route.tunnel, lines), limit)
    answer = ReplyParser(bodiless=True)
    await wire.feed_head(answer, limit)
    if not 200 <= answer.status < 300:
        raise ProxyError(f"{answer.status} {answer.reason.decode('latin-1')}")
    if answer.take():
        raise RemoteProtocolError("the proxy sent something before the tunnel was used")
