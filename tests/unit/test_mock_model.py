"""The scripted model: contents of every kind, calls as dicts, and what cannot be scripted."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk import (
    FilePart,
    InvalidArgumentError,
    ReasoningPart,
    Source,
    TextPart,
    generate_text,
    stream_text,
)
from ai_sdk.testing import MockLanguageModel, MockReply

FACTS = {"acme": {"n": 1}}
CONTENT = [
    ReasoningPart("hm", provider_metadata=FACTS),
    TextPart("more", provider_metadata=FACTS),
    FilePart(b"\x89PNG", "image/png"),
    Source("s", "url", "https://x.org"),
]


def test_a_stream_tells_the_content_that_a_plain_call_gives() -> None:
    def model() -> MockLanguageModel:
        return MockLanguageModel(script=[MockReply("Hi. ", reasoning="well", content=CONTENT)])

    whole = generate_text(model(), prompt="hi")
    with stream_text(model(), prompt="hi") as stream:
        streamed = stream.result()

    assert [part.type for part in whole.content] == [
        "reasoning",
        "text",
        "reasoning",
        "text",
        "file",
        "source",
    ]
    assert streamed.content == whole.content
    assert streamed.text == whole.text == "Hi. more"


@pytest.mark.parametrize(
    "answer",
    [
        {"text": "x"},
        {"text_deltas": ["x"]},
        {"tool_calls": [("f", {})]},
        {"error": ValueError("x")},
    ],
    ids=lambda answer: next(iter(answer)),
)
def test_a_script_and_an_answer_exclude_each_other(answer: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="a script or a single answer"):
        MockLanguageModel(script=["x"], **answer)


def test_calls_may_be_told_as_dicts() -> None:
    calls: Any = [
        {"tool_name": "f", "input": {"a": 1}, "tool_call_id": "c1"},
        {"tool_name": "g"},
        ("h", '{"b": 2}'),
    ]
    result = generate_text(MockLanguageModel(tool_calls=calls), prompt="hi", tools=[])

    assert [(c.tool_call_id, c.tool_name, c.input) for c in result.tool_calls] == [
        ("c1", "f", {"a": 1}),
        ("call-0-1", "g", {}),
        ("call-0-2", "h", {"b": 2}),
    ]
