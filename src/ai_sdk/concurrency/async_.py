"""Concurrency for coroutines. `sync.py` has the same names and meanings for threads."""

from __future__ import annotations

import asyncio
import inspect
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import aclosing, suppress
from types import TracebackType
from typing import Any, Generic, ParamSpec, TypeVar, Union

from . import threads
from .async_local import LoopLocal, loop_key
from .callables import iscoroutine_callable
from .clock import clock
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
    "aclosing",
    "call",
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

MaybeAwaitable = Union[T, Awaitable[T]]  # noqa: UP007 - subscripted at run time
"""What a user callable may return here: the value, or something to await for it."""


class Lock(asyncio.Lock):
    """Mutual exclusion, used as a context manager only."""


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


async def map_all(
    fn: Callable[[T], Awaitable[R]],
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
            after the other in the caller's task.
        cancel: Stops everything when it fires.

    Raises:
        RunCancelledError: `cancel` fired.
        BaseException: The first error of any `fn`; the others are cancelled or never start.
    """
    todo = list(items)
    width = min(max(1, limit or len(todo)), len(todo))
    if width <= 1:
        return await run(lambda: _one_by_one(fn, todo), cancel=cancel)
    return await run(lambda: _side_by_side(fn, todo, width), cancel=cancel)


async def _one_by_one(fn: Callable[[T], Awaitable[R]], todo: list[T]) -> list[R]:
    return [await fn(item) for item in todo]


async def _side_by_side(fn: Callable[[T], Awaitable[R]], todo: list[T], width: int) -> list[R]:
    results: dict[int, R] = {}
    errors: list[BaseException] = []
    feed = iter(enumerate(todo))

    async def lane() -> None:
        try:
            for index, item in feed:
                results[index] = await fn(item)
        except BaseException as error:
            errors.append(error)
            raise

    await _all_or_first_error([asyncio.ensure_future(lane()) for _ in range(width)])
    if errors:
        raise errors[0]
    return [results[index] for index in range(len(todo))]


async def _all_or_first_error(tasks: list[asyncio.Future[None]]) -> None:
    """Wait for all tasks, or for the first error; then none of them runs any more."""
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def call(fn: Callable[P, MaybeAwaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call user code of either kind: coroutine functions here, plain ones in a worker thread.

    The thread sees a copy of the caller's context variables; the event loop is never blocked.
    """
    if iscoroutine_callable(fn):
        result: Any = fn(*args, **kwargs)
    else:
        result = await _in_thread(lambda: fn(*args, **kwargs))
    if inspect.isawaitable(result):
        result = await result
    return result  # type: ignore[no-any-return]  # what fn says it returns


async def _in_thread(fn: Callable[[], T]) -> T:
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[None] = loop.create_future()

    def wake() -> None:
        if not ended.done():
            ended.set_result(None)

    def on_end() -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(wake)

    job = threads.Job(fn, on_end)
    await ended
    if isinstance(job.error, StopIteration):  # would silently end the coroutine's caller
        raise RuntimeError("the function raised StopIteration") from job.error
    return job.result()


class LoopRunner:
    """Runs the user's tools of either kind during one run; close it at the run's end.

    Example:
        >>> async def main() -> int:
        ...     async with LoopRunner() as runner:
        ...         return await runner.call(lambda: 42)
        >>> asyncio.run(main())
        42
    """

    async def call(
        self,
        fn: Callable[[], MaybeAwaitable[T]],
        *,
        deadline: Deadline | None = None,
        cancel: CancelToken | None = None,
    ) -> T:
        """`fn()`, no longer than the deadline and not past a cancel.

        Pass arguments with `functools.partial`, which keeps the kind of function visible.

        Raises:
            DeadlineExceeded: The deadline passed.
            RunCancelledError: `cancel` fired.
        """
        return await run(lambda: call(fn), deadline=deadline, cancel=cancel)

    async def aclose(self) -> None:
        """End the runner; calling it twice is fine."""

    async def __aenter__(self) -> LoopRunner:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.aclose()


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
        self._room, self._data = asyncio.Event(), asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._off: Callable[[], None] = lambda: None
        if cancel is not None:
            why = cancel.error
            self._off = cancel.on_cancel(lambda: self._post_abort(why))

    async def put(self, item: T) -> None:
        """Hand `item` on; wait while the channel is full.

        Raises:
            ChannelClosed: The channel is closed; or the error it was closed with.
        """
        while not self._closed and len(self._items) >= self._size:
            self._room.clear()
            await self._room.wait()
        if self._closed:
            raise self._error or ChannelClosed()
        self._items.append(item)
        self._data.set()

    def close(self, error: BaseException | None = None) -> None:
        """End the channel; only the first call counts.

        Args:
            error: What the consumer gets after the last item, instead of a plain end.
        """
        if not self._closed:
            self._closed, self._error = True, error
            self._room.set()
            self._data.set()
        self._off()

    def __aiter__(self) -> Channel[T]:
        return self

    async def __anext__(self) -> T:
        while not self._items and not self._closed:
            self._data.clear()
            await self._data.wait()
        if self._items:
            self._room.set()
            return self._items.popleft()
        if self._error is not None:
            raise self._error
        raise StopAsyncIteration

    def _post_abort(self, why: Callable[[], Exception]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody is at either end
            self._loop.call_soon_threadsafe(self._abort, why)

    def _abort(self, why: Callable[[], Exception]) -> None:
        if not self._closed:
            self._items.clear()
        self.close(why())


class Worker(Generic[T]):
    """A background job that starts at once and can be asked to stop.

    Example:
        >>> async def main() -> str:
        ...     async def job(stop: CancelToken) -> str:
        ...         return "done"
        ...     return await Worker(job).join()
        >>> asyncio.run(main())
        'done'

    Args:
        fn: The job; gets a token that fires when it is asked to stop.
    """

    def __init__(self, fn: Callable[[CancelToken], Awaitable[T]]) -> None:
        self._token = CancelToken()
        self._task = asyncio.ensure_future(run(lambda: fn(self._token), cancel=self._token))

    def stop(self) -> None:
        """Ask the job to end; does not wait."""
        self._token.cancel("the background job was stopped")

    async def join(self, *, cancel: CancelToken | None = None) -> T:
        """Wait for the end of the job and return its value.

        Raises:
            RunCancelledError: The job was stopped before its end, or `cancel` fired.
            BaseException: What the job raised.
        """
        return await run(lambda: asyncio.shield(self._task), cancel=cancel)

    async def __aenter__(self) -> Worker[T]:
        return self

    async def __aexit__(self, *exc: object) -> None:
        self.stop()
        await asyncio.wait([self._task])
        if not self._task.cancelled():
            self._task.exception()  # seen: leaving the block means that nobody wants it
