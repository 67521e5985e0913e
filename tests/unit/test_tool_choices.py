"""A tool choice that a model did not keep to is told."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.engine.tool_choices import with_choice_told
from ai_sdk.types.call import CallWarning, LanguageModelCall, ModelResult, ModelToolCall
from ai_sdk.types.content import TextPart
from ai_sdk.types.tools import ToolChoice

NONE, REQUIRED, LOOK = ToolChoice("none"), ToolChoice("required"), ToolChoice("tool", "look")
LOOKED, ASKED = ModelToolCall("1", "look", "{}"), ModelToolCall("2", "ask", "{}")


def told(choice: ToolChoice | None, *content: Any, reason: Any = "stop", **more: Any) -> list[str]:
    answer = ModelResult(content or (TextPart("Hm"),), reason, **more)
    call = LanguageModelCall((), tool_choice=choice)
    return [warning.message for warning in with_choice_told(answer, call).warnings]


@pytest.mark.parametrize(
    ("choice", "content"),
    [
        (None, ()),
        (ToolChoice("auto"), ()),
        (NONE, ()),
        (REQUIRED, (ASKED,)),
        (LOOK, (LOOKED,)),
        (LOOK, (LOOKED, ASKED)),
    ],
)
def test_nothing_is_told_of_what_was_kept(choice: ToolChoice | None, content: Any) -> None:
    assert told(choice, *content) == []


@pytest.mark.parametrize(
    ("choice", "content", "message"),
    [
        (REQUIRED, (), "asked for a tool call, but the model called no tool"),
        (LOOK, (), "asked for the tool 'look', but the model called no tool"),
        (LOOK, (ASKED,), "asked for the tool 'look', but the model called 'ask'"),
        (NONE, (LOOKED, ASKED), "forbade tools, but the model called 'look', 'ask'"),
    ],
)
def test_what_was_not_kept_is_told(choice: ToolChoice, content: Any, message: str) -> None:
    assert told(choice, *content) == [f"tool_choice {message}"]


@pytest.mark.parametrize("reason", ["length", "content-filter", "error"])
def test_an_answer_that_was_cut_off_may_have_been_about_to(reason: str) -> None:
    assert told(LOOK, reason=reason) == told(REQUIRED, reason=reason) == []
    assert told(NONE, LOOKED, reason=reason) != []


def test_a_provider_that_left_the_setting_out_has_told_enough() -> None:
    before = CallWarning("unsupported", "x: no tool_choice", setting="tool_choice")
    assert told(REQUIRED, warnings=(before,)) == ["x: no tool_choice"]
    other = CallWarning("other", "something else")
    assert len(told(REQUIRED, warnings=(other,))) == 2
