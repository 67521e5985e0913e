"""The loop: how many steps there are, what ends it, and which tools run."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.aio import (
    InvalidArgumentError,
    ProviderTool,
    Source,
    ToolFailure,
    ToolResult,
    Usage,
    has_tool_call,
    is_loop_finished,
    is_step_count,
    is_token_count,
    step_count_is,
    tool,
)
from ai_sdk.testing import MockReply
from ai_sdk.types._value import evolve
from ai_sdk.types.call import ModelToolCall
from tests.helpers import Meeting
from tests.ways import EVERY_WAY, WITH_MOCK, Way

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
        ([is_step_count(9), has_tool_call("other", "weather")], 1),
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
    assert step_count_is is is_step_count


@EVERY_WAY
@pytest.mark.parametrize(("count", "steps"), [(9, 1), (10, 1), (11, 2), (20, 2), (21, 3), (999, 4)])
async def test_behaviour_08_the_tokens_of_a_run_are_capped(
    way: Way, count: int, steps: int
) -> None:
    dear = evolve(ROME, usage=Usage(7, 3, 10))
    with way.model(dear, dear, dear, "done") as model:
        result = await run(way, model, tools=[weather], stop_when=is_token_count(count))

        assert len(model.asked) == steps
    assert [step.usage.total_tokens for step in result.steps[:3]] == [10] * min(steps, 3)
    assert len(result.tool_results) == min(steps, 3)
    assert (result.text == "done") is (steps == 4)


@WITH_MOCK
@pytest.mark.parametrize(
    ("usage", "steps"), [(Usage(7, 3), 2), (Usage(7), 1), (Usage(None, 3), 1), (Usage(), 1)]
)
async def test_behaviour_08_a_step_of_unknown_usage_ends_a_capped_run(
    way: Way, usage: Usage, steps: int
) -> None:
    with way.model(evolve(ROME, usage=usage), "done") as model:
        result = await run(way, model, tools=[weather], stop_when=is_token_count(999))

    assert len(result.steps) == steps


@pytest.mark.parametrize("count", [0, -1, 1.5, True, "1"])
def test_behaviour_08_a_count_is_a_whole_number(count: Any) -> None:
    for condition in (is_step_count, is_token_count):
        with pytest.raises(InvalidArgumentError, match="whole number of at least 1") as caught:
            condition(count)
        assert (caught.value.parameter, caught.value.value) == ("count", count)


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


@EVERY_WAY
async def test_behaviour_11_parallel_tools_keep_the_order_of_the_calls(way: Way) -> None:
    meeting = Meeting(3)
    ended: list[str] = []

    @tool
    def meet(name: str) -> str:
        """Returns when all three are here."""
        meeting.arrive()
        ended.append(name)
        return name

    calls = [("meet", {"name": name}, f"call_{name}") for name in ("c", "a", "b")]
    with way.model(MockReply(tool_calls=calls), "done") as model:
        result = await run(way, model, tools=[meet], stop_when=is_loop_finished())

        assert list(model.asked[1].outputs.items()) == [
            ("call_c", "c"),
            ("call_a", "a"),
            ("call_b", "b"),
        ]
    assert sorted(ended) == ["a", "b", "c"]
    assert [each.output for each in result.tool_results] == ["c", "a", "b"]


@EVERY_WAY
@pytest.mark.parametrize("reason", ["length", "content-filter"])
async def test_behaviour_17_tools_do_not_run_after_a_cut_off_answer(way: Way, reason: Any) -> None:
    await ends_without_running(way, reason)


@WITH_MOCK
@pytest.mark.parametrize("reason", ["error", "other"])
async def test_behaviour_17_tools_run_only_after_an_orderly_end(way: Way, reason: Any) -> None:
    await ends_without_running(way, reason)


async def ends_without_running(way: Way, reason: Any) -> None:
    ran: list[str] = []

    @tool
    def delete(path: str) -> str:
        """Delete a file."""
        ran.append(path)
        return "gone"

    reply = MockReply(tool_calls=[("delete", {"path": "/"}, "call_1")], finish_reason=reason)
    with way.model(reply, "never") as model:
        result = await run(way, model, tools=[delete], stop_when=is_loop_finished())

        assert len(model.asked) == 1
    assert ran == []
    assert result.finish_reason == reason
    assert [call.tool_call_id for call in result.tool_calls] == ["call_1"]
    assert result.tool_results == ()


SEARCH = ProviderTool("mock.search", supports_deferred_results=True)
SEARCH_CALL = ModelToolCall("search_1", "search", '{"q": "x"}', provider_executed=True)
SEARCH_RESULT = ToolResult("search_1", "search", ["found"], provider_executed=True)


@WITH_MOCK
async def test_behaviour_18_provider_results_stay_in_the_assistant_turn(way: Way) -> None:
    ran: list[Any] = []

    @tool
    def search(q: str) -> str:
        """Has the provider's tool's name, and must not run for it."""
        ran.append(q)
        return "mine"

    reply = MockReply("found it", content=[SEARCH_CALL, SEARCH_RESULT])
    with way.model(reply, "never") as model:
        result = await run(way, model, tools=[search], stop_when=is_loop_finished())

        assert len(model.asked) == 1
    assert ran == []
    assert [message.role for message in result.response_messages] == ["assistant"]
    assert [part.type for part in result.response_messages[0].content] == [
        "text",
        "tool-call",
        "tool-result",
    ]


@WITH_MOCK
async def test_behaviour_18_a_result_that_is_owed_keeps_the_loop_going(way: Way) -> None:
    begun = MockReply(content=[SEARCH_CALL], finish_reason="stop")
    arrived = MockReply("here it is", content=[SEARCH_RESULT])

    with way.model(begun, arrived, "never") as model:
        result = await run(way, model, tools=[SEARCH], stop_when=is_loop_finished())

        assert len(model.asked) == 2
    assert [call.tool_call_id for call in result.tool_calls] == ["search_1"]
    assert [each.output for each in result.tool_results] == [["found"]]
    assert result.text == "here it is"


@WITH_MOCK
@pytest.mark.parametrize("tools", [[ProviderTool("mock.search")], [SEARCH]])
async def test_behaviour_18_nothing_is_waited_for_in_vain(way: Way, tools: Any) -> None:
    begun = MockReply(content=[SEARCH_CALL], finish_reason="stop")

    with way.model(begun, "still nothing", "never") as model:
        result = await run(way, model, tools=tools, stop_when=is_loop_finished())

        expected = 2 if tools[0].supports_deferred_results else 1
        assert len(model.asked) == expected
    assert result.tool_results == ()


@WITH_MOCK
async def test_behaviour_18_a_client_side_call_beside_an_owed_result_ends_the_loop(
    way: Way,
) -> None:
    ask = tool(name="ask", description="Ask the user.", input_schema={"type": "object"})
    reply = MockReply(content=[SEARCH_CALL], tool_calls=[("ask", {}, "call_1")])

    with way.model(reply, "never") as model:
        await run(way, model, tools=[SEARCH, ask], stop_when=is_loop_finished())

        assert len(model.asked) == 1


@WITH_MOCK
async def test_behaviour_18_a_provider_tool_that_failed_is_owed_nothing_more(way: Way) -> None:
    failed = ToolFailure("search_1", "search", RuntimeError("down"), provider_executed=True)
    source = Source("s1", url="https://example.com")

    with way.model(MockReply(content=[SEARCH_CALL, failed, source]), "never") as model:
        result = await run(way, model, tools=[SEARCH], stop_when=is_loop_finished())

        assert len(model.asked) == 1
    assert result.sources == (source,)


@WITH_MOCK
async def test_no_call_hides_another_that_has_its_id(way: Way) -> None:
    calls = [("weather", {"city": city}, "same") for city in ("Rome", "Oslo", "Lima")]

    with way.model(MockReply(tool_calls=calls), "done") as model:
        result = await run(way, model, tools=[weather], stop_when=is_loop_finished())

        assert list(model.asked[1].outputs) == ["same", "same-2", "same-3"]
    assert [call.input["city"] for call in result.tool_calls] == ["Rome", "Oslo", "Lima"]
    assert [each.output["city"] for each in result.tool_results] == ["Rome", "Oslo", "Lima"]
