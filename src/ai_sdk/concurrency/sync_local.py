"""One value per process, made anew after a fork."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_generation = 0


def loop_key() -> object:
    """What per-colour state hangs on here: the process, told apart from its forks."""
    return (os.getpid(), _generation)


class LoopLocal(Generic[T]):
    """One value per process, made at its first use, shared by all threads, not by forks.

    Args:
        make: Makes a value; called by one thread at a time.
        close: Closes a value.
        abandon: Unused here; in the other colour it serves values whose loop is gone.
    """

    def __init__(
        self,
        make: Callable[[], T],
        *,
        close: Callable[[T], None],
        abandon: Callable[[T], None] | None = None,
    ) -> None:
        self._make, self._close, self._abandon = make, close, abandon
        self._lock = threading.Lock()
        self._held: tuple[T, ...] = ()  # none or one, read without the lock
        _all.add(self)

    def get(self) -> T:
        """The value of this process."""
        held = self._held
        if not held:
            with self._lock:
                if not self._held:
                    self._held = (self._make(),)
                held = self._held
        return held[0]

    def peek(self) -> T | None:
        """The value of this process if it was made already."""
        held = self._held
        return held[0] if held else None

    def close(self) -> None:
        """Close the value of this process; the next `get` makes another."""
        with self._lock:
            held, self._held = self._held, ()
        if held:
            self._close(held[0])

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._held = ()


_all: weakref.WeakSet[LoopLocal[Any]] = weakref.WeakSet()
_of_parent: list[object] = []


def _after_fork() -> None:  # pragma: no cover - runs in a forked child
    global _generation
    _generation += 1
    # Kept, not closed: the parent still uses these sockets.
    for local in list(_all):
        _of_parent.append(local._held)  # pyright: ignore[reportPrivateUsage]
        local._reset()  # pyright: ignore[reportPrivateUsage]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
