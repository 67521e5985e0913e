"""Running functions within limits: sleep, run, guard, and how a thread waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from . import threads
from .clock import clock
from .tokens import CancelToken, Deadline, DeadlineExceeded

T = TypeVar("T")

# A signal that comes just before a thread goes to wait is noticed only when it wakes (and on
# Windows no wait can be interrupted), so nobody waits for Ctrl-C longer than this, in seconds.
LONGEST_WAIT = 0.5


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


def guard(
    fn: Callable[[], T],
    *,
    deadline: Deadline | None = None,
    cancel: CancelToken | None = None,
) -> T:
    """Like `run`, for calls whose own blocking operations know the deadline and the token.

    `fn` runs in the caller's thread; nothing here interrupts it.

    Raises:
        DeadlineExceeded: The deadline passed before `fn` started.
        RunCancelledError: `cancel` fired before `fn` started.
    """
    if cancel is not None:
        cancel.check()
    if deadline is not None:
        deadline.left()
    return fn()


def sleep(seconds: float, *, cancel: CancelToken | None = None) -> None:
    """Wait.

    Args:
        seconds: How long.
        cancel: Ends the wait when it fires.

    Raises:
        RunCancelledError: `cancel` fired.
    """
    if cancel is not None:
        cancel.check()
    if not clock.skip(seconds):
        _wait_for_real(seconds, cancel)
    elif cancel is not None:
        cancel.check()


def _wait_for_real(seconds: float, cancel: CancelToken | None) -> None:
    end = Deadline(max(0.0, seconds))
    with suppress(DeadlineExceeded):
        wait_until(threading.Event(), lambda: False, deadline=end, cancel=cancel)


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
            wake.wait(min(left, LONGEST_WAIT) if timed and left is not None else LONGEST_WAIT)
            wake.clear()
    finally:
        for off in offs:
            off()
