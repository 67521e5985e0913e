"""Requests over our own pool: the fast engine, with the same face as the default one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ....concurrency import async_ as cc
from ....concurrency.net import StaleConnection
from ....concurrency.sync import Lock
from ....http_rules.proxies import ProxyTable
from ....http_rules.reply_parser import load_parser
from ....types.secret import Secret
from .exchange import AsyncExchange, AsyncOutgoing
from .pool import AsyncPool
from .routes import AsyncRoutes

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, MutableMapping, Sequence

    from ....concurrency.net.common import Approve
    from ....types.limits import Limits
    from ..carrier import AsyncCarried, AsyncCarrier
    from ..targets import Target
    from ..tls import Verify

__all__ = ["AsyncFastCarrier"]


class AsyncFastCarrier:
    """HTTP/1.1 over one pool of each event loop or process.

    A kept-alive connection which turns out to be dead before anything of an answer came is
    replaced once, unseen. Redirects are not followed and bodies are not decoded. What goes through
    a SOCKS proxy is left to the default engine.

    Args:
        proxy: A proxy for everything; None for what the environment says.
        verify: How to check certificates.
        limits: What the pool may hold.
        approve: May refuse a host by its addresses; no proxy is used then.

    Raises:
        MissingDependencyError: The extra `fast` is not installed.
    """

    def __init__(
        self, proxy: str | None, verify: Verify, limits: Limits, approve: Approve | None = None
    ) -> None:
        load_parser()

        def make() -> AsyncPool:
            proxies = ProxyTable(proxy, direct=approve is not None)
            return AsyncPool(AsyncRoutes(proxies, verify), limits, approve)

        self._pools = cc.LoopLocal(make, close=AsyncPool.aclose)
        self._proxy = None if proxy is None else Secret(proxy)  # it may hold a login
        self._settings = verify, limits, approve
        self._default: AsyncCarrier | None = None
        self._lock = Lock()

    async def send(
        self,
        method: str,
        target: Target,
        headers: Sequence[tuple[bytes, bytes]],
        body: bytes | AsyncIterable[bytes],
        extensions: MutableMapping[str, Any],
    ) -> AsyncExchange | AsyncCarried:
        """Send a request; the body of the reply is read as it comes.

        Raises:
            Exception: Those of `http_rules.signals`, of sockets, and of the limits.
        """
        pool = self._pools.get()
        route = pool.routes.find(target)
        if route.foreign:
            return await self._other().send(method, target, headers, body, extensions)
        request = AsyncOutgoing(method, target, headers, body, extensions, route)
        wire = await pool.take(route, request.timeouts, request.name)
        try:
            return await _started(pool, wire, request)
        except StaleConnection:
            if not request.again:
                raise
        wire = await pool.take(route, request.timeouts, request.name, fresh=True)
        return await _started(pool, wire, request)

    async def aclose(self) -> None:
        """Close the connections of this event loop or process; later requests open others."""
        await self._pools.aclose()
        if self._default is not None:
            await self._default.aclose()

    def _other(self) -> AsyncCarrier:
        """The default engine with the same settings."""
        from ..carrier import AsyncCarrier

        with self._lock:  # two would be two pools, and only one of them closed
            if self._default is None:
                proxy = None if self._proxy is None else self._proxy.reveal()
                self._default = AsyncCarrier(proxy, *self._settings)
            return self._default


async def _started(pool: AsyncPool, wire: Any, request: AsyncOutgoing) -> AsyncExchange:
    try:
        exchange = AsyncExchange(pool, wire, request)
        await exchange.start(request)
    except BaseException:
        await pool.drop(wire)
        raise
    return exchange
