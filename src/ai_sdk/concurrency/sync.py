"""Concurrency for threads. `async_` has the same names and meanings for coroutines."""

from __future__ import annotations

import os
import threading
import weakref
from contextlib import closing

from .callables import iscoroutine_callable, isgenerator_callable
from .sync_call import (
    Eventually,
    LoopRunner,
    MaybeAwaitable,
    call,
    check_colour,
    invoke,
    raise_refusal,
)
from .sync_channel import Channel, Worker
from .sync_child import Child
from .sync_cleanup import abandon, close_source
from .sync_items import alarm, items, runs_here
from .sync_local import LoopLocal, loop_key
from .sync_map import map_all
from .sync_pieces import until_none
from .sync_run import guard, run, sleep
from .sync_slot import Slot
from .sync_turns import take_turn
from .tokens import CancelToken, ChannelClosed, Deadline, DeadlineExceeded

__all__ = [
    "CancelToken",
    "Channel",
    "ChannelClosed",
    "Child",
    "Deadline",
    "DeadlineExceeded",
    "Eventually",
    "Lock",
    "LoopLocal",
    "LoopRunner",
    "MaybeAwaitable",
    "Slot",
    "Worker",
    "abandon",
    "alarm",
    "call",
    "check_colour",
    "close_source",
    "closing",
    "guard",
    "invoke",
    "raise_refusal",
    "iscoroutine_callable",
    "isgenerator_callable",
    "items",
    "loop_key",
    "map_all",
    "run",
    "runs_here",
    "sleep",
    "take_turn",
    "until_none",
]


class Lock:
    """Mutual exclusion, used as a context manager only.

    In a forked child it is free: a thread that held it is the parent's and will not release it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        _locks.add(self)

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *exc: object) -> None:
        self._lock.release()


_locks: weakref.WeakSet[Lock] = weakref.WeakSet()


def _after_fork() -> None:  # pragma: no cover - runs in a forked child
    for lock in list(_locks):
        lock._lock = threading.Lock()  # pyright: ignore[reportPrivateUsage]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
