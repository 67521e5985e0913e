"""OpenAI's records: which surfaces, how they are walked and expressed, what stands in."""

from __future__ import annotations

from typing import Any

from .driver import Book
from .exceptions import NO_CALL, NO_ONE_ANSWER, OPENAI
from .expected import Expected, ExpectedImages, ExpectedVectors
from .expected_openai_chat import walk_chat
from .expected_openai_media import walk_media
from .expected_openai_responses import walk_responses
from .expected_vendors import completion, walk_vendor
from .express_openai import express
from .intention import Intention
from .records import Record, load

SURFACES = ("chat", "completions", "responses", "embeddings", "images", "audio")


def records() -> tuple[Record, ...]:
    """All records that must be shown."""
    return load("openai", SURFACES)


def walk_text(record: Record) -> Expected:
    """The expected outcome of a completion."""
    return walk_vendor(record, completion)


def walk(record: Record) -> Expected:
    """The expected outcome of a record."""
    walks = {"chat": walk_chat, "completions": walk_text, "responses": walk_responses}
    return walks.get(record.api, walk_media)(record)


def stand_in(record: Record) -> Intention:
    """A call whose answer the recorded one could be."""
    if record.api in ("chat", "completions", "responses"):
        function = "stream_text" if record.streamed else "generate_text"
        surface = record.api.removesuffix("s") if record.api == "completions" else record.api
        return Intention(function, surface, "gpt-4o", {"prompt": "Hi"})
    expected = walk(record)
    if record.api == "embeddings":
        count = len(expected.vectors) if isinstance(expected, ExpectedVectors) else 1
        return _media("embed_many", "embedding", values=["Hi"] * count)
    if record.api == "images":
        count = len(expected.images) if isinstance(expected, ExpectedImages) else 1
        return _media("generate_image", "image", prompt="Hi", n=count)
    if str(record.response["headers"].get("content-type", "")).startswith("audio/"):
        return _media("generate_speech", "speech", text="Hi")
    options: dict[str, Any] = {"provider_options": {"openai": {"stream": True}}}
    return _media(
        "transcribe", "transcription", audio=b"RIFF", **(options if record.streamed else {})
    )


def _media(function: str, surface: str, **arguments: Any) -> Intention:
    models = {
        "embedding": "text-embedding-3-small",
        "image": "gpt-image-1",
        "speech": "gpt-4o-mini-tts",
        "transcription": "gpt-4o-transcribe",
    }
    return Intention(function, surface, models[surface], arguments)


BOOK = Book(records, walk, express, stand_in, OPENAI, NO_CALL, NO_ONE_ANSWER)
