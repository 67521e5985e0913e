"""`CallClock`: which of a call's time limits holds now, and whether somebody cancelled it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ..concurrency.clock import clock
from ..concurrency.sync import Lock
from ..concurrency.tokens import Deadline, DeadlineExceeded
from ..errors import APITimeoutError
from ..types.timeouts import Timeout

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..concurrency.net.common import Wakeable
    from ..concurrency.tokens import CancelToken
    from ..types.run import CallControl

__all__ = ["CallClock", "ConnectLimit"]

_DEFAULT = Timeout()
_WORDS = {
    "connect": "no connection within {seconds:g} s",
    "first_event": "the provider sent no event within {seconds:g} s",
    "idle": "the provider sent nothing of substance for {seconds:g} s",
    "step": "the step took longer than {seconds:g} s",
    "total": "the call took longer than {seconds:g} s",
}


class CallClock:
    """The limits of one attempt, from sending the request to the end of its reply.

    Until `event_seen()` is called the limit `first_event` holds, from then on `idle`. Both count
    the time that is spent waiting for the peer, so a caller who takes long over what he has is
    never timed out, and a peer that only pings or dribbles always is. `step` and `total` are
    moments. It satisfies the network floor's `Limit`.

    Args:
        timeout: The named limits.
        step: The moment the step must have ended.
        total: The moment the whole run must have ended.
        cancel: The caller's token.

    Example:
        >>> watch = CallClock(Timeout(idle=20))
        >>> watch.event_seen()
        >>> watch.left()
        20.0
    """

    def __init__(
        self,
        timeout: Timeout = _DEFAULT,
        *,
        step: Deadline | None = None,
        total: Deadline | None = None,
        cancel: CancelToken | None = None,
    ) -> None:
        self.timeout, self.cancel = timeout, cancel
        self._ends = (("step", step), ("total", total))
        self._end = Deadline.earliest(step, total).at
        self._phase, self._allowed = "first_event", _seconds(timeout.first_event)
        self._waited = 0.0
        self._waited_until: float | None = None
        self._connection: Wakeable | None = None
        self._lock: Lock | None = None
        self._off: Callable[[], None] | None = None

    @classmethod
    def of(cls, control: CallControl) -> CallClock:
        """The clock of one attempt of a model call."""
        return cls(control.timeout, step=control.step, total=control.total, cancel=control.cancel)

    @property
    def connect(self) -> ConnectLimit:
        """The limit for making a connection, counted from the first time it is asked."""
        return ConnectLimit(self)

    @property
    def phase(self) -> str:
        """`first_event` or `idle`: which of the two holds."""
        return self._phase

    def event_seen(self) -> None:
        """Note an event of substance: no ping, no comment."""
        if self._phase != "idle":
            self._phase, self._allowed = "idle", _seconds(self.timeout.idle)
        self._waited, self._waited_until = 0.0, None

    def hurry(self, seconds: float) -> None:
        """Allow `seconds` more of waiting in all, whatever the limits say."""
        self._allowed = self._waited + seconds

    def left(self) -> float | None:
        """Seconds that a wait for the peer may take now; None for any time.

        Raises:
            DeadlineExceeded: A limit has been reached; `error()` says which.
            RunCancelledError: The token has fired.
        """
        if self.cancel is not None:
            self.cancel.check()
        now = clock.now()
        if self._waited_until is not None:  # no event came of the last wait: it goes on
            self._waited += now - self._waited_until
            self._waited_until = now
        left = self._allowed - self._waited
        if self._end is not None:
            left = min(left, self._end - now)
        if left <= 0:
            raise DeadlineExceeded
        return None if left == math.inf else left

    def spent(self, seconds: float) -> None:
        """Note that a wait took `seconds`."""
        self._waited += seconds
        self._waited_until = clock.now()

    def deadline(self) -> Deadline:
        """When a wait that starts now must end, for code that knows only moments."""
        found = Deadline(None)
        left = self.left()
        found.at = None if left is None else clock.now() + left
        return found

    def attach(self, connection: Wakeable) -> None:
        """Have a cancellation wake `connection`, the one that will wait now."""
        if self.cancel is None or connection is self._connection:
            return
        self._connection = connection
        if self._off is None:
            self._lock = Lock()
            self._off = self.cancel.on_cancel(self._wake)

    def release(self) -> None:
        """Have a cancellation wake nobody from now on: the connection goes back to its pool."""
        if self._off is not None and self._lock is not None:
            with self._lock:
                self._connection = None
            self._off()
            self._off = None

    def error(self, *, url: str | None = None, connecting: bool = False) -> APITimeoutError:
        """The typed error for the limit that was reached."""
        name, seconds = self._reached(connecting)
        words = _WORDS[name].format(seconds=seconds)
        return APITimeoutError(
            f"{words} (timeout limit {name!r})",
            limit=name,
            seconds=seconds,
            url=url,
            is_retryable=name not in ("step", "total"),
        )

    def _reached(self, connecting: bool) -> tuple[str, float]:
        for name, moment in self._ends:
            if moment is not None and moment.expired:
                return name, getattr(self.timeout, name) or 0.0
        name = "connect" if connecting else self._phase
        return name, getattr(self.timeout, name) or 0.0

    def _wake(self) -> None:
        if self._lock is not None:
            with self._lock:
                if self._connection is not None:
                    self._connection.wake()


class ConnectLimit:
    """The `connect` limit of a call, under its other deadlines."""

    __slots__ = ("_call", "_until")

    def __init__(self, call: CallClock) -> None:
        self._call = call
        self._until: Deadline | None = None

    def left(self) -> float | None:
        """Seconds that are left for connecting; raises like `CallClock.left`."""
        if self._until is None:
            self._until = Deadline(self._call.timeout.connect)
        call = self._call
        if call.cancel is not None:
            call.cancel.check()
        moments: list[Any] = [self._until, *(moment for _, moment in call._ends)]  # pyright: ignore[reportPrivateUsage]
        return Deadline.earliest(*moments).left()

    def spent(self, seconds: float) -> None:
        """Connecting is no waiting for an event."""

    def attach(self, connection: Wakeable) -> None:
        """Have a cancellation wake `connection`."""
        self._call.attach(connection)


def _seconds(limit: float | None) -> float:
    return math.inf if limit is None else float(limit)
