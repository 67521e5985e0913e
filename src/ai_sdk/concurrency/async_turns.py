"""Taking turns at an event loop: a crowd that begins at once leaves it to others in between."""

from __future__ import annotations

import asyncio
import threading
import weakref
from collections import deque

_AT_ONCE = 8
"""How many may begin in one round of the loop: some milliseconds of work."""


class _Turns:
    """The turns at one loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = weakref.ref(loop)
        self._left = _AT_ONCE
        self._renewing = False
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def take(self, loop: asyncio.AbstractEventLoop) -> None:
        """Go on at once if few have come in this round, else in a later one."""
        if not self._renewing:
            self._renewing = True
            loop.call_soon(self._renew, loop)
        if self._left > 0 and not self._waiting:
            self._left -= 1
            return
        waiter = loop.create_future()
        self._waiting.append(waiter)
        await waiter

    def _renew(self, loop: asyncio.AbstractEventLoop) -> None:
        self._left = _AT_ONCE
        while self._waiting and self._left:
            waiter = self._waiting.popleft()
            if not waiter.done():  # else its task was cancelled
                waiter.set_result(None)
                self._left -= 1
        self._renewing = bool(self._waiting)
        if self._renewing:
            loop.call_soon(self._renew, loop)


class _Here(threading.local):
    """The turns at the loop that ran last in a thread."""

    turns: _Turns | None = None


_here = _Here()


async def take_turn() -> None:
    """Wait if many others have begun in this round of the running loop.

    Without it a thousand calls that start together have the loop for themselves until the last of
    them waits for its connection, and everything else in the process stands still.
    """
    loop, turns = asyncio.get_running_loop(), _here.turns
    if turns is None or turns.loop() is not loop:
        _here.turns = turns = _Turns(loop)
    await turns.take(loop)
