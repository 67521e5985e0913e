"""The one retry layer: everything that is tried again is tried again here."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, TypeVar

from ...concurrency import async_ as cc
from ...errors import AISDKError, APICallError, RetryError
from ...logs import logger
from ...retry import next_delay
from ...types.http import Attempt

if TYPE_CHECKING:
    from collections.abc import Callable, MutableSequence

    from ...retry import RetryBudget, RetryPolicy
    from ...types.run import CallControl

__all__ = ["with_retries"]

T = TypeVar("T")


async def with_retries(
    attempt: Callable[[], cc.Eventually[T]],
    *,
    policy: RetryPolicy,
    budget: RetryBudget,
    control: CallControl,
    attempts: MutableSequence[Attempt],
    rng: Callable[[], float] = random.random,
) -> T:
    """`attempt()`, again after errors that say they are worth it.

    The wait between two tries is cancellable and never longer than the call may last: where it
    would be, the error is raised at once.

    Args:
        attempt: One try, from building the request to what counts as success.
        policy: How often and how patiently.
        budget: What all calls of the client share.
        control: Deadlines and the caller's token.
        attempts: Gets one entry for each try.
        rng: Where the jitter comes from.

    Raises:
        AISDKError: The last try's error, with `attempts`; its cause is a `RetryError` that holds
            the errors before it.
        RunCancelledError: The token fired.
    """
    earlier: list[Exception] = []
    delay = 0.0
    while True:
        try:
            result = await attempt()
        except AISDKError as error:
            attempts.append(_failed(error, delay))
            wait = next_delay(policy, len(earlier) + 1, error, rng)
            if wait is None or _too_long(wait, control) or not budget.take(error):
                raise _final(error, earlier, attempts)  # noqa: B904 - has its own cause
            earlier.append(error)
            delay = wait
            logger.debug("try %d failed: %s; the next in %.3f s", len(earlier), error, wait)
        else:
            budget.success()
            attempts.append(Attempt(getattr(result, "status", None), delay))
            return result
        await cc.sleep(delay, cancel=control.cancel)


def _too_long(wait: float, control: CallControl) -> bool:
    """Whether a deadline would pass while waiting."""
    try:
        left = cc.Deadline.earliest(control.step, control.total).left()
    except cc.DeadlineExceeded:
        return True
    return left is not None and left <= wait


def _failed(error: AISDKError, delay: float) -> Attempt:
    status = error.status_code if isinstance(error, APICallError) else None
    return Attempt(status, delay, error.message, getattr(error, "request_id", None))


def _final(
    error: AISDKError, earlier: list[Exception], attempts: MutableSequence[Attempt]
) -> AISDKError:
    if hasattr(error, "attempts"):
        setattr(error, "attempts", tuple(attempts))  # noqa: B010 - only some classes have it
    if earlier:
        history = RetryError(f"{len(earlier)} tries failed before this one", errors=earlier)
        history.__cause__ = error.__cause__
        error.__cause__ = history
    return error
