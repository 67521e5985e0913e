"""How a thread waits: until something happened, a deadline passed or a token fired."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from . import threads
from .clock import clock
from .tokens import CancelToken, Deadline

T = TypeVar("T")


def wait_until(
    wake: threading.Event,
    done: Callable[[], object],
    *,
    deadline: Deadline | None = None,
    cancel: CancelToken | None = None,
) -> None:
    """Block until `done()` is true; somebody sets `wake` whenever that may have changed.

    Raises:
        DeadlineExceeded: The deadline passed first.
        RunCancelledError: `cancel` fired first.
    """
    offs = [cancel.on_cancel(wake.set)] if cancel is not None else []
    timed = True
    if deadline is not None and deadline.at is not None:
        off = clock.alarm(deadline.at, wake.set)
        timed = off is None
        offs += [] if off is None else [off]
    try:
        while not done():
            if cancel is not None:
                cancel.check()
            left = deadline.left() if deadline is not None else None
            wake.wait(left if timed else None)
            wake.clear()
    finally:
        for off in offs:
            off()


def run(
    fn: Callable[[], T],
    *,
    deadline: Deadline | None = None,
    cancel: CancelToken | None = None,
) -> T:
    """`fn()`, no longer than the deadline and not past a cancel.

    Without either, `fn` runs in the caller's thread. With one, it runs in a daemon thread that
    sees a copy of the caller's context variables; past the end nobody waits for it any more.

    Raises:
        DeadlineExceeded: The deadline passed, before or while `fn` ran.
        RunCancelledError: `cancel` fired, before or while `fn` ran.
    """
    if cancel is not None:
        cancel.check()
    if cancel is None and (deadline is None or deadline.left() is None):
        return fn()
    wake = threading.Event()
    job = threads.Job(fn, wake.set)
    wait_until(wake, lambda: job.ended, deadline=deadline, cancel=cancel)
    return job.result()
