"""Concurrency for coroutines. `sync` has the same names and meanings for threads."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

from .async_call import (
    Eventually,
    LoopRunner,
    MaybeAwaitable,
    call,
    check_colour,
    invoke,
    raise_refusal,
)
from .async_channel import Channel, Worker
from .async_child import Child
from .async_cleanup import abandon, close_source
from .async_items import alarm, items, runs_here
from .async_local import LoopLocal, loop_key
from .async_map import map_all
from .async_pieces import until_none
from .async_run import guard, run, sleep
from .async_slot import Slot
from .async_turns import take_turn
from .callables import iscoroutine_callable, isgenerator_callable
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
    "aclosing",
    "call",
    "check_colour",
    "close_source",
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


class Lock(asyncio.Lock):
    """Mutual exclusion, used as a context manager only."""
