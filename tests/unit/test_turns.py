"""A crowd of coroutines that begins at once lets others have the loop in between."""

from __future__ import annotations

import asyncio

from ai_sdk.concurrency import async_, sync


async def _rounds(count: int, cancelled: int = 0) -> list[int]:
    """How many of `count` got their turn in each round of the loop."""
    loop, taken, rounds = asyncio.get_running_loop(), 0, [0]

    def next_round() -> None:
        rounds.append(0)
        if taken < count - cancelled:
            loop.call_soon(next_round)

    async def one() -> None:
        nonlocal taken
        await async_.take_turn()
        taken += 1
        rounds[-1] += 1

    loop.call_soon(next_round)
    tasks = [asyncio.ensure_future(one()) for _ in range(count)]
    for task in tasks[count - cancelled :]:
        loop.call_soon(task.cancel)
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    assert [end for end in ends if end is not None and not _is_cancel(end)] == []
    return [each for each in rounds if each]


def _is_cancel(end: object) -> bool:
    return isinstance(end, asyncio.CancelledError)


def test_few_go_on_at_once() -> None:
    assert asyncio.run(_rounds(8)) == [8]


def test_of_many_only_some_begin_in_a_round() -> None:
    rounds = asyncio.run(_rounds(200))

    assert sum(rounds) == 200
    assert max(rounds) == 8
    assert len(rounds) <= 27


def test_those_who_were_cancelled_take_no_turn() -> None:
    assert sum(asyncio.run(_rounds(200, cancelled=150))) == 50


def test_each_loop_has_turns_of_its_own() -> None:
    for _ in range(3):
        assert sum(asyncio.run(_rounds(40))) == 40


def test_threads_need_no_turns() -> None:
    assert sync.take_turn() is None  # type: ignore[func-returns-value]
