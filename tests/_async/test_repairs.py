"""Answers that do not fit: mended by a hook, asked for again, and what the caller sees of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from ai_sdk.aio import (
    AssistantMessage,
    ModelInfo,
    NoObjectGeneratedError,
    NoOutputGeneratedError,
    Output,
    StepResult,
    ToolCall,
    UserMessage,
    generate_object,
    generate_text,
    is_step_count,
    stream_object,
    stream_text,
    tool,
)
from ai_sdk.engine.repairs import may_ask_again
from ai_sdk.testing import MockLanguageModel, MockReply
from ai_sdk.types.models import ModelCapabilities


@dataclass
class Point:
    """A point."""

    x: int
    y: int = 0


@tool
def look() -> str:
    """Look around."""
    return "nothing"


BAD = MockReply(text_deltas=['{"x": ', '"one"}'])
GOOD = MockReply(text_deltas=['{"x": ', "1}"])


async def both_ways(script: list[Any], **given: Any) -> list[tuple[Any, MockLanguageModel]]:
    """The results of a plain and of a streamed run, each with its model."""
    plain, streamed = MockLanguageModel(script=script), MockLanguageModel(script=script)
    result = await generate_text(plain, prompt="hi", **given)
    async with stream_text(streamed, prompt="hi", **given) as stream:
        other = await stream.result()
    return [(result, plain), (other, streamed)]


async def test_a_bad_answer_is_a_step_and_the_model_is_told() -> None:
    for result, model in await both_ways([BAD, GOOD], output=Output.object(Point), max_repairs=2):
        assert result.output == Point(1)
        assert result.repairs == 1
        assert len(result.steps) == 2
        assert "$.x: expected integer" in result.steps[0].rejected
        assert result.steps[1].rejected is None
        assert result.usage.total_tokens == 16
        said, told = model.calls[1].prompt[-2:]
        assert isinstance(said, AssistantMessage)
        assert isinstance(told, UserMessage)
        assert "$.x: expected integer, got string" in told.content[0].text  # type: ignore[union-attr]
        roles = [message.role for message in result.response_messages]
        assert roles == ["assistant", "user", "assistant"]


async def test_the_error_after_the_last_try_has_the_usage_of_all() -> None:
    given: dict[str, Any] = {"output": Output.object(Point), "max_repairs": 2}
    for result, model in await both_ways([BAD], **given):
        assert len(model.calls) == 3
        with pytest.raises(NoObjectGeneratedError, match=r"\$\.x") as caught:
            _ = result.output
        error = caught.value
        assert (error.text, error.finish_reason) == ('{"x": "one"}', "stop")
        assert error.usage.total_tokens == 24
        assert error.response is not None
        assert error.__cause__ is not None


async def test_without_max_repairs_nothing_is_asked_again() -> None:
    for _, model in await both_ways([BAD, GOOD], output=Output.object(Point)):
        assert len(model.calls) == 1


async def test_partial_values_begin_anew_with_the_new_answer() -> None:
    model = MockLanguageModel(script=[BAD, GOOD])

    async with stream_object(model, Point, prompt="hi", max_repairs=1) as stream:
        seen = [partial async for partial in stream.partial_object_stream]
        result = await stream.result()

    assert seen == [{}, {"x": "one"}, {}, {"x": 1}]
    assert result.object == Point(1)
    assert result.repairs == 1
    assert result.usage.total_tokens == 16


async def test_elements_that_were_given_are_never_taken_back() -> None:
    text = ['{"elements": [{"x": 1}', ', {"x": "two"}]}']
    model = MockLanguageModel(script=[MockReply(text_deltas=text)])
    seen: list[Point] = []

    async with stream_object(model, Point, output="array", prompt="hi", max_repairs=3) as stream:
        with pytest.raises(NoObjectGeneratedError, match="element 1 does not fit") as caught:
            async for element in stream.element_stream:
                seen.append(element)
        with pytest.raises(NoObjectGeneratedError):
            await stream.result()

    assert seen == [Point(1)]
    assert caught.value.text == '{"x":"two"}'
    assert len(model.calls) == 1


async def test_an_array_of_which_nothing_was_given_is_asked_for_again() -> None:
    script = ['{"elements": [{"x": "one"}, {"x": 2}]}', '{"elements": [{"x": 1}, {"x": 2}]}']
    model = MockLanguageModel(script=script)

    async with stream_object(model, Point, output="array", prompt="hi", max_repairs=1) as stream:
        seen = [element async for element in stream.element_stream]
        result = await stream.result()

    assert seen == result.object == [Point(1), Point(2)]
    assert result.repairs == 1
    assert "$.elements[0].x: expected integer" in str(model.calls[1].prompt[-1])


async def test_the_elements_that_a_hook_mends_are_given_too() -> None:
    model = MockLanguageModel(text_deltas=['{"elements": [{"x": 1}', ', {"x": "2"}, {"x": 3}]}'])

    async with stream_object(
        model,
        Point,
        output="array",
        prompt="hi",
        repair_object=lambda text, error: text.replace('"2"', "2"),
    ) as stream:
        seen = [element async for element in stream.element_stream]

    assert seen == [Point(1), Point(2), Point(3)]


async def test_every_element_that_does_not_fit_is_named_by_its_place() -> None:
    model = MockLanguageModel(text='{"elements": [{"x": 1}, {"x": "a"}, {"y": 1}]}')

    with pytest.raises(NoObjectGeneratedError) as caught:
        await generate_object(model, Point, output="array", prompt="hi")

    assert "$.elements[1].x: expected integer, got string" in str(caught.value)
    assert "$.elements[2].x: " in str(caught.value)


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        (MockReply('{"elements": [{"x": 1}, {"x"', finish_reason="length"), "length"),
        (MockReply('{"elements": [{"x": 1}], oops'), "no JSON"),
        (MockReply('{"elements": [{"x": 1}', finish_reason="stop"), "no JSON"),
    ],
)
async def test_elements_of_an_array_that_is_not_whole_end_in_an_error(
    reply: MockReply, problem: str
) -> None:
    seen: list[Point] = []

    async with stream_object(
        MockLanguageModel(script=[reply]), Point, output="array", prompt="hi"
    ) as stream:
        with pytest.raises(NoObjectGeneratedError, match=problem):
            async for element in stream.element_stream:
                seen.append(element)

    assert seen == [Point(1)]


async def test_the_providers_own_calls_do_not_keep_from_asking_again() -> None:
    step = StepResult(0, ModelInfo("p", "m"), (ToolCall("c", "search", {}),), "stop")
    own = StepResult(
        0, ModelInfo("p", "m"), (ToolCall("c", "search", {}, provider_executed=True),), "stop"
    )

    assert not may_ask_again(step)
    assert may_ask_again(own)


async def test_a_rejected_answer_does_not_count_for_stop_conditions() -> None:
    calls = MockReply(tool_calls=[("look", {})])
    given: dict[str, Any] = {
        "tools": [look],
        "output": Output.object(Point),
        "max_repairs": 1,
        "stop_when": is_step_count(2),
    }
    for result, model in await both_ways([BAD, calls, GOOD, GOOD], **given):
        assert result.output == Point(1)
        assert len(model.calls) == 3
        assert [step.rejected is None for step in result.steps] == [False, True, True]

    del given["stop_when"]  # so one step that is not rejected
    for result, model in await both_ways([BAD, calls, GOOD], **given):
        assert len(model.calls) == 2
        with pytest.raises(NoOutputGeneratedError, match="after tool calls"):
            _ = result.output


@pytest.mark.parametrize("reason", ["length", "content-filter"])
async def test_a_cut_off_answer_is_not_asked_for_again_but_may_be_mended(reason: Any) -> None:
    cut = MockReply('{"x": 1', finish_reason=reason)

    for result, model in await both_ways([cut], output=Output.object(Point), max_repairs=3):
        assert len(model.calls) == 1
        with pytest.raises(NoObjectGeneratedError, match=reason):
            _ = result.output

    given: dict[str, Any] = {"repair_object": lambda text, error: text + "}"}
    for result, _ in await both_ways([cut], output=Output.object(Point), **given):
        assert result.output == Point(1)
        assert result.finish_reason == reason
        assert (result.text, result.output_text) == ('{"x": 1', '{"x": 1}')


async def test_the_hook_is_asked_before_the_model() -> None:
    seen: list[str] = []

    def mend(text: str, error: Exception) -> str | None:
        assert isinstance(error, NoObjectGeneratedError)
        seen.append(text)
        return "still bad" if len(seen) == 1 else '{"x": 5}'

    model = MockLanguageModel(script=["bad"])

    result = await generate_object(model, Point, prompt="hi", repair_object=mend, max_repairs=2)

    assert seen == ["bad", "bad"]
    assert len(model.calls) == 2
    assert "not accepted" in str(model.calls[1].prompt[-1])
    assert result.object == Point(5)
    assert result.text == '{"x": 5}'
    assert result.repairs == 1


async def test_a_streamed_answer_is_mended_too() -> None:
    async with stream_object(
        MockLanguageModel("{'x': 3}"),
        Point,
        prompt="hi",
        repair_object=lambda text, error: text.replace("'", '"'),
    ) as stream:
        result = await stream.result()

    assert result.object == Point(3)
    assert result.text == '{"x": 3}'


@pytest.mark.parametrize(
    "able",
    [
        ModelCapabilities(json_schema=False),
        ModelCapabilities(json_schema=False, tools=False),
    ],
)
async def test_every_mode_asks_again(able: ModelCapabilities) -> None:
    bad, good = '{"x": "one"}', 'Sorry:\n```json\n{"x": 1}\n```'
    if able.tools:
        script: list[Any] = [
            MockReply(tool_calls=[("answer", bad)]),
            MockReply(tool_calls=[("answer", '{"x": 1}')]),
        ]
    else:
        script = [bad, good]
    model = MockLanguageModel(script=script, capabilities=able)

    result = await generate_object(model, Point, prompt="hi", max_repairs=1)

    assert result.object == Point(1)
    assert result.repairs == 1
    assert "$.x" in str(model.calls[1].prompt[-1])
    assert len(result.warnings) == 2  # of each call
