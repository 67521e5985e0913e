"""The one retry layer: how many tries, how long between them, and what is raised in the end."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk._async.http.retrying import with_retries
from ai_sdk.concurrency import CancelToken, Deadline, ManualClock, clock
from ai_sdk.errors import (
    AISDKError,
    APIConnectionError,
    APITimeoutError,
    AuthenticationError,
    InvalidResponseError,
    QuotaExceededError,
    RateLimitError,
    RetryError,
    RunCancelledError,
    ServerError,
)
from ai_sdk.http_rules.clock import CallClock
from ai_sdk.retry import RetryBudget, RetryPolicy, is_retryable_status
from ai_sdk.retry_hints import retry_after
from ai_sdk.types.http import Attempt, HTTPReply
from ai_sdk.types.run import CallControl
from tests._async.http_support import open_client, post
from tests.faults.server import FaultServer, reply, say, say_and_close


class Tries:
    """Fails with the given errors in turn, then gives "done"."""

    def __init__(self, *errors: Exception, cancel: CancelToken | None = None) -> None:
        self.errors, self.count, self.cancel = list(errors), 0, cancel
        self.attempts: list[Attempt] = []
        self.budget = RetryBudget()

    async def run(self, retries: int = 2, rng: float = 1.0, **control: Any) -> str:
        return await with_retries(
            self.one,
            policy=RetryPolicy(retries),
            budget=self.budget,
            control=CallControl(max_retries=retries, **control),
            attempts=self.attempts,
            rng=lambda: rng,
        )

    async def one(self) -> str:
        self.count += 1
        if self.cancel is not None:
            self.cancel.cancel("stop it")
        if self.errors:
            raise self.errors.pop(0)
        return "done"


def server_error() -> ServerError:
    return ServerError("oh", status_code=500, request_id="r1", is_retryable=True)


def rate_limit(seconds: float | None = None) -> RateLimitError:
    return RateLimitError("slow", status_code=429, is_retryable=True, retry_after=seconds)


async def test_success_needs_one_try() -> None:
    tries = Tries()
    with clock.use(ManualClock()) as time:
        assert await tries.run() == "done"
    assert (tries.count, time.slept, tries.attempts) == (1, [], [Attempt()])


async def test_waits_double_and_are_noted() -> None:
    tries = Tries(server_error(), APIConnectionError("gone"))
    with clock.use(ManualClock()) as time:
        assert await tries.run() == "done"
    assert time.slept == [0.05, 0.1]
    assert tries.attempts == [
        Attempt(500, 0.0, "oh", "r1"),
        Attempt(None, 0.05, "gone"),
        Attempt(None, 0.1),
    ]


async def test_the_last_error_itself_is_raised() -> None:
    first, second, last = server_error(), APIConnectionError("b"), server_error()
    origin = OSError("reset")
    last.__cause__ = origin
    tries = Tries(first, second, last)
    with clock.use(ManualClock()), pytest.raises(ServerError) as caught:
        await tries.run()
    assert caught.value is last
    assert len(last.attempts) == tries.count == 3
    assert "3 attempts" in str(last)
    history = last.__cause__
    assert isinstance(history, RetryError)
    assert history.errors == (first, second)
    assert history.last is second
    assert history.__cause__ is origin


async def test_a_first_failure_that_stays_is_raised_bare() -> None:
    error = AuthenticationError("no", status_code=401)
    tries = Tries(error)
    with pytest.raises(AuthenticationError) as caught:
        await tries.run()
    assert (caught.value is error, tries.count, error.__cause__) == (True, 1, None)
    assert error.attempts == (Attempt(401, 0.0, "no"),)


@pytest.mark.parametrize("retries", [0, 1, 4])
async def test_exactly_so_many_tries(retries: int) -> None:
    tries = Tries(*(server_error() for _ in range(9)))
    with clock.use(ManualClock()) as time, pytest.raises(ServerError):
        await tries.run(retries)
    assert tries.count == retries + 1
    assert time.slept == [0.05 * 2**n for n in range(retries)]


@pytest.mark.parametrize(
    "error",
    [
        QuotaExceededError("empty", status_code=429),
        APIConnectionError("bad certificate", is_retryable=False),
        InvalidResponseError("no JSON"),
    ],
)
async def test_what_is_not_tried_again(error: AISDKError) -> None:
    tries = Tries(error)
    with pytest.raises(type(error)):
        await tries.run()
    assert tries.count == 1


async def test_errors_that_are_not_ours_pass() -> None:
    tries = Tries(ZeroDivisionError("bug"))
    with pytest.raises(ZeroDivisionError):
        await tries.run()
    assert (tries.count, tries.attempts) == (1, [])


async def test_a_server_s_hint_is_followed() -> None:
    tries = Tries(rate_limit(7), rate_limit())
    with clock.use(ManualClock()) as time:
        await tries.run(rng=0.0)
    assert time.slept == [7.0, 0.0]


async def test_a_hint_beyond_patience_is_raised_at_once() -> None:
    tries = Tries(rate_limit(86_400))
    with clock.use(ManualClock()) as time, pytest.raises(RateLimitError) as caught:
        await tries.run()
    assert (caught.value.retry_after, time.slept, tries.count) == (86_400, [], 1)


@pytest.mark.parametrize("name", ["step", "total"])
async def test_a_wait_beyond_a_deadline_is_not_begun(name: str) -> None:
    tries = Tries(rate_limit(20))
    with clock.use(ManualClock()) as time, pytest.raises(RateLimitError):
        limits: Any = {name: Deadline(15)}
        await tries.run(**limits)
    assert (time.slept, tries.count) == ([], 1)


async def test_a_wait_that_ends_before_the_deadline_is_begun() -> None:
    tries = Tries(rate_limit(20))
    with clock.use(ManualClock()) as time:
        assert await tries.run(rng=0.0, step=Deadline(21), total=Deadline(30)) == "done"
    assert time.slept == [20.0]


async def test_a_wait_just_as_long_as_the_deadline_is_not_begun() -> None:
    tries = Tries(rate_limit(20))
    with clock.use(ManualClock()) as time, pytest.raises(RateLimitError):
        await tries.run(rng=0.0, total=Deadline(20))
    assert time.slept == []


async def test_a_deadline_that_has_passed_ends_it() -> None:
    tries = Tries(APITimeoutError("late", limit="idle"))
    with clock.use(ManualClock()) as time, pytest.raises(APITimeoutError):
        total = Deadline(5)
        time.advance(6)
        await tries.run(total=total)
    assert tries.count == 1


async def test_a_token_ends_the_wait() -> None:
    token = CancelToken()
    tries = Tries(rate_limit(30), cancel=token)
    with pytest.raises(RunCancelledError, match="stop it"):
        await tries.run(cancel=token)
    assert tries.count == 1


async def test_an_empty_budget_ends_it() -> None:
    tries = Tries(server_error(), server_error(), server_error())
    tries.budget = RetryBudget(capacity=14)
    with clock.use(ManualClock()), pytest.raises(ServerError):
        await tries.run()
    assert (tries.count, tries.budget.tokens) == (2, 0)


async def test_success_fills_the_budget() -> None:
    tries = Tries(server_error())
    with clock.use(ManualClock()):
        await tries.run()
    assert tries.budget.tokens == 500 - 14 + 1


def _error_for(answer: HTTPReply) -> AISDKError:
    again = is_retryable_status(answer.status, answer.headers.get("x-should-retry"))
    kind = RateLimitError if answer.status == 429 else ServerError
    return kind(
        "no", status_code=answer.status, is_retryable=again, retry_after=retry_after(answer.headers)
    )


async def _call(server: FaultServer, retries: int = 2) -> tuple[HTTPReply, list[Attempt]]:
    attempts: list[Attempt] = []
    async with open_client() as client:

        async def attempt() -> HTTPReply:
            answer = await client.send(post(server.url), clock=CallClock())
            if answer.status >= 400:
                raise _error_for(answer)
            return answer

        answer = await with_retries(
            attempt,
            policy=RetryPolicy(retries),
            budget=client.retry_budget,
            control=CallControl(),
            attempts=attempts,
            rng=lambda: 0.0,
        )
    return answer, attempts


_DATE = b"date: Sun, 22 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("status", "headers", "waited"),
    [
        (429, [b"retry-after: 3"], 3.0),
        (429, [b"retry-after-ms: 250"], 0.25),
        (429, [_DATE, b"retry-after: Sun, 22 Nov 2026 10:00:09 GMT"], 9.0),
        (429, [b"retry-after: -4"], 0.0),
        (429, [b"retry-after: nan"], 0.0),
        (429, [], 0.0),
        (429, [b"x-ratelimit-reset-tokens: 6s"], 6.0),
        *((status, [], 0.0) for status in (408, 409, 425, 500, 502, 503, 504, 520, 526, 529)),
        (400, [b"x-should-retry: true"], 0.0),
    ],
)
async def test_statuses_that_are_tried_again(
    status: int, headers: list[bytes], waited: float
) -> None:
    refusal = say(reply(b"<html>", *headers, status=b"%d No" % status))
    with FaultServer(refusal, say(reply(b"fine"))) as server:
        with clock.use(ManualClock()) as time:
            answer, attempts = await _call(server)
        assert (answer.body, time.slept, len(server.requests)) == (b"fine", [waited], 2)
    assert [attempt.status for attempt in attempts] == [status, 200]


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        *((status, []) for status in (400, 401, 403, 404, 413, 422)),
        (500, [b"x-should-retry: false"]),
        (429, [b"retry-after: 86400"]),
    ],
)
async def test_statuses_that_are_not(status: int, headers: list[bytes]) -> None:
    with FaultServer(say(reply(b"", *headers, status=b"%d No" % status))) as server:
        with pytest.raises(AISDKError):
            await _call(server)
        assert len(server.requests) == 1


@pytest.mark.parametrize("retries", [0, 2])
async def test_a_server_that_always_fails_is_asked_so_often(retries: int) -> None:
    with FaultServer(say(reply(b"", status=b"500 No"))) as server:
        with clock.use(ManualClock()), pytest.raises(ServerError):
            await _call(server, retries)
        assert len(server.requests) == retries + 1


async def test_a_broken_connection_is_tried_again() -> None:
    with FaultServer(
        say_and_close(), say_and_close(b"HTTP/1.1 200"), say(reply(b"fine"))
    ) as server:
        with clock.use(ManualClock()):
            answer, attempts = await _call(server)
    assert answer.body == b"fine"
    assert [attempt.status for attempt in attempts] == [None, None, 200]
