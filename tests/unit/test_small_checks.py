"""Arguments and stored things that are refused, or read, in one line each."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk import (
    InvalidArgumentError,
    InvalidPromptError,
    InvalidToolInputError,
    Output,
    ToolError,
    UnsupportedFunctionalityError,
    cosine_similarity,
    is_step_count,
    messages_to_json,
)
from ai_sdk.engine.message_forms import message_of
from ai_sdk.engine.part_fields import error_of
from ai_sdk.engine.partial_output import ElementReader
from ai_sdk.types.content import ToolCall
from ai_sdk.types.messages import AssistantMessage


@pytest.mark.parametrize(("one", "other"), [([1], [1, 2]), ([], [])])
def test_vectors_of_one_length_have_an_angle(one: list[float], other: list[float]) -> None:
    with pytest.raises(InvalidArgumentError, match="two vectors of one length"):
        cosine_similarity(one, other)


@pytest.mark.parametrize("count", [0, -1, True, 1.5, "3"])
def test_steps_are_counted_in_whole_numbers(count: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="whole number of at least 1"):
        is_step_count(count)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (AssistantMessage((ToolCall("c1", "look", {"a": object()}),)), r"\.input\.a holds object"),
        (AssistantMessage("half a character: \ud83d"), "the messages have no JSON form"),
    ],
    ids=["an object", "half a character"],
)
def test_what_has_no_json_form_is_not_stored(message: AssistantMessage, words: str) -> None:
    with pytest.raises(InvalidArgumentError, match=words):
        messages_to_json([message])


@pytest.mark.parametrize("content", [[{"type": "text", "text": "x"}], 3, None])
def test_a_system_message_is_a_text(content: Any) -> None:
    with pytest.raises(InvalidPromptError):
        message_of({"role": "system", "content": content}, "messages[0]")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("InvalidToolInputError", InvalidToolInputError), ("AISDKError", ToolError), ("x", ToolError)],
)
def test_a_stored_error_of_a_call_is_one_of_tools(name: str, kind: type[Exception]) -> None:
    error = error_of({"name": name, "message": "bad"}, {"tool_name": "f", "tool_call_id": "c"})

    assert (type(error), str(error), error.tool_name) == (kind, "bad", "f")


@pytest.mark.parametrize("output", [Output.text(), Output.json(), Output.choice(["a", "b"])])
def test_elements_are_those_of_an_array(output: Any) -> None:
    with pytest.raises(UnsupportedFunctionalityError, match="needs an array output"):
        ElementReader(output)
