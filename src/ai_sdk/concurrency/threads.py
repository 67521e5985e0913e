"""Daemon threads that run one job each, with the caller's context; idle ones are used again.

Daemon, because a hung tool must not keep the interpreter alive at exit.
"""

from __future__ import annotations

import contextvars
import os
import queue
import threading
from collections.abc import Callable, Generator
from contextlib import closing
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_IDLE_SECONDS = 10.0
_Task = Callable[[], None]


class Job(Generic[T]):
    """`fn` in a daemon thread, with a copy of the caller's context variables.

    Args:
        fn: What to run.
        on_end: Called in that thread after `fn` ended, well or badly; must not raise.
    """

    __slots__ = ("_error", "_value", "ended")

    def __init__(self, fn: Callable[[], T], on_end: Callable[[], None]) -> None:
        self.ended = False
        self._value: T | None = None
        self._error: BaseException | None = None
        context = contextvars.copy_context()
        start(lambda: context.run(self._main, fn, on_end))

    def _main(self, fn: Callable[[], T], on_end: Callable[[], None]) -> None:
        try:
            self._value = fn()
        except BaseException as error:
            self._error = error
        self.ended = True
        on_end()

    @property
    def error(self) -> BaseException | None:
        """What `fn` raised, once ended."""
        return self._error

    def result(self) -> T:
        """What `fn` returned; raises what it raised. Only after `ended`."""
        try:
            if self._error is not None:
                raise self._error
            return self._value  # type: ignore[return-value]  # set whenever no error is
        finally:
            del self  # an error's traceback must not keep the job, and so itself, alive


def pump(
    source: Generator[Any, Any, Any],
    put: Callable[[Any], None],
    end: Callable[[BaseException | None], None],
) -> None:
    """Read a generator in one thread of its own.

    Args:
        source: The generator; closed when `put` raises.
        put: Called there with each item.
        end: Called there at the end, with the error if there was one.
    """

    def main() -> None:
        try:
            with closing(source):
                for item in source:
                    put(item)
        except BaseException as error:
            end(error)
        else:
            end(None)

    Job(main, lambda: None)


class _Idle:
    """The threads that wait for another job, the most recent on top."""

    def __init__(self) -> None:
        # Reentrant, because a `__del__` that wants a thread may run while this one holds it.
        self.lock = threading.RLock()
        self.inboxes: list[queue.SimpleQueue[_Task]] = []


_idle = _Idle()


def start(task: _Task) -> None:
    """Run `task` in a daemon thread, an idle one if there is one. `task` must not raise."""
    with _idle.lock:
        inbox = _idle.inboxes.pop() if _idle.inboxes else None
    if inbox is not None:
        inbox.put(task)
        return
    fresh: queue.SimpleQueue[_Task] = queue.SimpleQueue()
    fresh.put(task)
    threading.Thread(target=_serve, args=(fresh, _idle), daemon=True, name="ai-sdk").start()


def _serve(inbox: queue.SimpleQueue[_Task], idle: _Idle) -> None:
    while (task := _next(inbox, idle)) is not None:
        task()
        del task
        with idle.lock:
            idle.inboxes.append(inbox)


def _next(inbox: queue.SimpleQueue[_Task], idle: _Idle) -> _Task | None:
    try:
        return inbox.get(timeout=_IDLE_SECONDS)
    except queue.Empty:
        with idle.lock:
            if inbox in idle.inboxes:
                idle.inboxes.remove(inbox)
                return None
    return inbox.get()  # taken off the list in between: its job is on the way


def _after_fork() -> None:  # pragma: no cover - runs in a forked child
    global _idle
    _idle = _Idle()  # the child has none of the parent's threads


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
