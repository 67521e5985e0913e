"""One value per event loop, closed when its loop shuts down."""

from __future__ import annotations

import asyncio
import os
import threading
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any, Generic, TypeVar

T = TypeVar("T")


def loop_key() -> object:
    """What per-colour state hangs on here: the running event loop."""
    return asyncio.get_running_loop()


class _Entry(Generic[T]):
    """A value and the generator whose end closes it."""

    def __init__(self, value: T, hook: Any) -> None:
        self.value, self.hook = value, hook


class LoopLocal(Generic[T]):
    """One value per event loop, made at its first use there.

    The value is closed when its loop shuts down: `asyncio.run` and every runner like it end the
    loop's asynchronous generators before they close it, and one of those holds the value. A loop
    that was closed without that loses its value at the next `get` from anywhere.

    Args:
        make: Makes a value; called inside the loop.
        close: Closes a value, inside its loop.
        abandon: Lets go of a value whose loop is closed already; must not need the loop.
    """

    def __init__(
        self,
        make: Callable[[], T],
        *,
        close: Callable[[T], Awaitable[None]],
        abandon: Callable[[T], None] | None = None,
    ) -> None:
        self._make, self._close, self._abandon = make, close, abandon
        self._reset()
        _all.add(self)

    def get(self) -> T:
        """The value of the running loop."""
        loop = asyncio.get_running_loop()
        entry = self._entries.get(loop)
        if entry is None:
            self._sweep()
            # No other thread can be here for this loop, so only the table needs the lock.
            entry = self._enter(loop, self._make())
        return entry.value

    def peek(self) -> T | None:
        """The value of the running loop if it was made already."""
        entry = self._entries.get(asyncio.get_running_loop())
        return None if entry is None else entry.value

    async def aclose(self) -> None:
        """Close the value of the running loop; the next `get` makes another."""
        entry = self._pop(asyncio.get_running_loop())
        if entry is not None:
            await entry.hook.aclose()

    def _enter(self, loop: asyncio.AbstractEventLoop, value: T) -> _Entry[T]:
        entry = _Entry(value, self._until_shutdown(loop, value))
        step = entry.hook.__anext__()
        with suppress(StopIteration):  # runs to the yield, which waits for nothing
            step.send(None)
        with self._lock:
            self._entries[loop] = entry
        return entry

    async def _until_shutdown(
        self, loop: asyncio.AbstractEventLoop, value: T
    ) -> AsyncIterator[None]:
        try:
            yield
        finally:
            self._pop(loop)
            await self._close(value)

    def _pop(self, loop: asyncio.AbstractEventLoop) -> _Entry[T] | None:
        with self._lock:
            return self._entries.pop(loop, None)

    def _sweep(self) -> None:
        with self._lock:
            gone = [loop for loop in self._entries if loop.is_closed()]
            entries = [self._entries.pop(loop) for loop in gone]
        for entry in entries:
            if self._abandon is not None:
                self._abandon(entry.value)

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._entries: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, _Entry[T]] = (
            weakref.WeakKeyDictionary()
        )


_all: weakref.WeakSet[LoopLocal[Any]] = weakref.WeakSet()
_of_parent: list[object] = []


def _after_fork() -> None:  # pragma: no cover - runs in a forked child
    # Kept, not closed: the parent still uses these sockets and their poll sets.
    for local in list(_all):
        _of_parent.append(local._entries)  # pyright: ignore[reportPrivateUsage]
        local._reset()  # pyright: ignore[reportPrivateUsage]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
