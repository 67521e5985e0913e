"""Calling user code of either kind from coroutines."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar, Union, overload

from . import threads
from .async_run import run
from .callables import iscoroutine_callable
from .tokens import CancelToken, Deadline

P = ParamSpec("P")
T = TypeVar("T")

MaybeAwaitable = Union[T, Awaitable[T]]  # noqa: UP007 - subscripted at run time
"""What a user callable may return here: the value, or something to await for it."""

Eventually = Awaitable[T]
"""What a coroutine function of our own returns when it is called."""


@overload
async def call(fn: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T: ...


@overload
async def call(fn: Callable[P, MaybeAwaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T: ...


async def call(fn: Callable[P, Any], *args: P.args, **kwargs: P.kwargs) -> Any:
    """Call user code of either kind: coroutine functions here, plain ones in a worker thread.

    The thread sees a copy of the caller's context variables; the event loop is never blocked.
    """
    if iscoroutine_callable(fn):
        result: Any = fn(*args, **kwargs)
    else:
        result = await in_thread(lambda: fn(*args, **kwargs))
    if inspect.isawaitable(result):
        result = await result
    return result


async def invoke(fn: Callable[..., Any], *args: Any) -> Any:
    """Call a short user callback of either kind right here, without a thread.

    One that says of itself that it is `blocking` gets a thread all the same.
    """
    if getattr(fn, "blocking", False):
        return await in_thread(lambda: fn(*args))
    result = fn(*args)
    if inspect.isawaitable(result):
        result = await result
    return result


def check_colour(fn: Any, name: str) -> None:
    """Callbacks may be of either kind here: nothing to refuse."""


def raise_refusal(error: BaseException) -> None:
    """Raise our refusal of a function's colour, not what the function raised: there is none."""


async def in_thread(fn: Callable[[], T]) -> T:
    """`fn()` in a worker thread that sees a copy of the caller's context variables."""
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

    @overload
    async def call(
        self,
        fn: Callable[[], Awaitable[T]],
        *,
        deadline: Deadline | None = None,
        cancel: CancelToken | None = None,
        here: bool = False,
    ) -> T: ...

    @overload
    async def call(
        self,
        fn: Callable[[], MaybeAwaitable[T]],
        *,
        deadline: Deadline | None = None,
        cancel: CancelToken | None = None,
        here: bool = False,
    ) -> T: ...

    async def call(
        self,
        fn: Callable[[], Any],
        *,
        deadline: Deadline | None = None,
        cancel: CancelToken | None = None,
        here: bool = False,
    ) -> Any:
        """`fn()`, no longer than the deadline and not past a cancel.

        Pass arguments with `functools.partial`, which keeps the kind of function visible. `here`
        means something on the synchronous side only.

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
