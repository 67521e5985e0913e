"""Threads that work side by side: a bounded channel and a background job."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from . import threads
from .sync_run import LONGEST_WAIT, wait_until
from .tokens import CancelToken, ChannelClosed

T = TypeVar("T")


class Channel(Generic[T]):
    """A bounded queue between a producer and a consumer; either side may close it.

    Iterate it to consume. Closing wakes both ends: what was put before is still delivered, then
    iteration ends or raises the error it was closed with, and `put` raises. A fired cancel token
    closes it with its error and drops what is inside.

    Args:
        size: How many items may wait inside before `put` blocks.
        cancel: Closes the channel when it fires.
    """

    def __init__(self, size: int = 1, *, cancel: CancelToken | None = None) -> None:
        self._items: deque[T] = deque()
        self._size = max(1, size)
        self._closed = False
        self._error: BaseException | None = None
        self._changed = threading.Condition()
        self._off: Callable[[], None] = lambda: None
        if cancel is not None:
            why = cancel.error
            self._off = cancel.on_cancel(lambda: self._abort(why))

    def put(self, item: T) -> None:
        """Hand `item` on; wait while the channel is full.

        Raises:
            ChannelClosed: The channel is closed; or the error it was closed with.
        """
        with self._changed:
            self._wait(lambda: self._closed or len(self._items) < self._size)
            if self._closed:
                raise self._error or ChannelClosed()
            self._items.append(item)
            self._changed.notify_all()

    def close(self, error: BaseException | None = None) -> None:
        """End the channel; only the first call counts.

        Args:
            error: What the consumer gets after the last item, instead of a plain end.
        """
        with self._changed:
            if not self._closed:
                self._closed, self._error = True, error
                self._changed.notify_all()
        self._off()

    def __iter__(self) -> Channel[T]:
        return self

    def __next__(self) -> T:
        with self._changed:
            self._wait(lambda: self._items or self._closed)
            if self._items:
                self._changed.notify_all()
                return self._items.popleft()
            if self._error is not None:
                raise self._error
            raise StopIteration

    def _wait(self, done: Callable[[], object]) -> None:
        while not done():
            self._changed.wait(LONGEST_WAIT)

    def _abort(self, why: Callable[[], Exception]) -> None:
        with self._changed:
            if not self._closed:
                self._items.clear()
            self.close(why())


class Worker(Generic[T]):
    """A background job that starts at once and can be asked to stop.

    Example:
        >>> Worker(lambda stop: "done").join()
        'done'

    Args:
        fn: The job; gets a token that fires when it is asked to stop, and has to look at it.
    """

    def __init__(self, fn: Callable[[CancelToken], T]) -> None:
        self._token, self._ended = CancelToken(), CancelToken()
        self._job = threads.Job(lambda: fn(self._token), self._ended.cancel)

    @property
    def ended(self) -> bool:
        """Whether the job has ended, well or badly."""
        return self._job.ended

    def stop(self) -> None:
        """Ask the job to end; does not wait."""
        self._token.cancel("the background job was stopped")

    def join(self, *, cancel: CancelToken | None = None) -> T:
        """Wait for the end of the job and return its value.

        Raises:
            RunCancelledError: The job was stopped before its end, or `cancel` fired.
            BaseException: What the job raised.
        """
        self._wait(cancel)
        return self._job.result()

    def _wait(self, cancel: CancelToken | None) -> None:
        wake = threading.Event()
        off = self._ended.on_cancel(wake.set)
        try:
            wait_until(wake, lambda: self._job.ended, cancel=cancel)
        finally:
            off()

    def close(self) -> None:
        """Ask the job to end and leave its thread alone; nobody wants its value."""
        self.stop()

    def __enter__(self) -> Worker[T]:
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()
        self._wait(None)
