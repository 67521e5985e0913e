"""Retry arithmetic: the hints of servers, the decision, the budget."""

from __future__ import annotations

import math
import threading
import time

import pytest
from hypothesis import given, strategies as st

from ai_sdk.errors import (
    APICallError,
    APIConnectionError,
    AuthenticationError,
    InvalidArgumentError,
    OverloadedError,
    QuotaExceededError,
    RateLimitError,
    ServerError,
)
from ai_sdk.retry import RetryBudget, RetryPolicy, is_retryable_status, next_delay
from ai_sdk.retry_hints import retry_after

_DATE = "Sun, 22 Nov 2026 10:00:00 GMT"
_EPOCH = 1795341600.0  # the same moment


class TestHints:
    @pytest.mark.parametrize(
        ("headers", "expected"),
        [
            ({"retry-after": "7"}, 7.0),
            ({"retry-after": "0.25"}, 0.25),
            ({"retry-after": " 3 "}, 3.0),
            ({"retry-after-ms": "1500"}, 1.5),
            ({"x-ms-retry-after-ms": "20"}, 0.02),
            ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
            ({"retry-after-ms": "soon", "retry-after": "9"}, 9.0),
            ({"retry-after": "86400"}, 86400.0),
            ({"retry-after": "Sun, 22 Nov 2026 10:00:30 GMT", "date": _DATE}, 30.0),
            ({"retry-after": "Sun, 22 Nov 2026 10:00:30 GMT"}, 30.0),
            ({"retry-after": "Sun, 22 Nov 2026 09:00:00 GMT", "date": _DATE}, None),
            ({"retry-after": "-1"}, None),
            ({"retry-after": "nan"}, None),
            ({"retry-after": "inf"}, None),
            ({"retry-after": "tomorrow"}, None),
            ({"retry-after": "x" * 5000}, None),
            ({"retry-after": "Sun, 99 Nov 2026 10:00:30 GMT", "date": _DATE}, None),
            ({}, None),
            ({"x-ratelimit-reset-requests": "6m0s"}, 360.0),
            ({"x-ratelimit-reset-tokens": "20ms"}, 0.02),
            ({"x-ratelimit-reset-tokens": "1h2m3.5s"}, 3723.5),
            ({"x-ratelimit-reset": "30"}, 30.0),
            ({"x-ratelimit-reset": str(_EPOCH + 12), "date": _DATE}, 12.0),
            ({"x-ratelimit-reset": str((_EPOCH + 12) * 1000), "date": _DATE}, 12.0),
            (
                {"anthropic-ratelimit-tokens-reset": "2026-11-22T10:00:05Z", "date": _DATE},
                5.0,
            ),
            ({"x-ratelimit-reset-tokens": "1s", "x-ratelimit-remaining-tokens": "12"}, None),
            (
                {
                    "x-ratelimit-reset-tokens": "1s",
                    "x-ratelimit-remaining-tokens": "12",
                    "x-ratelimit-reset-requests": "4s",
                    "x-ratelimit-remaining-requests": "0",
                },
                4.0,
            ),
            ({"x-ratelimit-reset-a": "2s", "x-ratelimit-reset-b": "5s"}, 5.0),
            ({"x-ratelimit-reset": "never"}, None),
            ({"x-amz-retry-after": "2500"}, 2.5),
            ({"retry-after": "0"}, 0.0),
            ({"retry-after": _DATE, "date": _DATE}, 0.0),
            ({"retry-after": "Sun, 22 Nov 2026 11:00:30 +0100", "date": _DATE}, 30.0),
            ({"retry-after": "Sun, 22 Nov 99999999999999999999 10:00:30 GMT"}, None),
            ({"retry-after": _DATE.replace(":00 ", ":30 ").ljust(64), "date": _DATE}, 30.0),
            ({"retry-after": _DATE.replace(":00 ", ":30 ").ljust(65), "date": _DATE}, None),
            ({"x-ratelimit-reset": "1d"}, 86400.0),
            ({"x-ratelimit-reset": "5us"}, 5e-6),
            ({"x-ratelimit-reset": "7µs"}, 7e-6),
            ({"x-ratelimit-reset": " 6m0s "}, 360.0),
            ({"x-ratelimit-reset": "1s" * 32}, 32.0),
            ({"x-ratelimit-reset": "1s" * 33}, None),
            ({"x-ratelimit-reset": "999999999"}, 999999999.0),
            ({"x-ratelimit-reset": "2026-11-22T10:00:00.5Z", "date": _DATE}, 0.5),
            ({"x-ratelimit-reset": "2026-11-22T12:00:05+02:00", "date": _DATE}, 5.0),
            ({"x-ratelimit-reset": "1s", "x-ratelimit-remaining": "1"}, None),
            ({"x-ratelimit-limit": "0"}, None),
            ({"x-ratelimit-remaining": "0"}, None),
            ({"x-reset-after": "5"}, None),
            ({"x-ratelimit-limit-requests": "60"}, None),
        ],
    )
    def test_every_spelling(self, headers: dict[str, str], expected: float | None) -> None:
        found = retry_after(headers, now=_EPOCH)
        assert found == (expected if expected is None else pytest.approx(expected))

    @pytest.mark.parametrize("skew", [-3600, 3600])
    def test_a_wrong_clock_of_ours_does_no_harm(self, skew: float) -> None:
        headers = {"retry-after": "Sun, 22 Nov 2026 10:00:30 GMT", "date": _DATE}
        assert retry_after(headers, now=_EPOCH + skew) == 30.0

    @pytest.mark.parametrize(("reset", "now"), [("1000000000", 1e9), ("100000000000", 1e8)])
    def test_large_numbers_are_moments(self, reset: str, now: float) -> None:
        assert retry_after({"x-ratelimit-reset": reset}, now=now - 5) == 5.0

    @pytest.mark.skipif(not hasattr(time, "tzset"), reason="no time zone can be set here")
    @pytest.mark.parametrize(
        "headers",
        [
            {"retry-after": "Sun, 22 Nov 2026 10:00:30 -0000"},
            {"x-ratelimit-reset": "2026-11-22T10:00:30"},
        ],
    )
    def test_dates_without_a_zone_are_in_utc(
        self, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TZ", "XYZ+5")
        time.tzset()
        try:
            assert retry_after(headers, now=_EPOCH) == 30.0
        finally:
            monkeypatch.undo()
            time.tzset()

    def test_without_a_given_time_the_machine_s_clock_counts(self) -> None:
        found = retry_after({"retry-after": "Fri, 31 Dec 2100 23:59:59 GMT"})
        assert found is not None and found > 1e8

    @given(
        st.dictionaries(
            st.sampled_from(
                [
                    "retry-after",
                    "retry-after-ms",
                    "date",
                    "x-ratelimit-reset",
                    "x-ratelimit-reset-a",
                ]
            ),
            st.text(max_size=40),
        )
    )
    def test_garbage_never_raises(self, headers: dict[str, str]) -> None:
        found = retry_after(headers, now=_EPOCH)
        assert found is None or (found >= 0 and math.isfinite(found))


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504, 520, 526, 529])
def test_statuses_worth_another_try(status: int) -> None:
    assert is_retryable_status(status)
    assert is_retryable_status(status, "maybe")
    assert not is_retryable_status(status, "false")


@pytest.mark.parametrize("status", [200, 400, 401, 402, 403, 404, 413, 422])
def test_statuses_that_stay(status: int) -> None:
    assert not is_retryable_status(status)
    assert is_retryable_status(status, "True")


def _delays(policy: RetryPolicy, error: Exception, rng: float = 1.0) -> list[float | None]:
    return [next_delay(policy, attempt, error, lambda: rng) for attempt in (1, 2, 3)]


class _Stranger(Exception):
    """Says that it is worth another try, but is none of our errors."""

    is_retryable = True


class TestDecision:
    def test_a_transient_failure_starts_low_and_doubles(self) -> None:
        error = ServerError("x", status_code=500, is_retryable=True)
        assert _delays(RetryPolicy(), error) == [0.05, 0.1, None]
        assert _delays(RetryPolicy(), error, rng=0.5) == [0.025, 0.05, None]

    @pytest.mark.parametrize(
        "error",
        [
            RateLimitError("x", status_code=429, is_retryable=True),
            OverloadedError("x", status_code=529, is_retryable=True),
            APICallError("x", status_code=429, is_retryable=True),
            APICallError("x", status_code=503, is_retryable=True),
            APICallError("x", status_code=529, is_retryable=True),
        ],
    )
    def test_a_refusal_for_load_starts_at_a_second(self, error: Exception) -> None:
        assert _delays(RetryPolicy(), error) == [1.0, 2.0, None]

    def test_connection_errors_are_transient(self) -> None:
        assert _delays(RetryPolicy(max_retries=1), APIConnectionError("x")) == [0.05, None, None]

    def test_the_wait_has_a_cap(self) -> None:
        policy = RetryPolicy(max_retries=99, max_delay=3)
        error = APIConnectionError("x")
        assert next_delay(policy, 99, error, lambda: 1.0) == 3
        assert next_delay(RetryPolicy(max_retries=10**6), 10**6, error, lambda: 1.0) == 20

    def test_doubling_ends_before_numbers_do(self) -> None:
        policy = RetryPolicy(max_retries=10**6, max_delay=math.inf)
        for attempt in (61, 62, 10**6):
            delay = next_delay(policy, attempt, APIConnectionError("x"), lambda: 1.0)
            assert delay == 0.05 * 2**60

    def test_a_hint_is_a_lower_bound(self) -> None:
        error = RateLimitError("x", status_code=429, is_retryable=True, retry_after=5.0)
        assert _delays(RetryPolicy(), error, rng=0.0) == [5.0, 5.0, None]
        assert _delays(RetryPolicy(), error) == [5.5, 5.5, None]

    def test_a_hint_below_our_own_wait_does_not_shorten_it(self) -> None:
        error = RateLimitError("x", status_code=429, is_retryable=True, retry_after=0.0)
        assert _delays(RetryPolicy(), error) == [1.0, 2.0, None]

    def test_a_hint_above_the_limit_means_no(self) -> None:
        error = RateLimitError("x", status_code=429, is_retryable=True, retry_after=61)
        assert _delays(RetryPolicy(), error) == [None, None, None]
        assert _delays(RetryPolicy(max_retry_after=61), error, rng=0.0)[0] == 61

    @pytest.mark.parametrize(
        "error",
        [
            AuthenticationError("x", status_code=401),
            QuotaExceededError("x", status_code=429),
            APIConnectionError("x", is_retryable=False),
            InvalidArgumentError("x"),
            ValueError("x"),
            _Stranger("x"),
        ],
    )
    def test_what_is_never_tried_again(self, error: Exception) -> None:
        assert _delays(RetryPolicy(), error) == [None, None, None]

    def test_no_retries(self) -> None:
        assert next_delay(RetryPolicy(max_retries=0), 1, APIConnectionError("x")) is None

    @pytest.mark.parametrize("number", [-1, 1.5, "2", None])
    def test_a_bad_number_of_retries_is_refused(self, number: object) -> None:
        with pytest.raises(InvalidArgumentError) as caught:
            RetryPolicy(max_retries=number)  # type: ignore[arg-type]  # the point
        assert caught.value.parameter == "max_retries"
        assert caught.value.value == number

    @given(st.integers(1, 5), st.floats(0, 1))
    def test_jitter_stays_within_the_doubled_base(self, attempt: int, rng: float) -> None:
        delay = next_delay(
            RetryPolicy(max_retries=5), attempt, APIConnectionError("x"), lambda: rng
        )
        assert delay is not None and 0 <= delay <= 0.05 * 2 ** (attempt - 1)


class TestBudget:
    def test_there_is_enough_for_a_hundred_refusals(self) -> None:
        budget = RetryBudget()
        assert budget.tokens == budget.capacity == 500
        refusal = RateLimitError("x", status_code=429)
        assert [budget.take(refusal) for _ in range(101)] == [True] * 100 + [False]

    def test_failures_cost_more_than_refusals(self) -> None:
        budget = RetryBudget(capacity=30)
        assert budget.take(APIConnectionError("x"))
        assert budget.tokens == 16
        assert budget.take(RateLimitError("x", status_code=429))
        assert budget.tokens == 11
        assert not budget.take()
        assert budget.take(OverloadedError("x", status_code=529))

    def test_success_puts_a_little_back(self) -> None:
        budget = RetryBudget(capacity=20)
        budget.success()
        assert budget.tokens == 20
        assert budget.take()
        budget.success()
        assert budget.tokens == 7

    def test_an_outage_is_not_multiplied(self) -> None:
        budget, sent = RetryBudget(), 0
        for _ in range(10_000):
            sent += 1
            while budget.take() and sent < 10**6:
                sent += 1
        assert sent <= 10_000 * 1.2

    def test_threads_share_it_exactly(self) -> None:
        budget = RetryBudget(capacity=8 * 1000 * 14)
        threads = [
            threading.Thread(target=lambda: [budget.take() for _ in range(1000)]) for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert budget.tokens == 0
