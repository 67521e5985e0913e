"""Prompts and settings that few people send: carried, left out with a warning, or refused."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk import (
    AssistantMessage,
    CustomPart,
    TextPart,
    ToolApprovalRequest,
    UserMessage,
    create_google,
    embed,
    generate_image,
    generate_text,
)
from ai_sdk.schema.errors import UnsupportedSchemaError
from ai_sdk.testing import ProviderServer
from ai_sdk.wire.anthropic_messages.betas import betas_of
from ai_sdk.wire.anthropic_messages.caching import mark_last
from ai_sdk.wire.anthropic_messages.tools import wire_name
from ai_sdk.wire.google_genai.schemas import sendable


def test_the_last_block_that_may_have_one_gets_the_breakpoint() -> None:
    blocks: list[dict[str, Any]] = [{"type": "text"}, {"type": "thinking"}]
    mark_last(blocks, {"type": "ephemeral"})
    alone: list[dict[str, Any]] = [{"type": "thinking"}]
    mark_last(alone, {"type": "ephemeral"})

    assert blocks == [
        {"type": "text", "cache_control": {"type": "ephemeral"}},
        {"type": "thinking"},
    ]
    assert alone == [{"type": "thinking"}]


@pytest.mark.parametrize(
    ("extra", "sent"),
    [
        ({"labels": {"team": "blue"}}, ("labels", {"team": "blue"})),
        (None, ("labels", None)),
    ],
)
def test_labels_of_pictures(extra: Any, sent: tuple[str, Any]) -> None:
    with ProviderServer() as server:
        model = create_google(api_key="k", base_url=f"{server.origin}/v1beta").image("imagen-4")
        options = {"google": extra} if extra else {}
        generate_image(
            model, prompt="x", provider_options=options, extra_body={"parameters": {"seed": 7}}
        )
        (request,) = server.requests

    name, expected = sent
    assert request.json.get(name) == expected
    assert request.json["parameters"]["seed"] == 7


def test_the_body_of_an_embedding_can_be_changed() -> None:
    with ProviderServer() as server:
        model = create_google(api_key="k", base_url=f"{server.origin}/v1beta").embedding("e")
        embed(model, value="x", extra_body={"taskType": "CLUSTERING"})
        (request,) = server.requests

    assert request.json["taskType"] == "CLUSTERING"
    assert request.json["content"]["parts"] == [{"text": "x"}]


@pytest.mark.parametrize(
    ("body", "flags"),
    [
        ({"messages": []}, set()),
        (
            {"thinking": {"type": "enabled", "display": "updates"}},
            {"thinking-display-updates-2026-08-18"},
        ),
        (
            {"messages": [{"role": "system", "content": "x", "clear_at": {"tokens": 1}}]},
            {"mid-conversation-system-clear-at-2026-08-21"},
        ),
        (
            {"messages": [{"role": "user", "content": "x", "output_config": {"effort": "low"}}]},
            {"mid-conversation-output-config-2026-07-01"},
        ),
    ],
)
def test_flags_of_what_is_new_at_anthropic(body: Any, flags: set[str]) -> None:
    assert set(betas_of(body)) == flags


def google(server: ProviderServer) -> Any:
    return create_google(api_key="k", base_url=f"{server.origin}/v1beta")("gemini-2.5-flash")


def test_another_provider_s_items_are_left_out_of_what_gemini_is_told() -> None:
    asked = ToolApprovalRequest("p", tool_call_id="c1", provider_executed=True)
    messages = [
        UserMessage([TextPart("hello"), CustomPart("acme.thing", {"x": 1})]),
        AssistantMessage([TextPart("Hi."), CustomPart("acme.thing", {"x": 1}), asked]),
        UserMessage("go on"),
    ]
    with ProviderServer() as server:
        result = generate_text(google(server), messages=messages)
        (request,) = server.requests

    assert [turn["parts"] for turn in request.json["contents"]] == [
        [{"text": "hello"}],
        [{"text": "Hi."}],
        [{"text": "go on"}],
    ]
    words = " ".join(warning.message or "" for warning in result.warnings)
    assert "'acme.thing' of another provider" in words
    assert "an approval that another provider asked for" in words


@pytest.mark.parametrize(
    ("kind", "name"),
    [("text_editor_20250728", "str_replace_based_edit_tool"), ("new_2030", "new_2030")],
)
def test_a_tool_of_a_kind_that_is_not_known_yet_goes_by_its_kind(kind: str, name: str) -> None:
    assert wire_name(kind) == name


def test_a_schema_that_gemini_cannot_say_is_refused_where_it_must_be_said() -> None:
    schema = {"not": {"type": "string"}}

    assert sendable(schema, "auto") == (schema, True)
    with pytest.raises(UnsupportedSchemaError):
        sendable(schema, "openapi")
