"""`prepare_step`, the tools on offer, and the contexts."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.aio import (
    InvalidArgumentError,
    MissingToolResultsError,
    PrepareStepContext,
    PrepareStepResult,
    ProviderTool,
    ToolContext,
    is_loop_finished,
    is_step_count,
    tool,
)
from ai_sdk.testing import MockLanguageModel, MockReply
from tests.ways import BUT_GOOGLE, EVERY_WAY, WITH_MOCK, Way

from .play import run, weather

ROME = MockReply(tool_calls=[("weather", {"city": "Rome"}, "call_rome")])


@tool
def alpha() -> str:
    """First by name."""
    return "a"


@tool
def zulu() -> str:
    """Last by name."""
    return "z"


@EVERY_WAY
async def test_behaviour_19_prepare_step_swaps_the_model_for_one_step(way: Way) -> None:
    with way.model(ROME, "the end") as first, way.model("second said") as second:

        def prepare(context: PrepareStepContext) -> PrepareStepResult | None:
            assert context.model is first.handle
            return PrepareStepResult(model=second.handle) if context.step_number == 1 else None

        result = await run(
            way, first, tools=[weather], stop_when=is_loop_finished(), prepare_step=prepare
        )

        assert (len(first.asked), len(second.asked)) == (1, 1)
        assert second.asked[0].outputs == {"call_rome": '{"city":"Rome","sky":"clear"}'}
    assert result.text == "second said"
    assert [step.model.model_id for step in result.steps] == [
        first.handle.model_id,
        second.handle.model_id,
    ]


@EVERY_WAY
async def test_behaviour_19_the_swapped_model_may_be_of_another_kind(way: Way) -> None:
    mock = MockLanguageModel("from a mock", provider="other", model_id="m2")

    with way.model(ROME, "never") as first:
        result = await run(
            way,
            first,
            tools=[weather],
            stop_when=is_loop_finished(),
            prepare_step=lambda context: {"model": mock} if context.steps else None,
        )

    assert result.text == "from a mock"
    assert (result.steps[1].model.provider, result.steps[1].model.model_id) == ("other", "m2")
    assert len(mock.calls) == 1


@EVERY_WAY
async def test_behaviour_19_instructions_and_messages_carry_forward(way: Way) -> None:
    seen: list[PrepareStepContext] = []

    def prepare(context: PrepareStepContext) -> Any:
        seen.append(context)
        if context.step_number == 1:
            return {
                "instructions": "new",
                "messages": [
                    {"role": "user", "content": "shorter"},
                    *context.response_messages,
                ],
            }
        return None

    with way.model(ROME, ROME, "done") as model:
        await run(
            way,
            model,
            prompt="long story",
            instructions="old",
            tools=[weather],
            stop_when=is_loop_finished(),
            prepare_step=prepare,
        )

        asked = model.asked
    assert [each.instructions for each in asked] == ["old", "new", "new"]
    assert [dict(each.messages)["user"] for each in asked] == ["long story", "shorter", "shorter"]
    last = seen[2]
    assert [m.content for m in last.instructions] == ["new"]
    assert [m.content for m in last.initial_instructions] == ["old"]
    assert [m.role for m in last.messages] == ["user", "assistant", "tool", "assistant", "tool"]
    assert last.messages[0].content[0].text == "shorter"
    assert [m.role for m in last.initial_messages] == ["user"]
    assert last.initial_messages[0].content[0].text == "long story"
    assert [m.role for m in last.response_messages] == ["assistant", "tool", "assistant", "tool"]
    assert len(last.steps) == last.step_number == 2


@BUT_GOOGLE
async def test_behaviour_19_other_settings_hold_for_their_step_only(way: Way) -> None:
    def prepare(context: PrepareStepContext) -> Any:
        if context.step_number:
            return None
        return {
            "temperature": 0.5,
            "max_output_tokens": 99,
            "tool_choice": "required",
            "active_tools": ["weather"],
        }

    with way.model(ROME, "done") as model:
        await run(
            way,
            model,
            temperature=1.0,
            tools=[alpha, weather],
            stop_when=is_loop_finished(),
            prepare_step=prepare,
        )

        asked = model.asked
    assert [each.tools for each in asked] == [("weather",), ("alpha", "weather")]
    assert [each.tool_choice for each in asked] == ["required", "auto"]
    if way.via == "mock":
        calls = [each.call for each in asked]
        assert [call.temperature for call in calls] == [0.5, 1.0]
        assert [call.max_output_tokens for call in calls] == [99, None]
    else:
        assert [each.call.json["temperature"] for each in asked] == [0.5, 1.0]


@WITH_MOCK
async def test_behaviour_19_provider_options_merge_deeply_and_lists_are_replaced(way: Way) -> None:
    base = {
        "openai": {"store": True, "include": ["a"], "deep": {"x": 1, "y": 2}},
        "other": {"k": 1},
    }
    change = {"openai": {"include": ["b"], "deep": {"y": 3}}}

    with way.model(ROME, "done") as model:
        await run(
            way,
            model,
            tools=[weather],
            stop_when=is_loop_finished(),
            provider_options=base,
            prepare_step=lambda c: None if c.steps else {"provider_options": change},
        )

        first, second = (each.call.provider_options for each in model.asked)
    assert first == {
        "openai": {"store": True, "include": ["b"], "deep": {"x": 1, "y": 3}},
        "other": {"k": 1},
    }
    assert second == base


@WITH_MOCK
async def test_behaviour_19_contexts_carry_forward_to_tools_and_steps(way: Way) -> None:
    seen: list[Any] = []

    @tool
    def look(about: ToolContext) -> str:
        """Look."""
        seen.append(about.context)
        return "ok"

    def prepare(context: PrepareStepContext) -> Any:
        if context.step_number == 1:
            assert context.tools_context == {"look": "first"}
            return {"tools_context": {"look": "second"}, "runtime_context": {"user": 2}}
        return None

    call = MockReply(tool_calls=[("look", {})])
    with way.model(call, call, call, "done") as model:
        result = await run(
            way,
            model,
            tools=[look],
            stop_when=is_loop_finished(),
            tools_context={"look": "first"},
            runtime_context={"user": 1},
            prepare_step=prepare,
        )

    assert seen == ["first", "second", "second"]
    assert [step.runtime_context for step in result.steps] == [
        {"user": 1},
        {"user": 2},
        {"user": 2},
        {"user": 2},
    ]


@EVERY_WAY
async def test_behaviour_20_active_tools_filter_and_tool_order_sorts(way: Way) -> None:
    offers: list[tuple[str, ...]] = []
    for settings in (
        {},
        {"active_tools": ["weather", "alpha"]},
        {"tool_order": ["weather"]},
        {"tool_order": ["zulu", "weather"], "active_tools": ["alpha", "weather", "zulu"]},
    ):
        with way.model("ok") as model:
            await run(way, model, tools=[zulu, weather, alpha], **settings)

            offers.append(model.asked[0].tools)

    assert offers == [
        ("zulu", "weather", "alpha"),
        ("weather", "alpha"),
        ("weather", "alpha", "zulu"),
        ("zulu", "weather", "alpha"),
    ]


@EVERY_WAY
async def test_behaviour_20_a_tool_that_is_not_active_does_not_run(way: Way) -> None:
    with way.model(ROME, "never") as model:
        result = await run(way, model, tools=[weather, alpha], active_tools=["alpha"])

    assert result.tool_calls[0].invalid
    assert "the tools are: alpha" in str(result.tool_errors[0].error)


@WITH_MOCK
@pytest.mark.parametrize(
    ("returned", "error", "words"),
    [
        (7, InvalidArgumentError, "must return a PrepareStepResult, a dict or None, not int"),
        ({"sytem": "x"}, InvalidArgumentError, "'sytem'"),
        ({"temperature": 9}, InvalidArgumentError, "temperature must be"),
        ({"active_tools": ["nope"]}, InvalidArgumentError, "active_tools names 'nope'"),
        ({"tool_order": [1]}, InvalidArgumentError, "tool_order names 1"),
        ({"model": 3}, InvalidArgumentError, "model must be a string"),
        ({"active_tools": ["alpha"]}, InvalidArgumentError, "return another tool_choice"),
        ({"provider_options": {"a": 1}}, InvalidArgumentError, "provider_options"),
        ({"messages": []}, InvalidArgumentError, "messages is empty"),
        (
            {"messages": [{"role": "assistant", "content": [
                {"type": "tool-call", "tool_call_id": "c", "tool_name": "t", "input": {}}
            ]}]},
            MissingToolResultsError,
            r"t \(c\)",
        ),
    ],
)  # fmt: skip
async def test_a_wrong_change_is_refused_before_anything_is_sent(
    way: Way, returned: Any, error: Any, words: str
) -> None:
    choice = {"type": "tool", "tool_name": "weather"}
    with way.model("never") as model:
        with pytest.raises(error, match=words):
            await run(
                way,
                model,
                tools=[alpha, weather],
                tool_choice=choice,
                prepare_step=lambda context: returned,
            )

        assert model.asked == []


@WITH_MOCK
async def test_what_prepare_step_raises_ends_the_run(way: Way) -> None:
    errors: list[Any] = []

    def prepare(context: PrepareStepContext) -> Any:
        raise KeyError("mine")

    with way.model("never") as model, pytest.raises(KeyError, match="mine"):
        await run(way, model, prepare_step=prepare, on_error=errors.append)

    assert [type(event.error) for event in errors] == [KeyError]


@WITH_MOCK
async def test_a_step_without_tools_needs_no_choice(way: Way) -> None:
    with way.model(ROME, "done") as model:
        result = await run(
            way,
            model,
            tools=[weather],
            tool_choice="required",
            stop_when=is_step_count(2),
            prepare_step=lambda c: {"active_tools": []} if c.steps else None,
        )

        assert [each.tool_choice for each in model.asked] == ["required", "auto"]
    assert result.text == "done"


@WITH_MOCK
async def test_provider_tools_are_offered_in_order_too(way: Way) -> None:
    search = ProviderTool("openai.web_search")

    with way.model("ok") as model:
        await run(way, model, tools=[weather, search], tool_order=["web_search"])

        assert model.asked[0].tools == ("web_search", "weather")
