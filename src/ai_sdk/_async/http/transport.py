"""An httpx transport over httpcore2's pools: the seam where another engine could sit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import httpcore2
import httpx

from ...concurrency import async_ as cc
from ...concurrency.net import StaleConnection
from ...types.limits import Limits
from .pools import AsyncPools

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ...concurrency.net.common import Approve
    from .pools import AsyncRoute, AsyncShard
    from .tls import Verify

__all__ = ["AsyncBody", "AsyncTransport"]

_DEFAULT = Limits()


class AsyncTransport(httpx.AsyncBaseTransport):
    """HTTP/1.1 over several small pools of each event loop or process.

    Use it under an httpx client of your own, or leave it to ours. A kept-alive connection which
    turns out to be dead before anything of an answer came is replaced once, unseen. Redirects are
    not followed and bodies are not decoded.

    Args:
        proxy: A proxy for everything; None for what the environment says.
        verify: How to check certificates.
        limits: What the pools may hold.
        approve: May refuse a host by its addresses; no proxy is used then.
    """

    def __init__(
        self,
        *,
        proxy: str | None = None,
        verify: Verify = True,
        limits: Limits = _DEFAULT,
        approve: Approve | None = None,
    ) -> None:
        self._pools = cc.LoopLocal(
            lambda: AsyncPools(proxy, verify, limits, approve), close=AsyncPools.aclose
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; the body of the response is read as it comes."""
        route = self._pools.get().route(request.url)
        await route.sweep()
        shard = route.enter()
        try:
            found: Any = await _exchange(shard, request)
        except BaseException as error:
            route.leave(shard)
            if isinstance(error, Exception):
                _raise_as_httpx(error, request)
            raise
        stream = AsyncBody(found.stream, request, route, shard)
        return httpx.Response(
            found.status, headers=found.headers, stream=stream, extensions=found.extensions
        )

    async def aclose(self) -> None:
        """Close the connections of this event loop or process; later requests open others."""
        await self._pools.aclose()


async def _exchange(shard: AsyncShard, request: httpx.Request) -> httpcore2.Response:
    """Send, and once more if the connection had died while nobody used it."""
    url = request.url
    core = httpcore2.Request(
        method=request.method.encode("ascii"),
        url=httpcore2.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        ),
        headers=request.headers.raw,
        content=cast("Any", request.stream),
        extensions=request.extensions,
    )
    try:
        return await shard.pool.handle_async_request(core)
    except StaleConnection:
        if not isinstance(request.stream, httpx.ByteStream):  # a body that was read once is gone
            raise
        await shard.drop_idle()
        return await shard.pool.handle_async_request(core)


class AsyncBody(httpx.AsyncByteStream):
    """The body of a response on its way.

    Attributes:
        core: The same pieces without a layer in between; raises the errors of the floor below.
    """

    def __init__(
        self, core: Any, request: httpx.Request, route: AsyncRoute, shard: AsyncShard
    ) -> None:
        self.core = core
        self._request, self._route, self._shard = request, route, shard
        self._open = True

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self.core:
                yield piece
        except Exception as error:
            _raise_as_httpx(error, self._request)
            raise

    async def aclose(self) -> None:
        """Give the connection back if the body was read to its end, else close it."""
        if self._open:
            self._open = False
            try:
                await self.core.aclose()
            finally:
                self._route.leave(self._shard)


def _raise_as_httpx(error: Exception, request: httpx.Request) -> None:
    """Raise httpx's error of the same name for httpcore2's; of anything else say nothing."""
    if type(error).__module__.partition(".")[0] == "httpcore2":
        kind = getattr(httpx, type(error).__name__, httpx.TransportError)
        raise cast("Exception", kind(str(error), request=request)) from error
    if isinstance(error, TimeoutError):
        raise httpx.ReadTimeout(str(error), request=request) from error
    if isinstance(error, OSError):
        raise httpx.ReadError(str(error), request=request) from error
