"""Deadline and CancelToken: how long a run may take, and how somebody else ends it."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable

from .clock import clock


class DeadlineExceeded(TimeoutError):
    """A deadline passed. The floors above turn it into their typed timeout error."""

    def __init__(self, message: str = "the deadline passed") -> None:
        super().__init__(message)


class ChannelClosed(Exception):
    """The other end of a channel is gone, so nothing can be put into it."""

    def __init__(self, message: str = "the channel is closed") -> None:
        super().__init__(message)


class Deadline:
    """A moment on the library's clock after which nothing of a run may go on.

    Example:
        >>> Deadline(30).clip(120) <= 30
        True

    Args:
        seconds: From now; None or infinity for a deadline that never comes.
    """

    __slots__ = ("at",)

    def __init__(self, seconds: float | None) -> None:
        endless = seconds is None or math.isinf(seconds)
        self.at: float | None = None if endless or seconds is None else clock.now() + seconds

    @classmethod
    def earliest(cls, *deadlines: Deadline | None) -> Deadline:
        """The deadline that comes first; a never-coming one when there is none."""
        moments = [d.at for d in deadlines if d is not None and d.at is not None]
        found = cls(None)
        found.at = min(moments, default=None)
        return found

    @property
    def expired(self) -> bool:
        """True once the moment has come."""
        return self.at is not None and clock.now() >= self.at

    def left(self) -> float | None:
        """Seconds until the deadline, always positive; None when it never comes.

        Raises:
            DeadlineExceeded: The moment has come.
        """
        if self.at is None:
            return None
        seconds = self.at - clock.now()
        if seconds <= 0:
            raise DeadlineExceeded
        return seconds

    def clip(self, seconds: float | None) -> float | None:
        """`seconds`, or what is left if that is less; None means without end.

        Raises:
            DeadlineExceeded: The moment has come.
        """
        left = self.left()
        if left is None or seconds is None:
            return seconds if left is None else left
        return min(seconds, left)

    def __repr__(self) -> str:
        return f"Deadline(at={self.at!r})"


class CancelToken:
    """Ends a run from outside, from any thread or task; a fired token stays fired.

    Example:
        >>> token = CancelToken()
        >>> off = token.on_cancel(lambda: print("stopping"))
        >>> token.cancel()
        stopping
        >>> token.cancelled
        True
    """

    def __init__(self) -> None:
        # Reentrant, because `cancel` may run in a signal handler on a thread that holds it.
        self._lock = threading.RLock()
        self._callbacks: dict[object, Callable[[], None]] = {}
        self._cancelled = False
        self._reason = "the run was cancelled"

    @property
    def cancelled(self) -> bool:
        """True once `cancel` was called."""
        return self._cancelled

    def cancel(self, reason: str | None = None) -> None:
        """Fire: run the callbacks in this thread, then return. Again: nothing.

        Args:
            reason: Becomes the message of the error that the cancelled run raises.
        """
        with self._lock:
            if self._cancelled:
                return
            self._reason = reason or self._reason
            self._cancelled = True
            callbacks, self._callbacks = list(self._callbacks.values()), {}
        for callback in callbacks:
            _shielded(callback)

    def on_cancel(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have `callback` run once when the token fires; at once if it has fired.

        Callbacks run in the thread that calls `cancel`, must not block, and what they raise is
        logged, not raised: every callback runs.

        Returns:
            A function that takes the callback back; calling it twice is fine.
        """
        key = object()
        with self._lock:
            if not self._cancelled:
                self._callbacks[key] = callback
                return lambda: self._forget(key)
        _shielded(callback)
        return lambda: None

    def check(self) -> None:
        """Return if the token has not fired.

        Raises:
            RunCancelledError: It has.
        """
        if self._cancelled:
            raise self.error()

    def error(self) -> Exception:
        """A fresh `RunCancelledError` with the token's reason."""
        from ..errors import RunCancelledError

        return RunCancelledError(self._reason)

    def _forget(self, key: object) -> None:
        with self._lock:
            self._callbacks.pop(key, None)

    def __repr__(self) -> str:
        return f"CancelToken(cancelled={self._cancelled})"


def _shielded(callback: Callable[[], None]) -> None:
    try:
        callback()
    except Exception:
        import logging

        logging.getLogger("ai_sdk").warning("a cancel callback failed", exc_info=True)
