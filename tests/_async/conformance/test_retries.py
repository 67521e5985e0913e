"""Retries: how often, after what, how long between them, and what is raised in the end."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.aio import (
    APICallError,
    APIConnectionError,
    AsyncHTTPClient,
    AuthenticationError,
    BadRequestError,
    CancelToken,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    RetryError,
    RunCancelledError,
    ServerError,
)
from ai_sdk.concurrency import ManualClock, clock
from ai_sdk.testing import ProviderServer, Reply
from tests.helpers import FiresInTheWait
from tests.ways import OVER_SOCKETS, Scripted, Way

from .play import run


async def tried(way: Way, *script: Reply, **settings: Any) -> tuple[Any, list[float], int]:
    """The result or error of a run, the seconds waited between tries, and their number."""
    with clock.use(ManualClock()) as time, ProviderServer(list(script)) as server:
        async with AsyncHTTPClient() as client:  # with a budget of its own
            model = Scripted(way.handle(server, client=client), server)
            try:
                outcome: Any = await run(way, model, **settings)
            except Exception as error:
                outcome = error
        return outcome, time.slept, len(server.requests)


@OVER_SOCKETS
async def test_behaviour_01_two_retries_by_default(way: Way) -> None:
    outcome, waits, tries = await tried(
        way, Reply.error(500), Reply.error(503), Reply.text("late"), max_retries=2
    )
    plain, _, as_many = await tried(way, Reply.error(500), Reply.error(503), Reply.text("late"))

    assert (outcome.text, plain.text) == ("late", "late")
    assert tries == as_many == 3
    assert [attempt.status for attempt in outcome.attempts] == [500, 503, 200]
    assert 0 <= waits[0] <= 0.05  # a failure: soon
    assert 0 <= waits[1] <= 2.0  # too much load: 1 s doubled once, fully jittered


@OVER_SOCKETS
async def test_behaviour_01_the_third_failure_is_raised_with_its_history(way: Way) -> None:
    script = [Reply.error(500, "first"), Reply.error(503, "second"), Reply.error(500, "third")]
    error, waits, tries = await tried(way, *script, Reply.text("never"))

    assert type(error) is ServerError
    assert "third" in str(error)
    assert "3 attempts" in str(error)
    assert (tries, len(waits)) == (3, 2)
    assert [attempt.status for attempt in error.attempts] == [500, 503, 500]
    history = error.__cause__
    assert isinstance(history, RetryError)
    assert [earlier.status_code for earlier in history.errors] == [500, 503]


@OVER_SOCKETS
@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504, 529, 599])
async def test_behaviour_02_these_statuses_are_tried_again(way: Way, status: int) -> None:
    outcome, waits, tries = await tried(way, Reply.error(status), Reply.text("fine"))

    assert outcome.text == "fine"
    assert (tries, len(waits)) == (2, 1)


@OVER_SOCKETS
@pytest.mark.parametrize("how", ["close", "rst"])
async def test_behaviour_02_lost_connections_are_tried_again(way: Way, how: Any) -> None:
    outcome, _, tries = await tried(way, Reply.no_answer(how), Reply.text("fine"))

    assert outcome.text == "fine"
    assert [attempt.status for attempt in outcome.attempts][-1] == 200
    assert tries == 2


@OVER_SOCKETS
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequestError),
        (401, AuthenticationError),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (422, BadRequestError),
    ],
)
async def test_behaviour_02_these_are_not(way: Way, status: int, kind: type[Exception]) -> None:
    error, waits, tries = await tried(way, Reply.error(status), Reply.text("never"))

    assert type(error) is kind
    assert error.status_code == status
    assert not error.is_retryable
    assert (waits, tries) == ([], 1)


DATE = {"date": "Sun, 22 Nov 2026 10:00:00 GMT"}
IN_NINE = {**DATE, "retry-after": "Sun, 22 Nov 2026 10:00:09 GMT"}


@OVER_SOCKETS
@pytest.mark.parametrize(
    ("headers", "least"),
    [
        ({"retry-after-ms": "1500", "retry-after": "40"}, 1.5),
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": "2.5"}, 2.5),
        (IN_NINE, 9.0),
        ({"retry-after": "60"}, 60.0),
    ],
)
async def test_behaviour_03_a_hint_is_followed(way: Way, headers: Any, least: float) -> None:
    outcome, waits, _ = await tried(way, Reply.error(429, headers=headers), Reply.text("fine"))

    assert outcome.text == "fine"
    (wait,) = waits
    assert least <= wait <= least * 1.1  # a little later, so that clients do not come together


@OVER_SOCKETS
@pytest.mark.parametrize("text", ["-1", "soon", "nan"])
async def test_behaviour_03_nonsense_is_no_hint(way: Way, text: str) -> None:
    refusal = Reply.error(500, headers={"retry-after": text})
    outcome, waits, _ = await tried(way, refusal, Reply.text("fine"))

    assert outcome.text == "fine"
    assert 0 <= waits[0] <= 0.05


@OVER_SOCKETS
@pytest.mark.parametrize("headers", [{"retry-after": "61"}, {"retry-after-ms": "60001"}])
async def test_behaviour_03_a_hint_beyond_a_minute_is_raised_at_once(
    way: Way, headers: Any
) -> None:
    error, waits, tries = await tried(way, Reply.error(429, headers=headers), Reply.text("never"))

    assert type(error) is RateLimitError
    assert error.retry_after > 60
    assert (waits, tries) == ([], 1)


@OVER_SOCKETS
@pytest.mark.parametrize(
    ("reply", "kind", "settings"),
    [
        (Reply.error(400, "no"), BadRequestError, {}),
        (Reply.error(500, "no"), ServerError, {"max_retries": 0}),
        (Reply.no_answer(), APIConnectionError, {"max_retries": 0}),
    ],
)
async def test_behaviour_04_a_lone_failure_is_raised_bare(
    way: Way, reply: Reply, kind: type[Exception], settings: Any
) -> None:
    error, waits, tries = await tried(way, reply, Reply.text("never"), **settings)

    assert type(error) is kind
    assert not isinstance(error.__cause__, (RetryError, APICallError))
    assert (waits, tries, len(error.attempts)) == ([], 1, 1)


@OVER_SOCKETS
async def test_behaviour_04_a_token_ends_the_wait_at_once(way: Way) -> None:
    token = CancelToken()
    refusal = Reply.error(429, retry_after=50)
    with ProviderServer([refusal, Reply.text("never")]) as server:
        async with AsyncHTTPClient() as client:
            model = Scripted(way.handle(server, client=client), server)
            with clock.use(FiresInTheWait(token)):
                with pytest.raises(RunCancelledError, match="enough"):
                    await run(way, model, cancel=token)

        assert len(server.requests) == 1
