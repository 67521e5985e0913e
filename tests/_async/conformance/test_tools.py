"""Tools: who runs them, what the model is told, what never runs."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.aio import (
    CancelToken,
    InvalidToolInputError,
    NoSuchToolError,
    ToolCall,
    ToolCallRepairError,
    ToolExecutionError,
    ToolResult,
    is_step_count,
    tool,
)
from ai_sdk.testing import MockReply
from tests.helpers import count, count_slowly, wait_for
from tests.ways import BUT_GOOGLE, EVERY_WAY, STREAMED, Way

from .play import parts_of, run, weather

ROME = MockReply(tool_calls=[("weather", {"city": "Rome"}, "call_rome")])


@EVERY_WAY
async def test_behaviour_11_tools_run_side_by_side_and_are_listed_in_order(way: Way) -> None:
    second_began = CancelToken()

    @tool
    def first() -> str:
        """Ends only when the second has begun."""
        wait_for(second_began)
        return "one"

    @tool
    def second() -> str:
        """Lets the first end."""
        second_began.cancel()
        return "two"

    calls = MockReply(tool_calls=[("first", {}, "c1"), ("second", {}, "c2")])

    with way.model(calls, "done") as model:
        result = await run(way, model, tools=[first, second], stop_when=is_step_count(2))

        assert list(model.asked[1].outputs) == ["c1", "c2"]
    assert [each.output for each in result.tool_results] == ["one", "two"]


@EVERY_WAY
async def test_behaviour_12_a_tools_exception_is_told_to_the_model(way: Way) -> None:
    @tool
    def broken(n: int) -> str:
        """Raises."""
        raise RuntimeError(f"no {n} for you")

    calls = MockReply(tool_calls=[("broken", {"n": 3}, "c1")])

    with way.model(calls, "sorry") as model:
        result = await run(way, model, tools=[broken], stop_when=is_step_count(2))

        assert model.asked[1].outputs == {"c1": "RuntimeError: no 3 for you"}
    (failed,) = result.tool_errors
    assert isinstance(failed.error, ToolExecutionError)
    assert isinstance(failed.error.__cause__, RuntimeError)
    assert result.text == "sorry"


BAD_CALLS = pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (("nope", {}, "c1"), NoSuchToolError, "the tools are: weather"),
        (("weather", {"town": "Rome"}, "c1"), InvalidToolInputError, "do not fit its schema"),
    ],
)


@EVERY_WAY
@BAD_CALLS
async def test_behaviour_13_bad_calls_are_flagged_and_told_to_the_model(
    way: Way, call: Any, kind: type, words: str
) -> None:
    with way.model(MockReply(tool_calls=[call]), "sorry") as model:
        result = await run(way, model, tools=[weather], stop_when=is_step_count(2))

        assert words in model.asked[1].outputs["c1"]
    (listed,) = result.tool_calls
    assert (listed.invalid, listed.dynamic) == (True, True)
    assert type(listed.error) is kind
    assert result.tool_errors[0].error is listed.error
    assert result.tool_results == ()
    assert result.text == "sorry"


@BUT_GOOGLE
@BAD_CALLS
async def test_behaviour_13_the_repair_hook_gets_the_error_and_its_call_runs(
    way: Way, call: Any, kind: type, words: str
) -> None:
    asked: list[Any] = []

    def repair(about: Any) -> Any:
        asked.append(about)
        return ToolCall(about.tool_call.tool_call_id, "weather", {"city": "Oslo"})

    with way.model(MockReply(tool_calls=[call]), "fine") as model:
        result = await run(
            way,
            model,
            tools=[weather],
            instructions="Be kind.",
            repair_tool_call=repair,
            stop_when=is_step_count(2),
        )

    (about,) = asked
    assert type(about.error) is kind
    assert (about.tool_call.tool_call_id, about.tool_call.tool_name) == ("c1", call[0])
    assert [message.role for message in about.messages] == ["user"]
    assert about.instructions[0].content == "Be kind."
    assert about.input_schema("weather") == weather.input_schema.json_schema
    assert (about.input_schema() is None) is (call[0] == "nope")
    (listed,) = result.tool_calls
    assert (listed.tool_call_id, listed.tool_name, listed.invalid) == ("c1", "weather", False)
    assert result.tool_results[0].output == {"city": "Oslo", "sky": "clear"}
    assert result.tool_errors == ()


@EVERY_WAY
async def test_behaviour_14_a_repair_without_result_keeps_the_error(way: Way) -> None:
    bad = MockReply(tool_calls=[("weather", {"town": "Rome"}, "c1")])

    with way.model(bad, "sorry") as model:
        result = await run(way, model, tools=[weather], repair_tool_call=lambda about: None)

    assert isinstance(result.tool_calls[0].error, InvalidToolInputError)


@EVERY_WAY
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (RuntimeError("out of glue"), "raised RuntimeError: out of glue"),
        ("a text", "return a ToolCall"),
        ({"input": object()}, "without JSON form"),
    ],
)
async def test_behaviour_14_a_repair_that_fails_is_an_error_of_its_own(
    way: Way, answer: Any, words: str
) -> None:
    def repair(about: Any) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    bad = MockReply(tool_calls=[("weather", {"town": "Rome"}, "c1")])

    with way.model(bad, "sorry") as model:
        result = await run(
            way, model, tools=[weather], repair_tool_call=repair, stop_when=is_step_count(2)
        )

        assert words in model.asked[1].outputs["c1"]
    (listed,) = result.tool_calls
    assert listed.invalid
    assert isinstance(listed.error, ToolCallRepairError)
    assert words in str(listed.error)
    assert result.tool_errors[0].error is listed.error
    assert result.text == "sorry"


@EVERY_WAY
async def test_behaviour_15_empty_arguments_are_an_empty_object(way: Way) -> None:
    @tool
    def now() -> str:
        """The time."""
        return "noon"

    with way.model(MockReply(tool_calls=[("now", "", "c1")]), "done") as model:
        result = await run(way, model, tools=[now], stop_when=is_step_count(2))

        assert model.asked[1].outputs == {"c1": "noon"}
    assert result.tool_calls[0].input == {}


GENERATORS = pytest.mark.parametrize(
    "counter", [count, count_slowly], ids=["plain", "asynchronous"]
)
WITH_OTHERS = pytest.mark.parametrize("others", [0, 1], ids=["alone", "with another"])


def counting(others: int) -> MockReply:
    return MockReply(
        tool_calls=[("count", {"to": 3}, "c1")] + [("weather", {"city": "Rome"}, "c2")] * others
    )


@EVERY_WAY
@GENERATORS
@WITH_OTHERS
async def test_behaviour_16_only_a_generators_last_value_reaches_the_model(
    way: Way, counter: Any, others: int
) -> None:
    with way.model(counting(others), "done") as model:
        result = await run(way, model, tools=[counter, weather], stop_when=is_step_count(2))

        assert model.asked[1].outputs["c1"] == '{"at":3}'
    assert result.tool_results[0].output == {"at": 3}
    assert len(result.tool_results) == 1 + others
    assert not any(each.preliminary for each in result.tool_results)
    assert all(getattr(part, "preliminary", False) is False for part in result.content)


@STREAMED
@GENERATORS
@WITH_OTHERS
async def test_behaviour_16_each_value_of_a_generator_is_a_preliminary_result(
    way: Way, counter: Any, others: int
) -> None:
    with way.model(counting(others)) as model:
        parts = await parts_of(model, tools=[counter, weather])

    seen = [
        (part.output["at"], part.preliminary)
        for part in parts
        if isinstance(part, ToolResult) and part.tool_call_id == "c1"
    ]
    assert seen == [(1, True), (2, True), (3, True), (3, False)]
