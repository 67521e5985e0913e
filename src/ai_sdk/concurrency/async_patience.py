"""A time limit for a peer, which is not blamed for a loop that had no time to look."""

from __future__ import annotations

import asyncio
from types import TracebackType

_ROUNDS = 20
"""Rounds of the loop, which take no time while it has nothing else to do."""


class Patience:
    """Like `asyncio.timeout`, but when the time is over, what has come by then is still seen.

    Where a loop, its thread or the whole machine is busy, seconds pass between two of its rounds,
    and what takes a few rounds would be over its limit though the peer answered at once. So the
    limit waits for some more rounds before it ends the block.

    Args:
        seconds: How long the block may wait; None for any time.

    Raises:
        TimeoutError: The block waited longer.
    """

    def __init__(self, seconds: float | None) -> None:
        self._seconds = seconds
        self._scope = asyncio.timeout(None)
        self._handle: asyncio.Handle | None = None

    async def __aenter__(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self._scope.__aenter__()
        if self._seconds is not None:
            self._handle = self._loop.call_later(self._seconds, self._ring, _ROUNDS)

    def _ring(self, rounds: int) -> None:
        if rounds:
            self._handle = self._loop.call_soon(self._ring, rounds - 1)
        else:
            self._scope.reschedule(self._loop.time())

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._handle is not None:
            self._handle.cancel()
        await self._scope.__aexit__(kind, error, traceback)
