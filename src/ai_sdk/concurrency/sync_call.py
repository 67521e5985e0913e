"""Calling user code from threads; the one event loop there is, for the user's coroutine tools."""

from __future__ import annotations

import inspect
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, TypeVar, overload

from . import threads
from .callables import iscoroutine_callable
from .sync_run import run, wait_until
from .tokens import CancelToken, Deadline

if TYPE_CHECKING:
    import asyncio
    from concurrent.futures import Future

P = ParamSpec("P")
T = TypeVar("T")

_REFUSAL = "refuses_coroutine"
_GRACE_SECONDS = 5.0  # for coroutines that refuse to end; their thread is left alone after it

MaybeAwaitable = Annotated[T, "a plain value"]
"""What a user callable may return here: the value."""

Eventually = Annotated[T, "a plain value"]
"""What a function of our own returns when it is called."""


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


def invoke(fn: Callable[..., Any], *args: Any) -> Any:
    """Call a short user callback right here."""
    return call(fn, *args)


def check_colour(fn: Any, name: str) -> None:
    """Refuse a coroutine function where only a plain one can be called.

    Raises:
        ConfigurationError: `fn`, given as `name`, is a coroutine function.
    """
    if iscoroutine_callable(fn):
        raise _wrong_colour(fn, name)


def _wrong_colour(fn: Any, given_as: str | None = None) -> Exception:
    from ..errors import ConfigurationError

    name = getattr(fn, "__qualname__", None) or type(fn).__qualname__
    where = f"{given_as}: " if given_as else ""
    error = ConfigurationError(
        f"{where}{name} is a coroutine function, and this is the synchronous face: "
        "pass a plain function, or call the same name from ai_sdk.aio"
    )
    error.__dict__[_REFUSAL] = True
    return error


def raise_refusal(error: BaseException) -> None:
    """Raise our refusal of a coroutine function, but not what the function itself raised."""
    if error.__dict__.get(_REFUSAL):
        raise error


def _cancelled() -> Exception:
    from ..errors import RunCancelledError

    return RunCancelledError("the coroutine was cancelled on its event loop")


class LoopRunner:
    """Runs the user's tools of either kind during one run; close it at the run's end.

    Coroutine tools share one event loop on a helper thread, started by the first of them.

    Example:
        >>> async def answer() -> int:
        ...     return 42
        >>> with LoopRunner() as runner:
        ...     runner.call(answer)
        42
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._ended = threading.Event()
        self._closed = False

    @overload
    def call(
        self,
        fn: Callable[[], Awaitable[T]],
        *,
        deadline: Deadline | None = None,
        cancel: CancelToken | None = None,
        here: bool = False,
    ) -> T: ...

    @overload
    def call(
        self,
        fn: Callable[[], T | Awaitable[T]],
        *,
        deadline: Deadline | None = None,
        cancel: CancelToken | None = None,
        here: bool = False,
    ) -> T: ...

    def call(
        self,
        fn: Callable[[], Any],
        *,
        deadline: Deadline | None = None,
        cancel: CancelToken | None = None,
        here: bool = False,
    ) -> Any:
        """`fn()`, no longer than the deadline and not past a cancel.

        A plain function without a deadline runs in the caller's thread, with one in a daemon
        thread that is left alone when the deadline passes; with `here` it runs in the caller's
        thread whatever the deadline. A coroutine is cancelled on its loop.
        Pass arguments with `functools.partial`, which keeps the kind of function visible.

        Raises:
            DeadlineExceeded: The deadline passed.
            RunCancelledError: `cancel` fired.
        """
        if cancel is not None:
            cancel.check()
        if iscoroutine_callable(fn):
            return self._on_loop(fn, deadline, cancel)
        if here or deadline is None or deadline.left() is None:
            result: Any = fn()
        else:
            result = run(fn, deadline=deadline, cancel=cancel)
        if inspect.isawaitable(result):
            return self._on_loop(lambda: result, deadline, cancel)
        return result

    def pump(
        self,
        source: AsyncGenerator[Any, Any],
        put: Callable[[Any], None],
        end: Callable[[BaseException | None], None],
        *,
        cancel: CancelToken | None = None,
    ) -> None:
        """Read an asynchronous generator in one task on the loop.

        Args:
            source: The generator; closed when `put` raises or `cancel` fires.
            put: Called with each item, in a thread; the generator waits for it.
            end: Called at the end, with the error if there was one.
            cancel: Ends the task when it fires.
        """
        import asyncio

        from .async_call import in_thread

        async def main() -> None:
            async with aclosing(source):
                async for item in source:
                    await in_thread(partial(put, item))

        job = asyncio.run_coroutine_threadsafe(main(), self._started())

        def stop() -> None:
            job.cancel()

        off = cancel.on_cancel(stop) if cancel is not None else None

        def ended(done: Future[None]) -> None:
            if off is not None:
                off()
            end(_cancelled() if done.cancelled() else done.exception())

        job.add_done_callback(ended)

    def close(self) -> None:
        """Cancel what still runs on the loop and end it; calling it twice is fine."""
        with self._lock:
            self._closed = True
            loop, stop, self._loop = self._loop, self._stop, None
        if loop is not None and stop is not None:
            loop.call_soon_threadsafe(stop.set)
            self._ended.wait(_GRACE_SECONDS)

    def __enter__(self) -> LoopRunner:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _on_loop(
        self,
        fn: Callable[[], Awaitable[T]],
        deadline: Deadline | None,
        cancel: CancelToken | None,
    ) -> T:
        import asyncio
        from concurrent.futures import CancelledError

        async def awaited() -> T:
            return await fn()

        loop, wake = self._started(), threading.Event()
        job = asyncio.run_coroutine_threadsafe(awaited(), loop)
        job.add_done_callback(lambda _: wake.set())
        try:
            wait_until(wake, job.done, deadline=deadline, cancel=cancel)
            return job.result()
        except CancelledError as error:
            raise _cancelled() from error
        finally:
            job.cancel()

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._closed:
                raise RuntimeError("the runner is closed")
            if self._loop is None:
                self._start()
            assert self._loop is not None
            return self._loop

    def _start(self) -> None:
        import asyncio

        ready = threading.Event()

        def end() -> None:
            self._ended.set()
            ready.set()

        async def main() -> None:
            self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
            ready.set()
            await self._stop.wait()

        job = threads.Job(lambda: asyncio.run(main()), end)
        ready.wait()
        if self._loop is None:  # it could not start; say why
            job.result()
