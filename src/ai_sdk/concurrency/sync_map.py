"""Several functions at once in threads, results in order."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import TypeVar

from . import threads
from .sync_run import wait_until
from .tokens import CancelToken

R = TypeVar("R")
T = TypeVar("T")


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
    width = len(todo) if limit is None else min(max(1, limit), len(todo))
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
        except BaseException as error:
            errors.append(error)

    lanes = [threads.Job(lane, wake.set) for _ in range(width)]
    try:
        wait_until(wake, lambda: errors or all(each.ended for each in lanes), cancel=cancel)
    finally:  # an interrupt of the waiting thread stops the lanes as well
        stop.set()
    if errors:
        raise errors[0]
    return [results[index] for index in range(len(todo))]
