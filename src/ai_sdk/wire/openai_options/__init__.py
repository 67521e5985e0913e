"""The typed options of OpenAI's requests: made from the spec, meant for the caller."""

from __future__ import annotations

from ._generated import (
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
    "OpenAIChatOptions",
    "OpenAICompletionOptions",
    "OpenAIEmbeddingOptions",
    "OpenAIFileOptions",
    "OpenAIImageOptions",
    "OpenAIResponsesOptions",
    "OpenAISpeechOptions",
    "OpenAITranscriptionOptions",
]
