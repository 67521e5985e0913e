"""What telemetry shows of messages: texts, calls and results, and of files only their type."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.integrations import otel_messages
from ai_sdk.types.content import (
    CustomPart,
    FilePart,
    ReasoningPart,
    TextPart,
    ToolCall,
    ToolFailure,
    ToolResult,
)


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        ("Hi", {"type": "text", "content": "Hi"}),
        (TextPart("Hi"), {"type": "text", "content": "Hi"}),
        (ReasoningPart("Hm"), {"type": "reasoning", "content": "Hm"}),
        (
            ToolCall("c1", "look", {"a": 1}),
            {"type": "tool_call", "id": "c1", "name": "look", "arguments": {"a": 1}},
        ),
        (
            ToolResult("c1", "look", 3),
            {"type": "tool_call_response", "id": "c1", "response": 3},
        ),
        (
            ToolFailure("c1", "look", ValueError("no luck"), {}),
            {"type": "tool_call_response", "id": "c1", "response": "no luck"},
        ),
        (FilePart(b"x" * 9, "image/png"), {"type": "file", "media_type": "image/png"}),
        (CustomPart("acme.thing", {}), {"type": "custom"}),
    ],
    ids=["str", "text", "reasoning", "call", "result", "failure", "file", "custom"],
)
def test_parts_as_telemetry_shows_them(part: Any, shown: dict[str, Any]) -> None:
    assert otel_messages._part(part) == shown


def test_anything_is_text() -> None:
    assert otel_messages.as_text("plain") == "plain"
    assert otel_messages.as_text({"a": [1]}) == '{"a":[1]}'


def test_what_has_no_json_form_is_text_all_the_same() -> None:
    circle: list[Any] = []
    circle.append(circle)

    assert otel_messages.as_text("\ud800") == "\ud800"
    assert otel_messages.as_text(["\ud800"]) == str(["\ud800"])
    assert otel_messages.as_text(circle) == "[[...]]"
