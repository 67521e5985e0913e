"""Several coroutines at once, results in order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from .async_run import run
from .tokens import CancelToken

R = TypeVar("R")
T = TypeVar("T")


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
    width = len(todo) if limit is None else min(max(1, limit), len(todo))
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
