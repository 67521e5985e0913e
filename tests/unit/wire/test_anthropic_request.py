"""Calls as Messages requests: settings, options, tools, caching, flags."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.errors import InvalidArgumentError
from ai_sdk.json_codec import dumps, loads
from ai_sdk.types.call import LanguageModelCall, ResponseFormat
from ai_sdk.types.content import FilePart, FileReference, TextPart
from ai_sdk.types.messages import SystemMessage, UserMessage
from ai_sdk.types.tools import FunctionTool, ProviderTool, ToolChoice
from ai_sdk.wire._convert import structure
from ai_sdk.wire.anthropic_messages import PROTOCOL
from ai_sdk.wire.anthropic_messages._generated import MessageRequest
from ai_sdk.wire.anthropic_messages.dialect import (
    ANTHROPIC,
    NEWER_VERSION,
    MessagesDialect,
    dialect_of,
)
from ai_sdk.wire.anthropic_messages.facts import claude_facts
from ai_sdk.wire.anthropic_messages.request import KNOWN_OPTIONS
from ai_sdk.wire.anthropic_options._generated import MESSAGE_OPTIONS
from ai_sdk.wire.protocol import WireRequest
from tests.strangers import strangers

HI = UserMessage((TextPart("Hi"),))
SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
LOOK = FunctionTool("look", SCHEMA, "Look around.")
SEARCH = ProviderTool("anthropic.web_search_20250305", {"max_uses": 2}, "web_search")
NEWER = dialect_of("anthropic", NEWER_VERSION)
SONNET = "claude-sonnet-4-5"


def build(
    *,
    model: str = SONNET,
    dialect: MessagesDialect = ANTHROPIC,
    stream: bool = False,
    options: Any = None,
    prompt: Any = (HI,),
    **settings: Any,
) -> WireRequest:
    named = {dialect.name: options} if options is not None else {}
    call = LanguageModelCall(prompt, provider_options=named, **settings)
    return PROTOCOL.build(dialect, model, call, stream)


def body(*, warns: tuple[str, ...] = (), **settings: Any) -> dict[str, Any]:
    """What is sent besides model and messages; the warnings are about these settings."""
    request = build(**settings)
    assert tuple(warning.setting for warning in request.warnings) == warns
    found = dict(request.json)
    assert list(strangers(structure(loads(dumps(found)), MessageRequest))) == []
    del found["model"], found["messages"]
    return found


def test_the_least_request() -> None:
    request = build(stream=True)
    assert request.path == "/messages"
    assert request.json == {
        "model": SONNET,
        "messages": [{"role": "user", "content": "Hi"}],
        "max_tokens": 64_000,
        "stream": True,
    }
    assert request.headers == {"anthropic-version": "2023-06-01"}


@pytest.mark.parametrize(
    ("model", "most"),
    [
        ("claude-3-haiku-20240307", 4096),
        ("claude-3-5-sonnet-20241022", 8192),
        ("claude-3-7-sonnet-latest", 64_000),
        ("claude-opus-4-20250514", 32_000),
        ("claude-opus-4-1@20250805", 32_000),
        ("claude-sonnet-4-0", 64_000),
        ("claude-opus-4-5-20251101", 64_000),
        ("us.anthropic.claude-opus-4-6-v1:0", 128_000),
        ("anthropic/claude-haiku-4.5", 64_000),
        ("claude-4-5-haiku", 64_000),
        ("claude-2.1", 4096),
        ("claude-instant-1.2", 4096),
        ("claude-opus-12-20300101", 128_000),
        ("claude-mythos-preview", 64_000),
        ("another-model", 4096),
    ],
)
def test_the_longest_answer_goes_by_the_model(model: str, most: int) -> None:
    assert body(model=model)["max_tokens"] == most


def test_a_name_without_a_number_is_of_a_new_model() -> None:
    facts = claude_facts("claude-mythos-preview")
    assert (facts.thinking, facts.native_schema, facts.sampling) == ("adaptive", True, False)
    assert claude_facts("tiny").thinking == "budget"


class TestSampling:
    def test_what_the_api_has_not(self) -> None:
        warned = ("presence_penalty", "frequency_penalty", "seed")
        settings: dict[str, Any] = dict.fromkeys(warned, 1)
        assert body(warns=warned, **settings) == {"max_tokens": 64_000}

    @pytest.mark.parametrize(("given", "sent"), [(1.7, 1.0), (-0.1, 0.0)], ids=["above", "below"])
    def test_temperature_is_clamped(self, given: float, sent: float) -> None:
        assert body(warns=("temperature",), temperature=given)["temperature"] == sent

    def test_temperature_and_top_p_exclude_each_other_from_opus_4_1_on(self) -> None:
        assert "top_p" not in body(warns=("top_p",), temperature=0.5, top_p=0.9)
        older = body(model="claude-sonnet-4-0", temperature=0.5, top_p=0.9, top_k=3)
        assert (older["temperature"], older["top_p"], older["top_k"]) == (0.5, 0.9, 3)

    def test_models_after_opus_4_6_take_none(self) -> None:
        found = body(
            model="claude-opus-4-8",
            warns=("temperature", "top_p", "top_k"),
            temperature=0.5,
            top_p=0.9,
            top_k=3,
        )
        assert found == {"max_tokens": 128_000}
        assert body(model="claude-opus-4-8", temperature=1)["temperature"] == 1

    def test_the_newer_version_has_none(self) -> None:
        assert body(dialect=NEWER, warns=("temperature",), temperature=1) == {"max_tokens": 64_000}

    def test_thinking_allows_little(self) -> None:
        found = body(
            warns=("temperature", "top_k"),
            options={"thinking": {"type": "enabled", "budget_tokens": 2000}},
            temperature=0.5,
            top_k=3,
            top_p=0.97,
        )
        assert (found.get("temperature"), found.get("top_k"), found["top_p"]) == (None, None, 0.97)

    def test_stop_sequences(self) -> None:
        assert body(stop_sequences=("a", "b"))["stop_sequences"] == ["a", "b"]


class TestThinking:
    @pytest.mark.parametrize(
        ("model", "level", "thinking", "effort"),
        [
            (SONNET, "minimal", {"type": "enabled", "budget_tokens": 1280}, None),
            (SONNET, "high", {"type": "enabled", "budget_tokens": 38_400}, None),
            (SONNET, "none", {"type": "disabled"}, None),
            (SONNET, "provider-default", None, None),
            ("claude-sonnet-4-6", "low", {"type": "adaptive"}, "low"),
            ("claude-opus-4-6", "xhigh", {"type": "adaptive"}, "max"),
            ("claude-opus-4-8", "xhigh", {"type": "adaptive"}, "xhigh"),
            ("claude-opus-5", "minimal", {"type": "adaptive"}, "low"),
        ],
    )
    def test_levels(self, model: str, level: str, thinking: Any, effort: Any) -> None:
        found = body(model=model, reasoning=level)
        assert found.get("thinking") == thinking
        assert found.get("output_config", {}).get("effort") == effort

    def test_models_that_do_not_think(self) -> None:
        assert "thinking" not in body(
            model="claude-3-5-haiku-latest", warns=("reasoning",), reasoning="low"
        )
        assert "thinking" not in body(model="claude-3-5-haiku-latest", reasoning="none")

    def test_a_budget_comes_on_top(self) -> None:
        options = {"thinking": {"type": "enabled", "budget_tokens": 2000}}
        assert body(options=options, max_output_tokens=500)["max_tokens"] == 2500

    def test_a_budget_stops_at_what_the_model_writes(self) -> None:
        options = {"thinking": {"type": "enabled", "budget_tokens": 20_000}}
        found = body(options=options, max_output_tokens=60_000, warns=("max_output_tokens",))
        assert found["max_tokens"] == 64_000

    def test_a_missing_budget_is_filled_in(self) -> None:
        found = body(options={"thinking": {"type": "enabled"}}, warns=("thinking",))
        assert found["thinking"] == {"type": "enabled", "budget_tokens": 1024}

    def test_thinking_is_an_object(self) -> None:
        with pytest.raises(InvalidArgumentError, match="thinking must be an object"):
            build(options={"thinking": True})

    def test_effort_and_budget_of_a_task(self) -> None:
        found = body(options={"effort": "low", "task_budget": 20_000}, model="claude-opus-4-8")
        assert found["output_config"] == {
            "effort": "low",
            "task_budget": {"type": "tokens", "total": 20_000},
        }

    def test_interleaved(self) -> None:
        request = build(options={"interleaved_thinking": True})
        assert request.headers["anthropic-beta"] == "interleaved-thinking-2025-05-14"


class TestForm:
    def test_a_schema_is_lowered_and_sent(self) -> None:
        schema = {"type": "object", "properties": {"n": {"type": "integer", "minimum": 1}}}
        found = body(response_format=ResponseFormat("json", schema))
        form = found["output_config"]["format"]
        assert form["type"] == "json_schema"
        assert form["schema"]["additionalProperties"] is False
        assert "minimum" not in form["schema"]["properties"]["n"]

    def test_it_stands_beside_the_effort(self) -> None:
        found = body(
            response_format=ResponseFormat("json", SCHEMA),
            options={"effort": "max"},
            model="claude-opus-4-6",
        )
        assert found["output_config"].keys() == {"format", "effort"}

    def test_json_without_a_schema_cannot_be_had(self) -> None:
        assert body(response_format=ResponseFormat("json"), warns=("response_format",)) == {
            "max_tokens": 64_000
        }


class TestTools:
    def test_functions_and_the_choice(self) -> None:
        found = body(tools=(LOOK,), tool_choice=ToolChoice("required"))
        assert found["tools"] == [
            {"name": "look", "description": "Look around.", "input_schema": SCHEMA}
        ]
        assert found["tool_choice"] == {"type": "any"}

    @pytest.mark.parametrize(
        ("choice", "sent"),
        [
            (ToolChoice("auto"), {"type": "auto"}),
            (ToolChoice("none"), {"type": "none"}),
            (ToolChoice("tool", "look"), {"type": "tool", "name": "look"}),
        ],
    )
    def test_choices(self, choice: ToolChoice, sent: Any) -> None:
        assert body(tools=(LOOK,), tool_choice=choice)["tool_choice"] == sent

    def test_one_call_at_a_time(self) -> None:
        options = {"disable_parallel_tool_use": True}
        found = body(tools=(LOOK,), options=options)
        assert found["tool_choice"] == {"type": "auto", "disable_parallel_tool_use": True}

    def test_strict_lowers_the_schema(self) -> None:
        loose = FunctionTool(
            "f",
            {"type": "object", "properties": {"a": {"type": "string", "maxLength": 3}}},
            strict=True,
        )
        (tool,) = body(tools=(loose,))["tools"]
        assert tool["strict"] is True
        assert tool["input_schema"]["additionalProperties"] is False
        assert "maxLength" not in tool["input_schema"]["properties"]["a"]

    def test_what_the_caller_says_of_a_tool(self) -> None:
        said = {"defer_loading": True, "cacheControl": "1h"}
        tool = FunctionTool("f", SCHEMA, provider_options={"anthropic": said})
        request = build(tools=(tool,))
        assert request.json["tools"][0]["cache_control"] == {"type": "ephemeral", "ttl": "1h"}
        assert request.json["tools"][0]["defer_loading"] is True
        assert request.headers["anthropic-beta"] == "advanced-tool-use-2025-11-20"

    def test_examples_of_inputs(self) -> None:
        tool = FunctionTool("f", SCHEMA, input_examples=({"city": "Oslo"},))
        request = build(tools=(tool,))
        assert request.json["tools"][0]["input_examples"] == [{"city": "Oslo"}]
        assert request.headers["anthropic-beta"] == "advanced-tool-use-2025-11-20"

    def test_inputs_streamed_as_they_are_written(self) -> None:
        found = body(tools=(LOOK, SEARCH), options={"tool_streaming": True})
        assert [tool.get("eager_input_streaming") for tool in found["tools"]] == [True, None]

    def test_the_providers_own(self) -> None:
        assert body(tools=(SEARCH,))["tools"] == [
            {"type": "web_search_20250305", "name": "web_search", "max_uses": 2}
        ]

    def test_another_name_in_the_list(self) -> None:
        google = ProviderTool("anthropic.web_search_20250305", {}, "google")
        request = build(tools=(google,), tool_choice=ToolChoice("tool", "google"))
        assert request.json["tools"][0]["name"] == "web_search"
        assert request.json["tool_choice"]["name"] == "web_search"
        assert request.context["names"] == {"web_search": "google"}

    def test_one_of_anthropics_that_the_caller_runs(self) -> None:
        tool = FunctionTool("bash", {}, provider_options={"anthropic": {"type": "bash_20250124"}})
        assert body(tools=(tool,))["tools"] == [{"type": "bash_20250124", "name": "bash"}]

    def test_another_providers_is_left_out(self) -> None:
        assert "tools" not in body(
            tools=(ProviderTool("openai.web_search"),), warns=("openai.web_search",)
        )


class TestCaching:
    def test_at_most_four_breakpoints(self) -> None:
        here = {"anthropic": {"cache_control": True}}
        tool = FunctionTool("f", SCHEMA, provider_options=here)
        parts = tuple(TextPart(text, provider_options=here) for text in "abc")
        prompt = (SystemMessage("s", provider_options=here), UserMessage(parts))
        request = build(tools=(tool,), prompt=prompt)
        assert [warning.setting for warning in request.warnings] == ["cache_control"]
        blocks = request.json["messages"][0]["content"]
        assert [("cache_control" in block) for block in blocks] == [True, True, False]
        assert request.json["system"][0]["cache_control"] == {"type": "ephemeral"}

    def test_the_automatic_one_counts(self) -> None:
        here = {"anthropic": {"cache_control": True}}
        parts = tuple(TextPart(text, provider_options=here) for text in "abcd")
        request = build(prompt=(UserMessage(parts),), options={"cache_control": "5m"})
        assert request.json["cache_control"] == {"type": "ephemeral", "ttl": "5m"}
        assert "cache_control" not in request.json["messages"][0]["content"][3]

    def test_a_message_marks_its_last_block(self) -> None:
        here = {"anthropic": {"cache_control": {"type": "ephemeral", "ttl": "1h"}}}
        message = UserMessage((TextPart("a"), TextPart("b")), provider_options=here)
        blocks = build(prompt=(message,)).json["messages"][0]["content"]
        assert blocks == [
            {"type": "text", "text": "a"},
            {"type": "text", "text": "b", "cache_control": {"type": "ephemeral", "ttl": "1h"}},
        ]

    @pytest.mark.parametrize("given", ["2h", {"type": "forever"}, 5, False])
    def test_what_is_no_breakpoint(self, given: Any) -> None:
        part = TextPart("a", provider_options={"anthropic": {"cache_control": given}})
        with pytest.raises(InvalidArgumentError, match="cache_control must be"):
            build(prompt=(UserMessage((part,)),))


class TestOptions:
    def test_all_generated_ones_are_known(self) -> None:
        assert MESSAGE_OPTIONS <= KNOWN_OPTIONS

    def test_an_unknown_one_is_named(self) -> None:
        request = build(options={"metadta": {"user_id": "u"}})
        assert "metadta" not in request.json
        assert 'did you mean "metadata"?' in request.warnings[0].message

    def test_camel_case_is_understood(self) -> None:
        assert body(options={"inferenceGeo": "eu"})["inference_geo"] == "eu"

    def test_none_takes_a_field_out(self) -> None:
        assert body(
            options={"output_config": None}, response_format=ResponseFormat("json", SCHEMA)
        ) == {"max_tokens": 64_000}

    def test_extra_body_goes_as_it_is(self) -> None:
        assert body(extra_body={"metadata": {"user_id": "u"}})["metadata"] == {"user_id": "u"}

    def test_another_vendor_falls_back(self) -> None:
        vendor = dialect_of("acme")
        call = LanguageModelCall((HI,), provider_options={"anthropic": {"effort": "low"}})
        assert PROTOCOL.build(vendor, SONNET, call, False).json["output_config"] == {
            "effort": "low"
        }

    def test_the_profile_of_a_user(self) -> None:
        older = build(options={"user_profile_id": "p1"})
        assert "user_profile_id" not in older.json
        assert older.headers["anthropic-user-profile-id"] == "p1"
        newer = build(dialect=NEWER, options={"user_profile_id": "p1"})
        assert newer.json["user_profile_id"] == "p1"
        assert newer.headers == {"anthropic-version": "2026-10-21"}


@pytest.mark.parametrize(
    ("settings", "flags"),
    [
        ({"options": {"betas": ["a", "b"]}}, "a,b"),
        ({"options": {"anthropicBeta": "a, b"}}, "a,b"),
        ({"options": {"speed": "fast"}}, "fast-mode-2026-02-01"),
        (
            {"options": {"container": {"skills": [{"type": "anthropic", "skill_id": "pptx"}]}}},
            "skills-2025-10-02",
        ),
        ({"options": {"effort": "low"}, "model": "claude-opus-4-5"}, "effort-2025-11-24"),
        (
            {"options": {"mcp_servers": [{"type": "url", "name": "d", "url": "https://x.org"}]}},
            "mcp-client-2025-04-04",
        ),
        (
            {
                "options": {"mcp_servers": [{"type": "url", "name": "d", "url": "https://x.org"}]},
                "tools": (ProviderTool("anthropic.mcp_toolset", {"mcp_server_name": "d"}),),
            },
            "mcp-client-2025-11-20",
        ),
        (
            {
                "options": {
                    "context_management": {
                        "edits": [
                            {"type": "compact_20260112"},
                            {"type": "clear_tool_uses_20250919"},
                        ]
                    }
                }
            },
            "compact-2026-01-12,context-management-2025-06-27",
        ),
        (
            {
                "tools": (
                    ProviderTool("anthropic.code_execution_20250825"),
                    ProviderTool("anthropic.memory_20250818"),
                )
            },
            "code-execution-2025-08-25,context-management-2025-06-27",
        ),
        (
            {
                "prompt": (
                    UserMessage(
                        (FilePart(FileReference({"anthropic": "file_1"}), "application/pdf"),)
                    ),
                )
            },
            "files-api-2025-04-14",
        ),
    ],
)
def test_flags_follow_from_what_is_used(settings: Any, flags: str) -> None:
    request = build(**settings)
    assert request.headers["anthropic-beta"] == flags
    assert request.lists == ("anthropic-beta",)


def test_flags_are_names() -> None:
    with pytest.raises(InvalidArgumentError, match="betas must be a list"):
        build(options={"betas": [1]})


class TestWhatIsSentAllTheSame:
    BAD = {"type": "object", "properties": {"a": {"$ref": "#/$defs/none"}}}

    def test_a_schema_that_cannot_be_lowered(self) -> None:
        form = ResponseFormat("json", self.BAD)
        found = body(response_format=form, warns=("response_format",))

        assert found["output_config"]["format"] == {"type": "json_schema", "schema": self.BAD}

    def test_a_strict_tool_that_cannot_be_lowered(self) -> None:
        tool = FunctionTool("f", self.BAD, strict=True)
        found = body(tools=(tool,), warns=("strict",))

        assert found["tools"][0]["input_schema"] == self.BAD

    def test_options_that_lie_over_what_the_call_sets(self) -> None:
        form = ResponseFormat("json", SCHEMA)
        options = {"output_config": {"task_budget": {"type": "tokens", "total": 20_000}}}
        found = body(response_format=form, options=options)

        assert found["output_config"]["task_budget"]["total"] == 20_000
        assert found["output_config"]["format"]["type"] == "json_schema"


@pytest.mark.parametrize(
    ("model", "least"),
    [("claude-instant-1.2", "claude-2.1"), ("claude-v1", "claude-2.0")],
)
def test_the_first_models_are_known(model: str, least: str) -> None:
    assert claude_facts(model) == claude_facts(least)


def test_a_limit_that_the_caller_did_not_give_is_cut_without_a_word() -> None:
    ceiling = claude_facts(SONNET).ceiling
    assert ceiling is not None
    thinking = {"thinking": {"type": "enabled", "budget_tokens": ceiling}}

    assert body(options=thinking)["max_tokens"] == ceiling
    assert body(options=thinking, max_output_tokens=9, warns=("max_output_tokens",)) == {
        **body(options=thinking),
        "max_tokens": ceiling,
    }
