"""Running coroutines within limits: sleep, run, guard."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import TypeVar

from .clock import clock
from .tokens import CancelToken, Deadline, DeadlineExceeded

T = TypeVar("T")


class _Interrupt:
    """Cancels the task that entered it, and says so with a typed error when it leaves.

    The care is that of `asyncio.timeout`: only a cancellation made here becomes the error; one
    that anybody else asked for, before or besides, passes untouched.
    """

    def __init__(self, deadline: Deadline | None, cancel: CancelToken | None) -> None:
        self._deadline, self._cancel = deadline, cancel
        self._offs: list[Callable[[], object]] = []
        self._why: Callable[[], Exception] | None = None
        self._left = False

    async def __aenter__(self) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("no task is running here")
        self._task, self._cancelling = task, task.cancelling()
        self._loop = asyncio.get_running_loop()
        self._watch_deadline()
        self._watch_cancel()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._left = True
        for off in self._offs:
            off()
        if self._why is None:
            return
        mine = self._task.uncancel() <= self._cancelling
        if mine and kind is not None and issubclass(kind, asyncio.CancelledError):
            raise self._why() from error

    def _watch_deadline(self) -> None:
        left = self._deadline.left() if self._deadline else None
        if left is None or self._deadline is None or self._deadline.at is None:
            return
        off = clock.alarm(self._deadline.at, lambda: self._post(DeadlineExceeded))
        if off is None:
            off = self._loop.call_later(left, self._fire, DeadlineExceeded).cancel
        self._offs.append(off)

    def _watch_cancel(self) -> None:
        if self._cancel is not None:
            why = self._cancel.error
            self._offs.append(self._cancel.on_cancel(lambda: self._post(why)))

    def _post(self, why: Callable[[], Exception]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody is left to interrupt
            self._loop.call_soon_threadsafe(self._fire, why)

    def _fire(self, why: Callable[[], Exception]) -> None:
        if self._left or self._why is not None:
            return
        self._why = why
        self._task.cancel()


async def run(
    fn: Callable[[], Awaitable[T]],
    *,
    deadline: Deadline | None = None,
    cancel: CancelToken | None = None,
) -> T:
    """`fn()`, no longer than the deadline and not past a cancel.

    `fn` runs in the caller's task and is cancelled where it waits, so its cleanup runs.

    Raises:
        DeadlineExceeded: The deadline passed, before or while `fn` ran.
        RunCancelledError: `cancel` fired, before or while `fn` ran.
    """
    if cancel is not None:
        cancel.check()
    if cancel is None and (deadline is None or deadline.at is None):
        return await fn()
    async with _Interrupt(deadline, cancel):
        return await fn()


guard = run
"""Like `run`, for calls whose own blocking operations know the deadline and the token."""


async def sleep(seconds: float, *, cancel: CancelToken | None = None) -> None:
    """Wait.

    Args:
        seconds: How long.
        cancel: Ends the wait when it fires.

    Raises:
        RunCancelledError: `cancel` fired.
    """
    if cancel is not None:
        cancel.check()
    if clock.skip(seconds):
        seconds = 0.0
    await run(lambda: asyncio.sleep(seconds), cancel=cancel)
