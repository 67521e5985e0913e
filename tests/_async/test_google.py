"""Gemini through the public functions, at Google and on Vertex AI, over a socket."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ai_sdk.aio import (
    AssistantMessage,
    BadRequestError,
    CustomPart,
    FilePart,
    ImagePart,
    InvalidArgumentError,
    OverloadedError,
    ReasoningPart,
    StreamInterruptedError,
    TextPart,
    ToolCall,
    ToolCallRepair,
    ToolResult,
    UserMessage,
    create_google,
    create_google_vertex,
    embed,
    embed_many,
    generate_image,
    generate_speech,
    generate_text,
    google,
    is_step_count,
    messages_from_json,
    messages_to_json,
    stream_text,
    tool,
)
from ai_sdk.testing import ProviderServer, Reply

FLASH, YOUNG = "gemini-2.5-flash", "gemini-3-pro-preview"
BOTH = pytest.mark.parametrize("streaming", [False, True], ids=["whole", "stream"])


def houses(*capabilities: str) -> Any:
    """Run a test at Google and on Vertex AI, and mark it as showing capabilities of both."""
    marked = [
        pytest.param(vertex, id=name, marks=pytest.mark.capability(name, *capabilities))
        for vertex, name in ((False, "google"), (True, "google_vertex"))
    ]
    return pytest.mark.parametrize("vertex", marked)


PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


def provider_of(server: ProviderServer, *, vertex: bool = False) -> Any:
    if vertex:
        return create_google_vertex(base_url=f"{server.origin}/v1beta1", api_key="k")
    return create_google(base_url=f"{server.origin}/v1beta", api_key="k")


async def run(streaming: bool, model: Any, **settings: Any) -> Any:
    if not streaming:
        return await generate_text(model, **settings)
    async with stream_text(model, **settings) as stream:
        return await stream.result()


def stored(result: Any) -> Any:
    """The conversation after the result, through storage as JSON."""
    return messages_from_json(messages_to_json(result.response_messages))


def events(*pieces: Any) -> Reply:
    """A stream of pieces, each a list of parts or a whole piece."""
    made = []
    for piece in pieces:
        if isinstance(piece, list):
            piece = {"candidates": [{"content": {"role": "model", "parts": piece}}]}
        made.append(piece)
    return Reply.sse(made)


END = {"candidates": [{"content": {"parts": [{"text": ""}]}, "finishReason": "STOP"}]}


@tool
def weather(city: str) -> str:
    """The weather in a city.

    Args:
        city: name of the city.
    """
    return f"18 degrees and sunny in {city}"


# ---- thoughts and signatures


@houses("reasoning", "reasoning-back")
@BOTH
async def test_signatures_go_back_byte_for_byte(streaming: bool, vertex: bool) -> None:
    """The server refuses a signature that stands with another part than it was made for."""
    settings: dict[str, Any] = {"tools": [weather], "stop_when": is_step_count(3)}
    with ProviderServer() as server:
        model = provider_of(server, vertex=vertex)(YOUNG)
        first = await run(
            streaming, model, prompt="What is the weather in Rome?", reasoning="low", **settings
        )
        assert first.steps[0].reasoning_text
        history = [UserMessage("What is the weather in Rome?"), *stored(first)]
        second = await run(
            streaming,
            model,
            messages=[*history, UserMessage("Thanks, bye.")],
            reasoning="low",
            tool_choice="none",
            **settings,
        )
        requests = [request.json for request in server.requests]

    given = first.steps[0].tool_calls[0].provider_metadata[model.provider]["thought_signature"]
    sent = [
        part["thoughtSignature"]
        for turn in requests[-1]["contents"]
        for part in turn["parts"]
        if "functionCall" in part
    ]
    assert sent == [given]
    last = requests[-1]["contents"][3]["parts"]
    assert "thoughtSignature" in last[-1]
    assert any(part.get("thought") for part in requests[-1]["contents"][1]["parts"])
    assert second.finish_reason == "stop"


async def test_a_changed_part_is_refused_by_the_server() -> None:
    """The check that the test above relies on."""
    with ProviderServer() as server:
        model = provider_of(server)(YOUNG)
        result = await generate_text(model, prompt="What is the weather in Rome?", tools=[weather])
        (call,) = result.tool_calls
        changed = ToolCall(
            call.tool_call_id, "weather", {"city": "Oslo"}, provider_metadata=call.provider_metadata
        )
        messages = [UserMessage("a"), AssistantMessage([changed]), *result.response_messages[1:]]
        with pytest.raises(BadRequestError, match="signature"):
            await generate_text(model, messages=messages, tools=[weather])


@pytest.mark.parametrize(
    ("city", "signature"), [("Rome", "skip_thought_signature_validator"), (None, "c2VhbA==")]
)
async def test_a_mended_call_is_not_signed(city: str | None, signature: str) -> None:
    """A signature goes back with the very call it was made for."""

    def mend(about: ToolCallRepair) -> dict[str, Any] | None:
        return None if city is None else {"input": {"city": city}}

    call = {"name": "weather", "args": {"town": "Rome"}}
    script = events([{"functionCall": call, "thoughtSignature": "c2VhbA=="}], END)
    with ProviderServer([script, Reply.text("Sunny.")]) as server:
        async with stream_text(
            provider_of(server)(YOUNG),
            prompt="Weather?",
            tools=[weather],
            repair_tool_call=mend,
            stop_when=is_step_count(2),
        ) as stream:
            await stream.result()
        (part,) = server.requests[1].json["contents"][1]["parts"]

    assert part["functionCall"]["args"] == ({"town": "Rome"} if city is None else {"city": city})
    assert part["thoughtSignature"] == signature


@BOTH
async def test_conversations_of_others_go_on(streaming: bool) -> None:
    other = {"openai": {"item_id": "rs_1", "reasoning_encrypted_content": "x"}}
    history: list[Any] = [
        UserMessage("What is the weather in Rome?"),
        AssistantMessage(
            [
                ReasoningPart("I must look.", provider_metadata=other),
                ToolCall("ws", "web_search", {}, provider_executed=True, provider_metadata=other),
                ToolResult("ws", "web_search", {}, provider_executed=True, provider_metadata=other),
                CustomPart("openai.compaction", {"type": "compaction"}),
                TextPart("It is sunny.", provider_metadata=other),
                ToolCall("call_1", "weather", {"city": "Rome"}, provider_metadata=other),
            ]
        ),
        {
            "role": "tool",
            "content": [
                {
                    "type": "tool-result",
                    "tool_call_id": "call_1",
                    "tool_name": "weather",
                    "output": "18",
                }
            ],
        },
        UserMessage("Thanks"),
    ]
    for vertex in (False, True):
        with ProviderServer() as server:
            model = provider_of(server, vertex=vertex)(YOUNG)
            result = await run(streaming, model, messages=history)
            (request,) = server.requests

        assert result.text
        told = " ".join(warning.message for warning in result.warnings)
        assert all(word in told for word in ("reasoning", "web_search", "compaction"))
        turn = request.json["contents"][1]["parts"]
        assert [next(iter(part)) for part in turn] == ["text", "functionCall"]


async def test_vertex_goes_on_where_google_was() -> None:
    with ProviderServer() as server:
        first = await generate_text(
            provider_of(server)(YOUNG), prompt="What is the weather in Rome?", tools=[weather]
        )
        history = [UserMessage("What is the weather in Rome?"), *stored(first)]
        result = await generate_text(
            provider_of(server, vertex=True)(YOUNG), messages=history, tools=[weather]
        )

    assert "sunny in Rome" in result.text
    assert result.warnings == ()


# ---- streams


async def test_arguments_that_come_piece_by_piece() -> None:
    def piece(**call: Any) -> Any:
        return [{"functionCall": {"willContinue": True, **call}}]

    script = events(
        piece(name="weather"),
        piece(partialArgs=[{"jsonPath": "$.city", "stringValue": "Ro", "willContinue": True}]),
        piece(partialArgs=[{"jsonPath": "$.city", "stringValue": "me"}]),
        [{"functionCall": {}}],
        END,
    )
    with ProviderServer([script, Reply.text("Sunny.")]) as server:
        model = provider_of(server, vertex=True)(FLASH)
        deltas = ""
        async with stream_text(
            model, prompt="Weather?", tools=[weather], stop_when=is_step_count(2)
        ) as stream:
            async for part in stream:
                if part.type == "tool-input-delta":
                    deltas += part.delta
            result = await stream.result()

    assert json.loads(deltas) == {"city": "Rome"}
    assert [call.input for call in result.tool_calls] == [{"city": "Rome"}]
    assert result.text == "Sunny."


@pytest.mark.parametrize(
    "pieces",
    [
        ([{"text": "a"}],),
        ([{"text": "a"}], END, [{"text": "b"}]),
        ([{"functionCall": {"name": "weather", "willContinue": True}}], END),
    ],
)
async def test_a_stream_without_its_end_is_interrupted(pieces: Any) -> None:
    ran: list[str] = []

    @tool
    def weather(city: str = "") -> str:
        """The weather."""
        ran.append(city)
        return ""

    with ProviderServer([events(*pieces)]) as server:
        with pytest.raises(StreamInterruptedError) as caught:
            await run(True, provider_of(server)(FLASH), prompt="Hi", tools=[weather])

    assert ran == []
    assert caught.value.partial.text in ("", "a", "ab")


async def test_an_error_at_the_start_of_a_stream_is_tried_again() -> None:
    error = {"error": {"code": 503, "message": "overloaded", "status": "UNAVAILABLE"}}
    script = [events(error), Reply.text("Hi"), events([{"text": "a"}], error)]
    with ProviderServer(script) as server:
        model = provider_of(server)(FLASH)
        async with stream_text(model, prompt="Hi", timeout=60) as stream:
            result = await stream.result()
        with pytest.raises(OverloadedError, match="overloaded"):
            await run(True, model, prompt="Hi")

    assert result.text == "Hi"


# ---- what filters say


@houses("safety")
@BOTH
async def test_safety_settings_and_what_was_blocked(streaming: bool, vertex: bool) -> None:
    script = [
        Reply.refusal("Not this."),
        Reply.text("Well", finish_reason="content_filter"),
        Reply.tool_calls([("weather", "{bad")]),
    ]
    options = google.options(safety_threshold="BLOCK_ONLY_HIGH")
    with ProviderServer(script) as server:
        model = provider_of(server, vertex=vertex)(FLASH)
        refused, blocked, spoilt = [
            await run(streaming, model, prompt="Hi", provider_options=options) for _ in script
        ]
        (request, *_) = server.requests

    assert {row["threshold"] for row in request.json["safetySettings"]} == {"BLOCK_ONLY_HIGH"}
    assert (refused.finish_reason, refused.raw_finish_reason) == (
        "content-filter",
        "PROHIBITED_CONTENT",
    )
    assert (blocked.finish_reason, blocked.text) == ("content-filter", "Well")
    assert (spoilt.finish_reason, spoilt.tool_calls) == ("error", ())


# ---- what the service runs itself


@houses("provider-tools", "sources")
@BOTH
async def test_tools_that_the_service_runs(streaming: bool, vertex: bool) -> None:
    tools = [
        google.tools.google_search(),
        google.tools.code_execution(),
        google.tools.url_context(),
    ]
    with ProviderServer() as server:
        model = provider_of(server, vertex=vertex)(FLASH)
        first = await run(streaming, model, prompt="Read https://example.com/a", tools=tools)
        history = [UserMessage("Read https://example.com/a"), *stored(first)]
        await run(streaming, model, messages=[*history, UserMessage("More")], tools=tools)
        requests = [request.json for request in server.requests]

    assert [source.url for source in first.sources] == ["https://example.com/facts"]
    (call,) = first.tool_calls
    assert (call.tool_name, call.provider_executed) == ("code_execution", True)
    assert first.tool_results[0].output == {"outcome": "OUTCOME_OK", "output": "42\n"}
    metadata = first.provider_metadata[model.provider]
    assert (
        metadata["url_context_metadata"]["urlMetadata"][0]["retrievedUrl"]
        == "https://example.com/a"
    )
    sent = requests[1]["contents"][1]["parts"]
    assert sent[0] == {"executableCode": {"language": "PYTHON", "code": "print(6 * 7)"}}
    assert sent[1] == {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "42\n"}}


@BOTH
async def test_functions_beside_tools_of_the_service(streaming: bool) -> None:
    with ProviderServer() as server:
        result = await run(
            streaming,
            provider_of(server)(YOUNG),
            prompt="What is the weather in Rome?",
            tools=[weather, google.tools.google_search()],
            stop_when=is_step_count(3),
        )

    assert [call.tool_name for call in result.tool_calls] == ["weather", "google_search"]
    assert "sunny in Rome" in result.text


@pytest.mark.capability("google", "caching")
@BOTH
async def test_prompts_that_are_kept(streaming: bool) -> None:
    from httpx import post

    with ProviderServer() as server:
        body = {"model": f"models/{FLASH}", "contents": [{"parts": [{"text": "A long text."}]}]}
        kept = post(f"{server.origin}/v1beta/cachedContents", json=body).json()
        options = google.options(cached_content=kept["name"])
        model = provider_of(server)(FLASH)
        result = await run(streaming, model, prompt="Hi", provider_options=options)

    details = result.usage.input_token_details
    assert details.cache_read == kept["usageMetadata"]["totalTokenCount"]
    assert (details.no_cache or 0) + details.cache_read == result.usage.input_tokens


# ---- media


@houses("audio-in")
async def test_sound_in_prompts(vertex: bool) -> None:
    with ProviderServer() as server:
        sound = FilePart(b"ID3" + bytes(20), "audio/mpeg")
        result = await generate_text(
            provider_of(server, vertex=vertex)(FLASH),
            messages=[UserMessage([TextPart("What?"), sound])],
        )
        (request,) = server.requests

    assert result.text
    part = request.json["contents"][0]["parts"][1]["inlineData"]
    assert part["mimeType"] == "audio/mpeg"


@pytest.mark.capability("google", "image-edits")
@pytest.mark.capability("google_vertex", "image-edits")
async def test_edits_of_pictures() -> None:
    with ProviderServer() as server:
        for vertex in (False, True):
            provider = provider_of(server, vertex=vertex)
            result = await generate_image(
                provider.image("gemini-2.5-flash-image"), "Add a hat", images=[PNG]
            )
            assert result.image.bytes.startswith(b"\x89PNG")
        await generate_image(
            provider.image("imagen-3.0-capability-001"), "Add a hat", images=[PNG], mask=PNG
        )
        requests = [request.json for request in server.requests]

    parts = requests[0]["contents"][0]["parts"]
    assert [next(iter(part)) for part in parts] == ["inlineData", "text"]
    kinds = [row["referenceType"] for row in requests[2]["instances"][0]["referenceImages"]]
    assert kinds == ["REFERENCE_TYPE_RAW", "REFERENCE_TYPE_MASK"]


async def test_several_pictures_of_imagen() -> None:
    with ProviderServer() as server:
        model = provider_of(server).image("imagen-4.0-generate-001")
        result = await generate_image(model, "A cat", n=6, aspect_ratio="16:9")
        counts = [request.json["parameters"]["sampleCount"] for request in server.requests]

    assert len(result.images) == 6
    assert sorted(counts) == [2, 4]


@pytest.mark.capability("google", "images-in")
async def test_a_picture_in_an_answer() -> None:
    with ProviderServer() as server:
        result = await generate_text(
            provider_of(server)("gemini-2.5-flash-image"),
            messages=[UserMessage([TextPart("Redraw"), ImagePart(PNG)])],
            provider_options=google.options(response_modalities=["TEXT", "IMAGE"]),
        )
        history = [UserMessage("Redraw"), *stored(result), UserMessage("Again")]
        await generate_text(provider_of(server)(FLASH), messages=history)
        sent = server.requests[1].json["contents"][1]["parts"][0]

    (file,) = result.files
    assert file.bytes.startswith(b"\x89PNG")
    given = file.provider_metadata["google"]["thought_signature"]
    assert sent["thoughtSignature"] == given


async def test_speech_becomes_a_wav_file() -> None:
    with ProviderServer() as server:
        model = provider_of(server).speech("gemini-2.5-flash-preview-tts")
        whole = await generate_speech(model, "Hello there")
        bare = await generate_speech(model, "Hello there", output_format="pcm")

    assert whole.audio.media_type == "audio/wav"
    assert whole.audio.bytes[:4] == b"RIFF"
    assert whole.audio.bytes[44:] == bare.audio.bytes


@pytest.mark.parametrize("vertex", [False, True])
async def test_vectors(vertex: bool) -> None:
    with ProviderServer() as server:
        model = provider_of(server, vertex=vertex).embedding("gemini-embedding-001")
        options = google.embedding_options(output_dimensionality=8, task_type="CLUSTERING")
        many = await embed_many(model, ["a", "b", "c"], provider_options=options)
        one = await embed(model, "a", provider_options=options)
        actions = [request.path.rpartition(":")[2] for request in server.requests]

    assert [len(vector) for vector in many.embeddings] == [8, 8, 8]
    assert list(many.embeddings[0]) == list(one.embedding)
    assert many.usage.tokens == 3
    assert actions == (["predict"] * 4 if vertex else ["batchEmbedContents", "embedContent"])


# ---- addresses and tokens


@pytest.mark.parametrize("model", ["../files/x", "a?key=b", "a#b", "a\r\nb", ""])
async def test_ids_that_leave_their_place_are_refused_before_anything_is_sent(model: str) -> None:
    with ProviderServer() as server:
        with pytest.raises(InvalidArgumentError, match="model"):
            await generate_text(provider_of(server)(model), prompt="Hi")
        assert server.requests == []


@pytest.mark.capability("google_vertex", "tokens")
async def test_a_token_function_is_asked_for_each_call() -> None:
    tokens = iter(("token-1", "token-2"))
    with ProviderServer() as server:
        base = f"{server.origin}/v1beta1/projects/p/locations/l"
        vertex = create_google_vertex(base_url=base, token=lambda: next(tokens))
        await generate_text(vertex(FLASH), prompt="Hi")
        await run(True, vertex(FLASH), prompt="Hi")
        said = [request.headers["authorization"] for request in server.requests]
        (path, _) = [request.path for request in server.requests]

    assert said == ["Bearer token-1", "Bearer token-2"]
    assert (
        path == f"/v1beta1/projects/p/locations/l/publishers/google/models/{FLASH}:generateContent"
    )


class Credentials:
    """Stands in for google-auth's credentials."""

    valid = True
    token = "ya29.token"


async def test_credentials_of_google_auth() -> None:
    with ProviderServer() as server:
        vertex = create_google_vertex(
            base_url=f"{server.origin}/v1beta1", project="p", credentials=Credentials()
        )
        await generate_text(vertex(FLASH), prompt="Hi")
        (request,) = server.requests

    assert request.headers["authorization"] == "Bearer ya29.token"


async def test_the_key_shows_nowhere() -> None:
    key = "AIza-a-very-secret-key"
    with ProviderServer([Reply.error(400, f"the key {key} is wrong")]) as server:
        google = create_google(base_url=f"{server.origin}/v1beta", api_key=key)
        with pytest.raises(BadRequestError, match="redacted") as caught:
            await generate_text(google(FLASH), prompt="Hi")
        (request,) = server.requests

    assert key not in request.target
    assert key not in str(caught.value) + repr(google)
