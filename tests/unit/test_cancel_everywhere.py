"""Cancelled at every point where it waits, a call leaves nothing behind and the next one is fine."""

from __future__ import annotations

import asyncio
import types
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any

import anyio
import pytest

from ai_sdk import aio
from ai_sdk.testing import ProviderServer, RecordedRequest, Reply
from tests._async.fault_runs import model_of
from tests.faults.outcomes import PROTOCOLS

Run = Callable[[Any], Coroutine[Any, Any, Any]]
ONE = aio.Limits(max_connections=1)  # so that a connection which is lost is missed
MOST = 2_000  # more waits than any of the runs has


@types.coroutine
def stepped(
    job: Coroutine[Any, Any, Any], place: int, scope: anyio.CancelScope | None
) -> Generator[Any, Any, bool]:
    """Run `job`, cancelling its task where it waits for the `place`-th time.

    With a scope, that is cancelled when the wait is over and before `job` goes on: anyio's own
    locks then refuse it, though nothing was waited for.

    Returns:
        Whether it came to its end before that.
    """
    task = asyncio.current_task()
    assert task is not None
    waits = 0
    step: Any = job.send
    value: Any = None
    while True:
        try:
            waited_for = step(value)
        except StopIteration:
            return waits < place
        waits += 1
        if waits == place and scope is None:
            task.cancel()
        try:
            value = yield waited_for
            if waits == place and scope is not None:
                scope.cancel()
            step = job.send
        except BaseException as error:
            value, step = error, job.throw


@aio.tool
async def slow(city: str) -> str:
    """The weather in a city."""
    await asyncio.sleep(0)
    return f"sunny in {city}"


@aio.tool
def quick(city: str) -> str:
    """The weather in a city."""
    return f"sunny in {city}"


async def unary(model: Any) -> None:
    await aio.generate_text(model, prompt="hi")


async def streamed(model: Any) -> None:
    async with aio.stream_text(model, prompt="hi") as stream:
        async for _ in stream:
            pass
        await stream.result()


async def left_early(model: Any) -> None:
    async with aio.stream_text(model, prompt="hi") as stream:
        async for _ in stream.text_stream:
            break


async def with_tools(model: Any) -> None:
    await aio.generate_text(model, prompt="hi", tools=[slow, quick], stop_when=aio.is_step_count(3))


async def with_tools_streamed(model: Any) -> None:
    run = aio.stream_text(model, prompt="hi", tools=[slow, quick], stop_when=aio.is_step_count(3))
    async with run as stream:
        await stream.result()


async def tried_again(model: Any) -> None:
    await aio.generate_text(model, prompt="hi", max_retries=2)


async def for_the_browser(model: Any) -> None:
    chunks = aio.to_ui_message_stream(aio.stream_text(model, prompt="hi"))
    async for _ in aio.ui_message_stream_to_sse(chunks):
        pass


CALLS = Reply.tool_calls([("slow", {"city": "Rome"}), ("quick", {"city": "Oslo"})])
TEXT = Reply.text("one two three four")
REFUSED = Reply.error(429, retry_after_ms=1)
CASES: dict[str, tuple[Run, tuple[Reply, ...]]] = {
    "unary": (unary, (TEXT,)),
    "streamed": (streamed, (TEXT,)),
    "left early": (left_early, (TEXT,)),
    "with tools": (with_tools, (CALLS, TEXT)),
    "with tools, streamed": (with_tools_streamed, (CALLS, TEXT)),
    "tried again": (tried_again, (REFUSED, TEXT)),
    "for the browser": (for_the_browser, (TEXT,)),
}


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("way", ["task", "scope"])
def test_cancelled_at_every_wait(way: str, name: str, protocol: str) -> None:
    run, script = CASES[name]

    async def main() -> int:
        for place in range(1, MOST):
            if await _one(run, script, protocol, place, in_scope=way == "scope"):
                return place
        raise AssertionError("the run has no end")

    assert asyncio.run(main()) > 3


async def _one(
    run: Run, script: tuple[Reply, ...], protocol: str, place: int, *, in_scope: bool
) -> bool:
    """Whether the run ended before the wait at which it was to be cancelled."""
    replies = iter(script)

    def answer(request: RecordedRequest) -> Reply:
        is_next_call = b"Count to five." in request.body
        return Reply.builtin() if is_next_call else next(replies, Reply.builtin())

    with ProviderServer(answer) as server:
        async with aio.AsyncHTTPClient(limits=ONE) as client:
            model = model_of(protocol, server, client)
            main = _in_scope if in_scope else _awaited
            job: Awaitable[bool] = asyncio.ensure_future(main(run(model), place))
            try:
                ended = await job
            except asyncio.CancelledError:
                ended = False
            await _settled()
            result = await aio.generate_text(
                model, prompt="Count to five.", max_retries=0, timeout=20
            )
            assert result.text
        server.wait_idle()
        return ended


async def _settled() -> None:
    """Nothing goes on but what Python itself does to close a generator that a loop has left."""
    for _ in range(10):
        others = asyncio.all_tasks() - {asyncio.current_task()}
        if not others:
            return
        await asyncio.sleep(0)
    raise AssertionError(f"still running: {others}")


async def _awaited(job: Coroutine[Any, Any, Any], place: int) -> bool:
    return await stepped(job, place, None)


async def _in_scope(job: Coroutine[Any, Any, Any], place: int) -> bool:
    with anyio.CancelScope() as scope:
        return await stepped(job, place, scope)
    return False
