"""Calls as Chat Completions requests."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from ai_sdk.errors import InvalidArgumentError, InvalidPromptError, UnsupportedFunctionalityError
from ai_sdk.json_codec import dumps, loads
from ai_sdk.types.call import LanguageModelCall, ResponseFormat
from ai_sdk.types.content import (
    CustomPart,
    FilePart,
    FileReference,
    FileURL,
    ReasoningPart,
    Source,
    TextPart,
    ToolCall,
    ToolResult,
)
from ai_sdk.types.messages import (
    AssistantMessage,
    Message,
    SystemMessage,
    ToolMessage,
    UserMessage,
)
from ai_sdk.types.tools import (
    ContentOutput,
    DeniedOutput,
    ErrorOutput,
    FunctionTool,
    JSONOutput,
    ProviderTool,
    TextOutput,
    ToolChoice,
)
from ai_sdk.wire._convert import structure
from ai_sdk.wire._model import Raw, field_names, is_model
from ai_sdk.wire.openai_chat import PROTOCOL
from ai_sdk.wire.openai_chat._generated import ChatRequest
from ai_sdk.wire.openai_chat.dialect import COMPATIBLE, OPENAI, ChatDialect, compatible
from ai_sdk.wire.openai_chat.request import KNOWN_OPTIONS
from ai_sdk.wire.openai_models import openai_facts
from ai_sdk.wire.protocol import WireRequest

HI = UserMessage((TextPart("Hi"),))
ACME = compatible("acme", json_schema=True)


def make(
    *prompt: Message,
    model: str = "gpt-4o",
    dialect: ChatDialect = OPENAI,
    stream: bool = False,
    options: dict[str, Any] | None = None,
    **settings: Any,
) -> WireRequest:
    given = {dialect.option_namespaces[0]: options} if options is not None else {}
    call = LanguageModelCall(prompt or (HI,), provider_options=given, **settings)
    return PROTOCOL.build(dialect, model, call, stream)


def body(*prompt: Message, **settings: Any) -> dict[str, Any]:
    """The JSON as the server reads it; there must be no warnings."""
    request = make(*prompt, **settings)
    assert request.warnings == ()
    sent: dict[str, Any] = loads(dumps(request.json))
    return sent


def messages(*prompt: Message, **settings: Any) -> Any:
    return body(*prompt, **settings)["messages"]


def user(*parts: Any, **settings: Any) -> Any:
    (message,) = messages(UserMessage(parts), **settings)
    return message["content"]


def openai(**fields: Any) -> dict[str, Any]:
    return {"openai": fields}


def test_the_smallest_request() -> None:
    request = make()
    assert request.path == "/chat/completions"
    assert request.json == {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}]}
    assert (request.warnings, request.context, request.headers) == ((), {}, {})


# ---- settings


def test_all_settings() -> None:
    sent = body(
        max_output_tokens=5,
        temperature=0.0,
        top_p=0.5,
        presence_penalty=1,
        frequency_penalty=-1,
        stop_sequences=("a", "b"),
        seed=0,
    )
    del sent["messages"]
    assert sent == {
        "model": "gpt-4o",
        "max_tokens": 5,
        "temperature": 0.0,
        "top_p": 0.5,
        "presence_penalty": 1,
        "frequency_penalty": -1,
        "stop": ["a", "b"],
        "seed": 0,
    }


def test_top_k_is_no_setting_of_chat() -> None:
    for dialect in (OPENAI, ACME):
        request = make(dialect=dialect, top_k=3)
        assert "top_k" not in request.json
        assert [(w.type, w.setting) for w in request.warnings] == [("unsupported", "top_k")]
    knows = ChatDialect("x", ("x",), unsupported=frozenset())
    assert make(dialect=knows, top_k=3).json["top_k"] == 3


SAMPLING: dict[str, Any] = {
    "temperature": 1,
    "top_p": 1,
    "presence_penalty": 1,
    "frequency_penalty": 1,
}


@pytest.mark.parametrize("model", ["o1", "o3-mini", "o4-mini", "gpt-5", "gpt-5-mini", "ft:gpt-5:x"])
def test_reasoning_models_refuse_sampling(model: str) -> None:
    request = make(SystemMessage("Be"), HI, model=model, max_output_tokens=9, seed=1, **SAMPLING)
    assert {w.setting for w in request.warnings} == set(SAMPLING)
    assert request.json == {
        "model": model,
        "messages": [{"role": "developer", "content": "Be"}, {"role": "user", "content": "Hi"}],
        "max_completion_tokens": 9,
        "seed": 1,
    }


@pytest.mark.parametrize("model", ["gpt-5.1", "gpt-5.4-mini", "gpt-6", "gpt-10"])
def test_from_51_on_sampling_works_without_reasoning(model: str) -> None:
    sent = body(model=model, reasoning="none", **SAMPLING)
    assert {name: sent[name] for name in SAMPLING} == SAMPLING
    assert sent["reasoning_effort"] == "none"
    request = make(model=model, reasoning="low", temperature=1)
    assert "temperature" not in request.json
    assert [w.setting for w in request.warnings] == ["temperature"]
    assert (
        body(model=model, temperature=1, options={"reasoning_effort": "none"})["temperature"] == 1
    )


@pytest.mark.parametrize("model", ["gpt-5-chat-latest", "gpt-4o", "gpt-4.1", "chatgpt-4o-latest"])
def test_chat_models_do_not_reason(model: str) -> None:
    request = make(SystemMessage("Be"), model=model, temperature=1, reasoning="low")
    assert request.json["messages"][0]["role"] == "system"
    assert request.json["temperature"] == 1
    assert "reasoning_effort" not in request.json
    assert [w.setting for w in request.warnings] == ["reasoning"]


def test_search_models_refuse_a_temperature() -> None:
    request = make(model="gpt-4o-search-preview", temperature=1, top_p=1)
    assert ("temperature" in request.json, request.json["top_p"]) == (False, 1)


def test_force_reasoning_for_a_nameless_deployment() -> None:
    request = make(
        model="mine", temperature=1, max_output_tokens=2, options={"force_reasoning": True}
    )
    assert ("temperature" in request.json, request.json["max_completion_tokens"]) == (False, 2)
    assert openai_facts("mine", True).system_mode == "developer"
    plain = make(model="m", dialect=ACME, temperature=1, options={"force_reasoning": True})
    assert "temperature" not in plain.json


def test_compatible_servers_get_everything() -> None:
    sent = body(
        SystemMessage("Be"), dialect=ACME, model="gpt-5", temperature=1, max_output_tokens=3,
        reasoning="low",
    )  # fmt: skip
    assert sent == {
        "model": "gpt-5",
        "messages": [{"role": "system", "content": "Be"}],
        "max_tokens": 3,
        "temperature": 1,
        "reasoning_effort": "low",
    }


def test_the_dialect_names_field_and_role() -> None:
    dialect = ChatDialect(system_mode="system", tokens_field="max_completion_tokens")
    sent = body(SystemMessage("Be"), dialect=dialect, model="gpt-5", max_output_tokens=3)
    assert sent["messages"][0]["role"] == "system"
    assert sent["max_completion_tokens"] == 3


def test_provider_default_reasoning_says_nothing() -> None:
    assert "reasoning_effort" not in body(model="gpt-5", reasoning="provider-default")


# ---- options


@pytest.mark.parametrize(
    "options",
    [
        {"logit_bias": {"5": -100}},
        {"user": "u"},
        {"metadata": {"a": "b"}},
        {"prediction": {"type": "content", "content": "x"}},
        {"store": True},
        {"service_tier": "flex"},
        {"verbosity": "low"},
        {"parallel_tool_calls": False},
        {"modalities": ["text", "audio"], "audio": {"format": "mp3", "voice": "ash"}},
        {"web_search_options": {"search_context_size": "low"}},
        {"prompt_cache_key": "k"},
        {"prompt_cache_options": {"ttl": "30m"}},
        {"safety_identifier": "s"},
        {"n": 3},
        {"functions": [{"name": "f"}], "function_call": "auto"},
        {"moderation": {"model": "m"}},
        {"reasoning_effort": "minimal"},
        {"temperature": 0.3},
        {"response_format": {"type": "text"}},
        {"tool_choice": "none"},
        {"logprobs": True, "top_logprobs": 4},
    ],
)
def test_options_go_into_the_body(options: dict[str, Any]) -> None:
    sent = body(model="gpt-5", options=options)
    assert {name: sent[name] for name in options} == options


def test_every_field_of_the_request_is_an_option() -> None:
    assert set(field_names(ChatRequest)) - KNOWN_OPTIONS == {"messages", "model", "stream", "tools"}


def test_options_under_other_spellings() -> None:
    sent = body(options={"serviceTier": "flex", "textVerbosity": "low", "promptCacheKey": "k"})
    assert (sent["service_tier"], sent["verbosity"], sent["prompt_cache_key"]) == (
        "flex",
        "low",
        "k",
    )


def test_an_unknown_option() -> None:
    request = make(options={"servicetier": "x"})
    assert [w.message for w in request.warnings] == [
        'openai: no option "servicetier"; did you mean "service_tier"?'
    ]
    assert "servicetier" not in request.json
    assert body(dialect=ACME, options={"min_p": 0.1})["min_p"] == 0.1


def test_compatible_servers_read_two_namespaces() -> None:
    call = LanguageModelCall(
        (HI,), provider_options={"openai_compatible": {"a": 1, "b": 1}, "acme": {"b": 2}}
    )
    sent = PROTOCOL.build(ACME, "m", call, False).json
    assert (sent["a"], sent["b"]) == (1, 2)


def test_an_explicit_option_wins() -> None:
    sent = body(model="gpt-5", temperature=0.1, options={"temperature": 0.7})
    assert sent["temperature"] == 0.7
    assert body(seed=1, options={"seed": 2})["seed"] == 2
    for name in ("max_tokens", "max_completion_tokens"):
        sent = body(max_output_tokens=1, options={name: 2})
        assert {k: v for k, v in sent.items() if k.startswith("max_")} == {name: 2}


def test_none_takes_a_field_out() -> None:
    assert "stream_options" not in body(stream=True, options={"stream_options": None})
    sent = body(tools=(tool(),), options={"tool_choice": None}, tool_choice=ToolChoice("auto"))
    assert "tool_choice" not in sent


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        (True, {"logprobs": True}),
        (False, {"logprobs": False}),
        (0, {"logprobs": True, "top_logprobs": 0}),
        (3, {"logprobs": True, "top_logprobs": 3}),
    ],
)
def test_logprobs_as_a_number(given: Any, sent: dict[str, Any]) -> None:
    found = body(options={"logprobs": given})
    assert {k: v for k, v in found.items() if "logprobs" in k} == sent


def test_extra_body_comes_last() -> None:
    sent = body(
        temperature=1, extra_body={"temperature": 2, "x": {"y": 1}}, options={"store": True}
    )
    assert (sent["temperature"], sent["x"], sent["store"]) == (2, {"y": 1}, True)


# ---- streams


def test_streams_ask_for_usage() -> None:
    sent = body(stream=True)
    assert (sent["stream"], sent["stream_options"]) == (True, {"include_usage": True})
    assert "stream" not in body(options={"stream_options": {"include_obfuscation": False}})


@pytest.mark.parametrize(
    ("options", "stream_options"),
    [
        ({"include_usage": False}, None),
        ({"stream_options": {"include_usage": False}}, {"include_usage": False}),
        (
            {"stream_options": {"include_obfuscation": False}},
            {"include_usage": True, "include_obfuscation": False},
        ),
    ],
)
def test_stream_options(options: dict[str, Any], stream_options: Any) -> None:
    assert body(stream=True, options=options).get("stream_options") == stream_options


def test_a_server_that_knows_no_stream_options() -> None:
    quiet = compatible("quiet", usage_in_stream=False)
    assert "stream_options" not in body(dialect=quiet, stream=True)
    loud = body(dialect=quiet, stream=True, options={"include_usage": True})
    assert loud["stream_options"] == {"include_usage": True}


def test_notes_for_the_reader() -> None:
    assert make().context == {}
    request = make(options={"audio": {"format": "mp3", "voice": "ash"}})
    assert request.context == {"audio_format": "mp3"}


# ---- messages


def test_system_message_modes() -> None:
    prompt = (SystemMessage("a"), HI, SystemMessage("b"))
    roles = [m["role"] for m in messages(*prompt, options={"system_message_mode": "developer"})]
    assert roles == ["developer", "user", "developer"]
    sent = messages(*prompt, model="gpt-5", options={"system_message_mode": "system"})
    assert [m["role"] for m in sent] == ["system", "user", "system"]
    request = make(*prompt, options={"system_message_mode": "remove"})
    assert [m["role"] for m in request.json["messages"]] == ["user"]
    assert [w.setting for w in request.warnings] == ["system_message_mode"] * 2


@pytest.mark.parametrize("mode", ["assistant", 3])
def test_bad_system_message_modes(mode: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="system_message_mode must be"):
        make(options={"system_message_mode": mode})
    with pytest.raises(InvalidArgumentError, match="role of a system message"):
        make(SystemMessage("a", provider_options=openai(role=mode)))


def test_one_system_message_with_another_role_and_name() -> None:
    sent = messages(
        SystemMessage("a", provider_options=openai(role="developer", name="Bo")), SystemMessage("b")
    )
    assert sent == [
        {"role": "developer", "content": "a", "name": "Bo"},
        {"role": "system", "content": "b"},
    ]


def test_names() -> None:
    name = openai(name="Bo")
    result = ToolResult("c", "t", None, TextOutput("x"), provider_options=name)
    sent = messages(
        UserMessage((TextPart("a"),), provider_options=name),
        AssistantMessage((TextPart("b"),), provider_options=name),
        ToolMessage((result,)),
    )
    assert [message["name"] for message in sent] == ["Bo"] * 3


def test_unknown_fields_of_messages_and_parts() -> None:
    message = UserMessage(
        (TextPart("a", provider_options=openai(x=1)),), provider_options=openai(y=1)
    )
    request = make(message)
    assert request.json["messages"] == [{"role": "user", "content": "a"}]
    assert [w.setting for w in request.warnings] == ["x", "y"]
    own = {"acme": {"x": 1}}
    sent = messages(
        UserMessage((TextPart("a", provider_options=own),), provider_options=own), dialect=ACME
    )
    assert sent == [{"role": "user", "content": [{"type": "text", "text": "a", "x": 1}], "x": 1}]


def test_messages_are_never_merged() -> None:
    assert (
        len(messages(HI, HI, AssistantMessage("a"), AssistantMessage("b"), SystemMessage("c"))) == 5
    )


def test_plain_text_content() -> None:
    assert messages(UserMessage("a"), AssistantMessage("b"), UserMessage(())) == [
        {"role": "user", "content": "a"},
        {"role": "assistant", "content": "b"},
        {"role": "user", "content": ""},
    ]


PNG = base64.b64encode(b"png").decode()


@pytest.mark.parametrize(
    ("part", "sent"),
    [
        (
            FilePart(b"png", "image/png"),
            {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PNG}"}},
        ),
        (
            FilePart(b"png", "image/*", provider_options=openai(detail="low")),
            {
                "type": "image_url",
                "image_url": {"url": f"data:image/jpeg;base64,{PNG}", "detail": "low"},
            },
        ),
        (
            FilePart(
                FileURL("https://x/y.png"), "image/*", provider_options=openai(image_detail="high")
            ),
            {"type": "image_url", "image_url": {"url": "https://x/y.png", "detail": "high"}},
        ),
        (
            FilePart(b"png", "audio/wav"),
            {"type": "input_audio", "input_audio": {"data": PNG, "format": "wav"}},
        ),
        (
            FilePart(b"png", "audio/mpeg; rate=1"),
            {"type": "input_audio", "input_audio": {"data": PNG, "format": "mp3"}},
        ),
        (
            FilePart(b"png", "application/pdf", "a.pdf"),
            {
                "type": "file",
                "file": {"file_data": f"data:application/pdf;base64,{PNG}", "filename": "a.pdf"},
            },
        ),
        (
            FilePart(FileReference({"openai": "file-1"}), "application/pdf"),
            {"type": "file", "file": {"file_id": "file-1"}},
        ),
        (
            TextPart("a", provider_options=openai(prompt_cache_breakpoint={"mode": "explicit"})),
            {"type": "text", "text": "a", "prompt_cache_breakpoint": {"mode": "explicit"}},
        ),
        (CustomPart("openai.new", {"type": "new", "x": 1}), {"type": "new", "x": 1}),
    ],
)
def test_parts_of_a_user_message(part: Any, sent: dict[str, Any]) -> None:
    assert user(part) == [sent]


def test_a_nameless_document_gets_a_name() -> None:
    (part,) = user(FilePart(b"x", "application/pdf"))
    assert part["file"]["filename"] == "document.pdf"


def test_text_among_other_parts() -> None:
    assert [part["type"] for part in user(TextPart("a"), FilePart(b"x", "image/png"))] == [
        "text",
        "image_url",
    ]
    assert user(TextPart("a"), CustomPart("anthropic.x", {})) == "a"


@pytest.mark.parametrize(
    ("part", "error"),
    [
        (FilePart(b"x", "video/mp4"), UnsupportedFunctionalityError),
        (FilePart(b"x", "audio/flac"), UnsupportedFunctionalityError),
        (FilePart(b"x"), UnsupportedFunctionalityError),
        (FilePart(FileURL("https://x/a.pdf"), "application/pdf"), UnsupportedFunctionalityError),
        (FilePart(FileReference({"google": "f"}), "image/png"), UnsupportedFunctionalityError),
        (FilePart("text", "image/png"), InvalidPromptError),
    ],
)
def test_files_that_cannot_be_sent(part: FilePart, error: type[Exception]) -> None:
    with pytest.raises(error):
        make(UserMessage((part,)))


def test_compatible_servers_may_take_any_file() -> None:
    (part,) = user(FilePart(b"x", "text/csv", "a.csv"), dialect=ACME)
    assert part["file"] == {"file_data": "data:text/csv;base64,eA==", "filename": "a.csv"}


def assistant(*parts: Any, **settings: Any) -> Any:
    (message,) = messages(AssistantMessage(parts), **settings)
    assert message.pop("role") == "assistant"
    return message


def wire_call(key: str = "c", name: str = "t", text: str = "{}") -> dict[str, Any]:
    return {"id": key, "type": "function", "function": {"name": name, "arguments": text}}


def test_assistant_texts_are_joined() -> None:
    assert assistant(TextPart("a"), Source("s"), TextPart("b")) == {"content": "ab"}
    assert assistant() == {"content": ""}


def test_an_assistant_text_with_options_stays_a_part() -> None:
    mark = {"mode": "explicit"}
    part = TextPart("a", provider_options=openai(prompt_cache_breakpoint=mark))
    assert assistant(part, TextPart("b"))["content"] == [
        {"type": "text", "text": "a", "prompt_cache_breakpoint": mark},
        {"type": "text", "text": "b"},
    ]


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"x": 1}, '{"x":1}'),
        ('{ "x": 1 }', '{ "x": 1 }'),
        ("not json", '{"arguments":"not json"}'),
        ("", "{}"),
        ([1, 2], '{"arguments":[1,2]}'),
        ({}, "{}"),
    ],
)
def test_tool_calls(given: Any, text: str) -> None:
    assert assistant(ToolCall("c", "t", given)) == {
        "content": None,
        "tool_calls": [wire_call(text=text)],
    }
    assert assistant(TextPart("a"), ToolCall("c", "t", given))["content"] == "a"


def test_input_that_is_no_json() -> None:
    with pytest.raises(InvalidArgumentError, match="the input of the tool call 't'"):
        make(AssistantMessage((ToolCall("c", "t", object()),)))


def test_calls_of_the_providers_own_tools_stay_away() -> None:
    assert assistant(
        ToolCall("c", "web_search", {}, provider_executed=True),
        ToolResult("c", "web_search", {}, provider_executed=True),
        TextPart("a"),
    ) == {"content": "a"}
    result = ToolResult("c", "web_search", {}, provider_executed=True)
    assert messages(HI, ToolMessage((result,))) == messages(HI)


def test_custom_tool_calls() -> None:
    sent = {"id": "c", "type": "custom", "custom": {"name": "math", "input": "1+1"}}
    marked = ToolCall("c", "math", "1+1", provider_metadata=openai(type="custom"))
    assert assistant(marked)["tool_calls"] == [sent]
    tools = (ProviderTool("openai.custom", {"description": "d"}, "math"),)
    assert assistant(ToolCall("c", "math", "1+1"), tools=tools)["tool_calls"] == [sent]


def test_the_old_function_call() -> None:
    old = ToolCall("c", "t", {"x": 1}, provider_metadata=openai(function_call=True))
    result = ToolResult("c", "t", None, TextOutput("ok"))
    assert messages(AssistantMessage((old,)), ToolMessage((result,))) == [
        {
            "role": "assistant",
            "content": None,
            "function_call": {"name": "t", "arguments": '{"x":1}'},
        },
        {"role": "function", "name": "t", "content": "ok"},
    ]
    rich = ToolResult("c", "t", None, ContentOutput((TextPart("a"),)))
    sent = messages(AssistantMessage((old,)), ToolMessage((rich,)))
    assert sent[1]["content"] == '[{"type":"text","text":"a"}]'


def test_refusal_and_sound_go_back() -> None:
    assert assistant(TextPart("no", provider_metadata=openai(refusal=True))) == {
        "content": None,
        "refusal": "no",
    }
    assert assistant(
        TextPart("hear", provider_metadata=openai(transcript=True)),
        FilePart(b"x", "audio/wav", provider_metadata=openai(audio_id="audio_1", expires_at=5)),
    ) == {"content": None, "audio": {"id": "audio_1"}}
    by_hand = AssistantMessage("", provider_options=openai(audio={"id": "audio_1"}))
    assert messages(by_hand)[0]["audio"] == {"id": "audio_1"}


def test_reasoning_goes_back_only_where_it_is_wanted() -> None:
    parts = (ReasoningPart("hm"), ReasoningPart("m"), TextPart("a"))
    assert assistant(*parts) == {"content": "a"}
    assert assistant(*parts, dialect=ACME) == {"content": "a", "reasoning_content": "hmm"}


def test_metadata_of_other_protocols_does_not_leak() -> None:
    meta = openai(item_id="msg_1", phase="final")
    assert assistant(TextPart("a", provider_metadata=meta)) == {"content": "a"}
    call = ToolCall("c", "t", {}, provider_metadata=openai(item_id="fc_1"))
    assert assistant(call)["tool_calls"] == [wire_call()]


def test_what_an_assistant_message_cannot_hold() -> None:
    request = make(
        AssistantMessage(
            (
                FilePart(b"x", "image/png"),
                CustomPart("openai.compaction", {"a": 1}),
                CustomPart("anthropic.x", {}),
                TextPart("a"),
            )
        )
    )
    assert request.json["messages"] == [{"role": "assistant", "content": "a"}]
    settings = [warning.setting for warning in request.warnings]
    assert settings == ["file", "openai.compaction", "anthropic.x"]


@pytest.mark.parametrize(
    ("output", "content"),
    [
        (TextOutput("a"), "a"),
        (JSONOutput({"a": 1}), '{"a":1}'),
        (JSONOutput("a"), '"a"'),
        (ErrorOutput("broke"), "broke"),
        (ErrorOutput({"a": 1}), '{"a":1}'),
        (DeniedOutput(), "The tool call was not approved."),
        (DeniedOutput("never"), "never"),
        (
            ContentOutput((TextPart("a"), TextPart("b"))),
            [{"type": "text", "text": t} for t in "ab"],
        ),
        (ContentOutput(()), ""),
        (None, '{"plain":1}'),
    ],
)
def test_tool_outputs(output: Any, content: Any) -> None:
    result = ToolResult("c", "t", {"plain": 1}, output)
    assert messages(ToolMessage((result,))) == [
        {"role": "tool", "content": content, "tool_call_id": "c"}
    ]


def test_an_output_that_is_no_json() -> None:
    with pytest.raises(InvalidArgumentError, match="a tool's output"):
        make(ToolMessage((ToolResult("c", "t", None, JSONOutput(object())),)))


def test_files_of_tools_follow_in_a_user_message() -> None:
    picture = ContentOutput((TextPart("see"), FilePart(b"png", "image/png")))
    alone = ContentOutput((FilePart(b"png", "image/png"),))
    request = make(
        ToolMessage((ToolResult("a", "t", None, picture),)),
        ToolMessage((ToolResult("b", "t", None, alone),)),
        HI,
    )
    sent = request.json["messages"]
    assert [message["role"] for message in sent] == ["tool", "tool", "user", "user"]
    assert sent[0]["content"] == [{"type": "text", "text": "see"}]
    assert sent[1]["content"] == "(see the attached files)"
    assert [part["type"] for part in sent[2]["content"]] == ["image_url", "image_url"]
    assert {w.type for w in request.warnings} == {"compatibility"}
    last = make(ToolMessage((ToolResult("a", "t", None, alone),))).json["messages"]
    assert [message["role"] for message in last] == ["tool", "user"]


# ---- tools


SCHEMA = {"type": "object", "properties": {}}
STRICT = {**SCHEMA, "required": [], "additionalProperties": False}
LOOSE = {"type": "object", "additionalProperties": {"type": "string"}}


def tool(**changes: Any) -> FunctionTool:
    return FunctionTool(**{"name": "t", "input_schema": {"type": "object"}, **changes})


@pytest.mark.parametrize(
    ("given", "function"),
    [
        (tool(), {"name": "t", "parameters": {"type": "object"}}),
        (
            tool(description="d", strict=True),
            {"name": "t", "description": "d", "parameters": {"type": "object"}, "strict": True},
        ),
        (tool(description="", strict=False, input_schema={}), {"name": "t", "description": "", "parameters": {}, "strict": False}),
        (
            tool(provider_options=openai(strict=True, parameters=None)),
            {"name": "t", "strict": True},
        ),
    ],
)  # fmt: skip
def test_function_tools(given: FunctionTool, function: dict[str, Any]) -> None:
    assert body(tools=(given,))["tools"] == [{"type": "function", "function": function}]


def test_provider_tools() -> None:
    grammar = {"type": "grammar", "grammar": {"syntax": "lark", "definition": "x"}}
    flat = ProviderTool("openai.custom", {"name": "m", "format": grammar})
    nested = ProviderTool("openai.custom", {"custom": {"name": "m"}}, "m")
    raw = ProviderTool("openai.function", {"function": {"name": "f"}, "name": "f"}, "f")
    assert body(tools=(flat, nested, raw))["tools"] == [
        {"type": "custom", "custom": {"name": "m", "format": grammar}},
        {"type": "custom", "custom": {"name": "m"}},
        {"type": "function", "function": {"name": "f"}, "name": "f"},
    ]


def test_tools_of_another_protocol() -> None:
    search = ProviderTool("openai.web_search", {"x": 1})
    request = make(tools=(search,), tool_choice=ToolChoice("auto"))
    assert [w.setting for w in request.warnings] == ["openai.web_search"]
    assert not {"tools", "tool_choice"} & request.json.keys()
    own = ProviderTool("acme.browser_search", {"x": 1})
    assert body(dialect=ACME, tools=(own,))["tools"] == [{"type": "browser_search", "x": 1}]


@pytest.mark.parametrize(
    ("choice", "sent"),
    [
        (ToolChoice("auto"), "auto"),
        (ToolChoice("none"), "none"),
        (ToolChoice("required"), "required"),
        (ToolChoice("tool", "t"), {"type": "function", "function": {"name": "t"}}),
        (ToolChoice("tool", "m"), {"type": "custom", "custom": {"name": "m"}}),
    ],
)
def test_tool_choice(choice: ToolChoice, sent: Any) -> None:
    tools = (tool(), ProviderTool("openai.custom", {}, "m"))
    assert body(tools=tools, tool_choice=choice)["tool_choice"] == sent


@pytest.mark.parametrize(
    ("given", "mode"),
    [
        (["t", "m"], "auto"),
        ({"mode": "required", "tools": ["t", "m"]}, "required"),
        ({"tool_names": ["t", "m"]}, "auto"),
        ({"tools": [{"type": "function", "function": {"name": "t"}}, "m"]}, "auto"),
    ],
)
def test_allowed_tools(given: Any, mode: str) -> None:
    tools = (tool(), ProviderTool("openai.custom", {}, "m"))
    assert body(tools=tools, options={"allowed_tools": given})["tool_choice"] == {
        "type": "allowed_tools",
        "allowed_tools": {
            "mode": mode,
            "tools": [
                {"type": "function", "function": {"name": "t"}},
                {"type": "custom", "custom": {"name": "m"}},
            ],
        },
    }


@pytest.mark.parametrize("given", ["t", {"mode": "never", "tools": []}, {"tools": {}}])
def test_bad_allowed_tools(given: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="allowed_tools"):
        make(options={"allowed_tools": given})


# ---- the form of the answer


@pytest.mark.parametrize(
    ("form", "options", "sent"),
    [
        (ResponseFormat("text"), {}, None),
        (ResponseFormat("json"), {}, {"type": "json_object"}),
        (
            ResponseFormat("json", SCHEMA),
            {},
            {"name": "response", "schema": STRICT, "strict": True},
        ),
        (
            ResponseFormat("json", LOOSE),
            {"strict_json_schema": True},
            {"name": "response", "schema": LOOSE, "strict": True},
        ),
        (
            ResponseFormat("json", SCHEMA, "n", "d"),
            {"strict_json_schema": False},
            {"name": "n", "description": "d", "schema": SCHEMA, "strict": False},
        ),
        (
            ResponseFormat("json", SCHEMA),
            {"strict_json_schema": None},
            {"name": "response", "schema": SCHEMA},
        ),
        (
            ResponseFormat("json", SCHEMA, strict=False),
            {},
            {"name": "response", "schema": SCHEMA, "strict": False},
        ),
    ],
)
def test_response_format(form: ResponseFormat, options: dict[str, Any], sent: Any) -> None:
    found = body(response_format=form, options=options).get("response_format")
    if sent is not None and "name" in sent:
        sent = {"type": "json_schema", "json_schema": sent}
    assert found == sent


def test_a_schema_that_cannot_be_strict_is_sent_without_and_says_why() -> None:
    request = make(response_format=ResponseFormat("json", LOOSE))
    assert request.json["response_format"]["json_schema"] == {
        "name": "response",
        "schema": LOOSE,
        "strict": False,
    }
    (warning,) = request.warnings
    assert warning.type == "compatibility"
    assert "any property names" in warning.message


def test_a_server_without_schemas() -> None:
    request = make(dialect=COMPATIBLE, response_format=ResponseFormat("json", SCHEMA))
    assert request.json["response_format"] == {"type": "json_object"}
    assert [(w.type, w.setting) for w in request.warnings] == [("compatibility", "response_format")]


# ---- the generated classes as judges


def unknown_fields(item: Any) -> list[str]:
    """Names and objects in a structured body that the wire classes do not have."""
    if isinstance(item, Raw):
        return [f"an unknown object {item.type}"]
    if isinstance(item, list):
        return [name for inner in item for name in unknown_fields(inner)]
    if not is_model(type(item)):
        return []
    found = [name for name in vars(item) if name not in field_names(type(item))]
    return found + [name for inner in vars(item).values() for name in unknown_fields(inner)]


def test_a_large_body_fits_the_generated_classes() -> None:
    request = make(
        SystemMessage("s", provider_options=openai(name="n")),
        UserMessage(
            (
                TextPart("a"),
                FilePart(b"x", "image/png", provider_options=openai(detail="low")),
                FilePart(b"x", "audio/wav"),
                FilePart(b"x", "application/pdf"),
            )
        ),
        AssistantMessage(
            (
                TextPart("t"),
                ToolCall("c", "t", {}),
                ToolCall("d", "m", "x", provider_metadata=openai(type="custom")),
            )
        ),
        ToolMessage((ToolResult("c", "t", 1, ContentOutput((TextPart("a"),))),)),
        AssistantMessage((TextPart("no", provider_metadata=openai(refusal=True)),)),
        tools=(tool(strict=True), ProviderTool("openai.custom", {"format": {"type": "text"}}, "m")),
        tool_choice=ToolChoice("tool", "t"),
        response_format=ResponseFormat("json", SCHEMA),
        stream=True,
        options={"logprobs": 2, "audio": {"format": "wav", "voice": "ash"}},
        **SAMPLING,
    )
    assert request.warnings == ()
    structured = structure(loads(dumps(request.json)), ChatRequest)
    assert isinstance(structured, ChatRequest)
    assert unknown_fields(structured) == []
