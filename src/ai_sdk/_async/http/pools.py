"""Connections in several small pools: a pool's work per request grows with its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpcore2

from ...concurrency import clock
from ...concurrency.sync import Lock
from ...http_rules.proxies import ProxyTable, proxy_login
from .backend import AsyncBackend
from .pool import AsyncPool
from .tls import context_for

if TYPE_CHECKING:
    import ssl

    from ...concurrency.net.common import Approve
    from ...types.limits import Limits
    from ...types.secret import Secret
    from .targets import Target
    from .tls import Verify

SHARD_SIZE = 32
"""Connections of one pool."""


class AsyncShard:
    """One small pool and how many requests are under way in it."""

    __slots__ = ("active", "pool", "size")

    def __init__(self, pool: AsyncPool, size: int) -> None:
        self.pool, self.size, self.active = pool, size, 0

    async def drop_idle(self) -> None:
        """Close the connections that nobody uses."""
        for connection in self.pool.connections:
            if connection.is_idle():
                await connection.aclose()


class AsyncShards:
    """The pools behind one proxy, or behind none.

    Requests go to the first pool that has room, so that few calls need few connections.
    """

    def __init__(
        self,
        proxy: Secret | None,
        context: ssl.SSLContext | None,
        limits: Limits,
        approve: Approve | None = None,
    ) -> None:
        self._proxy, self._context, self._limits = proxy, context, limits
        self._approve = approve
        self._shards: list[AsyncShard] = []
        self._lock = Lock()
        self._swept = clock.now()

    def enter(self) -> AsyncShard:
        """The pool for one more request; call `leave` when the request is over."""
        with self._lock:
            shard = self._with_room()
            shard.active += 1
            return shard

    def leave(self, shard: AsyncShard) -> None:
        """Note that a request is over."""
        with self._lock:
            shard.active -= 1

    def _with_room(self) -> AsyncShard:
        for shard in self._shards:
            if shard.active < shard.size:
                return shard
        size, limit = SHARD_SIZE, self._limits.max_connections
        if limit is not None:
            size = min(size, limit - sum(shard.size for shard in self._shards))
            if size <= 0:  # wait in the pool with the shortest queue
                return min(self._shards, key=lambda shard: shard.active / shard.size)
        self._shards.append(AsyncShard(self._make_pool(size), size))
        return self._shards[-1]

    def _make_pool(self, size: int) -> AsyncPool:
        return AsyncPool(
            ssl_context=self._context,
            proxy=self._make_proxy(),
            max_connections=size,
            keepalive_expiry=self._limits.keepalive_expiry,
            network_backend=AsyncBackend(self._approve),
        )

    def _make_proxy(self) -> httpcore2.Proxy | None:
        if self._proxy is None:
            return None
        url, login = proxy_login(self._proxy.reveal())
        secure = context_for(True) if url.startswith("https:") else None
        return httpcore2.Proxy(url, auth=login, ssl_context=secure)

    async def sweep(self) -> None:
        """Now and then: close the pools that a burst of calls has left behind."""
        now = clock.now()
        if now - self._swept < self._limits.keepalive_expiry or len(self._shards) < 2:
            return
        with self._lock:
            self._swept = now
            left = [shard for shard in self._shards[1:] if shard.active == 0]
            self._shards = [shard for shard in self._shards if shard not in left]
        for shard in left:
            await shard.pool.aclose()

    async def aclose(self) -> None:
        """Close all connections, those in use too."""
        with self._lock:
            shards, self._shards = self._shards, []
        for shard in shards:
            await shard.pool.aclose()


class AsyncPools:
    """All pools of a client in one event loop, or in one process."""

    def __init__(
        self, proxy: str | None, verify: Verify, limits: Limits, approve: Approve | None = None
    ) -> None:
        self._proxies = ProxyTable(proxy, direct=approve is not None)
        self._approve = approve
        self._verify, self._limits = verify, limits
        self._shards: dict[tuple[Secret | None, bool], AsyncShards] = {}
        self._found: dict[tuple[str, str, int | None], AsyncShards] = {}
        self._lock = Lock()

    def shards(self, target: Target) -> AsyncShards:
        """The pools whose connections lead to a target."""
        origin = (target.scheme, target.host, target.port)
        return self._found.get(origin) or self._find(origin)

    def _find(self, origin: tuple[str, str, int | None]) -> AsyncShards:
        secure = origin[0] == "https"
        proxy = self._proxies.find(*origin)
        context = context_for(self._verify) if secure else None
        with self._lock:
            shards = self._shards.get((proxy, secure))
            if shards is None:
                shards = AsyncShards(proxy, context, self._limits, self._approve)
                self._shards[proxy, secure] = shards
            if len(self._found) > 1000:  # addresses of downloads may be many
                self._found.clear()
            self._found[origin] = shards
            return shards

    async def aclose(self) -> None:
        """Close everything."""
        held, self._shards, self._found = list(self._shards.values()), {}, {}
        for shards in held:
            await shards.aclose()
