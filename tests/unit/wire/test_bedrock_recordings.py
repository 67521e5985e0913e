"""Recorded answers of Claude on Bedrock: read to their end, whole and as streams."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Any

import pytest

from ai_sdk.json_codec import dumps, loads
from ai_sdk.types.call import LanguageModelCall, ModelFinish
from ai_sdk.types.content import TextPart
from ai_sdk.types.http import HTTPReply
from ai_sdk.types.messages import UserMessage
from ai_sdk.types.stream_parts import TextDelta
from ai_sdk.wire.bedrock_messages import PROTOCOL, dialect_of
from ai_sdk.wire.bedrock_messages.events import BedrockEvents

SHARED = Path(os.environ.get("AI_SDK_SHARED", Path(__file__).parents[4] / "shared"))
BOOK = SHARED / "recordings" / "bedrock.jsonl"
DIALECT = dialect_of("bedrock")
WIRE = PROTOCOL.build(DIALECT, "claude", LanguageModelCall((UserMessage((TextPart("hi"),)),)), True)


def recorded(kind: str) -> list[dict[str, Any]]:
    """Calls of Claude's Messages through InvokeModel, as they were recorded."""
    if not BOOK.is_file():
        pytest.skip(f"there are no recordings below {SHARED}")
    with BOOK.open() as lines:
        calls = [json.loads(line) for line in lines if '"bedrock.invoke"' in line]
    return [
        call
        for call in calls
        if call["kind"] == kind
        and {"anthropic_version", "messages"} <= set(call["request"]["body"] or {})
    ]


def text_of(events: list[dict[str, Any]]) -> str:
    """The text that the recorded events spell, read without this library."""
    deltas = (each.get("delta", {}) for each in events)
    return "".join(each.get("text", "") for each in deltas if each.get("type") == "text_delta")


def test_streams_are_read_to_their_end() -> None:
    calls = recorded("stream")
    for call in calls:
        data = base64.b64decode(call["response"]["raw"])
        cutter, decoder = BedrockEvents(), PROTOCOL.decoder(DIALECT, WIRE)
        parts: list[Any] = []
        for at in range(0, len(data), 313):
            for event in cutter.feed(data[at : at + 313]):
                parts += decoder.feed(event) if event.data else ()
        assert cutter.finish() == []
        parts += decoder.finish()
        told = [loads(message["payload"])["bytes"] for message in call["response"]["events"]]
        events = [loads(base64.b64decode(each)) for each in told]
        assert "".join(p.text for p in parts if type(p) is TextDelta) == text_of(events)
        (finish,) = [part for part in parts if type(part) is ModelFinish]
        assert finish.usage.output_tokens is not None
    assert len(calls) >= 10


def test_whole_answers_are_read() -> None:
    bodies = [call["response"]["body"] for call in recorded("generate")]
    bodies = [body for body in bodies if "completion" not in body]  # a stand-in's answer
    for body in bodies:
        reply = HTTPReply(200, {}, dumps(body))
        result = PROTOCOL.parse(DIALECT, reply, WIRE)
        said = [block["text"] for block in body["content"] if block["type"] == "text"]
        assert [part.text for part in result.content if type(part) is TextPart] == said
        assert result.usage.output_tokens == body.get("usage", {}).get("output_tokens")
    assert len(bodies) >= 10


def test_requests_have_the_fields_that_recorded_ones_have() -> None:
    calls = recorded("generate") + recorded("stream")
    versions = {call["request"]["body"]["anthropic_version"] for call in calls}

    assert versions == {WIRE.json["anthropic_version"]}
    assert {call["request"]["path"].rpartition("/")[2] for call in calls} == {
        "invoke",
        "invoke-with-response-stream",
    }
    assert not any("model" in call["request"]["body"] for call in calls)
