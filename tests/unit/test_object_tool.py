"""The input of the answer's tool as the text it stands for, piece by piece."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.engine.object_tool import AnswerParts, answered
from ai_sdk.types.call import ModelFinish, ModelResult, ModelToolCall
from ai_sdk.types.content import ReasoningPart, TextPart
from ai_sdk.types.stream_parts import (
    ReasoningDelta,
    TextDelta,
    TextEnd,
    TextStart,
    ToolInputDelta,
    ToolInputEnd,
    ToolInputStart,
)

TALK = [TextStart("t"), TextDelta("t", "Sure."), TextEnd("t")]
ANSWER = [
    ToolInputStart("c1", "answer"),
    ToolInputDelta("c1", '{"x": '),
    ToolInputDelta("c1", "1}"),
    ToolInputEnd("c1"),
    ModelToolCall("c1", "answer", '{"x": 1}'),
]
OTHER = [
    ToolInputStart("c2", "look"),
    ToolInputDelta("c2", "{}"),
    ToolInputEnd("c2"),
    ModelToolCall("c2", "look", "{}"),
]
AS_TEXT = [TextStart("c1"), TextDelta("c1", '{"x": '), TextDelta("c1", "1}"), TextEnd("c1")]
CALLED = ModelFinish("tool-calls", "tool_use")
STOPPED = ModelFinish("stop", "tool_use")


@pytest.mark.parametrize(
    ("parts", "seen"),
    [
        ([*ANSWER, CALLED], [*AS_TEXT, STOPPED]),
        ([*TALK, *ANSWER, CALLED], [*AS_TEXT, STOPPED]),
        ([*ANSWER, *TALK, CALLED], [*AS_TEXT, STOPPED]),
        ([*ANSWER, *OTHER, CALLED], [*AS_TEXT, *OTHER, CALLED]),
        ([*OTHER, CALLED], [*OTHER, CALLED]),
        ([*TALK, ModelFinish("stop")], [*TALK, ModelFinish("stop")]),
        ([*ANSWER, ModelFinish("length")], [*AS_TEXT, ModelFinish("length")]),
        (
            [ReasoningDelta("r", "hm"), ANSWER[-1], CALLED],
            [ReasoningDelta("r", "hm"), TextStart("c1"), TextDelta("c1", '{"x": 1}'), TextEnd("c1"), STOPPED],
        ),
        (
            [ANSWER[0], ANSWER[3], ANSWER[4], CALLED],
            [TextStart("c1"), TextDelta("c1", '{"x": 1}'), TextEnd("c1"), STOPPED],
        ),
    ],
)  # fmt: skip
def test_parts_of_a_stream(parts: list[Any], seen: list[Any]) -> None:
    together, one_by_one = AnswerParts("answer"), AnswerParts("answer")

    assert together.feed(parts) == seen
    assert [made for part in parts for made in one_by_one.feed([part])] == seen


def test_a_second_answer_is_left_out_and_told() -> None:
    second = [
        ToolInputStart("c3", "answer"),
        ToolInputDelta("c3", "{}"),
        ToolInputEnd("c3"),
        ModelToolCall("c3", "answer", "{}"),
    ]
    *text, finish = AnswerParts("answer").feed([*ANSWER, *second, CALLED])

    assert text == AS_TEXT
    assert isinstance(finish, ModelFinish)
    assert [warning.message for warning in finish.warnings] == [
        "the model gave 2 answers at once; the first one counts"
    ]


def test_a_whole_answer() -> None:
    call, other = ModelToolCall("c1", "answer", "{}"), ModelToolCall("c2", "look", "{}")
    thought = ReasoningPart("hm")
    whole = answered(ModelResult((thought, TextPart("Sure."), call), "tool-calls"), "answer")
    mixed = answered(ModelResult((call, other), "tool-calls"), "answer")
    plain = ModelResult((TextPart("{}"),), "stop")

    assert (whole.content, whole.finish_reason) == ((thought, TextPart("{}")), "stop")
    assert (mixed.content, mixed.finish_reason) == ((TextPart("{}"), other), "tool-calls")
    assert answered(plain, "answer") is plain
