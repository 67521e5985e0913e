"""The seam between the colours: what cannot be generated, written once per colour under one name.

`async_` and `sync` offer the same names with two bodies; what is pure (clock, deadline, cancel
token) is shared and re-exported here. Importing this package starts nothing and loads no asyncio.
"""

from __future__ import annotations

from .callables import iscoroutine_callable
from .clock import Clock, ManualClock, TimeSource, clock
from .tokens import CancelToken, ChannelClosed, Deadline, DeadlineExceeded

__all__ = [
    "CancelToken",
    "ChannelClosed",
    "Clock",
    "Deadline",
    "DeadlineExceeded",
    "ManualClock",
    "TimeSource",
    "clock",
    "iscoroutine_callable",
]
