"""A request on a connection, and its reply as it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ....concurrency import async_ as cc
from ....concurrency.net import SMALL
from ....http_rules.reply_parser import ReplyParser
from ....http_rules.request_bytes import framing_of, request_head

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Mapping, Sequence

    from ..targets import Target
    from .pool import AsyncPool
    from .routes import AsyncRoute
    from .wire import AsyncWire

_CODED = b"\r\ntransfer-encoding:"


class AsyncOutgoing:
    """What is to be sent, and the limits of its waits.

    Attributes:
        head: the request's head, checked.
        body: what follows it.
        again: whether it can be sent once more.
        bodiless: whether the reply has no body whatever it says.
        timeouts: limits by name.
        name: what the certificate must be for, where that is not the host.
    """

    __slots__ = ("again", "bodiless", "body", "head", "headers", "name", "timeouts")

    def __init__(
        self,
        method: str,
        target: Target,
        headers: Sequence[tuple[bytes, bytes]],
        body: bytes | AsyncIterable[bytes],
        extensions: Mapping[str, Any],
        route: AsyncRoute,
    ) -> None:
        path = target.path
        if route.forwarded:
            path = b"%b://%b%b" % (target.scheme.encode("ascii"), target.netloc, path)
            headers = [*headers, *route.login_lines()]
        self.head, self.headers = request_head(method, path, headers), headers
        self.body, self.again = body, isinstance(body, bytes)
        self.bodiless = method == "HEAD"
        self.timeouts: dict[str, Any] = extensions.get("timeout") or {}
        self.name: str | None = extensions.get("sni_hostname")


class AsyncExchange:
    """A reply whose head has come, once it is started.

    Attributes:
        status_code: HTTP status.
        headers: the header lines.
        extensions: what httpcore tells besides.
    """

    __slots__ = (
        "_limit",
        "_open",
        "_parser",
        "_pool",
        "_sent",
        "_wire",
        "extensions",
        "headers",
        "status_code",
    )

    def __init__(self, pool: AsyncPool, wire: AsyncWire, request: AsyncOutgoing) -> None:
        self._pool, self._wire = pool, wire
        self._limit = request.timeouts.get("read")
        self._parser = ReplyParser(bodiless=request.bodiless)
        self._open, self._sent = True, False
        self.status_code = 0
        self.headers = self._parser.headers
        self.extensions: dict[str, Any] = {}

    async def start(self, request: AsyncOutgoing) -> None:
        """Send the request and wait for the reply's head.

        Raises:
            StaleConnection: The connection had died before, and nothing of an answer came.
            Exception: Those of sockets, of limits, of `http_rules.signals`.
        """
        try:
            await _send(self._wire, request)
            self._sent = True
        except TimeoutError:
            raise
        except OSError:
            pass  # the server may have said why: read on
        parser = self._parser
        await self._wire.feed_head(parser, self._limit)
        self.status_code = parser.status
        self.extensions = {
            "http_version": parser.version,
            "reason_phrase": parser.reason,
            "network_stream": self._wire,
        }

    @property
    def core(self) -> AsyncIterator[bytes]:
        """The pieces of the body; raises the errors of the floor below."""
        return cc.until_none(self.read)

    async def read(self) -> bytes | None:
        """The next piece of the body: all that has come; None at the end.

        Raises:
            RemoteProtocolError: The body breaks off, or is no HTTP.
            Exception: Those of sockets and of limits.
        """
        parser = self._parser
        while True:
            if data := parser.take():
                return data
            if parser.complete:
                return None
            await self._wire.feed(parser, self._limit)

    async def aclose(self) -> None:
        """Give the connection back if the reply was read to its end, else close it."""
        if not self._open:
            return
        self._open = False
        if self._sent and self._parser.done and not self._wire.closed:
            await self._pool.give(self._wire)
        else:
            await self._pool.drop(self._wire)


async def _send(wire: AsyncWire, request: AsyncOutgoing) -> None:
    head, body, limit = request.head, request.body, request.timeouts.get("write")
    if isinstance(body, bytes):
        lines = head.lower()
        # Where both are there, the chunks count: a server that reads chunks must find some.
        if b"\r\ncontent-length: %d\r\n" % len(body) not in lines or _CODED in lines:
            framing = framing_of(request.headers)
            body = framing.frame(body) + framing.end()
        if len(body) <= SMALL:
            await wire.send(head + body, limit)
            return
        await wire.send(head, limit)
        await wire.send(body, limit)
        return
    framing = framing_of(request.headers)
    await wire.send(head, limit)
    async for piece in body:
        if framed := framing.frame(piece):
            await wire.send(framed, limit)
    if framed := framing.end():
        await wire.send(framed, limit)
