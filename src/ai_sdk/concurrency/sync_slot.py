"""A value that one thread waits for and another one brings."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

from .sync_run import wait_until
from .tokens import CancelToken, Deadline

T = TypeVar("T")


class Slot(Generic[T]):
    """Room for one value or error, brought once by whoever has it, from any thread.

    Example:
        >>> slot = Slot()
        >>> slot.fill(42)
        >>> slot.wait()
        42
    """

    def __init__(self) -> None:
        self._lock, self._wake = threading.Lock(), threading.Event()
        self._outcome: tuple[T | None, BaseException | None] | None = None

    @property
    def filled(self) -> bool:
        """Whether a value or an error has come."""
        return self._outcome is not None

    def fill(self, value: T) -> None:
        """Bring the value; only the first one counts."""
        self._set((value, None))

    def fail(self, error: BaseException) -> None:
        """Bring an error, which `wait` raises; only the first one counts."""
        self._set((None, error))

    def wait(self, *, deadline: Deadline | None = None, cancel: CancelToken | None = None) -> T:
        """The value, once it is there.

        Raises:
            DeadlineExceeded: The deadline passed first.
            RunCancelledError: `cancel` fired first.
            BaseException: The error that was brought.
        """
        wait_until(self._wake, lambda: self._outcome, deadline=deadline, cancel=cancel)
        assert self._outcome is not None
        value, error = self._outcome
        if error is not None:
            raise error
        return value  # type: ignore[return-value]  # set whenever no error is

    def _set(self, outcome: tuple[T | None, BaseException | None]) -> None:
        with self._lock:
            if self._outcome is None:
                self._outcome = outcome
        self._wake.set()
