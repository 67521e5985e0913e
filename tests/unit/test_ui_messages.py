"""What a browser sends back, read into messages for a model; the TypeScript SDK reads the same."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ai_sdk import TextPart, UIMessageError, convert_to_model_messages
from ai_sdk.types.content import CustomPart, FilePart
from ai_sdk.types.messages import UserMessage
from tests.typescript.oracle import of_browser

PNG = "data:image/png;base64,iVBORw0KGgo="
USER = {
    "id": "u1",
    "role": "user",
    "parts": [
        {"type": "text", "text": "What is this?"},
        {"type": "file", "mediaType": "image/png", "url": PNG, "filename": "a.png"},
        {"type": "data-mood", "data": {"good": True}},
    ],
}


def call(state: str, **fields: Any) -> dict[str, Any]:
    given = {"input": {"city": "Rome"}, **fields}
    return {"type": "tool-weather", "toolCallId": "c1", "state": state, **given}


STEP = {"type": "step-start"}
META = {"openai": {"item": "i-1"}}
ASSISTANT: dict[str, list[dict[str, Any]]] = {
    "text": [STEP, {"type": "text", "text": "Hi.", "state": "done"}],
    "reasoning": [
        {"type": "reasoning", "text": "Hm.", "providerMetadata": META},
        {"type": "text", "text": "Hi.", "providerMetadata": META},
    ],
    "sources and data are for people": [
        {"type": "source-url", "sourceId": "s", "url": "https://example.com"},
        {"type": "data-x", "id": "1", "data": 1},
        {"type": "text", "text": "Hi."},
    ],
    "file": [{"type": "file", "mediaType": "image/png", "url": PNG}],
    "input-streaming": [call("input-streaming"), {"type": "text", "text": "Hi."}],
    "input-available": [call("input-available")],
    "approval-requested": [call("approval-requested", approval={"id": "p"})],
    "approved": [call("approval-responded", approval={"id": "p", "approved": True})],
    "denied": [call("approval-responded", approval={"id": "p", "approved": False, "reason": "no"})],
    "output text": [call("output-available", output="sunny")],
    "output json": [call("output-available", output={"sky": ["clear"]})],
    "output null": [call("output-available", output=None)],
    "output-error": [call("output-error", errorText="no luck")],
    "output-error of raw input": [
        call("output-error", input=None, rawInput='{"ci', errorText="no luck")
    ],
    "provider-executed": [
        call("output-available", output="x", providerExecuted=True, callProviderMetadata=META)
    ],
    "dynamic": [
        {
            "type": "dynamic-tool",
            "toolName": "search",
            "toolCallId": "c1",
            "state": "output-available",
            "input": {"q": 1},
            "output": 2,
        }
    ],
    "two steps": [
        STEP,
        {"type": "text", "text": "One."},
        call("output-available", output=1),
        STEP,
        {"type": "text", "text": "Two."},
    ],
    "two calls in a step": [
        STEP,
        call("output-available", output=1),
        call("output-error", errorText="no", toolCallId="c2"),
    ],
}


def conversation(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [USER, {"id": "a1", "role": "assistant", "parts": parts}]


@pytest.mark.parametrize("parts", ASSISTANT.values(), ids=ASSISTANT)
def test_behaviour_52_every_state_becomes_what_it_becomes_there(parts: list[Any]) -> None:
    messages = conversation(parts)

    theirs = of_browser("model_messages", messages=messages)

    assert "error" not in theirs
    ours = [_message(each) for each in convert_to_model_messages(messages)]
    assert ours == [_theirs(each) for each in theirs["messages"]]


def _message(message: Any) -> Any:
    """One of our messages in the other's spelling."""
    if isinstance(message.content, str):
        return {"role": message.role, "content": message.content}
    return {"role": message.role, "content": [_part(part) for part in message.content]}


def _part(part: Any) -> dict[str, Any]:
    told = {
        name: getattr(part, name)
        for name in (
            "text media_type filename tool_call_id tool_name input provider_executed approval_id "
            "approved reason"
        ).split()
        if getattr(part, name, None) not in (None, False)
    }
    if part.type == "tool-approval-response":
        told["approved"] = part.approved
    if part.type == "file":
        told["data"] = part.data
    if part.type == "tool-result":
        told.pop("input", None)
        told.pop("provider_executed", None)
        told["output"] = _output(part.model_output)
    if part.provider_metadata if hasattr(part, "provider_metadata") else None:
        told["provider_options"] = dict(part.provider_metadata)
    return {"type": part.type, **told}


def _output(output: Any) -> dict[str, Any]:
    if output.type == "execution-denied":
        return {"type": output.type, "reason": output.reason}
    return {"type": output.type, "value": output.value}


def _theirs(message: Any) -> Any:
    """Snake case, and the data of a file as it is."""
    if isinstance(message["content"], str):
        return message
    parts = []
    for part in message["content"]:
        told = {re.sub("[A-Z]", lambda m: "_" + m[0].lower(), key): v for key, v in part.items()}
        if told["type"] == "file":
            told["data"] = told["data"]["url"]
        parts.append(told)
    return {"role": message["role"], "content": parts}


def test_behaviour_52_dangling_calls_can_be_left_out() -> None:
    parts = [{"type": "text", "text": "Hi."}, call("input-available"), call("input-streaming")]

    kept = convert_to_model_messages(conversation(parts))
    left_out = convert_to_model_messages(conversation(parts), ignore_incomplete_tool_calls=True)

    assert [part.type for part in kept[-1].content] == ["text", "tool-call"]  # type: ignore[union-attr]
    assert [part.type for part in left_out[-1].content] == ["text"]  # type: ignore[union-attr]


def test_data_parts_of_a_user_can_be_converted() -> None:
    (message,) = convert_to_model_messages(
        [USER], convert_data_part=lambda part: TextPart(f"good: {part['data']['good']}")
    )

    assert isinstance(message, UserMessage)
    assert message.content[-1] == TextPart("good: True")
    assert isinstance(message.content[1], FilePart)
    assert message.content[1].data == PNG


def test_custom_parts_come_back_as_they_were() -> None:
    carried = {"openai": {"data": {"type": "compaction", "sealed": "x"}}}
    part = {"type": "custom", "kind": "openai.compaction", "providerMetadata": carried}

    (message,) = convert_to_model_messages([{"id": "a", "role": "assistant", "parts": [part]}])

    expected = CustomPart("openai.compaction", {"type": "compaction", "sealed": "x"})
    assert message.content == (expected,)


def test_a_denied_call_is_answered_with_the_denial() -> None:
    parts = [call("output-denied", approval={"id": "p", "approved": False, "reason": "no"})]

    answers = convert_to_model_messages(conversation(parts))[-1].content

    assert [part.type for part in answers] == ["tool-approval-response", "tool-result"]  # type: ignore[union-attr]
    assert answers[1].model_output.reason == "no"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"id": "1"}, r"messages\[0\] is no UI message"),
        ("hello", r"messages\[0\] is no UI message"),
        ({"role": "user", "content": "hi"}, r"messages\[0\].parts must be a list"),
        ({"role": "user", "parts": "hi"}, r"messages\[0\].parts must be a list"),
        ({"role": "user", "parts": ["hi"]}, r"parts\[0\] must be a mapping with a type"),
        ({"role": "owner", "parts": []}, "role 'owner' is none of"),
        ({"role": "user", "parts": [{"type": "text"}]}, "'text' lacks its text"),
        (
            {"role": "user", "parts": [{"type": "file", "mediaType": "a/b", "url": "/etc/passwd"}]},
            "must be a data: or http",
        ),
        (
            {"role": "assistant", "parts": [{"type": "tool-w", "state": "output-available"}]},
            "lacks its toolCallId",
        ),
        (
            {"role": "assistant", "parts": [call("approval-requested", approval={})]},
            "lacks its id",
        ),
        (
            {
                "role": "assistant",
                "parts": [call("approval-responded", approval={"id": "p", "signature": 7})],
            },
            "signature must be text, not int",
        ),
    ],
)
def test_what_is_no_ui_message_is_refused(message: Any, said: str) -> None:
    with pytest.raises(UIMessageError, match=said):
        convert_to_model_messages([message])


def test_data_parts_that_are_converted_to_nothing_are_left_out() -> None:
    (message,) = convert_to_model_messages([USER], convert_data_part=lambda part: None)

    assert all(part.type != "data" for part in message.content)  # type: ignore[union-attr]
    assert len(message.content) == len(convert_to_model_messages([USER])[0].content)


def test_a_step_in_which_nothing_was_said_is_no_message() -> None:
    parts = [{"type": "text", "text": "Hi."}, {"type": "step-start"}, {"type": "step-start"}]

    (message,) = convert_to_model_messages([{"id": "a", "role": "assistant", "parts": parts}])

    assert message.content == (TextPart("Hi."),)
