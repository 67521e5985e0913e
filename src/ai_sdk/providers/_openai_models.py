"""What OpenAI's and Azure's providers have in common: where they are, and their typed options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._pickling import Picklable
from .options import ProviderOptions

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._openai_options import (
        ChatOptions,
        CompletionOptions,
        EmbeddingOptions,
        FileOptions,
        ImageOptions,
        ResponsesOptions,
        SpeechOptions,
        TranscriptionOptions,
    )

__all__ = ["OpenAIModels"]


class OpenAIModels(Picklable):
    """A provider of OpenAI's models. No value by itself: to build one more costs a first call."""

    @property
    def name(self) -> str:
        """The provider's name, as in model strings and `provider_options`."""
        return self.endpoint.provider

    def options(self, **options: Unpack[ResponsesOptions]) -> ProviderOptions:
        """`provider_options` for the Responses API, with names and types checked.

        Example:
            >>> openai.options(reasoning_effort="high", store=False)
            {'openai': {'reasoning_effort': 'high', 'store': False}}
        """
        return ProviderOptions({self.name: dict(options)})

    def chat_options(self, **options: Unpack[ChatOptions]) -> ProviderOptions:
        """`provider_options` for Chat Completions."""
        return ProviderOptions({self.name: dict(options)})

    def completion_options(self, **options: Unpack[CompletionOptions]) -> ProviderOptions:
        """`provider_options` for Completions."""
        return ProviderOptions({self.name: dict(options)})

    def embedding_options(self, **options: Unpack[EmbeddingOptions]) -> ProviderOptions:
        """`provider_options` for embeddings."""
        return ProviderOptions({self.name: dict(options)})

    def image_options(self, **options: Unpack[ImageOptions]) -> ProviderOptions:
        """`provider_options` for images."""
        return ProviderOptions({self.name: dict(options)})

    def speech_options(self, **options: Unpack[SpeechOptions]) -> ProviderOptions:
        """`provider_options` for speech."""
        return ProviderOptions({self.name: dict(options)})

    def transcription_options(self, **options: Unpack[TranscriptionOptions]) -> ProviderOptions:
        """`provider_options` for transcription."""
        return ProviderOptions({self.name: dict(options)})

    def file_options(self, **options: Unpack[FileOptions]) -> ProviderOptions:
        """`provider_options` for `upload_file`."""
        return ProviderOptions({self.name: dict(options)})
