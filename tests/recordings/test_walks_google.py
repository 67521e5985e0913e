"""The walk of generateContent and the rules of its comparison, on small records of our own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from .compare import differences
from .expected import ExpectedCall, ExpectedInterrupted, ExpectedText, ExpectedUsage
from .expected_google import walk_body, walk_pieces
from .google_book import _as_ours
from .records import Record, load, recordings_file


def piece(*parts: Any, finish: str | None = None, **body: Any) -> dict[str, Any]:
    candidate = {"content": {"parts": list(parts)}, "finishReason": finish}
    return {"candidates": [candidate], **body}


def test_a_whole_answer() -> None:
    usage = {"promptTokenCount": 4, "thoughtsTokenCount": 2, "totalTokenCount": 9}
    call = {"functionCall": {"name": "f", "args": {"a": 1}}}
    body = piece({"text": "Hm", "thought": True}, {"text": "Hi"}, call, finish="STOP")
    walked = walk_body({**body, "usageMetadata": usage, "modelVersion": "m", "responseId": "r"})
    assert walked == ExpectedText(
        text="Hi",
        reasoning=("Hm",),
        tool_calls=(ExpectedCall(None, "f", {"a": 1}),),
        finish_reason="tool-calls",
        raw_finish_reason="STOP",
        usage=ExpectedUsage(input=4, output=5, reasoning=2, total=9),
        response_id="r",
        model="m",
    )


def test_pieces_of_arguments() -> None:
    pieces = [
        {"name": "f", "willContinue": True},
        {"partialArgs": [{"jsonPath": "$.a[0].b", "stringValue": "x"}], "willContinue": True},
        {"partialArgs": [{"jsonPath": "$.a[0].b", "stringValue": "y"}], "willContinue": True},
        {},
    ]
    data = [json.dumps(piece({"functionCall": each}, finish="STOP")) for each in pieces]
    walked = walk_pieces(data)
    assert isinstance(walked, ExpectedText)
    assert walked.tool_calls == (ExpectedCall(None, "f", {"a": [{"b": "xy"}]}),)


def test_content_after_the_finish_reason_needs_another() -> None:
    data = [json.dumps(piece({"text": "a"}, finish="STOP")), json.dumps(piece({"text": "b"}))]
    assert walk_pieces(data) == ExpectedInterrupted("StreamInterruptedError", "ab")


@pytest.mark.parametrize(
    ("recorded", "sent"),
    [
        (
            {"generation_config": {"max_output_tokens": 1, "candidate_count": 1}},
            {"generationConfig": {"maxOutputTokens": 1}},
        ),
        (
            {"contents": {"parts": {"text": "a"}}},
            {"contents": [{"role": "user", "parts": [{"text": "a"}]}]},
        ),
        (
            {"tools": [{"functionDeclarations": [{"name": "f"}], "googleSearch": {}}]},
            {
                "tools": [
                    {"googleSearch": {}},
                    {"functionDeclarations": [{"name": "f", "description": ""}]},
                ]
            },
        ),
        ({"generateContentRequest": {"model": "m", "contents": []}}, {"contents": []}),
        ({"toolConfig": {"functionCallingConfig": {"mode": "auto"}}}, {}),
    ],
)
def test_what_means_the_same(recorded: Any, sent: Any) -> None:
    assert differences("generateContent", recorded, sent) == []


@pytest.mark.parametrize(
    ("recorded", "sent"),
    [
        ({"generationConfig": {"topK": 1}}, {"generationConfig": {"topK": 2}}),
        ({"contents": [{"parts": [{"text": "a"}]}]}, {"contents": [{"parts": [{"text": "b"}]}]}),
        (
            {"contents": [{"role": "model", "parts": [{"text": "a", "thoughtSignature": "AA=="}]}]},
            {"contents": [{"role": "model", "parts": [{"text": "a"}]}]},
        ),
        ({"tools": [{"googleSearch": {}}]}, {}),
        ({"labels": {"a_b": "c"}}, {"labels": {"aB": "c"}}),
    ],
)
def test_what_differs_is_found(recorded: Any, sent: Any) -> None:
    assert differences("generateContent", recorded, sent) != []


def test_an_array_of_pieces_becomes_events_and_the_place_is_left_out() -> None:
    path = "/v1beta1/projects/p/locations/l/publishers/google/models/m:streamGenerateContent"
    response = {"status": 200, "framing": "json-array", "body": [piece({"text": "a"})]}
    raw = {"id": "x", "api": "google-vertex.generateContent", "kind": "stream"}
    record = _as_ours(Record({**raw, "request": {"path": path}, "response": response}))
    assert record.path == "/publishers/google/models/m:streamGenerateContent"
    assert record.streamed and len(record.event_data) == 1


@pytest.mark.skipif(not recordings_file("google").exists(), reason="the recordings are not here")
@pytest.mark.parametrize("provider", ["google", "google-vertex"])
def test_disjoint_buckets_add_up_to_the_providers_total(provider: str) -> None:
    from ai_sdk.wire.google_genai.facts import usage_of

    usages = list(_usages(provider))
    told = [usage for usage in usages if "totalTokenCount" in usage]
    odd = []
    for usage in told:
        found = usage_of(usage)
        read, made = found.input_token_details, found.output_token_details
        buckets = (read.no_cache, read.cache_read, made.text, made.reasoning)
        if sum(count or 0 for count in buckets) != usage["totalTokenCount"]:
            odd.append(usage)
    assert len(told) > 200
    assert [usage for usage in odd if _adds_up(usage)] == []


def _adds_up(usage: dict[str, Any]) -> bool:
    """Whether the provider's own counts give its total; some samples are edited by hand."""
    names = ("promptTokenCount", "toolUsePromptTokenCount", "candidatesTokenCount")
    counts = [usage.get(name) or 0 for name in (*names, "thoughtsTokenCount")]
    return sum(counts) == usage["totalTokenCount"]


def _usages(provider: str) -> Iterator[dict[str, Any]]:
    for record in load(provider, ("generateContent",)):
        bodies: list[Any] = [json.loads(data) for data in record.event_data]
        if isinstance(record.answer, dict):
            bodies.append(record.answer)
        for body in bodies:
            if isinstance(usage := body.get("usageMetadata"), dict):
                yield usage
