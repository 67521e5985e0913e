"""Intents for the Gemini API and Vertex AI: said with google-genai and with this library."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from google import genai
from google.genai import types

from ai_sdk import (
    AssistantMessage,
    ErrorOutput,
    FilePart,
    FileReference,
    FileURL,
    ImagePart,
    JSONOutput,
    Output,
    ReasoningPart,
    TextPart,
    ToolCall,
    ToolMessage,
    ToolResult,
    UserMessage,
    count_tokens,
    embed_many,
    generate_image,
    generate_speech,
    generate_text,
    google as tools_of,
    is_step_count,
    list_models,
    stream_text,
    tool,
    upload_file,
)
from ai_sdk.testing import Reply

from .intents import PDF, PNG, WEATHER

__all__ = ["INTENTS", "Intent"]

FLASH, YOUNG = "gemini-2.5-flash", "gemini-3-pro-preview"
SCHEMA: Any = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
OK = (Reply.text("ok"),)
SIGNED = "c2lnbmVkCg=="
WHOLE = '{"candidates":[{"content":{"parts":[{"text":"ok"}]},"finishReason":"STOP"}]}'
google = tools_of.tools


@dataclass(frozen=True)
class Intent:
    """One intent; see `intents.Intent`. `vertex` says it to Vertex AI in express mode."""

    name: str
    official: Callable[[genai.Client], object]
    ours: Callable[[Any], object]
    script: Any = OK
    vertex: bool = False


INTENTS: list[Intent] = []


def said(
    name: str,
    ours: Callable[[Any], object],
    contents: Any = "Hello",
    *,
    model: str = FLASH,
    stream: bool = False,
    script: Any = OK,
    vertex: bool = False,
    **config: Any,
) -> None:
    """Register an intent whose official form is one `generate_content`."""

    def speak(client: genai.Client) -> object:
        made = types.GenerateContentConfig(**config) if config else None
        if stream:
            return list(
                client.models.generate_content_stream(model=model, contents=contents, config=made)
            )
        return client.models.generate_content(model=model, contents=contents, config=made)

    INTENTS.append(Intent(name, speak, ours, script, vertex))


def ask(*, model: str = FLASH, options: Any = None, **settings: Any) -> Any:
    """Our form of an intent: one `generate_text` with these settings."""
    if "messages" not in settings:
        settings.setdefault("prompt", "Hello")

    def speak(provider: Any) -> object:
        given = {} if options is None else {"provider_options": provider.options(**options)}
        return generate_text(provider(model), **given, **settings)

    return speak


def user(*parts: Any) -> list[Any]:
    return [UserMessage(list(parts))]


def function(**more: Any) -> types.Tool:
    declared = types.FunctionDeclaration(
        name="get_weather", description="The weather.", parameters_json_schema=WEATHER, **more
    )
    return types.Tool(function_declarations=[declared])


def choice(mode: Any, *names: str) -> types.ToolConfig:
    config = types.FunctionCallingConfig(mode=mode, allowed_function_names=list(names) or None)
    return types.ToolConfig(function_calling_config=config)


get_weather = tool(
    name="get_weather",
    description="The weather.",
    input_schema=WEATHER,
    execute=lambda call: {"sky": f"sunny in {call['city']}"},
)
AS_IT_IS = {"schema_mode": "json-schema"}
BY_HAND = types.AutomaticFunctionCallingConfig(disable=True)


def weather(**settings: Any) -> Any:
    """Our form of an intent with the function."""
    options = {**AS_IT_IS, **settings.pop("options", {})}
    return ask(tools=[get_weather], options=options, **settings)


def official_weather(name: str, ours: Any, **config: Any) -> None:
    said(name, ours, tools=[function()], automatic_function_calling=BY_HAND, **config)


# ---- text and settings

said("text", ask())
said(
    "stream",
    lambda provider: _streamed(provider),
    "Count to 3",
    stream=True,
)
said("instructions", ask(instructions="Be brief."), system_instruction="Be brief.")
said(
    "sampling",
    ask(temperature=0.5, top_p=0.9, top_k=4),
    temperature=0.5,
    top_p=0.9,
    top_k=4,
)
said(
    "limits",
    ask(max_output_tokens=50, stop_sequences=["END"]),
    max_output_tokens=50,
    stop_sequences=["END"],
)
said(
    "penalties_and_seed",
    ask(model="gemini-2.0-flash", presence_penalty=0.1, frequency_penalty=0.2, seed=7),
    model="gemini-2.0-flash",
    presence_penalty=0.1,
    frequency_penalty=0.2,
    seed=7,
)
said(
    "conversation",
    ask(messages=[UserMessage("Hi"), AssistantMessage("Hello!"), UserMessage("Bye")]),
    [
        types.Content(role="user", parts=[types.Part(text="Hi")]),
        types.Content(role="model", parts=[types.Part(text="Hello!")]),
        types.Content(role="user", parts=[types.Part(text="Bye")]),
    ],
)
said(
    "log_probabilities",
    ask(options={"response_logprobs": True, "logprobs": 3}),
    response_logprobs=True,
    logprobs=3,
)
said("service_tier", ask(options={"service_tier": "flex"}), service_tier="flex")


def _streamed(provider: Any) -> None:
    with stream_text(provider(FLASH), prompt="Count to 3") as stream:
        stream.result()


# ---- files

said(
    "image",
    ask(messages=user(TextPart("What?"), ImagePart(PNG))),
    ["What?", types.Part.from_bytes(data=PNG, mime_type="image/png")],
)
said(
    "document",
    ask(messages=user(FilePart(PDF, "application/pdf"))),
    [types.Part.from_bytes(data=PDF, mime_type="application/pdf")],
)
said(
    "file_by_address",
    ask(messages=user(FilePart(FileURL("https://youtu.be/x"), "video/mp4"))),
    [types.Part.from_uri(file_uri="https://youtu.be/x", mime_type="video/mp4")],
)
said(
    "stretch_of_a_video",
    ask(
        messages=user(
            FilePart(
                FileReference({"google": "https://youtu.be/x"}),
                "video/mp4",
                provider_options={"google": {"video_metadata": {"start_offset": "5s", "fps": 2}}},
            )
        )
    ),
    [
        types.Part(
            file_data=types.FileData(file_uri="https://youtu.be/x", mime_type="video/mp4"),
            video_metadata=types.VideoMetadata(start_offset="5s", fps=2),
        )
    ],
)
said(
    "media_resolution",
    ask(options={"media_resolution": "MEDIA_RESOLUTION_LOW"}),
    media_resolution="MEDIA_RESOLUTION_LOW",
)

# ---- thinking

said(
    "thinking_budget",
    ask(options={"thinking_config": {"thinking_budget": 99, "include_thoughts": True}}),
    thinking_config=types.ThinkingConfig(thinking_budget=99, include_thoughts=True),
)
said(
    "thinking_off",
    ask(reasoning="none"),
    thinking_config=types.ThinkingConfig(thinking_budget=0),
)
said(
    "thinking_level",
    ask(model=YOUNG, reasoning="low"),
    model=YOUNG,
    thinking_config=types.ThinkingConfig(thinking_level="LOW", include_thoughts=True),
)
said(
    "signatures_sent_back",
    ask(
        model=YOUNG,
        messages=[
            UserMessage("Hi"),
            AssistantMessage(
                [
                    ReasoningPart("Hm.", provider_metadata={"google": {"thought": True}}),
                    TextPart("Hello", provider_metadata={"google": {"thought_signature": SIGNED}}),
                ]
            ),
            UserMessage("Bye"),
        ],
    ),
    [
        types.Content(role="user", parts=[types.Part(text="Hi")]),
        types.Content(
            role="model",
            parts=[
                types.Part(text="Hm.", thought=True),
                types.Part(text="Hello", thought_signature=base64.b64decode(SIGNED)),
            ],
        ),
        types.Content(role="user", parts=[types.Part(text="Bye")]),
    ],
    model=YOUNG,
)

# ---- safety, caches

OFF: Any = [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}]
said(
    "safety",
    ask(options={"safety_settings": OFF}),
    safety_settings=[types.SafetySetting(**each) for each in OFF],
)
said(
    "cached_content",
    ask(options={"cached_content": "cachedContents/c"}),
    cached_content="cachedContents/c",
    script=(Reply.raw(200, {"content-type": "application/json"}, WHOLE),),
)

# ---- JSON

JSON = (Reply.json_object({"city": "Oslo"}),)
said(
    "json",
    ask(output=Output.json(), instructions="Answer in JSON"),
    system_instruction="Answer in JSON",
    response_mime_type="application/json",
    script=JSON,
)
said(
    "object_in_the_subset",
    ask(output=Output.object(SCHEMA)),
    response_mime_type="application/json",
    response_schema=SCHEMA,
    script=JSON,
)
said(
    "object_by_json_schema",
    ask(output=Output.object(WEATHER), options=AS_IT_IS),
    response_mime_type="application/json",
    response_json_schema=WEATHER,
    script=JSON,
)

# ---- functions

official_weather("function", weather())
official_weather("function_required", weather(tool_choice="required"), tool_config=choice("ANY"))
official_weather("function_forbidden", weather(tool_choice="none"), tool_config=choice("NONE"))
official_weather(
    "function_chosen",
    weather(tool_choice={"type": "tool", "tool_name": "get_weather"}),
    tool_config=choice("ANY", "get_weather"),
)
said(
    "function_validated",
    ask(
        tools=[
            tool(name="get_weather", description="The weather.", input_schema=WEATHER, strict=True)
        ],
        options=AS_IT_IS,
    ),
    tools=[function()],
    tool_config=choice("VALIDATED"),
)


def _two_steps(provider: Any) -> None:
    generate_text(
        provider(YOUNG),
        prompt="Weather?",
        tools=[get_weather],
        stop_when=is_step_count(2),
        provider_options=provider.options(schema_mode="json-schema"),
    )


def _two_steps_officially(client: genai.Client) -> None:
    contents: list[Any] = [types.Content(role="user", parts=[types.Part(text="Weather?")])]
    config = types.GenerateContentConfig(tools=[function()], automatic_function_calling=BY_HAND)
    answer = client.models.generate_content(model=YOUNG, contents=contents, config=config)
    told = answer.candidates[0].content  # type: ignore[index]
    results = []
    for call in answer.function_calls or ():
        made = types.FunctionResponse(
            id=call.id, name=call.name, response={"sky": f"sunny in {call.args['city']}"}
        )
        results.append(types.Part(function_response=made))
    contents += [told, types.Content(role="user", parts=results)]
    client.models.generate_content(model=YOUNG, contents=contents, config=config)


CALLS = [("get_weather", {"city": "Oslo"}), ("get_weather", {"city": "Rome"})]
INTENTS.append(
    Intent(
        "parallel_calls_and_results",
        _two_steps_officially,
        _two_steps,
        (Reply.tool_calls(CALLS), Reply.text("Fine.")),
    )
)
said(
    "failed_call",
    weather(
        messages=[
            UserMessage("Weather?"),
            AssistantMessage([ToolCall("a", "get_weather", {"city": "X"})]),
            ToolMessage([ToolResult("a", "get_weather", None, ErrorOutput("no such city"))]),
            UserMessage("Try Oslo"),
        ]
    ),
    [
        types.Content(role="user", parts=[types.Part(text="Weather?")]),
        types.Content(
            role="model",
            parts=[
                types.Part(function_call=types.FunctionCall(name="get_weather", args={"city": "X"}))
            ],
        ),
        types.Content(
            role="user",
            parts=[
                types.Part.from_function_response(
                    name="get_weather", response={"error": "no such city"}
                )
            ],
        ),
        types.Content(role="user", parts=[types.Part(text="Try Oslo")]),
    ],
    tools=[function()],
    automatic_function_calling=BY_HAND,
)
said(
    "plain_result",
    weather(
        messages=[
            UserMessage("Weather?"),
            AssistantMessage([ToolCall("a", "get_weather", {"city": "Oslo"})]),
            ToolMessage([ToolResult("a", "get_weather", 3, JSONOutput(3))]),
        ]
    ),
    [
        types.Content(role="user", parts=[types.Part(text="Weather?")]),
        types.Content(
            role="model",
            parts=[
                types.Part(
                    function_call=types.FunctionCall(name="get_weather", args={"city": "Oslo"})
                )
            ],
        ),
        types.Content(
            role="user",
            parts=[types.Part.from_function_response(name="get_weather", response={"output": 3})],
        ),
    ],
    tools=[function()],
    automatic_function_calling=BY_HAND,
)

# ---- tools of the service

said(
    "google_search",
    ask(tools=[google.google_search()]),
    tools=[types.Tool(google_search=types.GoogleSearch())],
)
said(
    "url_context",
    ask(tools=[google.url_context()]),
    tools=[types.Tool(url_context=types.UrlContext())],
)
said(
    "code_execution",
    ask(tools=[google.code_execution()]),
    tools=[types.Tool(code_execution=types.ToolCodeExecution())],
)
said(
    "google_maps_around_here",
    ask(
        tools=[google.google_maps(enable_widget=True)],
        options={"retrieval_config": {"lat_lng": {"latitude": 59.9, "longitude": 10.7}}},
    ),
    tools=[types.Tool(google_maps=types.GoogleMaps(enable_widget=True))],
    tool_config=types.ToolConfig(
        retrieval_config=types.RetrievalConfig(lat_lng=types.LatLng(latitude=59.9, longitude=10.7))
    ),
)
said(
    "file_search",
    ask(tools=[google.file_search(file_search_store_names=["fileSearchStores/s"], top_k=3)]),
    tools=[
        types.Tool(
            file_search=types.FileSearch(file_search_store_names=["fileSearchStores/s"], top_k=3)
        )
    ],
)
said(
    "search_beside_functions",
    ask(model=YOUNG, tools=[google.google_search(), get_weather], options=AS_IT_IS),
    model=YOUNG,
    tools=[types.Tool(google_search=types.GoogleSearch()), function()],
    tool_config=types.ToolConfig(include_server_side_tool_invocations=True),
    automatic_function_calling=BY_HAND,
)

# ---- pictures, sound, vectors

said(
    "words_and_pictures",
    ask(
        model="gemini-2.5-flash-image",
        options={
            "response_modalities": ["TEXT", "IMAGE"],
            "image_config": {"aspect_ratio": "16:9"},
        },
    ),
    model="gemini-2.5-flash-image",
    response_modalities=["TEXT", "IMAGE"],
    image_config=types.ImageConfig(aspect_ratio="16:9"),
    script=None,
)
said(
    "picture",
    lambda provider: generate_image(
        provider.image("gemini-2.5-flash-image"), "A cat", aspect_ratio="1:1"
    ),
    "A cat",
    model="gemini-2.5-flash-image",
    response_modalities=["IMAGE"],
    image_config=types.ImageConfig(aspect_ratio="1:1"),
    script=None,
)
VOICE = types.PrebuiltVoiceConfig(voice_name="Puck")
TTS = "gemini-2.5-flash-preview-tts"
said(
    "speech",
    lambda provider: generate_speech(provider.speech(TTS), "Hello", voice="Puck", language="en-GB"),
    model=TTS,
    response_modalities=["AUDIO"],
    speech_config=types.SpeechConfig(
        voice_config=types.VoiceConfig(prebuilt_voice_config=VOICE), language_code="en-GB"
    ),
    script=None,
)
said(
    "speech_of_two",
    lambda provider: generate_speech(
        provider.speech(TTS),
        "Joe: Hi\nAnn: Hey",
        provider_options=provider.speech_options(speakers={"Joe": "Puck", "Ann": "Puck"}),
    ),
    "Joe: Hi\nAnn: Hey",
    model=TTS,
    response_modalities=["AUDIO"],
    speech_config=types.SpeechConfig(
        multi_speaker_voice_config=types.MultiSpeakerVoiceConfig(
            speaker_voice_configs=[
                types.SpeakerVoiceConfig(
                    speaker=name, voice_config=types.VoiceConfig(prebuilt_voice_config=VOICE)
                )
                for name in ("Joe", "Ann")
            ]
        )
    ),
    script=None,
)


def also(name: str, official: Any, ours: Any, *, vertex: bool = False, script: Any = None) -> None:
    """Register an intent of another operation."""
    INTENTS.append(Intent(name, official, ours, script, vertex))


also(
    "vertex_imagen",
    lambda client: client.models.generate_images(
        model="imagen-4.0-generate-001",
        prompt="A cat",
        config=types.GenerateImagesConfig(
            number_of_images=2, aspect_ratio="16:9", person_generation="DONT_ALLOW"
        ),
    ),
    lambda provider: generate_image(
        provider.image("imagen-4.0-generate-001"),
        "A cat",
        n=2,
        aspect_ratio="16:9",
        provider_options=provider.image_options(person_generation="dont_allow"),
    ),
    vertex=True,
)
also(
    "embeddings",
    lambda client: client.models.embed_content(
        model="gemini-embedding-001",
        contents=["a", "b"],
        config=types.EmbedContentConfig(task_type="RETRIEVAL_DOCUMENT", output_dimensionality=8),
    ),
    lambda provider: embed_many(
        provider.embedding("gemini-embedding-001"),
        ["a", "b"],
        provider_options=provider.embedding_options(
            task_type="RETRIEVAL_DOCUMENT", output_dimensionality=8
        ),
    ),
)
also(
    "token_count",
    lambda client: client.models.count_tokens(model=FLASH, contents="Hello"),
    lambda provider: count_tokens(provider(FLASH), prompt="Hello"),
)
also(
    "models",
    lambda client: list(client.models.list(config=types.ListModelsConfig(page_size=1000))),
    lambda provider: list_models(provider),
)
also(
    "upload",
    lambda client: client.files.upload(
        file=io.BytesIO(PDF),
        config=types.UploadFileConfig(mime_type="application/pdf", display_name="a.pdf"),
    ),
    lambda provider: upload_file(provider, PDF, media_type="application/pdf", filename="a.pdf"),
)

# ---- Vertex AI

said("vertex_text", ask(), vertex=True)
said("vertex_stream", lambda provider: _streamed(provider), "Count to 3", stream=True, vertex=True)
said("vertex_labels", ask(options={"labels": {"team": "a"}}), labels={"team": "a"}, vertex=True)
said(
    "vertex_audio_timestamps",
    ask(options={"audio_timestamp": True}),
    audio_timestamp=True,
    vertex=True,
)
said(
    "vertex_rag",
    ask(tools=[google.vertex_rag_store(rag_corpora=["c"], similarity_top_k=2)]),
    tools=[
        types.Tool(
            retrieval=types.Retrieval(
                vertex_rag_store=types.VertexRagStore(
                    rag_resources=[types.VertexRagStoreRagResource(rag_corpus="c")],
                    similarity_top_k=2,
                )
            )
        )
    ],
    vertex=True,
)
said(
    "vertex_streamed_arguments",
    weather(options={"stream_function_call_arguments": True}),
    tools=[function()],
    automatic_function_calling=BY_HAND,
    tool_config=types.ToolConfig(
        function_calling_config=types.FunctionCallingConfig(stream_function_call_arguments=True)
    ),
    vertex=True,
)
also(
    "vertex_embeddings",
    lambda client: client.models.embed_content(
        model="text-embedding-005",
        contents=["a", "b"],
        config=types.EmbedContentConfig(output_dimensionality=8, task_type="CLUSTERING"),
    ),
    lambda provider: embed_many(
        provider.embedding("text-embedding-005"),
        ["a", "b"],
        provider_options=provider.embedding_options(
            task_type="CLUSTERING", output_dimensionality=8
        ),
    ),
    vertex=True,
)
