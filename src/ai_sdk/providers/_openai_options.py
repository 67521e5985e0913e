"""OpenAI's options: the generated ones, and the few that are no field of a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from ..wire.openai_options import (
    OpenAIChatOptions,
    OpenAICompletionOptions,
    OpenAIEmbeddingOptions,
    OpenAIFileOptions,
    OpenAIImageOptions,
    OpenAIResponsesOptions,
    OpenAISpeechOptions,
    OpenAITranscriptionOptions,
)

__all__ = [
    "ChatOptions",
    "CompletionOptions",
    "EmbeddingOptions",
    "FileOptions",
    "ImageOptions",
    "ResponsesOptions",
    "SpeechOptions",
    "TranscriptionOptions",
]

Effort = Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"] | str


class ResponsesOptions(OpenAIResponsesOptions, total=False):
    """Options of the Responses API.

    `reasoning_effort` and `reasoning_summary` fill `reasoning`; `text_verbosity` fills `text`;
    `strict_json_schema` holds objects to their schema (on by default); `system_message_mode` says
    how instructions are sent; `allowed_tools` limits the tools without changing the list;
    `logprobs` asks for log probabilities (True, or how many alternatives).
    """

    reasoning_effort: Effort | None
    reasoning_summary: Literal["auto", "concise", "detailed"] | None
    text_verbosity: Literal["low", "medium", "high"] | None
    strict_json_schema: bool
    system_message_mode: Literal["system", "developer", "remove"]
    allowed_tools: Mapping[str, Any] | Sequence[str]
    logprobs: bool | int
    instructions: str | None


class ChatOptions(OpenAIChatOptions, total=False):
    """Options of Chat Completions; see `ResponsesOptions` for those that are no wire field."""

    strict_json_schema: bool
    system_message_mode: Literal["system", "developer", "remove"]
    text_verbosity: Literal["low", "medium", "high"] | None


class CompletionOptions(OpenAICompletionOptions, total=False):
    """Options of Completions."""


class EmbeddingOptions(OpenAIEmbeddingOptions, total=False):
    """Options of embeddings."""


class FileOptions(OpenAIFileOptions, total=False):
    """Options of uploads. `expires_after` says when the file is deleted."""


class ImageOptions(OpenAIImageOptions, total=False):
    """Options of image generation and edits. `multipart` False sends an edit's images as JSON."""

    multipart: bool


class SpeechOptions(OpenAISpeechOptions, total=False):
    """Options of speech."""


class TranscriptionOptions(OpenAITranscriptionOptions, total=False):
    """Options of transcription. `translate` asks for English text whatever is spoken."""

    translate: bool
