"""google-genai reads every kind of answer that the provider server gives."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from google import genai
from google.genai import errors, types
from pydantic import BaseModel

from ai_sdk.testing import ProviderServer, Reply, TokenCount

from .intents import PNG
from .intents_google import function

Connect = Callable[..., genai.Client]
FLASH, YOUNG = "gemini-2.5-flash", "gemini-3-pro-preview"
BY_HAND = types.AutomaticFunctionCallingConfig(disable=True)
pytestmark = pytest.mark.filterwarnings("ignore:The generate_images method is deprecated")


class Person(BaseModel):
    name: str
    age: int
    tags: list[str]


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Make an official client of a server that follows the given script."""
    with ExitStack() as stack:

        def make(*script: Reply, vertex: bool = False, **settings: Any) -> genai.Client:
            server = stack.enter_context(ProviderServer(script or None, **settings))
            version = "v1beta1" if vertex else "v1beta"
            options = types.HttpOptions(base_url=server.origin, api_version=version)
            client = genai.Client(vertexai=vertex, api_key="test-key", http_options=options)
            return stack.enter_context(client)

        yield make


def config(**settings: Any) -> types.GenerateContentConfig:
    return types.GenerateContentConfig(automatic_function_calling=BY_HAND, **settings)


@pytest.mark.parametrize("vertex", [False, True])
def test_text_and_usage(connect: Connect, vertex: bool) -> None:
    client = connect(vertex=vertex)
    answer = client.models.generate_content(model=FLASH, contents="What is the capital of France?")

    assert answer.text == "The capital of France is Paris."
    assert answer.candidates is not None and answer.usage_metadata is not None
    assert answer.candidates[0].finish_reason == types.FinishReason.STOP
    usage = answer.usage_metadata
    assert usage.total_token_count == (
        (usage.prompt_token_count or 0)
        + (usage.candidates_token_count or 0)
        + (usage.thoughts_token_count or 0)
    )
    assert (answer.model_version, bool(answer.response_id)) == (FLASH, True)


def test_a_stream(connect: Connect) -> None:
    pieces = list(connect().models.generate_content_stream(model=FLASH, contents="Count to 4."))

    assert len(pieces) > 3
    assert "".join(piece.text or "" for piece in pieces) == "1 2 3 4"
    assert pieces[-1].usage_metadata is not None


def test_an_asynchronous_stream(connect: Connect) -> None:
    client = connect()

    async def read() -> str:
        text = ""
        async for piece in await client.aio.models.generate_content_stream(
            model=FLASH, contents="Count to 4."
        ):
            text += piece.text or ""
        await client.aio.aclose()
        return text

    assert asyncio.run(read()) == "1 2 3 4"


@pytest.mark.parametrize("model", [FLASH, YOUNG])
def test_calls_and_their_results(connect: Connect, model: str) -> None:
    client = connect()
    contents: list[Any] = [types.UserContent("What is the weather in Oslo?")]
    answer = client.models.generate_content(
        model=model, contents=contents, config=config(tools=[function()])
    )
    assert answer.candidates is not None and answer.function_calls is not None
    (call,) = answer.function_calls
    assert (call.name, call.args) == ("get_weather", {"city": "Oslo"})
    told = answer.candidates[0].content
    assert told is not None and told.parts is not None
    assert told.parts[-1].thought_signature

    result = types.FunctionResponse(id=call.id, name=call.name, response={"sky": "sunny"})
    contents += [told, types.Content(role="user", parts=[types.Part(function_response=result)])]
    final = client.models.generate_content(
        model=model, contents=contents, config=config(tools=[function()])
    )
    assert "sunny" in (final.text or "")


def test_an_automatic_call(connect: Connect) -> None:
    def get_weather(city: str) -> str:
        """The weather."""
        return f"sunny in {city}"

    answer = connect().models.generate_content(
        model=YOUNG,
        contents="What is the weather in Oslo?",
        config=types.GenerateContentConfig(tools=[get_weather]),
    )
    assert "sunny in Oslo" in (answer.text or "")


@pytest.mark.parametrize("field", ["response_schema", "response_json_schema"])
def test_an_object(connect: Connect, field: str) -> None:
    form: Any = Person if field == "response_schema" else Person.model_json_schema()
    answer = connect().models.generate_content(
        model=FLASH,
        contents="Invent a person.",
        config=config(response_mime_type="application/json", **{field: form}),
    )

    assert Person.model_validate_json(answer.text or "").age >= 0


def test_thoughts(connect: Connect) -> None:
    answer = connect().models.generate_content(
        model=FLASH,
        contents="Hi",
        config=config(thinking_config=types.ThinkingConfig(include_thoughts=True)),
    )

    assert answer.candidates is not None and answer.candidates[0].content is not None
    parts = answer.candidates[0].content.parts or []
    assert [part.thought for part in parts] == [True, None]
    assert answer.usage_metadata is not None and answer.usage_metadata.thoughts_token_count


def test_sources_code_and_pages(connect: Connect) -> None:
    tools = [
        types.Tool(google_search=types.GoogleSearch()),
        types.Tool(code_execution=types.ToolCodeExecution()),
        types.Tool(url_context=types.UrlContext()),
        types.Tool(google_maps=types.GoogleMaps()),
    ]
    answer = connect().models.generate_content(
        model=FLASH, contents="What does https://example.com say?", config=config(tools=tools)
    )

    assert answer.candidates is not None
    candidate = answer.candidates[0]
    assert candidate.grounding_metadata is not None and candidate.url_context_metadata is not None
    chunks = candidate.grounding_metadata.grounding_chunks or []
    assert [bool(chunk.web) for chunk in chunks] == [True, False]
    assert (answer.executable_code, answer.code_execution_result) == ("print(6 * 7)", "42\n")


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply.text("cut", finish_reason="length"), types.FinishReason.MAX_TOKENS),
        (Reply.text("", finish_reason="content_filter"), types.FinishReason.SAFETY),
        (Reply.tool_calls([("f", "{bad")]), types.FinishReason.MALFORMED_FUNCTION_CALL),
    ],
)
def test_finish_reasons(connect: Connect, reply: Reply, reason: types.FinishReason) -> None:
    answer = connect(reply).models.generate_content(model=FLASH, contents="Hi")

    assert answer.candidates is not None
    assert answer.candidates[0].finish_reason == reason


def test_a_refused_prompt(connect: Connect) -> None:
    answer = connect(Reply.refusal("No.")).models.generate_content(model=FLASH, contents="Hi")

    assert answer.prompt_feedback is not None
    assert answer.prompt_feedback.block_reason == types.BlockedReason.PROHIBITED_CONTENT


def test_cached_tokens(connect: Connect) -> None:
    reply = Reply.text("Hi", tokens=TokenCount(input=9, output=2, cached=4))
    answer = connect(reply).models.generate_content(model=FLASH, contents="Hi")

    assert answer.usage_metadata is not None
    assert answer.usage_metadata.cached_content_token_count == 4


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
def test_errors(connect: Connect, status: int) -> None:
    with pytest.raises(errors.APIError) as caught:
        connect(Reply.error(status, "Broken.")).models.generate_content(model=FLASH, contents="Hi")
    assert (caught.value.code, caught.value.message) == (status, "Broken.")


def test_a_wrong_key(connect: Connect) -> None:
    with pytest.raises(errors.ClientError, match="API key not valid"):
        connect(api_key="another").models.generate_content(model=FLASH, contents="Hi")


@pytest.mark.parametrize("vertex", [False, True])
def test_vectors(connect: Connect, vertex: bool) -> None:
    client = connect(vertex=vertex)
    settings = types.EmbedContentConfig(output_dimensionality=8)
    model = "text-embedding-005" if vertex else "gemini-embedding-001"
    found = client.models.embed_content(model=model, contents=["a", "b"], config=settings)

    assert [len(each.values or ()) for each in found.embeddings or ()] == [8, 8]


def test_pictures(connect: Connect) -> None:
    vertex = connect(vertex=True)
    painted = vertex.models.generate_images(
        model="imagen-4.0-generate-001",
        prompt="A cat",
        config=types.GenerateImagesConfig(number_of_images=2),
    )
    images = [each.image for each in painted.generated_images or ()]
    assert [image.image_bytes[:4] for image in images if image and image.image_bytes] == [
        PNG[:4]
    ] * 2
    answer = connect().models.generate_content(
        model="gemini-2.5-flash-image",
        contents="A cat",
        config=config(response_modalities=["IMAGE"]),
    )
    parts = answer.parts or []
    assert parts[0].inline_data is not None
    assert (parts[0].inline_data.data or b"").startswith(b"\x89PNG")


def test_sound(connect: Connect) -> None:
    answer = connect().models.generate_content(
        model="gemini-2.5-flash-preview-tts",
        contents="Hello",
        config=config(response_modalities=["AUDIO"]),
    )

    parts = answer.parts or []
    assert parts[0].inline_data is not None
    assert (parts[0].inline_data.mime_type or "").startswith("audio/L16")


def test_counts_models_files_and_caches(connect: Connect) -> None:
    client = connect()
    count = client.models.count_tokens(model=FLASH, contents="Hello there")
    names = [model.name for model in client.models.list(config=types.ListModelsConfig(page_size=2))]
    file = client.files.upload(
        file=io.BytesIO(b"hello"),
        config=types.UploadFileConfig(mime_type="text/plain", display_name="a.txt"),
    )
    cache = client.caches.create(
        model=FLASH, config=types.CreateCachedContentConfig(contents=["Long text"], ttl="60s")
    )
    answer = client.models.generate_content(
        model=FLASH, contents=["Read", file], config=config(cached_content=cache.name)
    )

    assert (count.total_tokens or 0) > 0
    assert f"models/{FLASH}" in names
    assert client.files.get(name=file.name or "").size_bytes == 5
    assert answer.usage_metadata is not None
    assert (answer.usage_metadata.cached_content_token_count or 0) > 0
