"""`prune_messages`: what goes, what stays, and how a broken-off history is mended."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk import (
    AssistantMessage,
    InvalidArgumentError,
    MissingToolResultsError,
    ReasoningPart,
    TextPart,
    ToolApprovalRequest,
    ToolApprovalResponse,
    ToolCall,
    ToolMessage,
    ToolResult,
    UserMessage,
    prune_messages,
)
from ai_sdk.engine.prompt import check_tool_results
from ai_sdk.types.tools import ErrorOutput


def call(number: int, name: str = "search", **more: Any) -> ToolCall:
    return ToolCall(f"c{number}", name, {}, **more)


def result(number: int, name: str = "search") -> ToolResult:
    return ToolResult(f"c{number}", name, "found")


HISTORY = [
    UserMessage("hi"),
    AssistantMessage([ReasoningPart("r1"), call(1), call(2, "time")]),
    ToolMessage([result(1), result(2, "time")]),
    AssistantMessage([ReasoningPart("r2"), TextPart("answer"), call(3)]),
    ToolMessage([result(3)]),
]


def kinds(messages: list[Any]) -> list[list[str]]:
    """Per message: a short word for each part."""
    return [
        [
            "text"
            if isinstance(part, (str, TextPart))
            else getattr(part, "tool_call_id", part.type)
            for part in ([message.content] if isinstance(message.content, str) else message.content)
        ]
        for message in messages
    ]


def test_nothing_is_pruned_unless_asked_for() -> None:
    assert kinds(prune_messages(HISTORY)) == kinds(HISTORY)


@pytest.mark.parametrize(
    ("which", "left"),
    [("none", ["r1", "r2"]), ("all", []), ("before-last-message", ["r2"])],
)
def test_reasoning(which: Any, left: list[str]) -> None:
    out = prune_messages(HISTORY[:4], reasoning=which)

    parts = [part for message in out for part in message.content]
    assert [part.text for part in parts if isinstance(part, ReasoningPart)] == left


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("all", [["text"], ["reasoning"], ["reasoning", "text"]]),
        (
            "before-last-message",
            [["text"], ["reasoning"], ["reasoning", "text", "c3"], ["c3"]],
        ),
        (
            "before-last-2-messages",
            [["text"], ["reasoning"], ["reasoning", "text", "c3"], ["c3"]],
        ),
        (
            "before-last-3-messages",
            [
                ["text"],
                ["reasoning", "c1", "c2"],
                ["c1", "c2"],
                ["reasoning", "text", "c3"],
                ["c3"],
            ],
        ),
        (
            "before-last-99-messages",
            [
                ["text"],
                ["reasoning", "c1", "c2"],
                ["c1", "c2"],
                ["reasoning", "text", "c3"],
                ["c3"],
            ],
        ),
        (
            [{"type": "all", "tools": ["time"]}],
            [["text"], ["reasoning", "c1"], ["c1"], ["reasoning", "text", "c3"], ["c3"]],
        ),
        (
            [
                {"type": "all", "tools": "time"},
                {"type": "before-last-message", "tools": ["search"]},
            ],
            [["text"], ["reasoning"], ["reasoning", "text", "c3"], ["c3"]],
        ),
    ],
)
def test_tool_calls(rules: Any, expected: list[list[str]]) -> None:
    out = prune_messages(HISTORY, tool_calls=rules)

    assert kinds(out) == expected
    check_tool_results(out)


def test_empty_messages_can_stay() -> None:
    out = prune_messages(HISTORY, tool_calls="all", empty_messages="keep")

    assert kinds(out)[2] == []
    assert len(out) == len(HISTORY)


def test_the_given_messages_are_left_alone() -> None:
    before = repr(HISTORY)
    prune_messages(HISTORY, reasoning="all", tool_calls="all", incomplete_tool_calls="remove")

    assert repr(HISTORY) == before


def test_dicts_are_taken() -> None:
    out = prune_messages(
        [{"role": "assistant", "content": [{"type": "reasoning", "text": "r"}, "a"]}],
        reasoning="all",
    )
    assert out == [AssistantMessage((TextPart("a"),))]


def test_approvals_go_and_stay_with_their_calls() -> None:
    history = [
        AssistantMessage([call(1), ToolApprovalRequest("a1", tool_call_id="c1")]),
        ToolMessage([ToolApprovalResponse("a1", True)]),
        ToolMessage([result(1)]),
        AssistantMessage([call(2, "pay"), ToolApprovalRequest("a2", call(2, "pay"))]),
        ToolMessage([ToolApprovalResponse("a2", True)]),
    ]

    gone = prune_messages(history, tool_calls=[{"type": "all", "tools": ["search"]}])
    kept = prune_messages(history, tool_calls="before-last-message")

    assert kinds(gone) == [["c2", None], ["tool-approval-response"]]
    assert kinds(kept) == [["c2", None], ["tool-approval-response"]]


BROKEN = [
    UserMessage("hi"),
    AssistantMessage(
        [TextPart("I look"), call(1), call(2, "time"), call(9, provider_executed=True)]
    ),
    ToolMessage([result(1)]),
    UserMessage("go on"),
]


def test_a_dangling_call_is_found() -> None:
    with pytest.raises(MissingToolResultsError) as caught:
        check_tool_results(BROKEN)

    assert caught.value.tool_call_ids == ("c2",)


def test_a_dangling_call_can_be_removed() -> None:
    out = prune_messages(BROKEN, incomplete_tool_calls="remove")

    assert kinds(out) == [["text"], ["text", "c1", "c9"], ["c1"], ["text"]]
    check_tool_results(out)


def test_a_dangling_call_can_be_answered() -> None:
    out = prune_messages(BROKEN, incomplete_tool_calls="answer")

    assert kinds(out) == [["text"], ["text", "c1", "c2", "c9"], ["c2", "c1"], ["text"]]
    answer: Any = out[2].content[0]
    assert answer.model_output == ErrorOutput("the run ended before this tool gave a result")
    check_tool_results(out)


def test_an_answered_approval_is_not_dangling() -> None:
    history = [
        AssistantMessage([call(1), ToolApprovalRequest("a1", tool_call_id="c1")]),
        ToolMessage([ToolApprovalResponse("a1", True)]),
    ]
    assert kinds(prune_messages(history, incomplete_tool_calls="remove")) == kinds(history)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"reasoning": "some"}, "reasoning must be one of"),
        ({"empty_messages": "burn"}, "empty_messages must be one of"),
        ({"incomplete_tool_calls": "ask"}, "incomplete_tool_calls must be one of"),
        ({"tool_calls": "before-last-0-messages"}, "tool_calls must be"),
        ({"tool_calls": "before-last-x-messages"}, "tool_calls must be"),
        ({"tool_calls": [{"type": "some"}]}, "tool_calls must be"),
        ({"tool_calls": [{"type": "all", "names": []}]}, "tool_calls must be"),
        ({"tool_calls": {"type": "all"}}, "tool_calls must be"),
        ({"tool_calls": 7}, "tool_calls must be"),
    ],
)
def test_bad_rules_are_refused(settings: Any, words: str) -> None:
    with pytest.raises(InvalidArgumentError, match=words):
        prune_messages(HISTORY, **settings)
