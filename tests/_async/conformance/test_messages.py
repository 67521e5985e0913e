"""Messages: what a prompt may be, and what a stored conversation must hold."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.aio import (
    AssistantMessage,
    InvalidPromptError,
    MissingToolResultsError,
    TextPart,
    ToolApprovalRequest,
    ToolApprovalResponse,
    ToolCall,
    ToolMessage,
    ToolResult,
    UserMessage,
    is_loop_finished,
    messages_from_json,
    messages_to_json,
    prune_messages,
)
from ai_sdk.testing import MockReply
from tests.ways import BUT_GOOGLE, EVERY_WAY, Way

from .play import run, weather

CALL = ToolCall("call_1", "weather", {"city": "Rome"})


@EVERY_WAY
@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"prompt": "a", "messages": [UserMessage("b")]}, "not both"),
        ({"prompt": None, "messages": None}, "give a prompt or messages"),
        ({"messages": [{"role": "system", "content": "x"}]}, "instructions="),
    ],
)
async def test_behaviour_05_prompt_and_messages_exclude_each_other(
    way: Way, settings: Any, words: str
) -> None:
    with way.model("never") as model:
        with pytest.raises(InvalidPromptError, match=words):
            await run(way, model, **settings)

        assert model.asked == []


@EVERY_WAY
async def test_behaviour_05_system_messages_pass_when_allowed(way: Way) -> None:
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "hi"}]

    with way.model("ok") as model:
        await run(way, model, messages=messages, allow_system_in_messages=True)

        assert model.asked[0].messages == (("system", "Be brief."), ("user", "hi"))


@EVERY_WAY
async def test_behaviour_55_a_call_without_result_is_named(way: Way) -> None:
    history = [UserMessage("hi"), AssistantMessage([CALL]), UserMessage("and?")]

    with way.model("never") as model:
        with pytest.raises(MissingToolResultsError) as caught:
            await run(way, model, messages=history)

        assert model.asked == []
    assert caught.value.tool_call_ids == ("call_1",)


@BUT_GOOGLE
async def test_behaviour_55_results_in_several_messages_are_one_answer(way: Way) -> None:
    second = ToolCall("call_2", "weather", {"city": "Oslo"})
    history = [
        UserMessage("hi"),
        AssistantMessage([CALL, second]),
        ToolMessage([ToolResult("call_1", "weather", "sun")]),
        ToolMessage([ToolResult("call_2", "weather", "snow")]),
    ]

    with way.model("ok") as model:
        await run(way, model, messages=history)

        assert model.asked[0].outputs == {"call_1": "sun", "call_2": "snow"}


@BUT_GOOGLE
@pytest.mark.parametrize("mend", ["remove", "answer"])
async def test_behaviour_55_a_broken_off_history_can_be_mended(way: Way, mend: Any) -> None:
    broken = [UserMessage("hi"), AssistantMessage([TextPart("I look"), CALL]), UserMessage("and?")]

    with way.model("ok") as model:
        result = await run(way, model, messages=prune_messages(broken, incomplete_tool_calls=mend))

        told = model.asked[0].outputs
    assert result.text == "ok"
    assert list(told) == ([] if mend == "remove" else ["call_1"])


def test_behaviour_55_an_approved_call_may_be_pending() -> None:
    from ai_sdk.engine.prompt import check_tool_results

    check_tool_results(
        [
            UserMessage("hi"),
            AssistantMessage([CALL, ToolApprovalRequest("a1", tool_call_id="call_1")]),
            ToolMessage([ToolApprovalResponse("a1", True)]),
        ]
    )


@EVERY_WAY
async def test_a_stored_conversation_goes_on_as_the_one_in_memory(way: Way) -> None:
    called = MockReply(tool_calls=[("weather", {"city": "Rome"}, "call_1")])
    asked: list[Any] = []
    for stored in (False, True):
        with way.model(called, "sunny", "bye") as model:
            first = await run(way, model, tools=[weather], stop_when=is_loop_finished())
            history = [UserMessage("hi"), *first.response_messages]
            if stored:
                history = messages_from_json(messages_to_json(history))
            await run(way, model, messages=[*history, UserMessage("thanks")], tools=[weather])
            last = model.asked[-1]
        asked.append((last.messages, last.outputs))

    assert asked[0] == asked[1]
    assert asked[0][1] == {"call_1": '{"city":"Rome","sky":"clear"}'}
