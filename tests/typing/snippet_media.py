"""Embeddings, images, speech, transcription."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import assert_type

from ai_sdk import (
    EmbeddingUsage,
    EmbedManyResult,
    EmbedResult,
    FilePart,
    ImageResult,
    SpeechResult,
    TranscriptionResult,
    TranscriptSegment,
    aio,
    cosine_similarity,
    embed,
    embed_many,
    generate_image,
    generate_speech,
    openai,
    transcribe,
)


def embeddings() -> None:
    """Vectors."""
    one = embed("openai:text-embedding-3-small", "sunny day")
    assert_type(one, EmbedResult)
    assert_type(one.embedding, Sequence[float])
    assert_type(one.usage, EmbeddingUsage)
    model = openai.embedding("text-embedding-3-small")
    many = embed_many(model, ["a", "b"], provider_options=openai.embedding_options(dimensions=64))
    assert_type(many, EmbedManyResult)
    assert_type(many.embeddings[0], Sequence[float])
    assert_type(cosine_similarity(many.embeddings[0], many.embeddings[1]), float)


def images() -> None:
    """Pictures."""
    result = generate_image("openai:gpt-image-1", "A lighthouse", size="1024x1024", n=2)
    assert_type(result, ImageResult)
    assert_type(result.image, FilePart)
    assert_type(result.images, tuple[FilePart, ...])
    assert_type(result.image.bytes, bytes)
    generate_image("openai:gpt-image-1", "A hat", images=[Path("cat.png")], mask=b"png")


def sounds() -> None:
    """There and back."""
    spoken = generate_speech("openai:gpt-4o-mini-tts", "Good morning", voice="coral")
    assert_type(spoken, SpeechResult)
    assert_type(spoken.audio.media_type, str | None)
    heard = transcribe("openai:whisper-1", spoken.audio)
    assert_type(heard, TranscriptionResult)
    assert_type(heard.text, str)
    assert_type(heard.segments, tuple[TranscriptSegment, ...])
    assert_type(heard.duration, float | None)
    transcribe("openai:whisper-1", Path("interview.mp3"))


async def awaited() -> None:
    """The same in the other colour."""
    assert_type(await aio.embed("openai:e", "sunny"), EmbedResult)
    assert_type(await aio.embed_many("openai:e", ["sunny"]), EmbedManyResult)
    assert_type(await aio.generate_image("openai:i", "A cat"), ImageResult)
    assert_type(await aio.generate_speech("openai:s", "Hello"), SpeechResult)
    assert_type(await aio.transcribe("openai:t", b"audio"), TranscriptionResult)
