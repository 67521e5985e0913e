"""The loop: how many steps there are, and what ends it."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.aio import has_tool_call, is_loop_finished, is_step_count, tool
from ai_sdk.testing import MockReply
from tests.ways import EVERY_WAY, Way

from .play import run, weather

ROME = MockReply(tool_calls=[("weather", {"city": "Rome"}, "call_rome")])


@EVERY_WAY
async def test_behaviour_07_default_loop_is_one_step(way: Way) -> None:
    with way.model(ROME, "never") as model:
        result = await run(way, model, tools=[weather])

        assert len(model.asked) == 1
    assert result.tool_results[0].output == {"city": "Rome", "sky": "clear"}
    assert result.finish_reason == "tool-calls"
    assert len(result.steps) == 1


@EVERY_WAY
@pytest.mark.parametrize(
    ("conditions", "steps"),
    [
        (is_step_count(2), 2),
        ([is_step_count(9), has_tool_call("weather")], 1),
        (is_loop_finished(), 3),
        (is_step_count(9), 3),
        ([], 3),
        (lambda steps: steps[-1].step_number == 1, 2),
    ],
)
async def test_behaviour_08_loop_ends_without_calls_or_by_any_condition(
    way: Way, conditions: Any, steps: int
) -> None:
    with way.model(ROME, ROME, "done") as model:
        result = await run(way, model, tools=[weather], stop_when=conditions)

        assert len(model.asked) == steps
    assert len(result.steps) == steps
    assert (result.text == "done") is (steps == 3)


def test_behaviour_08_step_count_is_exact() -> None:
    condition: Any = is_step_count(2)

    assert [condition([None] * n) for n in range(4)] == [False, False, True, False]


@EVERY_WAY
async def test_behaviour_09_a_tool_without_function_ends_the_loop(way: Way) -> None:
    ask = tool(name="ask", description="Ask the user.", input_schema={"type": "object"})

    with way.model(MockReply(tool_calls=[("ask", {}, "call_1")]), "never") as model:
        result = await run(way, model, tools=[ask], stop_when=is_loop_finished())

        assert len(model.asked) == 1
    assert [call.tool_name for call in result.tool_calls] == ["ask"]
    assert result.tool_results == ()


@EVERY_WAY
async def test_behaviour_10_mixed_calls_end_the_loop(way: Way) -> None:
    ask = tool(name="ask", description="Ask the user.", input_schema={"type": "object"})
    calls = [("ask", {}, "call_1"), ("weather", {"city": "Rome"}, "call_2")]

    with way.model(MockReply(tool_calls=calls), "never") as model:
        result = await run(way, model, tools=[ask, weather], stop_when=is_loop_finished())

        assert len(model.asked) == 1
    assert [call.tool_call_id for call in result.tool_calls] == ["call_1", "call_2"]
    assert [each.tool_call_id for each in result.tool_results] == ["call_2"]
