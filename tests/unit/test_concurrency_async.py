"""The coroutine side of the concurrency seam."""

from __future__ import annotations

import asyncio
import contextvars
import functools
import gc
import os
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from typing import Any

import pytest

from ai_sdk.concurrency import ManualClock, async_ as cc, clock
from ai_sdk.errors import RunCancelledError

COLOUR: contextvars.ContextVar[str] = contextvars.ContextVar("COLOUR", default="none")
WAIT = 30.0  # how long a test waits for what must happen; reached only when it fails


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def manual() -> Iterator[ManualClock]:
    with clock.use(ManualClock()) as source:
        yield source


async def turns(count: int = 5) -> None:
    """Let the other tasks go on."""
    for _ in range(count):
        await asyncio.sleep(0)


class Stuck:
    """A coroutine function that waits for ever; knows how it was ended."""

    def __init__(self, on_start: Callable[[], object] = lambda: None) -> None:
        self.started, self.ended = asyncio.Event(), asyncio.Event()
        self.calls, self._on_start = 0, on_start

    async def __call__(self, *_: Any) -> None:
        self.calls += 1
        self.started.set()
        asyncio.get_running_loop().call_soon(self._on_start)
        try:
            await asyncio.Event().wait()
        finally:
            self.ended.set()


async def test_sleep_goes_through_the_clock(manual: ManualClock) -> None:
    await cc.sleep(3)
    await cc.sleep(0.5, cancel=cc.CancelToken())

    assert manual.slept == [3, 0.5]
    assert manual.now() == 1003.5


async def test_sleep_of_no_time_returns() -> None:
    await cc.sleep(0)
    await cc.sleep(-1)
    await cc.sleep(1e-9, cancel=cc.CancelToken())


async def test_sleep_ends_when_cancelled() -> None:
    token = cc.CancelToken()
    asyncio.get_running_loop().call_soon(token.cancel)

    with pytest.raises(RunCancelledError):
        await cc.sleep(WAIT, cancel=token)
    with pytest.raises(RunCancelledError):
        await cc.sleep(WAIT, cancel=token)


async def test_lock_excludes() -> None:
    lock, inside = cc.Lock(), list[int]()

    async def other(_: cc.CancelToken) -> None:
        async with lock:
            inside.append(1)

    async with lock:
        job = cc.Worker(other)
        await turns()
        inside.append(0)
    await job.join()

    assert inside == [0, 1]


async def test_run_stays_in_the_callers_task_and_context() -> None:
    async def where() -> asyncio.Task[Any] | None:
        COLOUR.set("blue")
        return asyncio.current_task()

    assert await cc.run(where) is asyncio.current_task()
    assert await cc.run(where, deadline=cc.Deadline(WAIT)) is asyncio.current_task()
    assert COLOUR.get() == "blue"


async def test_run_raises_what_the_function_raised() -> None:
    async def fails() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await cc.run(fails, deadline=cc.Deadline(WAIT), cancel=cc.CancelToken())


async def test_run_ends_at_the_deadline_after_cleanup(manual: ManualClock) -> None:
    deadline = cc.Deadline(5)
    stuck = Stuck(lambda: manual.advance(5))

    with pytest.raises(cc.DeadlineExceeded):
        await cc.run(stuck, deadline=deadline)
    assert stuck.ended.is_set()
    with pytest.raises(cc.DeadlineExceeded):
        await cc.run(stuck, deadline=deadline)
    assert stuck.calls == 1
    await turns()  # nothing of it comes later


async def test_run_ends_at_the_deadline_in_real_time() -> None:
    with pytest.raises(cc.DeadlineExceeded):
        await cc.run(Stuck(), deadline=cc.Deadline(0.001))


async def test_run_ends_when_cancelled_from_another_thread() -> None:
    token = cc.CancelToken()
    stuck = Stuck(lambda: threading.Thread(target=token.cancel, args=("enough",)).start())

    with pytest.raises(RunCancelledError, match="enough"):
        await cc.run(stuck, cancel=token, deadline=cc.Deadline(WAIT))
    assert stuck.ended.is_set()
    with pytest.raises(RunCancelledError):
        await cc.run(stuck, cancel=token)
    assert stuck.calls == 1


async def test_the_callers_own_cancellation_passes_untouched() -> None:
    stuck = Stuck()
    task = asyncio.ensure_future(cc.run(stuck, deadline=cc.Deadline(WAIT), cancel=cc.CancelToken()))
    await stuck.started.wait()

    task.cancel("mine")

    with pytest.raises(asyncio.CancelledError):
        await task
    assert task.cancelled()


async def test_a_foreign_cancellation_wins_over_ours_at_the_same_moment() -> None:
    stuck, token = Stuck(), cc.CancelToken()
    task = asyncio.ensure_future(cc.run(stuck, cancel=token))
    await stuck.started.wait()

    token.cancel()
    asyncio.get_running_loop().call_soon(task.cancel)

    with pytest.raises(asyncio.CancelledError):
        await task


async def test_asyncio_timeouts_and_ours_nest_either_way(manual: ManualClock) -> None:
    with pytest.raises(TimeoutError) as outer:
        async with asyncio.timeout(0):
            await cc.run(Stuck(), deadline=cc.Deadline(WAIT))
    with pytest.raises(cc.DeadlineExceeded):
        async with asyncio.timeout(WAIT):
            await cc.run(Stuck(lambda: manual.advance(WAIT)), deadline=cc.Deadline(WAIT))

    assert not isinstance(outer.value, cc.DeadlineExceeded)
    assert asyncio.current_task().cancelling() == 0  # type: ignore[union-attr]


async def test_nested_runs_end_at_their_own_limits(manual: ManualClock) -> None:
    token = cc.CancelToken()
    caught: list[str] = []

    async def inner() -> None:
        try:
            await cc.run(Stuck(lambda: manual.advance(1)), deadline=cc.Deadline(1))
        except cc.DeadlineExceeded:
            caught.append("inner deadline")
        await cc.run(Stuck(token.cancel), deadline=cc.Deadline(1))

    with pytest.raises(RunCancelledError):
        await cc.run(inner, cancel=token, deadline=cc.Deadline(9))

    assert caught == ["inner deadline"]
    await turns()


async def test_a_function_that_ends_in_time_leaves_nothing_behind(manual: ManualClock) -> None:
    token = cc.CancelToken()

    async def quick() -> str:
        asyncio.get_running_loop().call_soon(token.cancel)
        return "done"

    assert await cc.run(quick, cancel=token, deadline=cc.Deadline(1)) == "done"
    manual.advance(5)
    await turns()
    assert asyncio.current_task().cancelling() == 0  # type: ignore[union-attr]


async def test_a_late_interrupt_does_nothing() -> None:
    token = cc.CancelToken()

    async def cancels_itself() -> str:
        token.cancel()
        return "done"

    assert await cc.run(cancels_itself, cancel=token) == "done"
    await turns()


async def test_two_limits_at_once_give_one_error(manual: ManualClock) -> None:
    token = cc.CancelToken()

    def both() -> None:
        token.cancel()
        manual.advance(1)

    with pytest.raises(RunCancelledError):
        await cc.run(Stuck(both), cancel=token, deadline=cc.Deadline(1))
    await turns()


class LateToken(cc.CancelToken):
    """Never takes a callback back: it may be on its way already in another thread."""

    def on_cancel(self, callback: Callable[[], None]) -> Callable[[], None]:
        super().on_cancel(callback)
        return lambda: None


def test_a_cancel_after_the_loop_is_gone_is_harmless() -> None:
    token = LateToken()

    async def main() -> cc.Channel[int]:
        await cc.run(lambda: asyncio.sleep(0), cancel=token)
        return cc.Channel[int](cancel=token)

    asyncio.run(main())
    token.cancel()

    assert token.cancelled


def test_run_needs_a_task() -> None:
    loop = asyncio.new_event_loop()
    seen: list[BaseException] = []

    def outside() -> None:
        coroutine = cc.run(Stuck(), cancel=cc.CancelToken())
        try:
            coroutine.send(None)
        except RuntimeError as error:
            seen.append(error)

    loop.call_soon(outside)
    loop.call_soon(loop.stop)
    loop.run_forever()
    loop.close()

    assert [str(error) for error in seen] == ["no task is running here"]


async def test_map_all_keeps_the_order_and_the_limit() -> None:
    running = peak = 0

    async def work(item: int) -> int:
        nonlocal running, peak
        running += 1
        peak = max(peak, running)
        await turns(9 - item)
        running -= 1
        return item * 2

    assert await cc.map_all(work, range(9), limit=3) == [0, 2, 4, 6, 8, 10, 12, 14, 16]
    assert peak == 3


@pytest.mark.parametrize(("items", "limit"), [([], None), ([1], None), ([1, 2], 1), ([1, 2], 0)])
async def test_map_all_without_parallelism_stays_in_the_callers_task(
    items: list[int], limit: int | None
) -> None:
    async def where(_: int) -> Any:
        return asyncio.current_task()

    assert await cc.map_all(where, items, limit=limit) == [asyncio.current_task()] * len(items)


async def test_map_all_raises_the_first_error_and_cancels_the_rest() -> None:
    stuck = Stuck()

    async def work(item: int) -> None:
        if item == 1:
            await stuck.started.wait()
            raise KeyError(item)
        await stuck()

    with pytest.raises(KeyError, match="1"):
        await cc.map_all(work, range(50), limit=2)

    assert stuck.ended.is_set()
    assert stuck.calls == 1


async def test_map_all_is_cancelled() -> None:
    token = cc.CancelToken()
    stuck = Stuck(token.cancel)

    with pytest.raises(RunCancelledError):
        await cc.map_all(stuck, [1, 2], cancel=token)
    with pytest.raises(RunCancelledError):
        await cc.map_all(stuck, [1], cancel=token)

    assert (stuck.calls, stuck.ended.is_set()) == (2, True)


async def test_cancelling_the_task_cancels_what_map_all_started() -> None:
    stuck = Stuck()
    task = asyncio.ensure_future(cc.map_all(stuck, [1, 2]))
    await stuck.started.wait()

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert stuck.ended.is_set()


async def test_call_awaits_coroutine_functions_here() -> None:
    async def where(a: int, *, b: int) -> tuple[int, int, int]:
        return a, b, threading.get_ident()

    assert await cc.call(where, 1, b=2) == (1, 2, threading.get_ident())
    assert await cc.call(functools.partial(where, 1), b=2) == (1, 2, threading.get_ident())


async def test_call_runs_plain_functions_in_a_thread_with_the_context() -> None:
    COLOUR.set("red")

    def look() -> tuple[str, bool, bool]:
        thread = threading.current_thread()
        return COLOUR.get(), thread.daemon, thread is threading.main_thread()

    assert await cc.call(look) == ("red", True, False)


async def test_call_awaits_what_a_plain_function_gives_to_await() -> None:
    async def value() -> int:
        return 7

    assert await cc.call(lambda: value()) == 7


async def test_call_raises_what_the_function_raised() -> None:
    with pytest.raises(KeyError, match="k"):
        await cc.call(lambda: dict[str, int]()["k"])
    with pytest.raises(RuntimeError, match="raised StopIteration"):
        await cc.call(lambda: next(iter(())))


async def test_a_cancelled_call_leaves_its_thread_behind() -> None:
    go, token = threading.Event(), cc.CancelToken()
    loop = asyncio.get_running_loop()

    def hung() -> None:
        token.cancel()
        assert go.wait(WAIT)

    with pytest.raises(RunCancelledError):
        await cc.run(lambda: cc.call(hung), cancel=token)
    go.set()
    await cc.call(lambda: None)
    assert loop.is_running()


def test_a_thread_that_outlives_its_loop_is_harmless() -> None:
    go, gone = threading.Event(), threading.Event()

    def hung() -> None:
        assert go.wait(WAIT)

    def watch() -> None:
        gone.set()

    async def main() -> None:
        task = asyncio.ensure_future(cc.call(hung))
        await turns()
        task.cancel()

    asyncio.run(main())
    go.set()
    asyncio.run(cc.call(watch))

    assert gone.is_set()


async def test_runner_runs_tools_of_either_kind(manual: ManualClock) -> None:
    async def where() -> int:
        return threading.get_ident()

    async with cc.LoopRunner() as runner:
        assert await runner.call(where) == threading.get_ident()
        assert await runner.call(threading.get_ident) != threading.get_ident()
        with pytest.raises(cc.DeadlineExceeded):
            await runner.call(Stuck(lambda: manual.advance(1)), deadline=cc.Deadline(1))


async def test_channel_delivers_in_order_within_its_size() -> None:
    channel = cc.Channel[int](2)
    ahead: list[int] = []

    async def produce(_: cc.CancelToken) -> None:
        for item in range(20):
            await channel.put(item)
            ahead.append(item)
        channel.close()

    async with cc.Worker(produce):
        await turns(30)
        assert ahead == [0, 1]
        assert [item async for item in channel] == list(range(20))
    assert [item async for item in channel] == []


async def test_channel_delivers_what_is_inside_before_the_error() -> None:
    channel = cc.Channel[int](3)
    await channel.put(1)
    channel.close(KeyError("late"))
    channel.close(ValueError("ignored"))

    assert await anext(channel) == 1
    with pytest.raises(KeyError):
        await anext(channel)
    with pytest.raises(KeyError):
        await channel.put(2)


async def test_closing_wakes_both_ends() -> None:
    full, empty = cc.Channel[int](1), cc.Channel[int]()
    await full.put(0)

    async def consume(_: cc.CancelToken) -> list[int]:
        return [item async for item in empty]

    producer, consumer = cc.Worker(lambda _: full.put(1)), cc.Worker(consume)
    await turns()
    full.close()
    empty.close()

    with pytest.raises(cc.ChannelClosed):
        await producer.join()
    assert await consumer.join() == []


async def test_cancel_closes_the_channel_and_drops_what_is_inside() -> None:
    token = cc.CancelToken()
    channel = cc.Channel[int](1, cancel=token)
    await channel.put(1)
    job = cc.Worker(lambda _: channel.put(2))
    await turns()

    await cc.call(token.cancel)  # from another thread

    with pytest.raises(RunCancelledError):
        await job.join()
    with pytest.raises(RunCancelledError):
        await anext(channel)


async def test_cancel_after_the_close_changes_nothing() -> None:
    token = cc.CancelToken()
    channel = cc.Channel[int](1, cancel=token)
    await channel.put(1)
    asyncio.get_running_loop().call_soon(channel.close)
    token.cancel()
    channel.close()
    await turns()

    assert [item async for item in channel] == [1]


async def test_channel_of_a_fired_token_is_closed() -> None:
    token = cc.CancelToken()
    token.cancel()

    with pytest.raises(RunCancelledError):
        await cc.Channel[int](cancel=token).put(1)


async def test_worker_gives_its_value_or_its_error() -> None:
    async def good(_: cc.CancelToken) -> str:
        return "done"

    async def bad(_: cc.CancelToken) -> None:
        raise ZeroDivisionError

    assert await cc.Worker(good).join() == "done"
    with pytest.raises(ZeroDivisionError):
        await cc.Worker(bad).join()


async def test_worker_stops_when_asked() -> None:
    stuck = Stuck()

    async with cc.Worker(stuck) as worker:
        await stuck.started.wait()

    assert stuck.ended.is_set()
    with pytest.raises(RunCancelledError, match="was stopped"):
        await worker.join()


async def test_joining_can_be_cancelled_and_leaves_the_job_alone() -> None:
    token, stuck = cc.CancelToken(), Stuck()
    worker = cc.Worker(stuck)
    await stuck.started.wait()
    asyncio.get_running_loop().call_soon(token.cancel)

    with pytest.raises(RunCancelledError):
        await worker.join(cancel=token)
    assert not stuck.ended.is_set()
    async with worker:
        pass
    assert stuck.ended.is_set()


class Resource:
    """Knows the loop it was made in and the one it was closed in."""

    def __init__(self) -> None:
        self.made, self.closed = asyncio.get_running_loop(), list[object]()
        self.abandoned = 0

    async def aclose(self) -> None:
        await asyncio.sleep(0)
        self.closed.append(asyncio.get_running_loop())

    def abandon(self) -> None:
        self.abandoned += 1


@pytest.fixture
def local() -> cc.LoopLocal[Resource]:
    return cc.LoopLocal(Resource, close=Resource.aclose, abandon=Resource.abandon)


def test_local_is_one_per_loop_and_closed_when_it_shuts_down(
    local: cc.LoopLocal[Resource],
) -> None:
    async def main() -> Resource:
        assert local.peek() is None
        assert local.get() is local.get() is local.peek()
        return local.get()

    one, two = asyncio.run(main()), asyncio.run(main())

    assert one is not two
    assert [len(one.closed), one.closed[0] is one.made, one.abandoned] == [1, True, 0]
    assert [len(two.closed), two.closed[0] is two.made, two.abandoned] == [1, True, 0]


def test_local_is_closed_by_hand_once(local: cc.LoopLocal[Resource]) -> None:
    async def main() -> tuple[Resource, Resource]:
        first = local.get()
        await local.aclose()
        await local.aclose()
        assert local.peek() is None
        return first, local.get()

    first, second = asyncio.run(main())

    assert first is not second
    assert (len(first.closed), len(second.closed)) == (1, 1)


def test_local_of_a_loop_that_was_just_closed_is_abandoned(
    local: cc.LoopLocal[Resource],
) -> None:
    async def main() -> Resource:
        return local.get()

    loop = asyncio.new_event_loop()
    lost = loop.run_until_complete(main())
    loop.close()
    kept = asyncio.run(main())
    gc.collect()

    assert (lost.closed, lost.abandoned) == ([], 1)
    assert (len(kept.closed), kept.abandoned) == (1, 0)


def test_local_without_an_abandon_just_lets_go() -> None:
    local = cc.LoopLocal(Resource, close=Resource.aclose)

    async def main() -> Resource:
        return local.get()

    loop = asyncio.new_event_loop()
    lost = loop.run_until_complete(main())
    loop.close()

    assert asyncio.run(main()) is not lost


def test_local_serves_loops_of_many_threads(local: cc.LoopLocal[Resource]) -> None:
    found: list[Resource] = []

    async def main() -> None:
        found.append(local.get())
        await turns()
        assert local.get() is found[-1] or local.get() in found

    threads = [threading.Thread(target=lambda: asyncio.run(main())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({id(each) for each in found}) == 8
    assert [len(each.closed) for each in found] == [1] * 8


def test_local_needs_a_running_loop(local: cc.LoopLocal[Resource]) -> None:
    with pytest.raises(RuntimeError, match="no running event loop"):
        local.get()


async def test_loop_key_is_the_running_loop() -> None:
    assert cc.loop_key() is asyncio.get_running_loop()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_fork_drops_the_parents_values_unclosed(local: cc.LoopLocal[Resource]) -> None:
    async def main() -> Resource:
        return local.get()

    loop = asyncio.new_event_loop()
    before = loop.run_until_complete(main())
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        after = asyncio.run(main())
        fine = len(after.closed) == 1 and not before.closed and not before.abandoned
        os._exit(0 if fine else 1)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()

    assert status == 0
    assert len(before.closed) == 1


def test_both_sides_have_the_same_names() -> None:
    from ai_sdk.concurrency import sync

    renamed = {"aclosing": "closing"}

    assert sorted(renamed.get(name, name) for name in cc.__all__) == sorted(sync.__all__)
    assert all(hasattr(cc, name) and hasattr(sync, renamed.get(name, name)) for name in cc.__all__)


async def test_aclosing_ends_a_generator_at_once() -> None:
    ended: list[bool] = []

    async def items() -> AsyncGenerator[int, None]:
        try:
            yield 1
            yield 2
        finally:
            ended.append(True)

    async with cc.aclosing(items()) as source:
        async for _ in source:
            break

    assert ended == [True]


async def test_invoke_runs_either_kind_right_here() -> None:
    async def later(item: int) -> tuple[int, int]:
        return item, threading.get_ident()

    assert await cc.invoke(later, 1) == (1, threading.get_ident())
    assert await cc.invoke(lambda item: item + 1, 1) == 2
    assert await cc.invoke(threading.get_ident) == threading.get_ident()
    cc.check_colour(later, "on_end")


async def test_what_was_dropped_is_closed_in_the_background() -> None:
    stuck = Stuck()

    with pytest.warns(ResourceWarning, match="was dropped"):
        cc.abandon(stuck, "it was dropped")
    await stuck.started.wait()

    assert stuck.calls == 1


async def test_a_failing_background_close_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def fails() -> None:
        raise OSError

    with pytest.warns(ResourceWarning):
        cc.abandon(fails, "it was dropped")
    await turns()

    assert [record.message for record in caplog.records] == ["closing what was dropped failed"]


def test_what_was_dropped_without_a_loop_is_only_warned_of() -> None:
    with pytest.warns(ResourceWarning, match="was dropped"):
        cc.abandon(Stuck(), "it was dropped")
