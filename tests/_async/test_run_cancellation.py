"""asyncio's own cancellation and time limits pass through a run untouched, and close everything."""

# twins: async-only

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ai_sdk.aio import CancelToken, RunCancelledError, is_loop_finished, stream_text, tool
from ai_sdk.testing import Gate, MockLanguageModel, MockReply, ProviderServer, Reply
from tests.ways import OVER_SOCKETS, WITH_MOCK, Scripted, Way

from .conformance.play import run


@OVER_SOCKETS
async def test_a_cancelled_task_closes_the_connection_and_tells_on_abort(way: Way) -> None:
    gate, aborted = Gate(), []

    with ProviderServer([Reply.text("never").gated(gate)]) as server:
        model = Scripted(way.handle(server), server)
        task = asyncio.create_task(run(way, model, on_abort=aborted.append))
        await asyncio.to_thread(gate.wait_reached)
        task.cancel("of your own")
        with pytest.raises(asyncio.CancelledError, match="of your own"):
            await task
        server.wait_closed(1)

    assert task.cancelled()
    assert len(aborted) == 1


@OVER_SOCKETS
async def test_a_timeout_of_asyncio_is_a_timeout_of_asyncio(way: Way) -> None:
    gate = Gate()

    with ProviderServer([Reply.text("never").gated(gate)]) as server:
        with pytest.raises(TimeoutError) as caught:
            async with asyncio.timeout(0.05):
                await run(way, Scripted(way.handle(server), server))
        server.wait_closed(1)

    assert type(caught.value) is TimeoutError


@WITH_MOCK
async def test_a_coroutine_tool_is_cancelled_with_its_run(way: Way) -> None:
    ended: list[str] = []
    started = asyncio.Event()

    @tool
    async def hang() -> str:
        """Never answers."""
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("tool")
        return "late"

    with way.model(MockReply(tool_calls=[("hang", {})])) as model:
        task = asyncio.create_task(
            run(way, model, tools=[hang], stop_when=is_loop_finished())
        )  # fmt: skip
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    assert ended == ["tool"]


async def test_a_failing_sibling_of_a_task_group_ends_the_stream() -> None:
    seen: list[str] = []
    gate = Gate()
    reply = Reply.text("one two", deltas=["one ", "two"]).gated(gate, at=3)

    async def read(model: Any) -> None:
        async with stream_text(model, prompt="hi") as stream:
            async for delta in stream.text_stream:
                seen.append(delta)

    async def fail() -> None:
        await asyncio.to_thread(gate.wait_reached)
        raise LookupError("of your own")

    with ProviderServer([reply]) as server:
        with pytest.raises(ExceptionGroup) as caught:
            async with asyncio.TaskGroup() as group:
                group.create_task(read(Way("chat", True).handle(server)))
                group.create_task(fail())
        server.wait_closed(1)

    assert [type(error) for error in caught.value.exceptions] == [LookupError]


async def test_a_token_that_fires_with_a_cancelled_task_leaves_the_task_cancelled() -> None:
    token = CancelToken()
    started = asyncio.Event()

    @tool
    async def hang() -> str:
        """Never answers."""
        started.set()
        await asyncio.Event().wait()
        return "late"

    model = Scripted(MockLanguageModel(tool_calls=[("hang", {})]))
    task = asyncio.create_task(run(Way("mock", False), model, tools=[hang], cancel=token))
    await started.wait()
    token.cancel("first")
    task.cancel()

    with pytest.raises((asyncio.CancelledError, RunCancelledError)):
        await task
    assert task.done()
