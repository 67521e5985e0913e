"""Complaints about tool calls: glued fragments, streams that stop too early, a blocked loop."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.aio import (
    CancelToken,
    ToolInputDelta,
    ToolInputStart,
    create_openai,
    is_step_count,
    stream_text,
    tool,
)
from ai_sdk.testing import MockReply, ProviderServer, Reply
from tests.fragments import GLUED, OSLO, ROME, chat_stream, fragment
from tests.helpers import wait_for
from tests.ways import STREAMED, Way

from ..conformance.play import run, weather


@pytest.mark.parametrize("fragments", GLUED.values(), ids=GLUED)
async def test_complaint_15_tool_call_deltas_are_not_glued(fragments: list[Any]) -> None:
    with ProviderServer([chat_stream(*fragments)]) as server:
        model = create_openai(base_url=server.base_url, api_key="k").chat("gpt-4o")
        async with stream_text(model, prompt="hi", tools=[weather]) as stream:
            parts = [part async for part in stream]
            result = await stream.result()

    assert [(call.tool_call_id, call.tool_name, call.input) for call in result.tool_calls] == [
        ("a", "weather", {"city": "Rome"}),
        ("b", "weather", {"city": "Oslo"}),
    ]
    assert [each.output["city"] for each in result.tool_results] == ["Rome", "Oslo"]
    started = [part.id for part in parts if isinstance(part, ToolInputStart)]
    assert sorted(started) == ["a", "b"]
    written = {"a": "", "b": ""}
    for part in parts:
        if isinstance(part, ToolInputDelta):
            written[part.id] += part.delta
    assert written == {"a": ROME, "b": OSLO}


async def test_complaint_15_calls_without_ids_are_told_apart() -> None:
    fragments = [fragment(0, None, "weather", ROME), fragment(1, None, "weather", OSLO)]
    with ProviderServer([chat_stream(*fragments), Reply.text("done")]) as server:
        model = create_openai(base_url=server.base_url, api_key="k").chat("gpt-4o")
        async with stream_text(
            model, prompt="hi", tools=[weather], stop_when=is_step_count(2)
        ) as stream:
            result = await stream.result()

        asked = server.requests[1].json["messages"]
    ids = [call.tool_call_id for call in result.tool_calls]
    assert all(ids)
    assert len(set(ids)) == 2
    assert [message["tool_call_id"] for message in asked if message["role"] == "tool"] == ids


@STREAMED
async def test_complaint_16_text_before_a_call_does_not_end_the_stream(way: Way) -> None:
    first = MockReply("Let me look.", tool_calls=[("weather", {"city": "Rome"}, "c1")])

    with way.model(first, "It is clear.") as model:
        async with stream_text(
            model.handle, prompt="hi", tools=[weather], stop_when=is_step_count(2)
        ) as stream:
            texts = [text async for text in stream.text_stream]
            result = await stream.result()

        assert len(model.asked) == 2
    assert "".join(texts) == "Let me look.It is clear."
    assert result.tool_results[0].output == {"city": "Rome", "sky": "clear"}
    assert result.text == "It is clear."


@STREAMED
async def test_complaint_23_a_blocking_tool_does_not_block_others(way: Way) -> None:
    ran = CancelToken()

    @tool
    def blocking() -> str:
        """Blocks its thread until the coroutine has run."""
        wait_for(ran)
        return "blocked"

    @tool
    async def quick() -> str:
        """Runs meanwhile."""
        ran.cancel()
        return "quick"

    calls = MockReply(tool_calls=[("blocking", {}, "c1"), ("quick", {}, "c2")])

    with way.model(calls) as model:
        result = await run(way, model, tools=[blocking, quick])

    assert [each.output for each in result.tool_results] == ["blocked", "quick"]
