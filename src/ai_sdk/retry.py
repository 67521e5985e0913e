"""When to try again and how long to wait: pure arithmetic, one policy for every provider."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from .concurrency.sync import Lock
from .errors import (
    AISDKError,
    APICallError,
    InvalidArgumentError,
    OverloadedError,
    RateLimitError,
)
from .types._value import value

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["RetryBudget", "RetryPolicy", "is_retryable_status", "next_delay"]

_RETRYABLE = frozenset((408, 409, 425, 429))
_THROTTLING = frozenset((429, 503, 529))


@value
class RetryPolicy:
    """How often and how patiently a request is tried again. All times in seconds.

    Attributes:
        max_retries: tries after the first.
        transient_base: the first wait after a failure of connection or server; doubles each time.
        throttle_base: the first wait after a refusal for load (429, 503, 529); doubles each time.
        max_delay: the longest wait of our own choosing.
        max_retry_after: the longest wait that a server may ask for; above it the error is raised
            at once, with `retry_after` filled.
    """

    max_retries: int = 2
    transient_base: float = 0.05
    throttle_base: float = 1.0
    max_delay: float = 20.0
    max_retry_after: float = 60.0

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.max_retries, int) or self.max_retries < 0:
            raise InvalidArgumentError(
                f"max_retries must be a whole number of 0 or more, not {self.max_retries!r}",
                parameter="max_retries",
                value=self.max_retries,
            )


def is_retryable_status(status: int, should_retry: str | None = None) -> bool:
    """Whether the same request may succeed later after this status.

    Args:
        status: HTTP status of the reply.
        should_retry: The header `x-should-retry`, which decides when it says true or false.

    Example:
        >>> is_retryable_status(503), is_retryable_status(400), is_retryable_status(500, "false")
        (True, False, False)
    """
    if should_retry is not None and should_retry.strip().lower() in ("true", "false"):
        return should_retry.strip().lower() == "true"
    return status in _RETRYABLE or status >= 500


def is_throttled(error: BaseException | None) -> bool:
    """Whether the provider refused for load, rather than failed."""
    if isinstance(error, (RateLimitError, OverloadedError)):
        return True
    return isinstance(error, APICallError) and error.status_code in _THROTTLING


def next_delay(
    policy: RetryPolicy,
    attempt: int,
    error: BaseException,
    rng: Callable[[], float] = random.random,
) -> float | None:
    """Seconds to wait before the next try, None if there must be none.

    Full jitter: anything between 0 and the doubled base. A server's hint is a lower bound, with
    up to a tenth on top so that its clients do not come back all at once.

    Args:
        policy: The limits.
        attempt: How many tries have failed, 1 after the first.
        error: What the last one raised.
        rng: Gives numbers from 0 to 1.
    """
    if attempt > policy.max_retries or not isinstance(error, AISDKError):
        return None
    if not getattr(error, "is_retryable", False):
        return None
    hint: float | None = getattr(error, "retry_after", None)
    if hint is not None and hint > policy.max_retry_after:
        return None
    base = policy.throttle_base if is_throttled(error) else policy.transient_base
    delay = rng() * min(policy.max_delay, base * 2.0 ** min(attempt - 1, 60))
    return delay if hint is None else max(delay, hint * (1 + 0.1 * rng()))


class RetryBudget:
    """How many retries all calls of a client may make together; one per client by default.

    A bucket of tokens: a retry takes some out, a success puts a little back. In an outage the
    bucket runs dry and calls fail at their first error, so that clients do not multiply the load.

    Example:
        >>> budget = RetryBudget(capacity=14)
        >>> budget.take(), budget.take()
        (True, False)

    Args:
        capacity: Tokens at the start, and at most.
        transient_cost: What a retry after a failure costs.
        throttle_cost: What a retry after a refusal for load costs.
        refund: What a success gives back.
    """

    def __init__(
        self,
        capacity: float = 500,
        *,
        transient_cost: float = 14,
        throttle_cost: float = 5,
        refund: float = 1,
    ) -> None:
        self.capacity, self.refund = capacity, refund
        self._costs = transient_cost, throttle_cost
        self._tokens = capacity
        self._lock = Lock()

    @property
    def tokens(self) -> float:
        """What is left."""
        return self._tokens

    def take(self, error: BaseException | None = None) -> bool:
        """Pay for a retry after `error`; False if there is too little left."""
        cost = self._costs[1 if is_throttled(error) else 0]
        with self._lock:
            if self._tokens < cost:
                return False
            self._tokens -= cost
            return True

    def success(self) -> None:
        """Note a call that went well."""
        if self._tokens < self.capacity:  # full nearly always: no lock then
            with self._lock:
                self._tokens = min(self.capacity, self._tokens + self.refund)
