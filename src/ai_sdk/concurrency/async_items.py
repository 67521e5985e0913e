"""The user's generators of either kind, read one item at a time from coroutines."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Generator
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

from . import threads
from .async_channel import Channel
from .callables import isasyncgen_callable, iscoroutine_callable
from .clock import clock
from .tokens import CancelToken, ChannelClosed, Deadline

_LONGEST_WAIT = 0.5  # seconds until a thread notices that its loop was closed under it


def runs_here(fn: Any, *limits: float | None) -> bool:  # noqa: ARG001 - for the other side
    """Whether `fn` runs in its caller's task: a coroutine function or an asynchronous generator
    function, whatever its time limits.
    """
    return iscoroutine_callable(fn) or isasyncgen_callable(fn)


def items(
    source: Any,
    *,
    runner: Any = None,  # noqa: ARG001 - the synchronous side needs it
    here: bool = True,  # noqa: ARG001 - likewise
    cancel: CancelToken | None = None,
) -> AsyncIterator[Any]:
    """What a generator of either kind yields; close what this returns.

    An asynchronous generator is read in the caller's task, a plain one in a single thread of its
    own that waits for the reader after each item, and closes it when nobody reads any more.

    Args:
        source: The generator.
        runner: Of no use here.
        here: Of no use here.
        cancel: Ends the reading when it fires.
    """
    return source if inspect.isasyncgen(source) else _Threaded(source, cancel)


class _Threaded:
    """A plain generator behind a channel."""

    def __init__(self, source: Generator[Any, Any, Any], cancel: CancelToken | None) -> None:
        self._channel = channel = Channel[Any](cancel=cancel)
        self._loop = loop = asyncio.get_running_loop()

        def end(error: BaseException | None) -> None:
            with suppress(RuntimeError):  # the loop is closed: nobody reads any more
                loop.call_soon_threadsafe(channel.close, error)

        threads.pump(source, self._put, end)

    def _put(self, item: Any) -> None:
        """Hand on an item from the generator's thread; wait until there is room for it.

        Raises:
            ChannelClosed: nobody reads any more.
            RuntimeError: the loop is closed.
        """
        handed: Future[None] = Future()

        def begin() -> None:
            task = self._loop.create_task(self._channel.put(item))
            task.add_done_callback(lambda _: _copy(task, handed))

        self._loop.call_soon_threadsafe(begin)
        while not handed.done():
            with suppress(TimeoutError):
                handed.result(_LONGEST_WAIT)
            if self._loop.is_closed():  # it may never come to what was handed to it
                raise ChannelClosed
        handed.result()

    def __aiter__(self) -> AsyncIterator[Any]:
        return self

    async def __anext__(self) -> Any:
        return await self._channel.__anext__()

    async def aclose(self) -> None:
        self._channel.close()


def _copy(task: asyncio.Task[None], to: Future[None]) -> None:
    if task.cancelled():
        to.set_exception(ChannelClosed())
    elif (error := task.exception()) is not None:
        to.set_exception(error)
    else:
        to.set_result(None)


def alarm(deadline: Deadline, ring: Callable[[], None]) -> Callable[[], object]:
    """Call `ring` when the deadline comes; returns how to unset it."""
    if deadline.at is None:
        return lambda: None
    off = clock.alarm(deadline.at, ring)
    if off is None:
        left = max(0.0, deadline.at - clock.now())
        off = asyncio.get_running_loop().call_later(left, ring).cancel
    return off
