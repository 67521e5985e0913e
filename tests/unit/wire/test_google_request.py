"""Calls as generateContent requests: what is said, in which words, and what is warned about."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk import InvalidArgumentError, UnsupportedFunctionalityError, google
from ai_sdk.types._value import evolve
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
from ai_sdk.types.messages import AssistantMessage, SystemMessage, ToolMessage, UserMessage
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
from ai_sdk.wire._model import is_model
from ai_sdk.wire.google_genai import PROTOCOL
from ai_sdk.wire.google_genai._generated import GenerateRequest
from ai_sdk.wire.google_genai.dialect import GOOGLE, VERTEX, GoogleDialect, facts_of, named

HELLO = UserMessage((TextPart("Hello"),))
SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
WEATHER = FunctionTool("weather", SCHEMA, "Look up the weather")


def build(
    *prompt: Any,
    model: str = "gemini-3-pro",
    dialect: GoogleDialect = GOOGLE,
    stream: bool = False,
    **fields: Any,
) -> Any:
    call = LanguageModelCall(prompt or (HELLO,), **fields)
    wire = PROTOCOL.build(dialect, model, call, stream)
    assert unknown_fields(wire.json) == []
    return wire


def body_of(*prompt: Any, **fields: Any) -> Any:
    return build(*prompt, **fields).json


def unknown_fields(body: Any) -> list[str]:
    """Names in a body that the spec does not have (plain JSON in it is free)."""
    import copy

    todo, out = [structure(copy.deepcopy(body), GenerateRequest)], []
    while todo:
        item = todo.pop()
        if isinstance(item, list):
            todo += item
        elif is_model(type(item)):
            known = {
                name
                for base in type(item).__mro__
                for name in base.__dict__.get("__annotations__", {})
            }
            for name, inner in item.__dict__.items():
                if name not in known:
                    out.append(f"{type(item).__name__}.{name}")
                todo.append(inner)
    return out


def test_the_check_of_bodies_can_fail() -> None:
    assert unknown_fields({"tools": [{"magic": {}}], "labels": {"a": "b"}}) == ["ToolInput.magic"]


class TestPrompt:
    def test_turns_and_instructions(self) -> None:
        body = body_of(
            SystemMessage("Be brief."),
            SystemMessage("Be kind."),
            HELLO,
            AssistantMessage((TextPart("Hi"),)),
            UserMessage("And now?"),
        )

        assert body == {
            "systemInstruction": {"parts": [{"text": "Be brief."}, {"text": "Be kind."}]},
            "contents": [
                {"role": "user", "parts": [{"text": "Hello"}]},
                {"role": "model", "parts": [{"text": "Hi"}]},
                {"role": "user", "parts": [{"text": "And now?"}]},
            ],
        }

    def test_instructions_within_the_conversation_move_to_its_start(self) -> None:
        wire = build(HELLO, SystemMessage("Be brief."))

        assert wire.json["systemInstruction"] == {"parts": [{"text": "Be brief."}]}
        (warning,) = wire.warnings
        assert warning.type == "compatibility" and "start" in warning.message

    @pytest.mark.parametrize(
        ("first", "parts"),
        [
            ((TextPart("Hello"),), [{"text": "Be brief.\n\nHello"}]),
            (
                (FilePart(b"x", "image/png"),),
                [
                    {"text": "Be brief."},
                    {"inlineData": {"mimeType": "image/png", "data": "eA=="}},
                ],
            ),
        ],
    )
    def test_gemma_has_no_instructions(self, first: Any, parts: Any) -> None:
        body = body_of(SystemMessage("Be brief."), UserMessage(first), model="gemma-3-27b-it")

        assert body == {"contents": [{"role": "user", "parts": parts}]}

    @pytest.mark.parametrize(
        ("part", "wire"),
        [
            (
                FilePart(b"x", "image/png"),
                {"inlineData": {"mimeType": "image/png", "data": "eA=="}},
            ),
            (FilePart(b"x", "image/*"), {"inlineData": {"mimeType": "image/jpeg", "data": "eA=="}}),
            (
                FilePart(FileURL("gs://bucket/film.mp4"), "video/mp4"),
                {"fileData": {"mimeType": "video/mp4", "fileUri": "gs://bucket/film.mp4"}},
            ),
            (
                FilePart(FileURL("https://youtu.be/x"), None),
                {"fileData": {"fileUri": "https://youtu.be/x"}},
            ),
            (
                FilePart(FileReference({"google": "https://host/v1beta/files/a"}), "text/plain"),
                {"fileData": {"mimeType": "text/plain", "fileUri": "https://host/v1beta/files/a"}},
            ),
            (
                FilePart(
                    b"x",
                    "video/mp4",
                    provider_options={
                        "google": {
                            "video_metadata": {"start_offset": "1s", "fps": 2},
                            "media_resolution": "MEDIA_RESOLUTION_LOW",
                        }
                    },
                ),
                {
                    "inlineData": {"mimeType": "video/mp4", "data": "eA=="},
                    "videoMetadata": {"startOffset": "1s", "fps": 2},
                    "mediaResolution": {"level": "MEDIA_RESOLUTION_LOW"},
                },
            ),
        ],
    )
    def test_files(self, part: Any, wire: Any) -> None:
        assert body_of(UserMessage((part,)))["contents"][0]["parts"] == [wire]

    def test_a_file_that_others_hold_is_refused(self) -> None:
        part = FilePart(FileReference({"openai": "file-1"}), "text/plain")

        with pytest.raises(UnsupportedFunctionalityError, match="openai"):
            build(UserMessage((part,)))

    def test_unknown_part_options_are_told(self) -> None:
        wire = build(UserMessage((TextPart("a", provider_options={"google": {"detail": "low"}}),)))

        assert [warning.setting for warning in wire.warnings] == ["detail"]


class TestHistory:
    def test_signatures_go_back_with_their_own_part(self) -> None:
        signed = {"google": {"thought_signature": "c2lnbmVk+/=="}}
        body = body_of(
            HELLO,
            AssistantMessage(
                (
                    ReasoningPart("Hm.", provider_metadata={"google": {"thought": True}}),
                    TextPart("Well"),
                    TextPart("", provider_metadata=signed),
                    ToolCall("a", "weather", {"city": "Oslo"}, provider_metadata=signed),
                    FilePart(b"x", "image/png", provider_metadata=signed),
                )
            ),
            ToolMessage((ToolResult("a", "weather", "fine", TextOutput("fine")),)),
        )

        assert body["contents"][1]["parts"] == [
            {"text": "Hm.", "thought": True},
            {"text": "Well"},
            {"text": "", "thoughtSignature": "c2lnbmVk+/=="},
            {
                "functionCall": {"name": "weather", "args": {"city": "Oslo"}},
                "thoughtSignature": "c2lnbmVk+/==",
            },
            {
                "inlineData": {"mimeType": "image/png", "data": "eA=="},
                "thoughtSignature": "c2lnbmVk+/==",
            },
        ]

    @pytest.mark.parametrize(
        ("model", "signature"),
        [("gemini-3-flash", "skip_thought_signature_validator"), ("gemini-2.5-pro", None)],
    )
    def test_calls_of_others_get_the_filler(self, model: str, signature: str | None) -> None:
        body = body_of(
            HELLO,
            AssistantMessage((ToolCall("a", "weather", {}), ToolCall("b", "weather", {}))),
            ToolMessage((ToolResult("a", "weather", 1), ToolResult("b", "weather", 2))),
            model=model,
        )

        parts = body["contents"][1]["parts"]
        assert [part.get("thoughtSignature") for part in parts] == [signature, None]

    def test_results_follow_the_order_of_calls_in_one_turn(self) -> None:
        body = body_of(
            HELLO,
            AssistantMessage((ToolCall("a", "weather", {}), ToolCall("b", "weather", {}))),
            ToolMessage((ToolResult("b", "weather", {"n": 2}, JSONOutput({"n": 2})),)),
            ToolMessage((ToolResult("a", "weather", {"n": 1}, JSONOutput({"n": 1})),)),
            UserMessage("Thanks"),
        )

        assert body["contents"][2:] == [
            {
                "role": "user",
                "parts": [
                    {"functionResponse": {"name": "weather", "response": {"n": 1}}},
                    {"functionResponse": {"name": "weather", "response": {"n": 2}}},
                ],
            },
            {"role": "user", "parts": [{"text": "Thanks"}]},
        ]

    def test_ids_that_the_model_gave_go_back(self) -> None:
        given = {"google": {"call_id": "fc-1"}}
        body = body_of(
            HELLO,
            AssistantMessage((ToolCall("x", "weather", {}, provider_metadata=given),)),
            ToolMessage((ToolResult("x", "weather", 1, JSONOutput(1)),)),
        )

        assert body["contents"][1]["parts"][0]["functionCall"]["id"] == "fc-1"
        assert body["contents"][2]["parts"][0]["functionResponse"]["id"] == "fc-1"

    @pytest.mark.parametrize(
        ("form", "response"),
        [
            (TextOutput("fine"), {"output": "fine"}),
            (JSONOutput([1]), {"output": [1]}),
            (JSONOutput({"a": None}), {"a": None}),
            (ErrorOutput("broken"), {"error": "broken"}),
            (ErrorOutput({"code": 1}), {"error": {"code": 1}}),
            (DeniedOutput("no"), {"error": "no"}),
            (ContentOutput((TextPart("a"), TextPart("b"))), {"output": "a\nb"}),
        ],
    )
    def test_outputs(self, form: Any, response: Any) -> None:
        body = body_of(
            HELLO,
            AssistantMessage((ToolCall("a", "weather", {}),)),
            ToolMessage((ToolResult("a", "weather", None, form),)),
        )

        assert body["contents"][2]["parts"][0]["functionResponse"]["response"] == response

    @pytest.mark.parametrize("model", ["gemini-3-pro", "gemini-2.5-pro"])
    def test_files_in_outputs(self, model: str) -> None:
        form = ContentOutput((TextPart("see"), FilePart(b"x", "image/png")))
        body = body_of(
            HELLO,
            AssistantMessage((ToolCall("a", "look", {}),)),
            ToolMessage((ToolResult("a", "look", None, form),)),
            model=model,
        )

        file = {"inlineData": {"mimeType": "image/png", "data": "eA=="}}
        answer = {"name": "look", "response": {"output": "see"}}
        young = [{"functionResponse": {**answer, "parts": [file]}}]
        assert body["contents"][2]["parts"] == (
            young if "3" in model else [{"functionResponse": answer}, file]
        )

    def test_what_means_nothing_here_is_left_out_by_name(self) -> None:
        other = {"openai": {"item_id": "rs_1"}}
        wire = build(
            HELLO,
            AssistantMessage(
                (
                    ReasoningPart("secret", provider_metadata=other),
                    ToolCall(
                        "w1", "web_search", {}, provider_executed=True, provider_metadata=other
                    ),
                    ToolResult(
                        "w1", "web_search", {}, provider_executed=True, provider_metadata=other
                    ),
                    CustomPart("openai.compaction", {"type": "compaction"}),
                    Source("src-0", "url", "https://example.com"),
                    TextPart("Here", provider_metadata=other),
                )
            ),
            UserMessage("Go on"),
        )

        assert wire.json["contents"][1] == {"role": "model", "parts": [{"text": "Here"}]}
        told = " ".join(warning.message for warning in wire.warnings)
        assert len(wire.warnings) == 4
        assert all(word in told for word in ("reasoning", "web_search", "w1", "compaction"))

    def test_items_of_ours_go_back_unchanged(self) -> None:
        part = {"executableCode": {"language": "PYTHON", "code": "1"}, "thoughtSignature": "AA=="}
        odd = {"audioTranscription": {"text": "hm"}}
        body = body_of(
            HELLO,
            AssistantMessage(
                (
                    ToolCall(
                        "c",
                        "code_execution",
                        {},
                        provider_executed=True,
                        provider_metadata={"google": {"part": part}},
                    ),
                    CustomPart("google.part", odd),
                )
            ),
            UserMessage("Go on"),
        )

        assert body["contents"][1]["parts"] == [part, odd]

    def test_vertex_reads_what_google_wrote(self) -> None:
        part = ReasoningPart("Hm", provider_metadata={"google": {"thought_signature": "AA=="}})
        ours = AssistantMessage((part,))

        assert build(HELLO, ours, dialect=VERTEX).warnings == ()
        theirs = evolve(part, provider_metadata={"google_vertex": {"thought_signature": "AA=="}})
        assert build(HELLO, AssistantMessage((theirs,)), dialect=VERTEX).warnings == ()
        assert len(build(HELLO, AssistantMessage((theirs,))).warnings) == 1


class TestSettings:
    def test_all_settings(self) -> None:
        body = body_of(
            max_output_tokens=9,
            temperature=0.5,
            top_p=0.9,
            top_k=4,
            presence_penalty=0.1,
            frequency_penalty=0.2,
            stop_sequences=("x",),
            seed=7,
        )

        assert body["generationConfig"] == {
            "maxOutputTokens": 9,
            "temperature": 0.5,
            "topP": 0.9,
            "topK": 4,
            "presencePenalty": 0.1,
            "frequencyPenalty": 0.2,
            "stopSequences": ["x"],
            "seed": 7,
        }

    @pytest.mark.parametrize(
        ("model", "dialect", "taken"),
        [
            ("gemini-2.5-flash", GOOGLE, False),
            ("gemini-2.5-pro-preview-tts", GOOGLE, False),
            ("gemini-2.5-flash-image", GOOGLE, False),
            ("gemini-2.5-flash", VERTEX, True),
            ("gemini-2.0-flash", GOOGLE, True),
            ("gemini-3-flash", GOOGLE, True),
        ],
    )
    def test_penalties_go_where_they_are_taken(
        self, model: str, dialect: GoogleDialect, taken: bool
    ) -> None:
        wire = build(model=model, dialect=dialect, presence_penalty=1, frequency_penalty=0.5)

        told = {"presencePenalty": 1, "frequencyPenalty": 0.5}
        assert wire.json.get("generationConfig", {}) == (told if taken else {})
        warned = [] if taken else ["presence_penalty", "frequency_penalty"]
        assert [warning.setting for warning in wire.warnings] == warned

    @pytest.mark.parametrize(
        ("model", "level", "config", "warned"),
        [
            ("gemini-3-flash", "low", {"includeThoughts": True, "thinkingLevel": "LOW"}, 0),
            ("gemini-3-flash", "none", {"thinkingLevel": "MINIMAL"}, 1),
            ("gemini-3-pro", "minimal", {"includeThoughts": True, "thinkingLevel": "LOW"}, 1),
            ("gemini-3-pro", "xhigh", {"includeThoughts": True, "thinkingLevel": "HIGH"}, 1),
            ("gemini-flash-latest", "high", {"includeThoughts": True, "thinkingLevel": "HIGH"}, 0),
            ("gemini-2.5-flash", "none", {"thinkingBudget": 0}, 0),
            ("gemini-2.5-pro", "none", {"thinkingBudget": 128}, 1),
            ("gemini-2.5-pro", "xhigh", {"includeThoughts": True, "thinkingBudget": 32768}, 0),
            ("gemini-2.5-flash", "medium", {"includeThoughts": True, "thinkingBudget": 8192}, 0),
            ("gemini-2.0-flash", "high", None, 1),
            ("gemini-2.0-flash", "none", None, 0),
            ("gemma-3-27b-it", "high", None, 1),
            ("gemini-2.5-flash", "provider-default", None, 0),
        ],
    )
    def test_reasoning(self, model: str, level: Any, config: Any, warned: int) -> None:
        wire = build(model=model, reasoning=level)

        assert wire.json.get("generationConfig", {}).get("thinkingConfig") == config
        assert [warning.setting for warning in wire.warnings] == ["reasoning"] * warned

    def test_an_option_wins_over_the_level(self) -> None:
        options = google.options(thinking_config={"thinking_budget": 99})
        body = body_of(model="gemini-2.5-flash", reasoning="low", provider_options=options)

        thinking = body["generationConfig"]["thinkingConfig"]
        assert thinking == {"includeThoughts": True, "thinkingBudget": 99}

    @pytest.mark.parametrize(
        ("options", "expected"),
        [
            ({"cached_content": "cachedContents/a"}, {"cachedContent": "cachedContents/a"}),
            ({"labels": {"cost_center": "a"}}, {"labels": {"cost_center": "a"}}),
            ({"serviceTier": "flex"}, {"serviceTier": "flex"}),
            (
                {"safety_settings": [{"category": "HARM_CATEGORY_JAILBREAK", "threshold": "OFF"}]},
                {"safetySettings": [{"category": "HARM_CATEGORY_JAILBREAK", "threshold": "OFF"}]},
            ),
            (
                {"response_modalities": ["TEXT", "IMAGE"], "image_config": {"aspect_ratio": "1:1"}},
                {
                    "generationConfig": {
                        "responseModalities": ["TEXT", "IMAGE"],
                        "imageConfig": {"aspectRatio": "1:1"},
                    }
                },
            ),
            (
                {"retrieval_config": {"lat_lng": {"latitude": 1, "longitude": 2}}},
                {"toolConfig": {"retrievalConfig": {"latLng": {"latitude": 1, "longitude": 2}}}},
            ),
            (
                {"speech_config": "Kore"},
                {
                    "generationConfig": {
                        "speechConfig": {
                            "voiceConfig": {"prebuiltVoiceConfig": {"voiceName": "Kore"}}
                        }
                    }
                },
            ),
            ({"thinkingConfig": None}, {}),
        ],
    )
    def test_options(self, options: Any, expected: Any) -> None:
        wire = build(provider_options={"google": options})

        assert {k: v for k, v in wire.json.items() if k != "contents"} == expected
        assert wire.warnings == ()

    def test_an_unknown_option_is_told_with_the_nearest(self) -> None:
        wire = build(provider_options={"google": {"safety_setings": []}})

        assert 'did you mean "safety_settings"' in wire.warnings[0].message

    @pytest.mark.parametrize("name", ["safety_threshold", "threshold"])
    def test_one_threshold_for_the_usual_harms(self, name: str) -> None:
        body = body_of(provider_options={"google": {name: "BLOCK_NONE"}})

        assert len(body["safetySettings"]) == 4
        assert {setting["threshold"] for setting in body["safetySettings"]} == {"BLOCK_NONE"}
        with pytest.raises(InvalidArgumentError, match="safety_threshold"):
            body_of(provider_options={"google": {"safety_threshold": ["BLOCK_NONE"]}})

    def test_an_extra_body_is_merged(self) -> None:
        body = body_of(temperature=1, extra_body={"generationConfig": {"seed": 3}})

        assert body["generationConfig"] == {"temperature": 1, "seed": 3}


class TestForm:
    def test_json_of_a_schema(self) -> None:
        body = body_of(response_format=ResponseFormat("json", SCHEMA))

        assert body["generationConfig"] == {
            "responseMimeType": "application/json",
            "responseSchema": SCHEMA,
        }

    @pytest.mark.parametrize("mode", ["auto", "json-schema"])
    def test_what_the_subset_cannot_say_goes_out_as_json_schema(self, mode: str) -> None:
        schema = {"type": "object", "additionalProperties": {"type": "integer"}}
        body = body_of(
            response_format=ResponseFormat("json", schema),
            provider_options={"google": {"schema_mode": mode}},
        )

        assert body["generationConfig"]["responseJsonSchema"] == schema

    @pytest.mark.parametrize(
        ("form", "options"),
        [
            (ResponseFormat("json"), {}),
            (ResponseFormat("json", SCHEMA), {"structured_outputs": False}),
        ],
    )
    def test_json_without_a_schema(self, form: Any, options: Any) -> None:
        body = body_of(response_format=form, provider_options={"google": options})

        assert body["generationConfig"] == {"responseMimeType": "application/json"}

    def test_models_without_json_mode_are_told(self) -> None:
        wire = build(model="gemma-3-4b-it", response_format=ResponseFormat("json", SCHEMA))

        assert "generationConfig" not in wire.json
        assert [warning.setting for warning in wire.warnings] == ["response_format"]

    def test_an_unknown_schema_mode_is_refused(self) -> None:
        with pytest.raises(InvalidArgumentError, match="schema_mode"):
            build(provider_options={"google": {"schema_mode": "xml"}})


class TestTools:
    def test_functions(self) -> None:
        none = FunctionTool("now", {"type": "object", "properties": {}})
        wild = FunctionTool("wild", {"type": "object", "additionalProperties": {}}, "Any")
        body = body_of(tools=(WEATHER, none, wild))

        assert body["tools"] == [
            {
                "functionDeclarations": [
                    {"name": "weather", "description": "Look up the weather", "parameters": SCHEMA},
                    {"name": "now", "description": ""},
                    {
                        "name": "wild",
                        "description": "Any",
                        "parametersJsonSchema": {"type": "object", "additionalProperties": {}},
                    },
                ]
            }
        ]
        assert "toolConfig" not in body

    @pytest.mark.parametrize(
        ("tool", "wire"),
        [
            (google.tools.google_search(), {"googleSearch": {}}),
            (
                google.tools.google_search_retrieval(dynamic_threshold=0.5),
                {"googleSearchRetrieval": {"dynamicRetrievalConfig": {"dynamicThreshold": 0.5}}},
            ),
            (google.tools.url_context(), {"urlContext": {}}),
            (google.tools.code_execution(), {"codeExecution": {}}),
            (google.tools.google_maps(enable_widget=True), {"googleMaps": {"enableWidget": True}}),
            (
                google.tools.file_search(file_search_store_names=["fileSearchStores/a"], top_k=3),
                {"fileSearch": {"fileSearchStoreNames": ["fileSearchStores/a"], "topK": 3}},
            ),
            (
                google.tools.enterprise_web_search(exclude_domains=["a.com"]),
                {"enterpriseWebSearch": {"excludeDomains": ["a.com"]}},
            ),
            (
                google.tools.computer_use(excluded_predefined_functions=["drag"]),
                {
                    "computerUse": {
                        "environment": "ENVIRONMENT_BROWSER",
                        "excludedPredefinedFunctions": ["drag"],
                    }
                },
            ),
            (
                google.tools.vertex_rag_store(rag_corpora=["c"], similarity_top_k=2),
                {
                    "retrieval": {
                        "vertexRagStore": {
                            "ragResources": [{"ragCorpus": "c"}],
                            "similarityTopK": 2,
                        }
                    }
                },
            ),
            (
                google.tools.vertex_ai_search(datastore="d"),
                {"retrieval": {"vertexAiSearch": {"datastore": "d"}}},
            ),
        ],
    )
    def test_tools_of_the_service(self, tool: ProviderTool, wire: Any) -> None:
        assert body_of(tools=(tool,), dialect=VERTEX)["tools"] == [wire]

    @pytest.mark.parametrize(
        ("dialect", "model", "told"),
        [
            (GOOGLE, "gemini-3-pro", True),
            (GOOGLE, "gemini-2.5-pro", False),
            (VERTEX, "gemini-3-pro", False),
        ],
    )
    def test_functions_beside_tools_of_the_service(
        self, dialect: Any, model: str, told: bool
    ) -> None:
        tools = (WEATHER, google.tools.google_search())
        body = body_of(tools=tools, dialect=dialect, model=model)

        assert [list(tool) for tool in body["tools"]] == [
            ["googleSearch"],
            ["functionDeclarations"],
        ]
        assert body.get("toolConfig", {}).get("includeServerSideToolInvocations", False) is told

    def test_tools_of_others_are_left_out(self) -> None:
        wire = build(tools=(ProviderTool("openai.web_search"),))

        assert "tools" not in wire.json
        assert [warning.setting for warning in wire.warnings] == ["openai.web_search"]

    @pytest.mark.parametrize(
        ("choice", "config"),
        [
            (ToolChoice("auto"), {"mode": "AUTO"}),
            (ToolChoice("none"), {"mode": "NONE"}),
            (ToolChoice("required"), {"mode": "ANY"}),
            (
                ToolChoice("tool", "weather"),
                {"mode": "ANY", "allowedFunctionNames": ["weather"]},
            ),
        ],
    )
    def test_choices(self, choice: Any, config: Any) -> None:
        body = body_of(tools=(WEATHER,), tool_choice=choice)

        assert body["toolConfig"] == {"functionCallingConfig": config}

    def test_strict_functions_are_validated(self) -> None:
        body = body_of(tools=(evolve(WEATHER, strict=True),))

        assert body["toolConfig"] == {"functionCallingConfig": {"mode": "VALIDATED"}}

    def test_a_limit_on_the_functions(self) -> None:
        options = google.options(allowed_function_names=["weather"])
        body = body_of(tools=(WEATHER,), provider_options=options)

        config = {"mode": "ANY", "allowedFunctionNames": ["weather"]}
        assert body["toolConfig"] == {"functionCallingConfig": config}

    def test_arguments_may_be_streamed(self) -> None:
        options = google.options(stream_function_call_arguments=True)
        body = body_of(tools=(WEATHER,), provider_options=options, dialect=VERTEX)

        config = {"streamFunctionCallArguments": True}
        assert body["toolConfig"] == {"functionCallingConfig": config}

    def test_gemma_takes_no_functions(self) -> None:
        wire = build(model="gemma-3-4b-it", tools=(WEATHER,))

        assert "tools" not in wire.json
        assert [warning.setting for warning in wire.warnings] == ["tools"]


class TestAddress:
    @pytest.mark.parametrize(
        ("dialect", "model", "path"),
        [
            (GOOGLE, "gemini-3-pro", "/models/gemini-3-pro"),
            (GOOGLE, "models/gemini-3-pro", "/models/gemini-3-pro"),
            (GOOGLE, "tunedModels/mine", "/tunedModels/mine"),
            (GOOGLE, "a/b:c", "/models/a%2Fb%3Ac"),
            (VERTEX, "gemini-3-pro@001", "/publishers/google/models/gemini-3-pro@001"),
            (VERTEX, "endpoints/123", "/endpoints/123"),
            (VERTEX, "publishers/meta/models/llama", "/publishers/meta/models/llama"),
        ],
    )
    def test_paths(self, dialect: Any, model: str, path: str) -> None:
        assert build(model=model, dialect=dialect).path == f"{path}:generateContent"
        streamed = build(model=model, dialect=dialect, stream=True)
        assert (streamed.path, streamed.query) == (f"{path}:streamGenerateContent", {"alt": "sse"})

    @pytest.mark.parametrize(
        "model",
        [
            "",
            "..",
            "../files",
            "models/../x",
            "a?key=b",
            "a#b",
            "a\r\nx: y",
            "a b",
            "models//x",
            "a\\b",
        ],
    )
    def test_ids_that_leave_their_place_are_refused(self, model: str) -> None:
        with pytest.raises(InvalidArgumentError, match="model"):
            build(model=model)

    def test_the_key_stands_in_no_address(self) -> None:
        handle = google("gemini-3-pro")

        assert handle.endpoint.key_header == "x-goog-api-key"
        assert "key" not in build(stream=True).query


@pytest.mark.parametrize(
    ("model", "thinking", "modern"),
    [
        ("gemini-1.5-pro", None, False),
        ("gemini-pro", None, False),
        ("gemini-2.0-flash-001", None, False),
        ("gemini-2.5-flash-lite", "budget", False),
        ("gemini-2.5-flash-image", None, False),
        ("gemini-2.5-flash-preview-tts", None, False),
        ("gemini-3-pro-preview", "level", True),
        ("gemini-3.1-flash-lite-preview", "level", True),
        ("gemini-3-pro-image-preview", "level", True),
        ("gemini-flash-latest", "level", True),
        ("gemini-live-2.5-flash", "budget", False),
        ("models/gemini-2.5-pro", "budget", False),
        ("gemma-3n-e4b-it", None, False),
        ("something-new", "level", True),
    ],
)
def test_what_is_known_of_models(model: str, thinking: Any, modern: bool) -> None:
    facts = facts_of(model)
    assert (facts.thinking, facts.modern) == (thinking, modern)


def test_a_dialect_of_another_name_keeps_the_usual_options() -> None:
    mine = named(GOOGLE, "mine")
    options = {"google": {"labels": {"a": "b"}}, "mine": {"labels": {"a": "c"}}}
    call = LanguageModelCall((HELLO,), provider_options=options)
    assert PROTOCOL.build(mine, "gemini-3-pro", call, False).json["labels"] == {"a": "c"}
    assert named(GOOGLE, "google") is GOOGLE


class TestOddPrompts:
    def test_items_of_its_own_stand_beside_results_and_words(self) -> None:
        own = CustomPart("google.executable_code", {"executableCode": {"code": "1"}})
        other = CustomPart("openai.thing", {"x": 1})
        result = ToolResult("c1", "weather", TextOutput("sunny"))
        wire = build(
            UserMessage((TextPart("Hi"), own, other)),
            AssistantMessage((ToolCall("c1", "weather", {}),)),
            ToolMessage((own, result, other)),
        )

        contents = wire.json["contents"]
        assert contents[0]["parts"] == [{"text": "Hi"}, {"executableCode": {"code": "1"}}]
        said = [part for turn in contents[2:] for part in turn["parts"]]
        assert {"executableCode": {"code": "1"}} in said
        assert [
            part["functionResponse"]["name"] for part in said if "functionResponse" in part
        ] == ["weather"]
        assert len(wire.warnings) == 2

    @pytest.mark.parametrize(
        ("given", "sent"),
        [
            ("", {}),
            ('{"city": "Rome"}', {"city": "Rome"}),
            ("[1]", {"arguments": [1]}),
            ("no JSON", {"arguments": "no JSON"}),
            (None, {}),
            (3, {"arguments": 3}),
        ],
    )
    def test_arguments_that_are_no_object(self, given: Any, sent: Any) -> None:
        spoken = AssistantMessage((ToolCall("c1", "weather", given),))
        result = ToolMessage((ToolResult("c1", "weather", TextOutput("x")),))
        contents = body_of(HELLO, spoken, result, model="gemini-2.5-flash")["contents"]

        assert contents[1]["parts"][0]["functionCall"]["args"] == sent

    def test_words_of_the_model_alone_and_none(self) -> None:
        contents = body_of(HELLO, AssistantMessage("Yes?"), HELLO, AssistantMessage(""))["contents"]

        assert [turn["parts"] for turn in contents] == [
            [{"text": "Hello"}],
            [{"text": "Yes?"}],
            [{"text": "Hello"}],
        ]

    def test_instructions_of_a_model_that_takes_none_and_of_a_talk_without_a_user(self) -> None:
        contents = body_of(
            SystemMessage("Be kind."), AssistantMessage("Hello"), model="gemma-3-27b-it"
        )["contents"]

        assert contents[0] == {"role": "user", "parts": [{"text": "Be kind."}]}

    def test_an_output_without_a_json_form_is_refused(self) -> None:
        result = ToolMessage((ToolResult("c1", "weather", JSONOutput(object())),))
        with pytest.raises(InvalidArgumentError, match="a tool's output cannot be sent"):
            build(HELLO, AssistantMessage((ToolCall("c1", "weather", {}),)), result)


class TestOptionsThatLieOver:
    def test_none_takes_a_field_out(self) -> None:
        options = {"google": {"safety_threshold": "OFF", "safety_settings": None}}
        assert "safetySettings" not in body_of(provider_options=options)

    def test_a_tools_own_options(self) -> None:
        tool = FunctionTool(
            "weather",
            SCHEMA,
            "Look",
            provider_options={"google": {"behavior": "BLOCKING", "description": None}},
        )
        wire = body_of(tools=(tool,))["tools"][0]["functionDeclarations"][0]

        assert wire["behavior"] == "BLOCKING"
        assert "description" not in wire

    def test_what_an_object_is_for_goes_with_its_schema(self) -> None:
        form = ResponseFormat("json", SCHEMA, description="Where to")
        config = body_of(response_format=form)["generationConfig"]
        found = config.get("responseJsonSchema") or config["responseSchema"]

        assert found["description"] == "Where to"

    def test_a_schema_of_the_subset_that_cannot_be_said_in_it(self) -> None:
        schema = {"type": "object", "properties": {"a": {"$ref": "#/$defs/none"}}}
        form = ResponseFormat("json", schema)
        kept = body_of(response_format=form)["generationConfig"]

        assert kept["responseJsonSchema"] == schema

    def test_a_choice_among_functions_stays_as_strict_as_it_was(self) -> None:
        options = {"google": {"allowed_function_names": ["weather"]}}
        config = body_of(
            tools=(WEATHER,), tool_choice=ToolChoice("none"), provider_options=options
        )["toolConfig"]["functionCallingConfig"]

        assert config == {"mode": "NONE", "allowedFunctionNames": ["weather"]}
