"""Where tools run: the caller's thread, other threads, one event loop; and what ends them."""

from __future__ import annotations

import asyncio
import contextvars
import signal
import sqlite3
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import httpx
import pytest

import ai_sdk
from ai_sdk import (
    CancelToken,
    ConfigurationError,
    RunCancelledError,
    StreamInterruptedError,
    Timeout,
    ToolContext,
    ToolResult,
    aio,
    is_step_count,
    tool,
)
from ai_sdk.concurrency import ManualClock, clock
from ai_sdk.testing import MockLanguageModel, MockReply, ProviderServer
from tests.helpers import count, count_slowly, wait_for

BOTH = pytest.mark.parametrize("streaming", [False, True], ids=["plain", "streamed"])
REQUEST: contextvars.ContextVar[str] = contextvars.ContextVar("REQUEST", default="none")


def run(streaming: bool, model: Any, **settings: Any) -> Any:
    """The result of a synchronous run."""
    if not streaming:
        return ai_sdk.generate_text(model, prompt="hi", **settings)
    with ai_sdk.stream_text(model, prompt="hi", **settings) as stream:
        return stream.result()


def calling(*names: str, times: int = 1) -> MockLanguageModel:
    calls = MockReply(tool_calls=[(name, {}, f"c{i}") for i, name in enumerate(names)])
    return MockLanguageModel(script=[*[calls] * times, "done"])


# ---- the caller's thread (rule 7)


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    """A connection that refuses to be used from another thread than this one."""
    connection = sqlite3.connect(":memory:", check_same_thread=True)
    connection.execute("create table city (name text)")
    yield connection
    connection.close()


@BOTH
@pytest.mark.parametrize(
    ("calls", "settings"),
    [
        (1, {}),
        (1, {"timeout": Timeout(total=1000)}),
        (3, {"max_parallel_tools": 1}),
        (3, {"max_parallel_tools": 1, "timeout": Timeout(tool=1000, step=1000)}),
    ],
    ids=["the only call", "in a run with a limit", "in turn", "in turn with limits"],
)
def test_a_connection_of_the_callers_thread_can_be_used(
    streaming: bool, calls: int, settings: Any, database: sqlite3.Connection
) -> None:
    @tool
    def store() -> int:
        """Store a city."""
        database.execute("insert into city values ('Rome')")
        return int(database.execute("select count(*) from city").fetchone()[0])

    result = run(streaming, calling(*["store"] * calls), tools=[store], **settings)

    assert result.tool_errors == ()
    assert [each.output for each in result.tool_results] == list(range(1, calls + 1))


@BOTH
def test_a_generator_tool_may_use_the_callers_connection(
    streaming: bool, database: sqlite3.Connection
) -> None:
    @tool
    def cities() -> Iterator[list[str]]:
        """Cities."""
        for name in ("Rome", "Oslo"):
            database.execute("insert into city values (?)", (name,))
            yield [row[0] for row in database.execute("select name from city")]

    result = run(streaming, calling("cities"), tools=[cities])

    assert [each.output for each in result.tool_results] == [["Rome", "Oslo"]]


@BOTH
def test_two_calls_run_in_threads_of_their_own(
    streaming: bool, database: sqlite3.Connection
) -> None:
    @tool
    def store() -> int:
        """Store a city."""
        return len(list(database.execute("select * from city")))

    result = run(streaming, calling("store", "store"), tools=[store])

    assert len(result.tool_errors) == 2
    assert "thread" in str(result.tool_errors[0].error)


@pytest.mark.parametrize(
    "settings", [{"timeout": Timeout(tool=1000)}, {"timeout": Timeout(step=1000)}]
)
def test_a_call_that_may_have_to_be_left_alone_has_a_thread(settings: Any) -> None:
    @tool
    def where() -> int:
        """The thread."""
        return threading.get_ident()

    result = run(False, calling("where"), tools=[where], **settings)

    assert result.tool_results[0].output != threading.get_ident()


@BOTH
def test_in_turn_a_tools_limit_is_noticed_when_it_returns(streaming: bool) -> None:
    told: list[bool] = []

    with clock.use(ManualClock()) as time:

        @tool(timeout=5)
        def slow(about: ToolContext) -> str:
            """Takes its time."""
            time.advance(6)
            assert about.cancel is not None
            told.append(about.cancel.cancelled)
            return "late"

        result = run(streaming, calling("slow"), tools=[slow], max_parallel_tools=1)

    assert told == [True]
    assert result.tool_results == ()
    assert "longer than 5 s" in str(result.tool_errors[0].error)


@pytest.mark.parametrize("colour", ["sync", "async"])
@pytest.mark.parametrize("limit", [2, 3, None])
def test_no_more_tools_run_at_once_than_allowed(colour: str, limit: int | None) -> None:
    width = limit or 6
    together, lock = threading.Barrier(width), threading.Lock()
    running: list[int] = []
    most: list[int] = []

    @tool
    def work() -> str:
        """Waits until as many run as may."""
        with lock:
            running.append(1)
            most.append(len(running))
        together.wait(30)
        with lock:
            running.pop()
        return "done"

    model, tools = calling(*["work"] * 6), [work]
    if colour == "sync":
        result = run(False, model, tools=tools, max_parallel_tools=limit)
    else:
        result = asyncio.run(
            aio.generate_text(model, prompt="hi", tools=tools, max_parallel_tools=limit)
        )

    assert len(result.tool_results) == 6
    assert max(most) == width


# ---- context variables


@BOTH
@pytest.mark.parametrize("calls", [1, 2])
def test_tools_see_the_callers_context_variables(streaming: bool, calls: int) -> None:
    @tool
    def plain() -> str:
        """Reads the variable."""
        return REQUEST.get()

    @tool
    async def coroutine() -> str:
        """Reads the variable."""
        await asyncio.sleep(0)
        return REQUEST.get()

    @tool
    def generator() -> Iterator[str]:
        """Reads the variable."""
        yield REQUEST.get()

    for each in (plain, coroutine, generator):
        token = REQUEST.set(f"of {each.name}")
        try:
            result = run(streaming, calling(*[each.name] * calls), tools=[each])
        finally:
            REQUEST.reset(token)

        assert [r.output for r in result.tool_results] == [f"of {each.name}"] * calls


@BOTH
@pytest.mark.parametrize("calls", [1, 2])
def test_async_tools_see_the_callers_context_variables(streaming: bool, calls: int) -> None:
    @tool
    def plain() -> str:
        """Reads the variable."""
        return REQUEST.get()

    @tool
    def generator() -> Iterator[str]:
        """Reads the variable."""
        yield REQUEST.get()

    async def main(each: Any) -> Any:
        REQUEST.set("of the task")
        model = calling(*[each.name] * calls)
        if not streaming:
            return await aio.generate_text(model, prompt="hi", tools=[each])
        async with aio.stream_text(model, prompt="hi", tools=[each]) as stream:
            return await stream.result()

    for each in (plain, generator):
        result = asyncio.run(main(each))

        assert [r.output for r in result.tool_results] == ["of the task"] * calls


# ---- one event loop (rule 6)


@BOTH
def test_a_shared_async_client_works_twice_in_one_run(streaming: bool) -> None:
    loops: list[Any] = []
    with ProviderServer() as site:
        client = httpx.AsyncClient()

        @tool
        async def look() -> int:
            """Ask the site."""
            loops.append(asyncio.get_running_loop())
            reply = await client.get(site.base_url + "/models")
            if len(loops) == 2:
                await client.aclose()
            return reply.status_code

        result = run(streaming, calling("look", times=2), tools=[look], stop_when=is_step_count(3))
    assert [each.output for each in result.tool_results] == [200, 200]
    assert loops[0] is loops[1]
    assert loops[0].is_closed()


@BOTH
def test_the_synchronous_side_starts_no_loop_of_its_own(
    streaming: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a loop was started")

    monkeypatch.setattr(asyncio, "new_event_loop", refuse)
    monkeypatch.setattr(asyncio, "run", refuse)

    result = run(streaming, calling("count"), tools={"count": lambda: 3})

    assert result.tool_results[0].output == 3


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"tool_approval": None}, "tool_approval"),
        ({"repair_tool_call": None}, "repair_tool_call"),
    ],
)
def test_coroutines_are_refused_where_plain_functions_are_called(settings: Any, name: str) -> None:
    async def coroutine(*_: Any) -> None: ...

    given = dict.fromkeys(settings, coroutine)
    model = calling("count")

    with pytest.raises(ConfigurationError, match=rf"{name}.*ai_sdk\.aio"):
        run(False, model, tools=[count], **given)

    assert model.calls == []


@pytest.mark.parametrize("hook", ["to_model_output", "on_input_start", "on_input_available"])
def test_coroutine_hooks_of_tools_are_refused(hook: str) -> None:
    async def coroutine(*_: Any) -> None: ...

    given: Any = {hook: coroutine}
    model = calling("f")

    with pytest.raises(ConfigurationError, match=rf"{hook} of the tool 'f'.*ai_sdk\.aio"):
        run(False, model, tools=[tool(name="f", input_schema={"type": "object"}, **given)])

    assert model.calls == []


# ---- ends


@BOTH
@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("calls", [1, 2])
def test_an_interrupt_ends_the_run(streaming: bool, kind: Any, calls: int) -> None:
    @tool
    def stop() -> str:
        """Interrupts."""
        raise kind

    with pytest.raises(kind):
        run(streaming, calling(*["stop"] * calls), tools=[stop])


@BOTH
def test_an_abandoned_threads_result_is_dropped(streaming: bool) -> None:
    began, returned, told = CancelToken(), CancelToken(), CancelToken()
    ended: list[Any] = []
    token = CancelToken()

    @tool
    def hang(about: ToolContext) -> str:
        """Returns only when it is told to."""
        assert about.cancel is not None
        about.cancel.on_cancel(told.cancel)
        began.cancel()
        wait_for(about.cancel)
        returned.cancel()
        return "late"

    @tool
    def stop() -> str:
        """Cancels the run."""
        wait_for(began)
        token.cancel("enough")
        return "ignored"

    with pytest.raises(RunCancelledError, match="enough"):
        run(
            streaming,
            calling("hang", "stop"),
            tools=[hang, stop],
            cancel=token,
            on_tool_end=lambda event: ended.append(event.outcome),
        )

    wait_for(told)
    wait_for(returned)
    assert ended == []


@pytest.mark.parametrize("counter", [count, count_slowly], ids=["plain", "asynchronous"])
@pytest.mark.parametrize("others", [0, 1])
def test_leaving_a_stream_closes_a_generator_tool(counter: Any, others: int) -> None:
    closed = CancelToken()
    seen: list[ToolContext] = []

    def plain(about: ToolContext) -> Iterator[int]:
        seen.append(about)
        try:
            yield from range(1_000_000)
        finally:
            closed.cancel()

    async def slow(about: ToolContext) -> Any:
        seen.append(about)
        try:
            for number in range(1_000_000):
                await asyncio.sleep(0)
                yield number
        finally:
            closed.cancel()

    endless = tool(name="endless")(plain if counter is count else slow)
    model = calling("endless", *["nothing"] * others)

    with ai_sdk.stream_text(
        model, prompt="hi", tools={"endless": endless, "nothing": lambda: None}
    ) as stream:
        for part in stream:
            if isinstance(part, ToolResult) and part.tool_name == "endless" and part.output == 3:
                break

    wait_for(closed)
    assert seen[0].cancel is not None
    wait_for(seen[0].cancel)
    with pytest.raises(StreamInterruptedError):
        stream.result()


async def _leave(endless: Any, others: int) -> None:
    model = calling("endless", *["nothing"] * others)
    tools = {"endless": endless, "nothing": lambda: None}
    async with aio.stream_text(model, prompt="hi", tools=tools) as stream:
        async for part in stream:
            if isinstance(part, ToolResult) and part.tool_name == "endless" and part.output == 3:
                return


@pytest.mark.parametrize("others", [0, 1])
def test_leaving_an_async_stream_closes_a_generator_tool(others: int) -> None:
    closed = CancelToken()
    threads: set[int] = set()

    def plain() -> Iterator[int]:
        try:
            for number in range(1_000_000):
                threads.add(threading.get_ident())
                yield number
        finally:
            threads.add(threading.get_ident())
            closed.cancel()

    asyncio.run(_leave(tool(name="endless")(plain), others))

    wait_for(closed)
    assert len(threads) == 1
    assert threading.get_ident() not in threads


@BOTH
@pytest.mark.parametrize("counter", [count, count_slowly], ids=["plain", "asynchronous"])
@pytest.mark.parametrize("others", [0, 1])
def test_a_generator_tool_whose_time_is_up_fails_alone(
    streaming: bool, counter: Any, others: int
) -> None:
    with clock.use(ManualClock()) as time:

        def plain() -> Iterator[int]:
            yield 1
            time.advance(6)
            yield 2

        async def slow() -> Any:
            yield 1
            time.advance(6)
            await asyncio.sleep(0)
            yield 2

        late = tool(name="late", timeout=5)(plain if counter is count else slow)
        model = calling("late", *["nothing"] * others)
        result = run(
            streaming,
            model,
            tools={"late": late, "nothing": lambda: "done"},
            stop_when=is_step_count(2),
        )

    assert "longer than 5 s" in str(result.tool_errors[0].error)
    assert len(result.tool_results) == others
    assert result.text == "done"


def test_a_partial_and_a_generator_function_behind_it() -> None:
    def upto(end: int) -> Iterator[int]:
        yield from range(end)

    result = run(False, calling("upto"), tools=[partial(upto, end=3)])

    assert result.tool_results[0].output == 2


@BOTH
def test_ctrl_c_is_noticed_while_tools_run_in_threads(streaming: bool) -> None:
    told, begun = CancelToken(), CancelToken()
    aborted: list[Any] = []

    @tool
    def hang(about: ToolContext) -> str:
        """Returns only when it is told to."""
        assert about.cancel is not None
        begun.cancel()
        wait_for(about.cancel)
        told.cancel()
        return "late"

    @tool
    def interrupt() -> str:
        """As if somebody pressed Ctrl-C, and the signal reached another thread."""
        wait_for(begun)
        signal.raise_signal(signal.SIGINT)
        return "pressed"

    with pytest.raises(KeyboardInterrupt):
        run(
            streaming,
            calling("hang", "interrupt"),
            tools=[hang, interrupt],
            on_abort=aborted.append,
        )

    wait_for(told)
    assert len(aborted) == 1


@BOTH
@pytest.mark.parametrize("kind", ["thread", "coroutine", "generator"])
@pytest.mark.parametrize("others", [0, 1])
def test_cancelling_the_task_cancels_the_run_and_tells_its_tools(
    streaming: bool, kind: str, others: int
) -> None:
    told = CancelToken()

    async def main() -> None:
        loop = asyncio.get_running_loop()
        task = asyncio.current_task()
        assert task is not None

        def cancel_all(about: ToolContext) -> None:
            assert about.cancel is not None
            about.cancel.on_cancel(told.cancel)
            loop.call_soon_threadsafe(task.cancel)

        @tool(name="hang")
        def in_thread(about: ToolContext) -> str:
            cancel_all(about)
            assert about.cancel is not None
            wait_for(about.cancel)
            return "late"

        @tool(name="hang")
        async def coroutine(about: ToolContext) -> str:
            cancel_all(about)
            await asyncio.Event().wait()
            return "late"

        @tool(name="hang")
        def generator(about: ToolContext) -> Iterator[int]:
            cancel_all(about)
            assert about.cancel is not None
            wait_for(about.cancel)
            yield 1

        tools: Any = {"thread": in_thread, "coroutine": coroutine, "generator": generator}
        given: Any = {"hang": tools[kind], "nothing": lambda: None}
        model = calling("hang", *["nothing"] * others)
        if not streaming:
            await aio.generate_text(model, prompt="hi", tools=given)
            return
        async with aio.stream_text(model, prompt="hi", tools=given) as stream:
            await stream.result()

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(main())

    wait_for(told)
