"""Clock, Deadline, CancelToken and callables: the parts that both colours share."""

from __future__ import annotations

import functools
import logging
import math
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any
from unittest.mock import AsyncMock, Mock

import pytest

from ai_sdk.concurrency import (
    CancelToken,
    Clock,
    Deadline,
    DeadlineExceeded,
    ManualClock,
    clock,
    iscoroutine_callable,
)
from ai_sdk.errors import RunCancelledError


@pytest.fixture
def manual() -> Iterator[ManualClock]:
    with clock.use(ManualClock(100.0)) as source:
        yield source


def test_the_clock_is_monotonic_and_leaves_waiting_to_the_caller() -> None:
    before = time.monotonic()

    assert before <= Clock().now() <= time.monotonic()
    assert Clock().skip(0) is False
    assert Clock().alarm(before, lambda: None) is None


def test_use_restores_the_source_after_an_error() -> None:
    with pytest.raises(KeyError), clock.use(ManualClock(5.0)):
        assert clock.now() == 5.0
        raise KeyError

    assert clock.now() != 5.0


def test_manual_alarms_ring_in_order_and_once(manual: ManualClock) -> None:
    rung: list[str] = []
    clock.alarm(103.0, lambda: rung.append("late"))
    clock.alarm(101.0, lambda: rung.append("early"))
    off = clock.alarm(102.0, lambda: rung.append("unset"))
    clock.alarm(110.0, lambda: rung.append("never"))
    assert off is not None
    off()
    off()

    manual.advance(3)
    manual.advance(3)

    assert rung == ["early", "late"]
    assert manual.now() == 106.0


def test_deadline_counts_down_and_then_raises(manual: ManualClock) -> None:
    deadline = Deadline(5)

    assert (deadline.left(), deadline.expired, deadline.at) == (5.0, False, 105.0)
    manual.advance(2)
    assert (deadline.clip(10), deadline.clip(1), deadline.clip(None)) == (3.0, 1, 3.0)
    manual.advance(3)
    assert deadline.expired
    with pytest.raises(DeadlineExceeded, match="the deadline passed"):
        deadline.left()
    with pytest.raises(TimeoutError):
        deadline.clip(1)


@pytest.mark.parametrize("jump", [-1e9, 1e9])
def test_a_jump_of_the_wall_clock_moves_no_deadline(
    jump: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = time.time() + jump
    deadline = Deadline(1000)
    monkeypatch.setattr(time, "time", lambda: wall)

    left = deadline.left()

    assert left is not None
    assert 0 < left <= 1000


def test_a_deadline_that_was_slept_through_has_passed(manual: ManualClock) -> None:
    deadline = Deadline(30)
    manual.advance(8 * 3600)

    assert deadline.expired
    with pytest.raises(DeadlineExceeded):
        deadline.left()


@pytest.mark.parametrize("seconds", [None, math.inf])
def test_a_deadline_may_never_come(seconds: float | None, manual: ManualClock) -> None:
    deadline = Deadline(seconds)
    manual.advance(1e9)

    assert (deadline.left(), deadline.clip(7), deadline.clip(None)) == (None, 7, None)
    assert not deadline.expired


def test_earliest_deadline(manual: ManualClock) -> None:
    assert Deadline.earliest(Deadline(9), None, Deadline(4), Deadline(None)).at == 104.0
    assert Deadline.earliest(None, Deadline(None)).at is None
    assert repr(Deadline.earliest()) == "Deadline(at=None)"


def test_token_fires_once_and_runs_each_callback_once() -> None:
    token, calls = CancelToken(), list[str]()
    token.on_cancel(lambda: calls.append("kept"))
    off = token.on_cancel(lambda: calls.append("taken back"))
    off()
    off()
    token.check()

    token.cancel("enough")
    token.cancel("other reason")

    assert calls == ["kept"]
    assert token.cancelled
    assert repr(token) == "CancelToken(cancelled=True)"
    with pytest.raises(RunCancelledError, match="enough"):
        token.check()


def test_callback_on_a_fired_token_runs_at_once() -> None:
    token, calls = CancelToken(), list[int]()
    token.cancel()
    off = token.on_cancel(lambda: calls.append(1))
    off()

    assert calls == [1]
    with pytest.raises(RunCancelledError, match="the run was cancelled"):
        token.check()


def test_a_failing_callback_is_logged_and_stops_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    token, calls = CancelToken(), list[int]()
    token.on_cancel(lambda: calls[99:100].remove(0))
    token.on_cancel(lambda: calls.append(1))

    with caplog.at_level(logging.WARNING, "ai_sdk"):
        token.cancel()

    assert calls == [1]
    assert [record.message for record in caplog.records] == ["a cancel callback failed"]


def test_a_callback_may_cancel_register_and_take_back() -> None:
    token, child, calls = CancelToken(), CancelToken(), list[str]()
    token.on_cancel(child.cancel)
    token.on_cancel(token.cancel)
    token.on_cancel(lambda: token.on_cancel(lambda: calls.append("nested"))())

    token.cancel()

    assert child.cancelled
    assert calls == ["nested"]


def test_many_threads_cancel_one_token() -> None:
    token, calls = CancelToken(), list[int]()
    token.on_cancel(lambda: calls.append(1))
    threads = [threading.Thread(target=token.cancel) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert calls == [1]


async def _coroutine(*_: Any) -> None: ...


class _CallsLikeOne:
    async def __call__(self) -> None: ...


@pytest.mark.parametrize(
    ("fn", "expected"),
    [
        (_coroutine, True),
        (functools.partial(functools.partial(_coroutine, 1), 2), True),
        (_CallsLikeOne(), True),
        (AsyncMock(), True),
        (len, False),
        (lambda: _coroutine(), False),
        (Mock(), False),
        (functools.partial(print), False),
    ],
)
def test_iscoroutine_callable(fn: Any, expected: bool) -> None:
    assert iscoroutine_callable(fn) is expected


def test_only_the_asynchronous_side_loads_asyncio() -> None:
    code = (
        "import sys, ai_sdk.concurrency, ai_sdk.concurrency.sync as cc\n"
        "assert cc.map_all(str, [1, 2]) == ['1', '2']\n"
        "assert 'asyncio' not in sys.modules\n"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert (done.stderr, done.returncode) == ("", 0)
