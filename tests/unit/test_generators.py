"""Generators of either kind read from either side, and the alarms that end them."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable, Iterator
from contextlib import aclosing, closing
from functools import partial
from typing import Any

import pytest

from ai_sdk import RunCancelledError
from ai_sdk.concurrency import CancelToken, Deadline, ManualClock, async_, clock, sync
from tests.helpers import wait_for

COLOUR: contextvars.ContextVar[str] = contextvars.ContextVar("COLOUR", default="none")


class Source:
    """Generators that note where they ran and that they were closed."""

    def __init__(self, error: Exception | None = None) -> None:
        self.threads: set[int] = set()
        self.seen: set[str] = set()
        self.closed = CancelToken()
        self._error = error

    def _note(self) -> None:
        self.threads.add(threading.get_ident())
        self.seen.add(COLOUR.get())

    def plain(self, end: int) -> Iterator[int]:
        try:
            for number in range(end):
                self._note()
                yield number
            if self._error is not None:
                raise self._error
        finally:
            self._note()
            self.closed.cancel()

    async def slow(self, end: int) -> Any:
        try:
            for number in range(end):
                self._note()
                await asyncio.sleep(0)
                yield number
            if self._error is not None:
                raise self._error
        finally:
            self._note()
            self.closed.cancel()


KINDS = pytest.mark.parametrize("kind", ["plain", "slow"])


def read(source: Any, limit: int | None = None, **settings: Any) -> list[int]:
    """Items read from a thread."""
    out: list[int] = []
    with (
        sync.LoopRunner() as runner,
        closing(sync.items(source, runner=runner, **settings)) as all_,
    ):  # type: ignore[type-var]
        for item in all_:
            out.append(item)
            if len(out) == limit:
                break
    return out


async def read_async(source: Any, limit: int | None = None, **settings: Any) -> list[int]:
    """Items read from a coroutine."""
    out: list[int] = []
    async with aclosing(async_.items(source, **settings)) as all_:  # type: ignore[type-var]
        async for item in all_:
            out.append(item)
            if len(out) == limit:
                break
    return out


def from_both(source: Callable[[], Any], **settings: Any) -> Iterator[Callable[[], list[int]]]:
    yield lambda: read(source(), **settings)
    yield lambda: read(source(), here=False, **settings)
    yield lambda: asyncio.run(read_async(source(), **settings))


@KINDS
def test_every_item_comes_in_order(kind: str) -> None:
    made = Source()

    for reading in from_both(lambda: getattr(made, kind)(4)):
        assert reading() == [0, 1, 2, 3]


@KINDS
def test_an_error_comes_after_the_items(kind: str) -> None:
    made = Source(KeyError("broken"))

    for reading in from_both(lambda: getattr(made, kind)(2)):
        with pytest.raises(KeyError, match="broken"):
            reading()


@KINDS
def test_a_generator_runs_in_one_thread_with_the_readers_context(kind: str) -> None:
    token = COLOUR.set("of the reader")
    try:
        for reading in from_both(lambda: getattr(made, kind)(50)):
            made = Source()
            reading()

            assert len(made.threads) == 1
            assert made.seen == {"of the reader"}
    finally:
        COLOUR.reset(token)


def test_a_plain_generator_may_stay_in_the_readers_thread() -> None:
    here, elsewhere = Source(), Source()

    read(here.plain(3))
    read(elsewhere.plain(3), here=False)

    assert here.threads == {threading.get_ident()}
    assert threading.get_ident() not in elsewhere.threads


@KINDS
@pytest.mark.parametrize("limit", [1, 3])
def test_a_generator_is_closed_when_nobody_reads_any_more(kind: str, limit: int) -> None:
    made = Source()

    for reading in (
        lambda: read(getattr(made, kind)(1_000_000), limit, cancel=token),
        lambda: read(getattr(made, kind)(1_000_000), limit, here=False, cancel=token),
        lambda: asyncio.run(read_async(getattr(made, kind)(1_000_000), limit, cancel=token)),
    ):
        made, token = Source(), CancelToken()
        assert reading() == list(range(limit))
        token.cancel()

        wait_for(made.closed)


@KINDS
def test_a_fired_token_ends_the_reading_from_elsewhere(kind: str) -> None:
    token = CancelToken()

    def stopping() -> Iterator[int]:
        yield 1
        token.cancel("enough")
        yield 2

    async def stopping_slowly() -> Any:
        for item in stopping():
            yield item

    source = stopping if kind == "plain" else stopping_slowly
    with pytest.raises(RunCancelledError, match="enough"):
        read(source(), here=False, cancel=token)


def plain(x: int = 0) -> int:
    return x


async def coroutine(x: int = 0) -> int:
    return x


def generator(x: int = 0) -> Iterator[int]:
    yield x


async def slow_generator(x: int = 0) -> Any:
    yield x


@pytest.mark.parametrize(
    ("fn", "in_threads", "is_generator"),
    [
        (plain, True, False),
        (generator, True, True),
        (coroutine, False, False),
        (slow_generator, False, True),
        (partial(generator, 1), True, True),
        (partial(slow_generator, x=1), False, True),
    ],
)
def test_each_side_knows_its_own(fn: Any, in_threads: bool, is_generator: bool) -> None:
    assert sync.runs_here(fn, None, None) is in_threads
    assert async_.runs_here(fn, None, 3.0) is not in_threads
    assert not sync.runs_here(fn, None, 3.0)
    assert sync.isgenerator_callable(fn) is is_generator


def test_an_alarm_rings_at_the_deadline() -> None:
    rang: list[str] = []

    async def main() -> None:
        async_.alarm(Deadline(5), lambda: rang.append("async"))
        off = async_.alarm(Deadline(5), lambda: rang.append("unset"))
        off()
        time.advance(4)
        assert rang == []
        time.advance(2)

    with clock.use(ManualClock()) as time:
        asyncio.run(main())
        assert rang == ["async"]
        sync.alarm(Deadline(5), lambda: rang.append("sync"))
        sync.alarm(Deadline(None), lambda: rang.append("never"))()
        time.advance(6)

    assert rang == ["async", "sync"]


def test_an_alarm_rings_on_the_real_clock() -> None:
    rang = CancelToken()

    sync.alarm(Deadline(0.001), rang.cancel)

    wait_for(rang)
