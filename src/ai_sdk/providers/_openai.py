"""OpenAI: Responses by default, Chat Completions, embeddings, images, speech, transcription."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..types._value import EMPTY, field, value
from ..types.endpoint import APIKey, Endpoint
from ..types.models import TEXT_ONLY, ModelCapabilities
from ._keys import secret_key
from ._openai_models import OpenAIModels
from .handles import (
    EmbeddingHandle,
    ImageHandle,
    LanguageHandle,
    ServicesHandle,
    SpeechHandle,
    TranscriptionHandle,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

__all__ = ["OpenAIProvider", "create_openai", "openai", "secret_key"]

# Images per call by model (OpenAI's API reference, images/generations, parameter n).
_ONE_IMAGE = ("dall-e-3",)
_MAX_IMAGES = 10
# Inputs of one embeddings call (OpenAI's API reference, embeddings, parameter input).
_MAX_EMBEDDINGS = 2048


@value
class OpenAIProvider(OpenAIModels):
    """OpenAI's models. Call it with a model id, or use one of its methods for another kind.

    Example:
        >>> openai("gpt-5").provider, openai.embedding("text-embedding-3-small").kind
        ('openai', 'embedding')
    """

    endpoint: Endpoint = field(repr=False)
    client: Any = field(default=None, repr=False, eq=False)

    def __call__(self, model_id: str) -> LanguageHandle:
        """A language model over the Responses API."""
        return self.responses(model_id)

    def language(self, model_id: str) -> LanguageHandle:
        """The language model that "openai:model-id" means: over the Responses API."""
        return self.responses(model_id)

    def responses(self, model_id: str) -> LanguageHandle:
        """A language model over the Responses API."""
        from ..wire.openai_responses.dialect import OPENAI

        capabilities = ModelCapabilities(
            url_media_types=("image/", "application/pdf"), schema_dialect="openai-strict"
        )
        return LanguageHandle(
            model_id, self.endpoint, "openai_responses", OPENAI, self.client, capabilities
        )

    def chat(self, model_id: str) -> LanguageHandle:
        """A language model over Chat Completions."""
        from ..wire.openai_chat.dialect import OPENAI

        capabilities = ModelCapabilities(
            url_media_types=("image/",), schema_dialect="openai-strict"
        )
        return LanguageHandle(
            model_id, self.endpoint, "openai_chat", OPENAI, self.client, capabilities
        )

    def completion(self, model_id: str) -> LanguageHandle:
        """An older language model that goes on with a text, over Completions."""
        from ..wire.openai_chat.dialect import OPENAI_COMPLETIONS

        return LanguageHandle(
            model_id,
            self.endpoint,
            "openai_completions",
            OPENAI_COMPLETIONS,
            self.client,
            TEXT_ONLY,
        )

    def embedding(self, model_id: str) -> EmbeddingHandle:
        """An embedding model."""
        return EmbeddingHandle(
            model_id,
            self.endpoint,
            "openai_media.embeddings",
            self._media,
            self.client,
            _MAX_EMBEDDINGS,
        )

    def image(self, model_id: str) -> ImageHandle:
        """An image model."""
        limit = 1 if model_id.startswith(_ONE_IMAGE) else _MAX_IMAGES
        return ImageHandle(
            model_id, self.endpoint, "openai_media.images", self._media, self.client, limit
        )

    def speech(self, model_id: str) -> SpeechHandle:
        """A speech model."""
        return SpeechHandle(
            model_id, self.endpoint, "openai_media.speech", self._media, self.client
        )

    def transcription(self, model_id: str) -> TranscriptionHandle:
        """A transcription model."""
        return TranscriptionHandle(
            model_id, self.endpoint, "openai_media.transcription", self._media, self.client
        )

    @cached_property
    def _media(self) -> Any:
        from ..wire.openai_media.dialect import OPENAI

        return OPENAI

    @property
    def services(self) -> ServicesHandle:
        """What `list_models` and `upload_file` talk to."""
        from ..wire.openai_services.dialect import OPENAI

        return ServicesHandle(self.endpoint, "openai_services", OPENAI, self.client)

    @property
    def tools(self) -> ModuleType:
        """The tools that OpenAI runs itself: `openai.tools.web_search()` and its like."""
        from . import _openai_tools

        return _openai_tools


def create_openai(
    *,
    api_key: APIKey = None,
    base_url: str | None = None,
    organization: str | None = None,
    project: str | None = None,
    headers: Mapping[str, str] = EMPTY,
    query: Mapping[str, str] = EMPTY,
    client: Any = None,
    name: str = "openai",
) -> OpenAIProvider:
    """OpenAI with settings of your own: another key, address, organisation, headers.

    Args:
        api_key: the key, a `Secret`, or a function that returns the key; by default the
            environment variable OPENAI_API_KEY at the time of each call.
        base_url: the API's address; by default OPENAI_BASE_URL or OpenAI's own.
        organization: organisation to bill; by default OPENAI_ORG_ID.
        project: project to bill; by default OPENAI_PROJECT_ID.
        headers: further header lines of every request.
        query: query parameters of every request.
        client: an `HTTPClient` or `AsyncHTTPClient`; the shared default one otherwise.
        name: name of the provider in messages and in `provider_options`.

    Example:
        >>> create_openai(base_url="http://localhost:8080/v1", api_key="none")("m").model_id
        'm'
    """
    api_key = secret_key(api_key)
    lines = dict(headers)
    if organization is not None:
        lines["openai-organization"] = organization
    if project is not None:
        lines["openai-project"] = project
    endpoint = Endpoint(
        name,
        default_base_url="https://api.openai.com/v1",
        base_url=base_url,
        base_url_variable="OPENAI_BASE_URL",
        api_key=api_key,
        api_key_variable="OPENAI_API_KEY",
        headers=lines,
        header_variables={
            "openai-organization": "OPENAI_ORG_ID",
            "openai-project": "OPENAI_PROJECT_ID",
        },
        query=query,
    )
    return OpenAIProvider(endpoint, client)


openai = create_openai()
