"""One body per capability, over every provider that the local server stands in for.

`tests/capabilities/__init__.py` tells what becomes of the marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from ai_sdk.aio import (
    AuthenticationError,
    FilePart,
    ImagePart,
    Output,
    RateLimitError,
    TextPart,
    UserMessage,
    count_tokens,
    embed_many,
    generate_image,
    generate_object,
    generate_speech,
    generate_text,
    is_step_count,
    list_models,
    stream_object,
    stream_text,
    tool,
    transcribe,
    upload_file,
)
from ai_sdk.cli.local import LOCAL
from ai_sdk.testing import ProviderServer, Reply
from tests.capabilities.shared import SHARED, shown_by

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc0f01f0005000101a2b5d1ee0000000049454e44ae426082"
)
WAV = b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0data\0\0\0\0"


def shows(capability: str) -> Any:
    """Run a test over all providers that have the capability, and mark it as showing it."""
    assert capability in SHARED
    marked = [
        pytest.param(name, marks=pytest.mark.capability(name, capability))
        for name in shown_by(capability)
    ]
    return pytest.mark.parametrize("name", marked)


@contextmanager
def provider_on(name: str, *script: Reply) -> Iterator[tuple[Any, ProviderServer]]:
    with ProviderServer(script or None) as server:
        yield LOCAL[name].made(server.origin), server


@contextmanager
def model_on(name: str, *script: Reply) -> Iterator[tuple[Any, ProviderServer]]:
    with provider_on(name, *script) as (provider, server):
        yield provider(LOCAL[name].models["language"]), server


@dataclass
class Recipe:
    """A recipe."""

    name: str
    minutes: int
    steps: list[str]


@tool
def weather(city: str) -> str:
    """The weather in a city.

    Args:
        city: name of the city.
    """
    return f"18 degrees and sunny in {city}"


@shows("text")
async def test_text(name: str) -> None:
    with model_on(name) as (model, _):
        result = await generate_text(model, prompt="Count to 4.")

    assert result.text == "1 2 3 4"
    assert result.finish_reason == "stop"
    assert (result.usage.input_tokens or 0) > 0
    assert (result.usage.output_tokens or 0) > 0
    assert result.response.model_id


@shows("streaming")
async def test_streaming(name: str) -> None:
    with model_on(name) as (model, _):
        pieces: list[str] = []
        async with stream_text(model, prompt="Count to 4.") as stream:
            async for delta in stream.text_stream:
                pieces.append(delta)
            result = await stream.result()

    assert len(pieces) > 1
    assert "".join(pieces) == result.text == "1 2 3 4"
    assert (result.usage.output_tokens or 0) > 0


@shows("conversation")
async def test_conversation(name: str) -> None:
    with model_on(name, Reply.text("Hello Ada."), Reply.text("Ada.")) as (model, server):
        messages: list[Any] = [UserMessage("My name is Ada.")]
        answer = await generate_text(model, messages=messages)
        messages += answer.response_messages
        messages.append(UserMessage("What is my name?"))
        result = await generate_text(model, messages=messages)
        first, second = server.requests

    assert result.text == "Ada."
    assert b"Hello Ada." not in first.body
    assert b"Hello Ada." in second.body
    assert b"What is my name?" in second.body


@shows("instructions")
async def test_instructions(name: str) -> None:
    with model_on(name) as (model, server):
        await generate_text(model, instructions="Speak like a pirate.", prompt="Hi")
        (request,) = server.requests

    assert b"Speak like a pirate." in request.body


@shows("settings")
async def test_settings(name: str) -> None:
    with model_on(name) as (model, server):
        result = await generate_text(
            model, prompt="Why is the sky blue?", max_output_tokens=17, reasoning="none"
        )
        (request,) = server.requests

    assert result.finish_reason == "length"
    assert b"17" in request.body


@shows("tools")
async def test_tools(name: str) -> None:
    with model_on(name) as (model, _):
        result = await generate_text(
            model,
            prompt="What is the weather in Lisbon?",
            tools=[weather],
            stop_when=is_step_count(3),
        )

    assert [(call.tool_name, call.input) for call in result.tool_calls] == [
        ("weather", {"city": "Lisbon"})
    ]
    assert len(result.steps) == 2
    assert result.steps[0].finish_reason == "tool-calls"
    assert "18 degrees and sunny in Lisbon" in result.text


@shows("tool-choice")
async def test_tool_choice(name: str) -> None:
    choice = {"type": "tool", "tool_name": "weather"}
    with model_on(name) as (model, _):
        result = await generate_text(
            model, prompt="Say hello to Lisbon.", tools=[weather], tool_choice=choice
        )

    assert [call.tool_name for call in result.tool_calls] == ["weather"]


@shows("objects")
async def test_objects(name: str) -> None:
    with model_on(name) as (model, _):
        result = await generate_object(model, Recipe, prompt="A recipe for pancakes.")

    assert result.object.name == "Pancakes"
    assert result.object.minutes > 0
    assert result.object.steps


@shows("partial-objects")
async def test_partial_objects(name: str) -> None:
    seen: list[Any] = []
    with model_on(name) as (model, _):
        async with stream_object(model, Recipe, prompt="A recipe for pancakes.") as stream:
            async for partial in stream.partial_object_stream:
                seen.append(partial)
            result = await stream.result()

    assert len(seen) > 2
    assert result.object.name == "Pancakes"


@shows("json")
async def test_json(name: str) -> None:
    with model_on(name) as (model, _):
        result = await generate_text(model, prompt="Say hello as JSON.", output=Output.json())

    assert isinstance(result.output, dict)


@shows("images-in")
async def test_images_in(name: str) -> None:
    question = UserMessage([TextPart("What is this?"), ImagePart(PNG, "image/png")])
    with model_on(name) as (model, server):
        result = await generate_text(model, messages=[question])
        (request,) = server.requests

    assert result.text
    assert b"iVBORw0KGgo" in request.body


@shows("documents-in")
async def test_documents_in(name: str) -> None:
    question = UserMessage([TextPart("Sum it up."), FilePart(PDF, "application/pdf", "a.pdf")])
    with model_on(name) as (model, server):
        result = await generate_text(model, messages=[question])
        (request,) = server.requests

    assert result.text
    assert b"JVBERi0xLjcK" in request.body


@shows("errors")
async def test_errors(name: str) -> None:
    script = (Reply.error(429, retry_after=0), Reply.text("at last"), Reply.error(401))
    with model_on(name, *script) as (model, server):
        result = await generate_text(model, prompt="Hi")
        with pytest.raises(AuthenticationError):
            await generate_text(model, prompt="Hi")
        server.say_next(Reply.error(429))
        with pytest.raises(RateLimitError):
            await generate_text(model, prompt="Hi", max_retries=0)

    assert result.text == "at last"
    assert [attempt.status for attempt in result.attempts] == [429, 200]


@shows("token-counts")
async def test_token_counts(name: str) -> None:
    with model_on(name) as (model, _):
        short = await count_tokens(model, prompt="Hi")
        longer = await count_tokens(model, prompt="Hi there, how do you do?", tools=[weather])

    assert 0 < short.input_tokens < longer.input_tokens


@shows("model-lists")
async def test_model_lists(name: str) -> None:
    with provider_on(name) as (provider, _):
        found = await list_models(provider)

    assert len(found) > 0
    assert all(model.id for model in found)


@shows("uploads")
async def test_uploads(name: str) -> None:
    with provider_on(name) as (provider, _):
        file = await upload_file(provider, PDF, filename="report.pdf")

    assert file.id
    assert file.provider == provider.name
    assert file.media_type == "application/pdf"


@shows("file-ids")
async def test_file_ids(name: str) -> None:
    with provider_on(name) as (provider, server):
        file = await upload_file(provider, PDF, filename="report.pdf")
        question = UserMessage([TextPart("Sum it up."), file.part()])
        result = await generate_text(provider(LOCAL[name].models["language"]), messages=[question])
        last = server.requests[-1]

    assert result.text
    assert file.id.encode() in last.body


@shows("embeddings")
async def test_embeddings(name: str) -> None:
    with provider_on(name) as (provider, _):
        model = provider.embedding(LOCAL[name].models["embedding"])
        result = await embed_many(model, ["a cat", "a kitten"])

    first, second = result.embeddings
    assert len(first) == len(second) > 10
    assert list(first) != list(second)


@shows("image-generation")
async def test_image_generation(name: str) -> None:
    with provider_on(name) as (provider, _):
        result = await generate_image(
            provider.image(LOCAL[name].models["image"]), "A lighthouse at dusk"
        )

    assert result.image.bytes.startswith(b"\x89PNG")


@shows("speech")
async def test_speech(name: str) -> None:
    with provider_on(name) as (provider, _):
        result = await generate_speech(provider.speech(LOCAL[name].models["speech"]), "Hello")

    assert result.audio.bytes
    assert (result.audio.media_type or "").startswith("audio/")


@shows("transcription")
async def test_transcription(name: str) -> None:
    with provider_on(name) as (provider, _):
        model = provider.transcription(LOCAL[name].models["transcription"])
        result = await transcribe(model, WAV)

    assert result.text
