"""The one monotonic clock that deadlines and sleeps read, and the manual one that tests put in."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Protocol, TypeVar

S = TypeVar("S", bound="TimeSource")


class TimeSource(Protocol):
    """Where time comes from."""

    def now(self) -> float:
        """Seconds since some fixed moment; never goes backwards."""
        ...

    def skip(self, seconds: float) -> bool:
        """Let `seconds` pass without waiting; False asks the caller to wait for real."""
        ...

    def alarm(self, at: float, ring: Callable[[], None]) -> Callable[[], None] | None:
        """Call `ring` at `at` and return how to unset it; None asks the caller to time itself."""
        ...


class _SystemTime:
    """`time.monotonic`; waiting is left to the caller."""

    def now(self) -> float:
        return time.monotonic()

    def skip(self, seconds: float) -> bool:
        return False

    def alarm(self, at: float, ring: Callable[[], None]) -> Callable[[], None] | None:
        return None


class ManualClock:
    """A time source that moves only when told; sleeping on it moves it at once.

    Example:
        >>> with clock.use(ManualClock(100.0)) as time:
        ...     deadline = Deadline(5)
        ...     time.advance(2)
        ...     deadline.left()
        3.0

    Args:
        start: The first value of `now()`, in seconds.
    """

    def __init__(self, start: float = 1000.0) -> None:
        self.slept: list[float] = []
        """Every sleep that was asked for, in order, in seconds."""
        self._now = start
        self._lock = threading.Lock()
        self._alarms: dict[object, tuple[float, Callable[[], None]]] = {}

    def now(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        """Move on by `seconds` and ring the alarms that are due, earliest first."""
        with self._lock:
            self._now += seconds
            due = [(at, key) for key, (at, _) in self._alarms.items() if at <= self._now]
            due.sort(key=lambda pair: pair[0])
            rings = [self._alarms.pop(key)[1] for _, key in due]
        for ring in rings:
            ring()

    def skip(self, seconds: float) -> bool:
        self.slept.append(seconds)
        self.advance(max(0.0, seconds))
        return True

    def alarm(self, at: float, ring: Callable[[], None]) -> Callable[[], None] | None:
        key = object()
        with self._lock:
            self._alarms[key] = (at, ring)
        return lambda: self._unset(key)

    def _unset(self, key: object) -> None:
        with self._lock:
            self._alarms.pop(key, None)


class Clock:
    """What the library asks for the time; `use` replaces the source behind it."""

    def __init__(self, source: TimeSource | None = None) -> None:
        self._source: TimeSource = source or _SystemTime()

    def now(self) -> float:
        """Seconds since some fixed moment; never goes backwards."""
        return self._source.now()

    def skip(self, seconds: float) -> bool:
        """True when the source let `seconds` pass by itself, so that nobody need wait."""
        return self._source.skip(seconds)

    def alarm(self, at: float, ring: Callable[[], None]) -> Callable[[], None] | None:
        """Have the source call `ring` at `at`; None when the caller must time itself."""
        return self._source.alarm(at, ring)

    @contextmanager
    def use(self, source: S) -> Generator[S, None, None]:
        """Read time from `source` inside the block."""
        before, self._source = self._source, source
        try:
            yield source
        finally:
            self._source = before


clock = Clock()
"""The clock of the process."""
