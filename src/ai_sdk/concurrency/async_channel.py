"""Coroutines that work side by side: a bounded channel and a background job."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Generic, TypeVar

from .async_run import run
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
        self._room, self._data = asyncio.Event(), asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._off: Callable[[], None] = lambda: None
        if cancel is not None:
            why = cancel.error
            self._off = cancel.on_cancel(lambda: self._post_abort(why))
            if cancel.cancelled:
                self._abort(why)

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

    @property
    def ended(self) -> bool:
        """Whether the job has ended, well or badly."""
        return self._task.done()

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

    async def aclose(self) -> None:
        """Ask the job to end and wait for it; nobody wants its value."""
        self.stop()
        await asyncio.wait([self._task])
        if not self._task.cancelled():
            self._task.exception()  # seen

    async def __aenter__(self) -> Worker[T]:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.aclose()
