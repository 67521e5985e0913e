"""The user's generators of either kind, read one item at a time from threads."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from . import threads
from .callables import isasyncgen_callable, iscoroutine_callable
from .clock import clock
from .sync_channel import Channel
from .tokens import CancelToken, Deadline

if TYPE_CHECKING:
    from .sync_call import LoopRunner

_Put = Callable[[Any], None]
_End = Callable[[BaseException | None], None]


def runs_here(fn: Any, *limits: float | None) -> bool:
    """Whether `fn` runs in its caller's thread: a plain function or generator function without a
    time limit, since nobody can leave a thread of the caller's alone.
    """
    own = not (iscoroutine_callable(fn) or isasyncgen_callable(fn))
    return own and all(limit is None for limit in limits)


def items(
    source: Any, *, runner: LoopRunner, here: bool = True, cancel: CancelToken | None = None
) -> Iterator[Any]:
    """What a generator of either kind yields; close what this returns.

    A plain generator is read in the caller's thread, or in a single thread of its own; an
    asynchronous one in a single task on the runner's loop. Those wait for the reader after each
    item, and close the generator when nobody reads any more.

    Args:
        source: The generator.
        runner: Has the loop for an asynchronous one.
        here: A plain one may be read in the caller's thread.
        cancel: Ends the reading when it fires.
    """
    if inspect.isasyncgen(source):
        return _Elsewhere(partial(runner.pump, source, cancel=cancel), cancel)
    return source if here else _Elsewhere(partial(threads.pump, source), cancel)


class _Elsewhere:
    """A generator that is read somewhere else, behind a channel."""

    def __init__(self, start: Callable[[_Put, _End], None], cancel: CancelToken | None) -> None:
        self._channel = Channel[Any](cancel=cancel)
        start(self._channel.put, self._channel.close)

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        return next(self._channel)

    def close(self) -> None:
        self._channel.close()


def alarm(deadline: Deadline, ring: Callable[[], None]) -> Callable[[], object]:
    """Call `ring` when the deadline comes; returns how to unset it."""
    if deadline.at is None:
        return lambda: None
    off = clock.alarm(deadline.at, ring)
    if off is None:
        timer = threading.Timer(max(0.0, deadline.at - clock.now()), ring)
        timer.daemon = True
        timer.start()
        off = timer.cancel
    return off
