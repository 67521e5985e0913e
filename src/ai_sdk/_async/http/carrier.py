"""Requests over httpcore2's pools: what our own client sends through, and our httpx transport.

Nothing here imports httpx: that would cost a first call more than the call itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpcore2

from ...concurrency import async_ as cc
from ...concurrency.net import StaleConnection
from .pools import AsyncPools

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, MutableMapping, Sequence

    from ...concurrency.net.common import Approve
    from ...types.limits import Limits
    from .pools import AsyncShard, AsyncShards
    from .targets import Target
    from .tls import Verify

__all__ = ["AsyncCarried", "AsyncCarrier"]


class AsyncCarried:
    """A reply whose head has come.

    Attributes:
        status_code: HTTP status.
        headers: the header lines.
        extensions: what httpcore2 tells besides, such as the `network_stream`.
        core: the pieces of the body; raises the errors of the floor below.
    """

    def __init__(
        self, response: httpcore2.Response, shards: AsyncShards, shard: AsyncShard
    ) -> None:
        self.status_code = response.status
        self.headers = response.headers
        self.extensions: dict[str, Any] = response.extensions  # type: ignore[assignment] # a dict
        self.core: Any = response.stream
        self._shards, self._shard = shards, shard
        self._open = True

    async def aclose(self) -> None:
        """Give the connection back if the body was read to its end, else close it."""
        if self._open:
            self._open = False
            if _has_more(self.core):
                self.extensions["network_stream"].spoiled = True
            try:
                await self.core.aclose()
            finally:
                self._shards.leave(self._shard)


class AsyncCarrier:
    """HTTP/1.1 over several small pools of each event loop or process.

    A kept-alive connection which turns out to be dead before anything of an answer came is
    replaced once, unseen. Redirects are not followed and bodies are not decoded.

    Args:
        proxy: A proxy for everything; None for what the environment says.
        verify: How to check certificates.
        limits: What the pools may hold.
        approve: May refuse a host by its addresses; no proxy is used then.
    """

    def __init__(
        self, proxy: str | None, verify: Verify, limits: Limits, approve: Approve | None = None
    ) -> None:
        self._pools = cc.LoopLocal(
            lambda: AsyncPools(proxy, verify, limits, approve), close=AsyncPools.aclose
        )

    async def send(
        self,
        method: str,
        target: Target,
        headers: Sequence[tuple[bytes, bytes]],
        body: bytes | AsyncIterable[bytes],
        extensions: MutableMapping[str, Any],
    ) -> AsyncCarried:
        """Send a request; the body of the reply is read as it comes.

        Raises:
            Exception: httpcore2's errors, those of sockets, and those of the limits.
        """
        shards = self._pools.get().shards(target)
        await shards.sweep()
        request = httpcore2.Request(
            method, _address(target), headers=headers, content=body, extensions=extensions
        )
        shard = shards.enter()
        try:
            response = await _exchange(shard, request, again=isinstance(body, bytes))
        except BaseException:
            shards.leave(shard)
            raise
        return AsyncCarried(response, shards, shard)

    async def aclose(self) -> None:
        """Close the connections of this event loop or process; later requests open others."""
        await self._pools.aclose()


def _has_more(stream: Any) -> bool:
    """Whether something came behind a reply: httpcore2 would take it for the next one.

    What its parser has left is in private parts of it. Where they are not as they were in 2.16, the
    answer is yes: connections serve one request then, and no reply is taken for another.
    """
    try:
        return bool(stream._stream._connection._h11_state.trailing_data[0])
    except (AttributeError, TypeError, LookupError):
        return True


async def _exchange(
    shard: AsyncShard, request: httpcore2.Request, *, again: bool
) -> httpcore2.Response:
    """Send, and once more if the connection had died while nobody used it."""
    try:
        return await shard.pool.handle_async_request(request)
    except StaleConnection:
        if not again:  # a body that was read once is gone
            raise
        await shard.drop_idle()
        return await shard.pool.handle_async_request(request)


def _address(target: Target) -> httpcore2.URL:
    if target.core is None:
        target.core = httpcore2.URL(
            scheme=target.scheme.encode("ascii"),
            host=target.host.encode("ascii"),
            port=target.port,
            target=target.path,
        )
    address: httpcore2.URL = target.core
    return address
