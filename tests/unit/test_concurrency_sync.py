"""The thread side of the concurrency seam."""

from __future__ import annotations

import asyncio
import contextvars
import functools
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ai_sdk.concurrency import ManualClock, clock, sync as cc, threads
from ai_sdk.errors import ConfigurationError, RunCancelledError

COLOUR: contextvars.ContextVar[str] = contextvars.ContextVar("COLOUR", default="none")
WAIT = 30.0  # how long a test waits for what must happen; reached only when it fails


@pytest.fixture
def manual() -> Iterator[ManualClock]:
    with clock.use(ManualClock()) as source:
        yield source


class Hung:
    """A function that blocks until the test lets it go."""

    def __init__(self) -> None:
        self.started, self.go = threading.Event(), threading.Event()

    def __call__(self, *_: Any) -> str:
        self.started.set()
        assert self.go.wait(WAIT)
        return "late"


@pytest.fixture
def hung() -> Iterator[Hung]:
    fn = Hung()
    yield fn
    fn.go.set()


def later(event: threading.Event, fn: Any) -> None:
    """Call `fn` in another thread once `event` is set."""

    def main() -> None:
        assert event.wait(WAIT)
        fn()

    threading.Thread(target=main, daemon=True).start()


def test_sleep_goes_through_the_clock(manual: ManualClock) -> None:
    cc.sleep(3)
    cc.sleep(0.5, cancel=cc.CancelToken())

    assert manual.slept == [3, 0.5]
    assert manual.now() == 1003.5


def test_sleep_of_no_time_returns() -> None:
    cc.sleep(0)
    cc.sleep(-1)
    cc.sleep(1e-9, cancel=cc.CancelToken())


class WatchedToken(cc.CancelToken):
    """Tells when somebody listens to it."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = threading.Event()

    def on_cancel(self, callback: Callable[[], None]) -> Callable[[], None]:
        off = super().on_cancel(callback)
        self.heard.set()
        return off


def test_sleep_ends_when_cancelled() -> None:
    token = WatchedToken()
    later(token.heard, token.cancel)

    with pytest.raises(RunCancelledError):
        cc.sleep(WAIT, cancel=token)
    with pytest.raises(RunCancelledError):
        cc.sleep(WAIT, cancel=token)


def test_sleep_on_a_manual_clock_sees_a_cancel_that_comes_meanwhile(manual: ManualClock) -> None:
    token = cc.CancelToken()
    manual.alarm(manual.now() + 1, token.cancel)

    with pytest.raises(RunCancelledError):
        cc.sleep(2, cancel=token)


def test_lock_excludes() -> None:
    lock, inside = cc.Lock(), list[int]()

    def other(_: cc.CancelToken) -> None:
        with lock:
            inside.append(1)

    with lock:
        job = cc.Worker(other)
        inside.append(0)
    job.join()

    assert inside == [0, 1]


def test_run_without_limits_stays_in_the_callers_thread() -> None:
    assert cc.run(threading.get_ident) == threading.get_ident()
    assert cc.run(threading.get_ident, deadline=cc.Deadline(None)) == threading.get_ident()
    assert cc.run(threading.get_ident, deadline=cc.Deadline(WAIT)) != threading.get_ident()


def test_run_copies_the_context_and_uses_daemons() -> None:
    COLOUR.set("red")

    def look() -> tuple[str, bool]:
        seen = COLOUR.get(), threading.current_thread().daemon
        COLOUR.set("blue")
        return seen

    assert cc.run(look, cancel=cc.CancelToken()) == ("red", True)
    assert COLOUR.get() == "red"


def test_run_raises_what_the_function_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        cc.run(lambda: 1 // 0, deadline=cc.Deadline(WAIT))
    with pytest.raises(StopIteration):
        cc.run(lambda: next(iter(())), cancel=cc.CancelToken())


def test_run_stops_waiting_at_the_deadline(manual: ManualClock, hung: Hung) -> None:
    deadline = cc.Deadline(5)
    later(hung.started, lambda: manual.advance(5))

    with pytest.raises(cc.DeadlineExceeded):
        cc.run(hung, deadline=deadline)
    with pytest.raises(cc.DeadlineExceeded):
        cc.run(pytest.fail, deadline=deadline)


def test_run_stops_waiting_at_the_deadline_in_real_time(hung: Hung) -> None:
    with pytest.raises(cc.DeadlineExceeded):
        cc.run(hung, deadline=cc.Deadline(0.001))


def test_run_stops_waiting_when_cancelled(hung: Hung) -> None:
    token = cc.CancelToken()
    later(hung.started, lambda: token.cancel("enough"))

    with pytest.raises(RunCancelledError, match="enough"):
        cc.run(hung, cancel=token, deadline=cc.Deadline(WAIT))
    with pytest.raises(RunCancelledError):
        cc.run(pytest.fail, cancel=token)


def test_guard_checks_first_and_stays_in_the_callers_thread(manual: ManualClock) -> None:
    token, deadline = cc.CancelToken(), cc.Deadline(1)

    assert cc.guard(threading.get_ident, deadline=deadline, cancel=token) == threading.get_ident()
    manual.advance(1)
    with pytest.raises(cc.DeadlineExceeded):
        cc.guard(pytest.fail, deadline=deadline)
    token.cancel()
    with pytest.raises(RunCancelledError):
        cc.guard(pytest.fail, cancel=token)


def test_map_all_keeps_the_order_and_the_limit() -> None:
    lock, running, peak = threading.Lock(), 0, 0
    meet = threading.Barrier(3, timeout=WAIT)

    def work(item: int) -> int:
        nonlocal running, peak
        with lock:
            running += 1
            peak = max(peak, running)
        meet.wait()  # only three at once get past
        with lock:
            running -= 1
        return item * 2

    assert cc.map_all(work, range(9), limit=3) == [0, 2, 4, 6, 8, 10, 12, 14, 16]
    assert peak == 3


@pytest.mark.parametrize(("items", "limit"), [([], None), ([1], None), ([1, 2], 1), ([1, 2], 0)])
def test_map_all_without_parallelism_stays_in_the_callers_thread(
    items: list[int], limit: int | None
) -> None:
    idents = cc.map_all(lambda _: threading.get_ident(), items, limit=limit)

    assert idents == [threading.get_ident()] * len(items)


def test_map_all_raises_the_first_error_at_once(hung: Hung) -> None:
    def work(item: int) -> str:
        if item == 1:
            assert hung.started.wait(WAIT)
            raise KeyError(item)
        return hung()

    with pytest.raises(KeyError, match="1"):
        cc.map_all(work, [0, 1])


def test_map_all_starts_nothing_after_an_error() -> None:
    seen: list[int] = []
    gate = threading.Event()

    def work(item: int) -> None:
        seen.append(item)
        if item == 0:
            raise KeyError(item)
        assert gate.wait(WAIT)

    with pytest.raises(KeyError):
        cc.map_all(work, range(50), limit=2)
    gate.set()

    assert len(seen) <= 3


def test_map_all_is_cancelled(hung: Hung) -> None:
    token = cc.CancelToken()
    later(hung.started, token.cancel)

    with pytest.raises(RunCancelledError):
        cc.map_all(hung, [1, 2], cancel=token)
    with pytest.raises(RunCancelledError):
        cc.map_all(hung, [1], cancel=token)


def test_map_all_copies_the_context() -> None:
    COLOUR.set("green")

    assert cc.map_all(lambda _: COLOUR.get(), [1, 2, 3]) == ["green"] * 3


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="needs POSIX signals")
def test_an_interrupt_propagates_at_once_and_stops_the_lanes(hung: Hung) -> None:
    main, seen = threading.main_thread().ident, list[int]()
    assert main == threading.get_ident()

    def work(item: int) -> str:
        seen.append(item)
        return hung()

    later(hung.started, lambda: signal.pthread_kill(main, signal.SIGINT))
    with pytest.raises(KeyboardInterrupt):
        cc.map_all(work, range(20), limit=2)
    hung.go.set()

    assert len(seen) <= 2


def test_call_runs_plain_functions_in_place() -> None:
    def where(a: int, *, b: int) -> tuple[int, int, int]:
        return a, b, threading.get_ident()

    assert cc.call(where, 1, b=2) == (1, 2, threading.get_ident())


async def answer(value: int = 42) -> int:
    await asyncio.sleep(0)
    return value


@pytest.mark.parametrize("fn", [answer, functools.partial(answer, 1), lambda: answer()])
def test_call_of_a_coroutine_function_names_the_other_face(fn: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"ai_sdk\.aio"):
        cc.call(fn)


def test_runner_runs_plain_functions_in_the_callers_thread() -> None:
    with cc.LoopRunner() as runner:
        assert runner.call(threading.get_ident) == threading.get_ident()
        assert runner.call(threading.get_ident, cancel=cc.CancelToken()) == threading.get_ident()
        timed = runner.call(threading.get_ident, deadline=cc.Deadline(WAIT))

    assert timed != threading.get_ident()


def test_runner_shares_one_loop_per_run_and_starts_it_late() -> None:
    async def where() -> tuple[object, int, str]:
        return asyncio.get_running_loop(), threading.get_ident(), COLOUR.get()

    COLOUR.set("red")
    with cc.LoopRunner() as runner:
        one, two = runner.call(where), runner.call(lambda: where())
        value = runner.call(functools.partial(answer, 7))
    with cc.LoopRunner() as runner:
        other = runner.call(where)

    assert one == two
    assert value == 7
    assert one[1] != threading.get_ident()
    assert one[2] == "red"
    assert other[0] is not one[0]


def test_runner_works_below_a_running_loop() -> None:
    async def main() -> int:
        with cc.LoopRunner() as runner:
            return runner.call(answer)

    assert asyncio.run(main()) == 42


def test_runner_raises_what_the_coroutine_raised() -> None:
    async def fails() -> None:
        raise KeyError("k")

    async def gives_up() -> None:
        raise asyncio.CancelledError

    with cc.LoopRunner() as runner:
        with pytest.raises(KeyError):
            runner.call(fails)
        with pytest.raises(RunCancelledError, match="cancelled on its event loop"):
            runner.call(gives_up)


class Stuck:
    """A coroutine function that waits for ever and tells when it was cancelled."""

    def __init__(self) -> None:
        self.started, self.cancelled = threading.Event(), threading.Event()

    async def __call__(self) -> None:
        self.started.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled.set()
            raise


def test_runner_cancels_the_coroutine_at_the_deadline(manual: ManualClock) -> None:
    stuck = Stuck()
    later(stuck.started, lambda: manual.advance(2))

    with cc.LoopRunner() as runner:
        with pytest.raises(cc.DeadlineExceeded):
            runner.call(stuck, deadline=cc.Deadline(2))
        assert stuck.cancelled.wait(WAIT)


def test_runner_cancels_the_coroutine_with_the_token() -> None:
    stuck, token = Stuck(), cc.CancelToken()
    later(stuck.started, token.cancel)

    with cc.LoopRunner() as runner:
        with pytest.raises(RunCancelledError):
            runner.call(stuck, cancel=token)
        assert stuck.cancelled.wait(WAIT)
        with pytest.raises(RunCancelledError):
            runner.call(pytest.fail, cancel=token)


def test_runner_leaves_a_hung_plain_function_behind(manual: ManualClock, hung: Hung) -> None:
    later(hung.started, lambda: manual.advance(2))

    with cc.LoopRunner() as runner, pytest.raises(cc.DeadlineExceeded):
        runner.call(hung, deadline=cc.Deadline(2))


def test_closing_a_runner_cancels_what_still_runs_there() -> None:
    stuck, runner = Stuck(), cc.LoopRunner()
    job = cc.Worker(lambda _: runner.call(stuck))
    assert stuck.started.wait(WAIT)

    runner.close()
    runner.close()

    assert stuck.cancelled.is_set()
    with pytest.raises(RunCancelledError):
        job.join()
    with pytest.raises(RuntimeError, match="the runner is closed"):
        runner.call(answer)
    assert runner.call(lambda: 1) == 1


def test_runner_says_why_its_loop_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(main: Any) -> None:
        main.close()
        raise OSError("too many open files")

    monkeypatch.setattr(asyncio, "run", refuse)

    with cc.LoopRunner() as runner, pytest.raises(OSError, match="too many open files"):
        runner.call(answer)


def test_channel_delivers_in_order_within_its_size() -> None:
    channel = cc.Channel[int](2)

    def produce(_: cc.CancelToken) -> None:
        for item in range(50):
            channel.put(item)
        channel.close()

    with cc.Worker(produce):
        assert list(channel) == list(range(50))
    assert list(channel) == []


def test_channel_delivers_what_is_inside_before_the_error() -> None:
    channel = cc.Channel[int](3)
    channel.put(1)
    channel.close(KeyError("late"))
    channel.close(ValueError("ignored"))

    assert next(iter(channel)) == 1
    with pytest.raises(KeyError):
        next(iter(channel))
    with pytest.raises(KeyError):
        channel.put(2)


def test_closing_wakes_the_producer() -> None:
    channel = cc.Channel[int](1)
    channel.put(0)
    job = cc.Worker(lambda _: channel.put(1))

    channel.close()

    with pytest.raises(cc.ChannelClosed):
        job.join()


def test_closing_wakes_the_consumer() -> None:
    channel = cc.Channel[int]()
    job = cc.Worker(lambda _: list(channel))

    channel.close()

    assert job.join() == []


def test_cancel_closes_the_channel_and_drops_what_is_inside() -> None:
    token = cc.CancelToken()
    channel = cc.Channel[int](1, cancel=token)
    channel.put(1)
    job = cc.Worker(lambda _: channel.put(2))

    token.cancel("enough")

    with pytest.raises(RunCancelledError, match="enough"):
        next(channel)
    with pytest.raises(RunCancelledError):
        job.join()


def test_cancel_after_the_close_changes_nothing() -> None:
    token = cc.CancelToken()
    channel = cc.Channel[int](1, cancel=token)
    channel.put(1)
    channel.close()
    token.cancel()

    assert list(channel) == [1]


def test_channel_of_a_fired_token_is_closed() -> None:
    token = cc.CancelToken()
    token.cancel()

    with pytest.raises(RunCancelledError):
        cc.Channel[int](cancel=token).put(1)


def test_worker_gives_its_value_or_its_error() -> None:
    assert cc.Worker(lambda _: "done").join() == "done"
    with pytest.raises(ZeroDivisionError):
        cc.Worker(lambda _: 1 // 0).join()


def test_worker_stops_when_asked() -> None:
    asked = threading.Event()

    def job(stop: cc.CancelToken) -> None:
        stop.on_cancel(asked.set)
        assert asked.wait(WAIT)
        stop.check()

    with cc.Worker(job) as worker:
        pass

    with pytest.raises(RunCancelledError, match="was stopped"):
        worker.join()


def test_joining_a_worker_can_be_cancelled(hung: Hung) -> None:
    token = cc.CancelToken()
    later(hung.started, token.cancel)

    with pytest.raises(RunCancelledError):
        cc.Worker(hung).join(cancel=token)


def test_idle_threads_are_used_again_and_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "_IDLE_SECONDS", 0.0)
    monkeypatch.setattr(threads, "_idle", threads._Idle())
    ended, serve = threading.Event(), threads._serve

    def watched(*args: Any) -> None:
        serve(*args)
        ended.set()

    monkeypatch.setattr(threads, "_serve", watched)
    assert cc.run(lambda: 1, deadline=cc.Deadline(WAIT)) == 1
    assert ended.wait(WAIT)

    assert threads._idle.inboxes == []


def test_local_is_one_per_process_and_closed_once() -> None:
    closed: list[object] = []
    local = cc.LoopLocal(object, close=closed.append)
    assert local.peek() is None

    values = {id(value) for value in cc.map_all(lambda _: local.get(), range(8))}
    first = local.get()
    local.close()
    local.close()

    assert values == {id(first)}
    assert closed == [first]
    assert local.get() is not first


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_fork_makes_its_own_value_and_closes_nothing() -> None:
    closed: list[object] = []
    local = cc.LoopLocal(object, close=closed.append)
    before, key = local.get(), cc.loop_key()
    cc.run(lambda: None, deadline=cc.Deadline(WAIT))  # leaves an idle thread behind
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        threaded = cc.run(lambda: 5, deadline=cc.Deadline(WAIT))
        fine = local.peek() is None and local.get() is not before and not closed
        os._exit(0 if fine and cc.loop_key() != key and threaded == 5 else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert local.get() is before
    assert cc.loop_key() == key


def test_invoke_runs_plain_functions_right_here() -> None:
    assert cc.invoke(lambda item: (item, threading.get_ident()), 1) == (1, threading.get_ident())
    with pytest.raises(ConfigurationError, match=r"ai_sdk\.aio"):
        cc.invoke(answer, 1)


def test_check_colour_names_the_parameter() -> None:
    cc.check_colour(print, "on_end")
    with pytest.raises(ConfigurationError, match=r"^on_end: answer is a coroutine function"):
        cc.check_colour(answer, "on_end")


def test_what_was_dropped_is_closed_by_another_thread() -> None:
    closed, by = threading.Event(), list[int]()

    def close() -> None:
        by.append(threading.get_ident())
        closed.set()

    with pytest.warns(ResourceWarning, match="was dropped"):
        cc.abandon(close, "it was dropped")

    assert closed.wait(WAIT)
    assert by != [threading.get_ident()]


class Listener(logging.Handler):
    """Keeps the messages of a logger and tells when one came."""

    def __init__(self) -> None:
        super().__init__()
        self.messages, self.came = list[str](), threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
        self.came.set()


def test_a_failing_background_close_is_logged() -> None:
    listener = Listener()
    logger = logging.getLogger("ai_sdk")
    logger.addHandler(listener)

    with pytest.warns(ResourceWarning):
        cc.abandon(list[int]().pop, "it was dropped")

    assert listener.came.wait(WAIT)
    logger.removeHandler(listener)
    assert listener.messages == ["closing what was dropped failed"]
