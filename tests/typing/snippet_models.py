"""Handles, providers, options, clients."""

from __future__ import annotations

import os

from ai_sdk import (
    EmbeddingModel,
    HTTPClient,
    ImageModel,
    LanguageModel,
    Secret,
    SpeechModel,
    TranscriptionModel,
    aio,
    create_openai,
    generate_text,
    openai,
    openai_compatible,
)
from ai_sdk.aio import AsyncHTTPClient
from ai_sdk.testing import MockLanguageModel


def handles() -> None:
    """Every handle is a model of its kind."""
    language: LanguageModel = openai("gpt-5")
    language = openai.chat("gpt-5")
    language = openai.responses("gpt-5")
    language = MockLanguageModel(text="hello")
    embedding: EmbeddingModel = openai.embedding("text-embedding-3-small")
    image: ImageModel = openai.image("gpt-image-1")
    speech: SpeechModel = openai.speech("gpt-4o-mini-tts")
    transcription: TranscriptionModel = openai.transcription("whisper-1")
    print(language.model_id, embedding.provider, image, speech, transcription)
    generate_text(embedding, prompt="p")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]


def providers() -> None:
    """Providers of one's own."""
    mine = create_openai(api_key=lambda: os.environ["MY_KEY"], headers={"x-team": "blue"})
    generate_text(mine("gpt-5"), prompt="p")
    generate_text(create_openai(api_key="k").chat("gpt-5"), prompt="p")
    generate_text(create_openai(api_key=Secret("k"))("gpt-5"), prompt="p")
    local = openai_compatible(name="local", base_url="http://localhost:8080/v1")
    generate_text(local("m"), prompt="p", provider_options=local.options(anything=1))
    create_openai(api_key=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def options() -> None:
    """Provider options are typed by name."""
    some = openai.options(reasoning_effort="high", store=False, text_verbosity="low")
    more = some | openai.options(metadata={"team": "blue"}) | {"other": {"a": 1}}
    generate_text(openai("gpt-5"), prompt="p", provider_options=more)
    generate_text(openai("gpt-5"), prompt="p", provider_options={"openai": {"store": False}})
    openai.chat_options(parallel_tool_calls=False)
    openai.embedding_options(dimensions=256)
    openai.image_options(quality="high")
    openai.options(stoer=False)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    openai.options(store="no")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    openai.image_options(quality=1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def clients() -> None:
    """A client lives in a block."""
    with HTTPClient() as client:
        generate_text("openai:gpt-5", prompt="p", client=client)
        generate_text(create_openai(client=client)("gpt-5"), prompt="p")


async def async_clients() -> None:
    """The other colour has a client of its own."""
    async with AsyncHTTPClient() as client:
        await aio.generate_text("openai:gpt-5", prompt="p", client=client)
        generate_text("openai:gpt-5", prompt="p", client=client)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]
