"""Concurrency for threads. `async_.py` has the same names and meanings for coroutines."""

from __future__ import annotations

import inspect
import threading
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from typing import Annotated, Any, Generic, ParamSpec, TypeVar

from . import threads
from .callables import iscoroutine_callable
from .clock import clock
from .sync_local import LoopLocal, loop_key
from .sync_runner import LoopRunner
from .sync_wait import run, wait_until
from .tokens import CancelToken, ChannelClosed, Deadline, DeadlineExceeded

__all__ = [
    "CancelToken",
    "Channel",
    "ChannelClosed",
    "Deadline",
    "DeadlineExceeded",
    "Lock",
    "LoopLocal",
    "LoopRunner",
    "MaybeAwaitable",
    "Worker",
    "call",
    "closing",
    "guard",
    "iscoroutine_callable",
    "loop_key",
    "map_all",
    "run",
    "sleep",
]

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

MaybeAwaitable = Annotated[T, "a plain value"]
"""What a user callable may return here: the value."""


class Lock:
    """Mutual exclusion, used as a context manager only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *exc: object) -> None:
        self._lock.release()


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


def map_all(
    fn: Callable[[T], R],
    items: Iterable[T],
    *,
    limit: int | None = None,
    cancel: CancelToken | None = None,
) -> list[R]:
    """`[fn(x) for x in items]`, several at once, results in order.

    Args:
        fn: Called once per item.
        items: Read to the end first.
        limit: At most so many at once; None for all. With one item or `limit=1` they run one
            after the other in the caller's thread.
        cancel: Stops everything when it fires.

    Raises:
        RunCancelledError: `cancel` fired.
        BaseException: The first error of any `fn`; the others never start, or end unheard.
    """
    todo = list(items)
    width = min(max(1, limit or len(todo)), len(todo))
    if width <= 1:
        return _one_by_one(fn, todo, cancel)
    return _side_by_side(fn, todo, width, cancel)


def _one_by_one(fn: Callable[[T], R], todo: list[T], cancel: CancelToken | None) -> list[R]:
    results: list[R] = []
    for item in todo:
        if cancel is not None:
            cancel.check()
        results.append(fn(item))
    return results


def _side_by_side(
    fn: Callable[[T], R], todo: list[T], width: int, cancel: CancelToken | None
) -> list[R]:
    results: dict[int, R] = {}
    errors: list[BaseException] = []
    wake, stop, lock = threading.Event(), threading.Event(), threading.Lock()
    feed = iter(enumerate(todo))

    def take() -> tuple[int, T] | None:
        with lock:
            return None if stop.is_set() else next(feed, None)

    def lane() -> None:
        try:
            while (job := take()) is not None:
                results[job[0]] = fn(job[1])
        except BaseException as error:  # noqa: BLE001 - raised below, in the caller's thread
            errors.append(error)

    lanes = [threads.Job(lane, wake.set) for _ in range(width)]
    try:
        wait_until(wake, lambda: errors or all(each.ended for each in lanes), cancel=cancel)
    finally:  # an interrupt of the waiting thread stops the lanes as well
        stop.set()
    if errors:
        raise errors[0]
    return [results[index] for index in range(len(todo))]


def call(fn: Callable[P, MaybeAwaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call the user's plain function, here and now.

    Raises:
        ConfigurationError: It is a coroutine function, which needs `ai_sdk.aio`.
    """
    if iscoroutine_callable(fn):
        raise _wrong_colour(fn)
    result = fn(*args, **kwargs)
    if inspect.iscoroutine(result):
        result.close()
        raise _wrong_colour(fn)
    return result


def _wrong_colour(fn: Any) -> Exception:
    from ..errors import ConfigurationError

    name = getattr(fn, "__qualname__", None) or type(fn).__qualname__
    return ConfigurationError(
        f"{name} is a coroutine function, and this is the synchronous face: "
        "pass a plain function, or call the same name from ai_sdk.aio"
    )


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
            self._changed.wait_for(lambda: self._closed or len(self._items) < self._size)
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
            self._changed.wait_for(lambda: self._items or self._closed)
            if self._items:
                self._changed.notify_all()
                return self._items.popleft()
            if self._error is not None:
                raise self._error
            raise StopIteration

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

    def __enter__(self) -> Worker[T]:
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()
        self._wait(None)
