"""The generated Anthropic classes know all that recorded traffic has."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.json_codec import JSONError, dumps, loads
from ai_sdk.wire._convert import structure, unstructure
from ai_sdk.wire.anthropic_messages._generated import (
    Message,
    MessageEvent,
    MessageRequest,
    TokenCountRequest,
)
from tests.recordings.anthropic_book import cloud_records, records
from tests.recordings.records import Record, recordings_file
from tests.strangers import strangers

pytestmark = pytest.mark.skipif(
    not recordings_file("anthropic").exists(), reason="the recordings are not here"
)
OTHERS = {"amazon-bedrock-invocationMetrics", "snippet"}
"""Fields that a cloud or a recorder added."""
ROUTED = "b7d7ed6724bea482"  # a router's answer, with its own fields


def _all() -> list[Record]:
    good = [*records(), *cloud_records()]
    return [record for record in good if record.status == 200 and record.id != ROUTED]


def _unknown(data: Any, kind: Any) -> list[Any]:
    found = structure(loads(dumps(data)), kind)
    assert unstructure(found) == data
    return [each for each in strangers(found) if each not in OTHERS]


def test_every_accepted_request_is_known() -> None:
    for record in _all():
        if isinstance(record.body, dict) and record.body:
            counts = record.path.endswith("/count_tokens")
            body = _without_custom(record.body)
            assert _unknown(body, TokenCountRequest if counts else MessageRequest) == [], record.id


def _without_custom(body: dict[str, Any]) -> dict[str, Any]:
    """The body without `type: custom`, which is the same as no type."""
    if not body.get("tools"):
        return body
    tools = [{k: v for k, v in tool.items() if v != "custom"} for tool in body["tools"]]
    return {**body, "tools": tools}


def test_every_answer_is_known() -> None:
    for record in _all():
        if isinstance(record.answer, dict) and record.answer.get("type") == "message":
            assert _unknown(record.answer, Message) == [], record.id


def test_every_event_is_known() -> None:
    for record in _all():
        for text in record.event_data:
            try:
                event = loads(text.encode())
            except JSONError:
                continue
            assert _unknown(event, MessageEvent) == [], record.id
