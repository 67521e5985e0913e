"""Calls as Responses requests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ai_sdk.errors import InvalidArgumentError
from ai_sdk.json_codec import dumps, loads
from ai_sdk.types.call import LanguageModelCall, ResponseFormat
from ai_sdk.types.content import FilePart, ReasoningPart, TextPart, ToolCall, ToolResult
from ai_sdk.types.messages import AssistantMessage, SystemMessage, ToolMessage, UserMessage
from ai_sdk.types.tools import FunctionTool, JSONOutput, ProviderTool, TextOutput, ToolChoice
from ai_sdk.wire._convert import structure
from ai_sdk.wire._model import Raw, field_names, is_model
from ai_sdk.wire.openai_options._generated import RESPONSES_OPTIONS
from ai_sdk.wire.openai_responses import PROTOCOL
from ai_sdk.wire.openai_responses._generated import ResponseRequest
from ai_sdk.wire.openai_responses.dialect import OPENAI, ResponsesDialect, compatible
from ai_sdk.wire.openai_responses.request import KNOWN_OPTIONS
from ai_sdk.wire.protocol import WireRequest

HI = UserMessage((TextPart("Hi"),))
INPUT = [{"role": "user", "content": "Hi"}]
SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
LOOK = FunctionTool("look", SCHEMA, "Look around.")
SEARCH = ProviderTool("openai.web_search", {"search_context_size": "low"})
MCP = ProviderTool("openai.mcp", {"server_label": "docs", "server_url": "https://x.org"}, "docs")
SQL = ProviderTool("openai.custom", {"description": "Run SQL"}, "sql")


def build(
    *,
    model: str = "gpt-4o",
    dialect: ResponsesDialect = OPENAI,
    stream: bool = False,
    options: Any = None,
    **settings: Any,
) -> WireRequest:
    named = {dialect.name: options} if options is not None else {}
    call = LanguageModelCall((HI,), provider_options=named, **settings)
    return PROTOCOL.build(dialect, model, call, stream)


def body(**settings: Any) -> dict[str, Any]:
    """What is sent besides model and input; nothing may be warned about."""
    request = build(**settings)
    assert request.warnings == ()
    found = dict(request.json)
    del found["model"], found["input"]
    return found


def test_the_plainest_call() -> None:
    request = build()
    assert (request.path, request.method) == ("/responses", "POST")
    assert request.json == {"model": "gpt-4o", "input": INPUT}
    assert build(stream=True).json == {"model": "gpt-4o", "input": INPUT, "stream": True}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            {"max_output_tokens": 9, "temperature": 0.0, "top_p": 1.0},
            {"max_output_tokens": 9, "temperature": 0.0, "top_p": 1.0},
        ),
        ({"model": "gpt-5", "reasoning": "low"}, {"reasoning": {"effort": "low"}}),
        ({"model": "gpt-5", "reasoning": "provider-default"}, {}),
        (
            {"model": "gpt-5.1", "reasoning": "none", "temperature": 0.5},
            {"reasoning": {"effort": "none"}, "temperature": 0.5},
        ),
        (
            {"model": "gpt-5.1", "options": {"reasoning_effort": "none"}, "top_p": 0.5},
            {"reasoning": {"effort": "none"}, "top_p": 0.5},
        ),
        (
            {"model": "gpt-5.1", "options": {"reasoning": {"effort": "none"}}, "top_p": 0.5},
            {"reasoning": {"effort": "none"}, "top_p": 0.5},
        ),
        ({"extra_body": {"text": {"x": 1}, "new": 2}}, {"text": {"x": 1}, "new": 2}),
    ],
)
def test_settings(settings: Any, expected: Any) -> None:
    assert body(**settings) == expected


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        (
            {
                "top_k": 1,
                "seed": 1,
                "presence_penalty": 0.1,
                "frequency_penalty": 0.1,
                "stop_sequences": ("a",),
            },
            {"top_k", "seed", "presence_penalty", "frequency_penalty", "stop_sequences"},
        ),
        ({"model": "gpt-5", "temperature": 0.5, "top_p": 0.5}, {"temperature", "top_p"}),
        ({"model": "o3", "temperature": 0.5, "reasoning": "none"}, {"temperature"}),
        ({"model": "gpt-5.1", "temperature": 0.5}, {"temperature"}),
        ({"model": "gpt-4o", "reasoning": "low"}, {"reasoning"}),
    ],
)
def test_what_the_model_does_not_take_is_left_out_with_a_warning(
    settings: Any, named: set[str]
) -> None:
    request = build(**settings)
    assert {warning.setting for warning in request.warnings} == named
    assert {warning.type for warning in request.warnings} == {"unsupported"}
    assert named.isdisjoint(request.json)
    assert "temperature" not in request.json


def test_a_compatible_server_gets_every_setting_it_may_know() -> None:
    acme = compatible("acme")
    found = body(dialect=acme, temperature=1.0, reasoning="low", options={"vendor": True})
    assert found == {"temperature": 1.0, "reasoning": {"effort": "low"}, "vendor": True}
    assert "include" not in body(dialect=acme, options={"store": False})


# ---- options


def test_every_option_of_the_spec_is_known() -> None:
    assert RESPONSES_OPTIONS <= KNOWN_OPTIONS


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"instructions": "Be brief."}, {"instructions": "Be brief."}),
        ({"promptCacheKey": "k"}, {"prompt_cache_key": "k"}),
        ({"previous_response_id": "resp_1"}, {"previous_response_id": "resp_1"}),
        (
            {"reasoning_effort": "max", "reasoning_summary": "auto"},
            {"reasoning": {"effort": "max", "summary": "auto"}},
        ),
        (
            {"reasoning_effort": "low", "reasoning": {"summary": None, "mode": "pro"}},
            {"reasoning": {"effort": "low", "summary": None, "mode": "pro"}},
        ),
        ({"text_verbosity": "low"}, {"text": {"verbosity": "low"}}),
        ({"verbosity": "low"}, {"text": {"verbosity": "low"}}),
        ({"text": {"format": {"type": "text"}}}, {"text": {"format": {"type": "text"}}}),
        (
            {"logprobs": True},
            {"top_logprobs": 20, "include": ["message.output_text.logprobs"]},
        ),
        (
            {"logprobs": 3, "include": ["x", "message.output_text.logprobs"]},
            {"top_logprobs": 3, "include": ["x", "message.output_text.logprobs"]},
        ),
        ({"logprobs": False}, {}),
        ({"stream_options": {"include_obfuscation": False}}, {}),
        ({"include": []}, {"include": []}),
        ({"user": None}, {}),
    ],
)
def test_options(options: Any, expected: Any) -> None:
    assert body(options=options) == expected


def test_options_of_streams() -> None:
    option = {"stream_options": {"include_obfuscation": False}}
    assert body(options=option, stream=True) == {**option, "stream": True}


def test_an_explicit_option_wins_over_settings_and_models() -> None:
    found = body(model="gpt-5", temperature=0.1, options={"temperature": 1, "top_p": 0.5})
    assert found == {"temperature": 1, "top_p": 0.5}
    assert body(max_output_tokens=5, options={"max_output_tokens": None}) == {}


def test_an_unknown_option_is_named() -> None:
    (warning,) = build(options={"servise_tier": "flex"}).warnings
    assert warning.message == 'openai: no option "servise_tier"; did you mean "service_tier"?'


def test_a_stored_prompt_brings_its_own_model() -> None:
    request = build(options={"prompt": {"id": "p"}, "model": None, "input": None})
    assert request.json == {"prompt": {"id": "p"}}


@pytest.mark.parametrize(
    ("model", "options", "include"),
    [
        ("gpt-5", {"store": False}, ["reasoning.encrypted_content"]),
        ("gpt-5", {"store": False, "include": []}, []),
        ("gpt-5", {"store": False, "include": None}, None),
        ("gpt-5", {"store": True}, None),
        ("gpt-5", {}, None),
        ("gpt-4o", {"store": False}, None),
        ("m", {"store": False, "force_reasoning": True}, ["reasoning.encrypted_content"]),
    ],
)
def test_reasoning_that_is_not_stored_is_asked_for_sealed(
    model: str, options: Any, include: Any
) -> None:
    assert body(model=model, options=options).get("include") == include


# ---- tools


def test_tools() -> None:
    given = {"type": "function", "name": "look", "parameters": SCHEMA}
    assert body(tools=(LOOK, SEARCH, MCP, SQL))["tools"] == [
        {**given, "description": "Look around."},
        {"type": "web_search", "search_context_size": "low"},
        {"type": "mcp", "server_label": "docs", "server_url": "https://x.org"},
        {"type": "custom", "name": "sql", "description": "Run SQL"},
    ]


@pytest.mark.parametrize("strict", [True, False])
def test_strict_functions(strict: bool) -> None:
    (tool,) = body(tools=(FunctionTool("look", SCHEMA, strict=strict),))["tools"]
    assert tool == {"type": "function", "name": "look", "parameters": SCHEMA, "strict": strict}


def test_a_strict_function_is_lowered() -> None:
    loose = {"type": "object", "properties": {"a": {"type": "string"}}}
    (tool,) = body(tools=(FunctionTool("look", loose, strict=True),))["tools"]
    assert tool["parameters"]["required"] == ["a"]
    assert tool["parameters"]["additionalProperties"] is False


def test_options_of_functions() -> None:
    options = {"openai": {"defer_loading": True, "description": None}}
    (tool,) = body(tools=(FunctionTool("look", SCHEMA, "x", provider_options=options),))["tools"]
    assert tool["defer_loading"] is True
    assert "description" not in tool


def test_a_tool_of_another_provider_is_left_out_with_a_warning() -> None:
    request = build(tools=(ProviderTool("acme.search"),), tool_choice=ToolChoice("auto"))
    assert request.json == {"model": "gpt-4o", "input": INPUT}
    assert [warning.setting for warning in request.warnings] == ["acme.search"]
    tools = body(tools=(ProviderTool("acme.search"), SEARCH), dialect=compatible("acme"))["tools"]
    assert [tool["type"] for tool in tools] == ["search", "web_search"]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (ToolChoice("auto"), "auto"),
        (ToolChoice("none"), "none"),
        (ToolChoice("required"), "required"),
        (ToolChoice("tool", "look"), {"type": "function", "name": "look"}),
        (ToolChoice("tool", "elsewhere"), {"type": "function", "name": "elsewhere"}),
        (ToolChoice("tool", "web_search"), {"type": "web_search"}),
        (ToolChoice("tool", "docs"), {"type": "mcp", "server_label": "docs"}),
        (ToolChoice("tool", "sql"), {"type": "custom", "name": "sql"}),
    ],
)
def test_tool_choice(choice: ToolChoice, expected: Any) -> None:
    assert body(tools=(LOOK, SEARCH, MCP, SQL), tool_choice=choice)["tool_choice"] == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            ["look", "sql", "web_search"],
            {
                "type": "allowed_tools",
                "mode": "auto",
                "tools": [
                    {"type": "function", "name": "look"},
                    {"type": "custom", "name": "sql"},
                    {"type": "web_search"},
                ],
            },
        ),
        (
            {"mode": "required", "tools": [{"type": "mcp", "server_label": "docs"}]},
            {
                "type": "allowed_tools",
                "mode": "required",
                "tools": [{"type": "mcp", "server_label": "docs"}],
            },
        ),
        (
            {"tool_names": ["look"]},
            {
                "type": "allowed_tools",
                "mode": "auto",
                "tools": [{"type": "function", "name": "look"}],
            },
        ),
    ],
)
def test_allowed_tools(given: Any, expected: Any) -> None:
    tools = (LOOK, SEARCH, MCP, SQL)
    assert body(tools=tools, options={"allowed_tools": given})["tool_choice"] == expected


@pytest.mark.parametrize("given", ["look", {"mode": "none", "tools": []}, {"tools": {}}])
def test_senseless_allowed_tools(given: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="allowed_tools"):
        build(tools=(LOOK,), options={"allowed_tools": given})


# ---- the form of the answer


def answer_format(given: ResponseFormat, **options: Any) -> Any:
    return body(response_format=given, options=options).get("text")


def test_forms_of_the_answer() -> None:
    assert answer_format(ResponseFormat("text")) is None
    assert answer_format(ResponseFormat("json")) == {"format": {"type": "json_object"}}
    assert answer_format(ResponseFormat("json", SCHEMA), text_verbosity="low") == {
        "format": {"type": "json_schema", "name": "response", "schema": SCHEMA, "strict": True},
        "verbosity": "low",
    }
    assert answer_format(ResponseFormat("json", SCHEMA), text={"verbosity": "high"})["format"][
        "strict"
    ]
    assert answer_format(ResponseFormat("json", SCHEMA, "place", "A place.", strict=False)) == {
        "format": {
            "type": "json_schema",
            "name": "place",
            "schema": SCHEMA,
            "description": "A place.",
            "strict": False,
        }
    }


def test_strictness_can_be_chosen() -> None:
    for strict in (False, None):
        (form,) = answer_format(ResponseFormat("json", SCHEMA), strict_json_schema=strict).values()
        assert form.get("strict") is strict


def test_a_schema_that_cannot_be_strict_is_sent_with_a_warning() -> None:
    schema = {"type": "object", "additionalProperties": {"type": "string"}}
    request = build(response_format=ResponseFormat("json", schema))
    assert request.json["text"]["format"]["schema"] == schema
    assert request.json["text"]["format"]["strict"] is False
    assert [(w.type, w.setting) for w in request.warnings] == [("compatibility", "response_format")]


def test_notes_for_the_reader_of_the_answer() -> None:
    renamed = ProviderTool("openai.web_search", name="find")
    assert build(tools=(LOOK, renamed)).context["names"] == {"web_search": "find"}


# ---- against the classes of the spec


def test_what_is_sent_has_the_shape_of_the_spec() -> None:
    history = (
        SystemMessage("Be brief."),
        UserMessage(
            (TextPart("Look"), FilePart(b"x", "image/png"), FilePart(b"x", "application/pdf"))
        ),
        AssistantMessage(
            (
                ReasoningPart("hm", provider_metadata={"openai": {"item_id": "rs_1"}}),
                TextPart("I look", provider_metadata={"openai": {"item_id": "msg_1"}}),
                ToolCall("c1", "look", {"city": "Oslo"}),
                ToolCall("c2", "sql", "SELECT 1"),
            )
        ),
        ToolMessage(
            (
                ToolResult("c1", "look", "ok", TextOutput("ok")),
                ToolResult("c2", "sql", 1, JSONOutput(1)),
            )
        ),
    )
    call = LanguageModelCall(
        history,
        max_output_tokens=5,
        reasoning="low",
        response_format=ResponseFormat("json", SCHEMA, "place"),
        tools=(LOOK, SEARCH, MCP, SQL),
        tool_choice=ToolChoice("tool", "look"),
        provider_options={"openai": {"store": False, "service_tier": "flex"}},
    )
    sent = PROTOCOL.build(OPENAI, "gpt-4o", call, True).json
    unknown = list(strangers(structure(loads(dumps(sent)), ResponseRequest)))
    assert unknown == []


def strangers(value: Any) -> Iterator[Any]:
    """Everything in a wire object that its classes do not know."""
    if isinstance(value, Raw):
        yield value.data
    elif isinstance(value, list):
        for item in value:
            yield from strangers(item)
    elif is_model(type(value)):
        known = set(field_names(type(value)))
        yield from (name for name in vars(value) if name not in known)
        for item in vars(value).values():
            yield from strangers(item)
