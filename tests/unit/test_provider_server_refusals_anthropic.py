"""The provider server as Anthropic's API refuses what the real one refuses, in its words."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ai_sdk.testing import ProviderServer

VERSION = {"anthropic-version": "2023-06-01", "x-api-key": "k"}
YOUNG = {**VERSION, "anthropic-version": "2026-10-21"}
USER = {"role": "user", "content": "hi"}
CLOSED = {"type": "object", "properties": {}, "additionalProperties": False}
TOOL = {"name": "f", "input_schema": {"type": "object"}}
USE = {"type": "tool_use", "id": "t1", "name": "f", "input": {}}
RESULT = {"type": "tool_result", "tool_use_id": "t1", "content": "x"}


@pytest.fixture(scope="module")
def server() -> Iterator[ProviderServer]:
    with ProviderServer() as running:
        yield running


def ask(**body: Any) -> dict[str, Any]:
    return {"model": "claude-sonnet-4-6", "max_tokens": 2000, "messages": [USER], **body}


def said(*blocks: Any, role: str = "user") -> dict[str, Any]:
    return ask(messages=[{"role": role, "content": list(blocks)}])


def source(**fields: Any) -> dict[str, Any]:
    return said({"type": "image", "source": fields})


def form(schema: Any, kind: str = "json_schema") -> dict[str, Any]:
    return ask(output_config={"format": {"type": kind, "schema": schema}})


def marked(*kinds: str) -> dict[str, Any]:
    return said(*({"type": "text", "text": "x", "cache_control": {"type": kind}} for kind in kinds))


BODIES: list[tuple[Any, str]] = [
    ([], "not valid JSON"),
    (ask(max_tokens=0), "max_tokens: Input should be greater"),
    (ask(max_tokens=True), "max_tokens: Input should be a valid integer"),
    ({"model": "m", "max_tokens": 1}, "messages: Field required"),
    (ask(messages=[]), "at least one message"),
    (ask(messages=["hi"]), "messages.0: Input does not match"),
    (ask(messages=[{"role": "boss", "content": "x"}]), "messages.0: Input does not match"),
    (ask(messages=[{"role": "user", "content": ""}]), "messages.0: all messages must have"),
    (said("hi"), "messages.0.content.0.type: Field required"),
    (said({"type": "text"}), "messages.0.content.0.text: Field required"),
    (said({"type": "text", "text": ""}), "text content blocks must be non-empty"),
    (ask(system=[{"type": "text"}]), "system.0.text: Field required"),
    (said({"type": "server_tool_use"}), "`server_tool_use` blocks can only be in assistant"),
    (said(RESULT, role="assistant"), "`tool_result` blocks can only be in user"),
    (said({"type": "text", "text": "x"}, RESULT), "`tool_result` blocks must come first"),
    (said({"type": "tool_result"}), "tool_use_id: Field required"),
    (said(RESULT), "unexpected `tool_use_id`"),
    (said(USE, role="assistant"), "messages.1: `tool_use` ids were found without"),
    (said({"type": "tool_use", "id": "t", "name": "f"}, role="assistant"), "tool_use.input: Field"),
    (said({**USE, "input": "x"}, role="assistant"), "tool_use.input: Input should be a valid dict"),
    (source(type="riddle"), "Input tag 'riddle' does not match"),
    (source(type="base64", data="%"), "source.base64: invalid base64 data"),
    (source(type="base64"), "source.base64: invalid base64 data"),
    (said({"type": "thinking", "thinking": "x"}, role="assistant"), "thinking.signature: Field"),
    (
        said({"type": "thinking", "thinking": "x", "signature": "A" * 88}, role="assistant"),
        "Invalid `signature` in `thinking` block",
    ),
    (said({"type": "redacted_thinking"}, role="assistant"), "redacted_thinking.data: Field"),
    (said({"type": "text", "text": "x "}, role="assistant"), "cannot end with trailing whitespace"),
    (ask(thinking={"type": "loud"}), "thinking: Input tag 'loud'"),
    (ask(thinking={"type": "enabled", "budget_tokens": 1}), "should be at least 1024"),
    (ask(thinking={"type": "enabled", "budget_tokens": 2000}), "must be greater than `thinking"),
    (ask(thinking={"type": "adaptive"}, temperature=0.5), "`temperature` may only be set to 1"),
    (ask(thinking={"type": "adaptive"}, top_k=3), "`top_k` must be unset"),
    (ask(temperature="warm"), "temperature: Input should be a valid number"),
    (ask(temperature=2), "temperature: range: 0..1"),
    (ask(tool_choice={"type": "some"}), "tool_choice: Input tag 'some'"),
    (ask(tool_choice={"type": "any"}), "only be specified while providing tools"),
    (ask(tools=[TOOL], tool_choice={"type": "tool", "name": "g"}), "Tool 'g' not found"),
    (
        ask(tools=[TOOL], tool_choice={"type": "any"}, thinking={"type": "adaptive"}),
        "Thinking may not be enabled when tool_choice forces",
    ),
    (ask(tools=[TOOL, TOOL]), "Tool names must be unique"),
    (ask(tools=[{"input_schema": {}}]), "tools.0.custom.name: Field required"),
    (ask(tools=[{"name": "f"}]), "tools.0.custom.input_schema: Field required"),
    (ask(tools=[{"name": "f", "input_schema": {}}]), "input_schema.type: Field required"),
    (ask(tools=[{**TOOL, "strict": True}]), "'additionalProperties' must be set to false"),
    (form(CLOSED, "yaml"), "output_config.format: Input should be a json_schema"),
    (form({**CLOSED, "properties": {"a": {"type": "string", "minLength": 1}}}), "'minLength' is"),
    (form({**CLOSED, "$defs": {"a": {"type": "object"}}}), "'additionalProperties' must be"),
    (form({"anyOf": [{"type": "integer", "minimum": 1}]}), "property 'minimum' is not supported"),
    (form({"type": "array", "items": {"oneOf": []}}), "property 'oneOf' is not supported"),
    (marked("forever"), "cache_control: Input tag does not match"),
    (marked(*["ephemeral"] * 5), "A maximum of 4 blocks with cache_control"),
    (
        said(
            {"type": "redacted_thinking", "data": "x", "cache_control": {"type": "ephemeral"}},
            role="assistant",
        ),
        "cache_control cannot be set for thinking blocks",
    ),
]


@pytest.mark.parametrize(("body", "words"), BODIES)
def test_messages(server: ProviderServer, body: Any, words: str) -> None:
    answer = httpx.post(f"{server.origin}/v1/messages", json=body, headers=VERSION)

    error = answer.json()["error"]
    assert (answer.status_code, error["type"]) == (400, "invalid_request_error")
    assert words in error["message"]


@pytest.mark.parametrize("name", ["max_tokens", "stream", "temperature", "stop_sequences"])
def test_what_a_count_does_not_take(server: ProviderServer, name: str) -> None:
    body = {"model": "claude-sonnet-4-6", "messages": [USER], name: 1}
    answer = httpx.post(f"{server.origin}/v1/messages/count_tokens", json=body, headers=VERSION)

    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == f"{name}: Extra inputs are not permitted"


@pytest.mark.parametrize(
    ("headers", "body", "status", "words"),
    [
        ({"x-api-key": "k"}, ask(), 400, "anthropic-version: header is required"),
        ({**VERSION, "anthropic-version": "new"}, ask(), 400, "anthropic-version: header"),
        (YOUNG, ask(temperature=1), 400, "temperature: Extra inputs are not permitted"),
        (VERSION, ask(model="no-such-model"), 404, "model: no-such-model"),
    ],
)
def test_versions_and_models(
    server: ProviderServer, headers: dict[str, str], body: Any, status: int, words: str
) -> None:
    answer = httpx.post(f"{server.origin}/v1/messages", json=body, headers=headers)

    assert answer.status_code == status
    assert words in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "block",
    [
        {"type": "text", "data": "the plain words"},
        {"type": "base64", "media_type": "text/plain", "data": "dGhlIHBsYWluIHdvcmRz"},
    ],
    ids=["text", "base64"],
)
def test_documents_are_read(server: ProviderServer, block: dict[str, Any]) -> None:
    document = {"type": "document", "source": block, "title": "d"}
    content = [document, {"type": "text", "text": "hi"}]
    body = ask(messages=[{"role": "user", "content": content}])
    answer = httpx.post(f"{server.origin}/v1/messages", json=body, headers=VERSION).json()
    plain = httpx.post(f"{server.origin}/v1/messages", json=ask(), headers=VERSION).json()

    assert answer["usage"]["input_tokens"] > plain["usage"]["input_tokens"]


def test_results_in_parts_answer_their_call(server: ProviderServer) -> None:
    parts = [{"type": "text", "text": "sunny"}, {"type": "image"}]
    turns = [
        USER,
        {"role": "assistant", "content": [USE]},
        {"role": "user", "content": [{**RESULT, "content": parts}]},
    ]
    answer = httpx.post(
        f"{server.origin}/v1/messages", json=ask(messages=turns, tools=[TOOL]), headers=VERSION
    ).json()

    assert answer["stop_reason"] == "end_turn"
    assert "sunny" in answer["content"][-1]["text"]


def test_pages_of_models(server: ProviderServer) -> None:
    address = f"{server.origin}/v1/models"
    first = httpx.get(address, params={"limit": 2}, headers=VERSION).json()
    rest = httpx.get(address, params={"after_id": first["last_id"]}, headers=VERSION).json()
    wrong = httpx.get(address, params={"after_id": "claude-0"}, headers=VERSION)

    assert [len(page["data"]) for page in (first, rest)] == [2, 1]
    assert (first["has_more"], rest["has_more"]) == (True, False)
    assert wrong.status_code == 400
    assert wrong.json()["error"]["message"] == "after_id: no model claude-0"


@pytest.mark.parametrize(
    ("headers", "files", "data", "status", "words"),
    [
        (VERSION, {"file": ("a", b"x")}, {}, 404, "Not found"),
        (YOUNG, {"other": ("a", b"x")}, {}, 400, "file: Field required"),
    ],
)
def test_files_that_are_not_taken(
    server: ProviderServer, headers: Any, files: Any, data: Any, status: int, words: str
) -> None:
    answer = httpx.post(f"{server.origin}/v1/files", files=files, data=data, headers=headers)

    assert (answer.status_code, answer.json()["error"]["message"]) == (status, words)


def test_a_file_that_is_kept_for_a_while(server: ProviderServer) -> None:
    answer = httpx.post(
        f"{server.origin}/v1/files",
        files={"file": ("a.txt", b"x", "text/plain")},
        data={"expires_in_seconds": "60"},
        headers=YOUNG,
    ).json()

    assert (answer["filename"], answer["mime_type"], answer["size_bytes"]) == (
        "a.txt",
        "text/plain",
        1,
    )
    assert answer["expires_at"] > answer["created_at"]


def test_sealed_thinking_of_its_own_is_taken(server: ProviderServer) -> None:
    thinking = {"type": "enabled", "budget_tokens": 1024}
    made = httpx.post(
        f"{server.origin}/v1/messages", json=ask(thinking=thinking), headers=VERSION
    ).json()
    turns = [USER, {"role": "assistant", "content": made["content"]}, USER]
    again = httpx.post(f"{server.origin}/v1/messages", json=ask(messages=turns), headers=VERSION)

    assert made["content"][0]["type"] == "thinking"
    assert base64.b64decode(made["content"][0]["signature"])
    assert again.status_code == 200
