"""Recorded Responses traffic through the pure functions: streams end like whole answers, and what
came in goes out again unchanged. Skipped where the recordings are not."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.engine.assemble import Assembler
from ai_sdk.engine.tool_calls import check_call
from ai_sdk.errors import APICallError, InvalidResponseError
from ai_sdk.json_codec import JSONError, dumps, loads
from ai_sdk.sse import SSEDecoder
from ai_sdk.types.call import LanguageModelCall, ModelResult, ModelToolCall
from ai_sdk.types.http import HTTPReply
from ai_sdk.types.messages import AssistantMessage
from ai_sdk.wire.openai_responses import PROTOCOL
from ai_sdk.wire.openai_responses.dialect import OPENAI
from ai_sdk.wire.protocol import WireRequest
from tests.recordings.records import Record, load, recordings_file, reply_of

pytestmark = pytest.mark.skipif(
    not recordings_file("openai").exists(), reason="the recordings are not here"
)
REQUEST = WireRequest("/responses")

# Streams whose last event repeats other items than were streamed, as a fact of the record.
EDITED = {
    "2e65ebca5998093b": "the text of the last event is not the text that was streamed",
    "6015ef87685759a7": "the last event is of another response",
    "622bbac80f6df2f5": "the last event has the items in another order",
    "6cdeb323ac82b20b": "the last event has no status",
}


def recorded() -> list[Record]:
    found = load("openai", ("responses",))
    return [record for record in found if record.status < 400 and not record.trimmed]


def last_response(record: Record) -> dict[str, Any] | None:
    """The whole answer, of a stream that of its last event."""
    if not record.streamed:
        answer: dict[str, Any] | None = record.answer
        return answer
    for data in reversed(record.event_data):
        try:
            event = loads(data)
        except JSONError:
            continue
        if isinstance(event, dict) and event.get("type") in (
            "response.completed",
            "response.incomplete",
        ):
            found: dict[str, Any] = event["response"]
            return found
    return None


def streamed(record: Record) -> ModelResult:
    events, whole = SSEDecoder(), Assembler()
    decoder = PROTOCOL.decoder(OPENAI, REQUEST)
    body = reply_of(record).body
    for event in [*events.feed(body), *events.finish()]:
        whole.feed(decoder.feed(event))
    whole.feed(decoder.finish())
    return whole.result()


def read(response: dict[str, Any]) -> ModelResult:
    return PROTOCOL.parse(OPENAI, HTTPReply(200, {}, dumps(response)), REQUEST)


def plain(content: Any) -> list[Any]:
    """Content without what the service writes anew in the last event: seals and recorders' ids."""
    out: list[Any] = []
    for part in content:
        metadata = dict(getattr(part, "provider_metadata", {}).get("openai", {}))
        for name in ("reasoning_encrypted_content", "item_id", "item"):
            metadata.pop(name, None)
        facts = {
            name: getattr(part, name)
            for name in ("text", "tool_call_id", "tool_name", "input", "url", "filename", "kind")
            if hasattr(part, name)
        }
        out.append((type(part).__name__, facts, metadata))
    return out


def test_every_stream_ends_like_its_last_event_read_whole() -> None:
    checked = 0
    for record in recorded():
        response = last_response(record) if record.streamed else None
        if not response or not response.get("output") or record.id in EDITED:
            continue
        found, wanted = streamed(record), read(response)
        assert plain(found.content) == plain(wanted.content), record.id
        assert found.usage == wanted.usage, record.id
        assert found.finish_reason == wanted.finish_reason, record.id
        assert found.provider_metadata == wanted.provider_metadata, record.id
        assert found.warnings == (), record.id
        checked += 1
    assert checked >= 150


def sent_again(result: ModelResult) -> tuple[list[dict[str, Any]], Any]:
    """The items by which the next request says what came in this answer."""
    said = [
        check_call(part, {}).call if isinstance(part, ModelToolCall) else part
        for part in result.content
    ]
    call = LanguageModelCall((AssistantMessage(tuple(said)),))
    request = PROTOCOL.build(OPENAI, "gpt-5", call, False)
    return request.json["input"], request.warnings


def substance(items: list[dict[str, Any]]) -> list[Any]:
    """Items without what is no news to the service: empty fields and the default status."""
    spoken = [item for item in items if item.get("type") != "message" or item["content"]]
    return [_bare(item) for item in spoken]


def _bare(value: Any, name: str = "") -> Any:
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if not isinstance(value, dict):
        return _parsed(value) if name == "arguments" else value
    kept = {key: _bare(item, key) for key, item in value.items() if key != "logprobs"}
    return {key: item for key, item in kept.items() if item not in (None, [], "completed")}


def _parsed(text: Any) -> Any:
    try:
        return loads(text)
    except (JSONError, TypeError):
        return text


def test_every_answer_goes_back_as_it_came() -> None:
    checked = 0
    for record in recorded():
        response = last_response(record)
        if not isinstance(response, dict) or not response.get("output"):
            continue
        try:
            items, warnings = sent_again(read(response))
        except (APICallError, InvalidResponseError):
            continue
        assert substance(items) == substance(response["output"]), record.id
        assert warnings == (), record.id
        checked += 1
    assert checked >= 800
