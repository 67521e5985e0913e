"""Any server that speaks OpenAI's Chat Completions: Ollama, vLLM, llama.cpp, LM Studio, ..."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..types._value import EMPTY, field, value
from ..types.endpoint import APIKey, Endpoint
from ..types.models import ModelCapabilities
from ._keys import secret_key
from ._pickling import Picklable
from .handles import (
    EmbeddingHandle,
    ImageHandle,
    LanguageHandle,
    RerankingHandle,
    ServicesHandle,
    SpeechHandle,
    TranscriptionHandle,
)
from .options import ProviderOptions

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CompatibleProvider", "openai_compatible"]

_MAX_EMBEDDINGS = 2048
_MAX_IMAGES = 10


@value
class CompatibleProvider(Picklable):
    """A provider that speaks OpenAI's protocols under its own name."""

    endpoint: Endpoint = field(repr=False)
    client: Any = field(default=None, repr=False, eq=False)
    json_schema: bool = True
    usage_in_stream: bool = True

    @property
    def name(self) -> str:
        """The provider's name, as in `provider_options`."""
        return self.endpoint.provider

    def __call__(self, model_id: str) -> LanguageHandle:
        """A language model over Chat Completions."""
        return self.chat(model_id)

    def language(self, model_id: str) -> LanguageHandle:
        """A language model over Chat Completions."""
        return self.chat(model_id)

    def chat(self, model_id: str) -> LanguageHandle:
        """A language model over Chat Completions."""
        from ..wire.openai_chat.dialect import compatible

        dialect = compatible(
            self.name, json_schema=self.json_schema, usage_in_stream=self.usage_in_stream
        )
        capabilities = ModelCapabilities(
            json_schema=self.json_schema, url_media_types=("image/",), schema_dialect="plain"
        )
        return LanguageHandle(
            model_id, self.endpoint, "openai_chat", dialect, self.client, capabilities
        )

    def responses(self, model_id: str) -> LanguageHandle:
        """A language model over the Responses API."""
        from ..wire.openai_responses.dialect import compatible

        capabilities = ModelCapabilities(
            json_schema=self.json_schema, url_media_types=("image/",), schema_dialect="plain"
        )
        return LanguageHandle(
            model_id,
            self.endpoint,
            "openai_responses",
            compatible(self.name),
            self.client,
            capabilities,
        )

    def embedding(self, model_id: str) -> EmbeddingHandle:
        """An embedding model."""
        return EmbeddingHandle(
            model_id,
            self.endpoint,
            "openai_media.embeddings",
            self._media(),
            self.client,
            _MAX_EMBEDDINGS,
        )

    def image(self, model_id: str) -> ImageHandle:
        """An image model."""
        return ImageHandle(
            model_id, self.endpoint, "openai_media.images", self._media(), self.client, _MAX_IMAGES
        )

    def speech(self, model_id: str) -> SpeechHandle:
        """A speech model."""
        return SpeechHandle(
            model_id, self.endpoint, "openai_media.speech", self._media(), self.client
        )

    def transcription(self, model_id: str) -> TranscriptionHandle:
        """A transcription model."""
        return TranscriptionHandle(
            model_id, self.endpoint, "openai_media.transcription", self._media(), self.client
        )

    def reranking(self, model_id: str) -> RerankingHandle:
        """A reranking model at `/rerank`, as vLLM, llama.cpp, Jina and others have it."""
        from ..wire.rerank.dialect import RerankDialect

        dialect = RerankDialect(self.name, (self.name, "openai_compatible"))
        return RerankingHandle(model_id, self.endpoint, "rerank", dialect, self.client)

    @property
    def services(self) -> ServicesHandle:
        """What `list_models` and `upload_file` talk to."""
        from ..wire.openai_services.dialect import compatible

        return ServicesHandle(self.endpoint, "openai_services", compatible(self.name), self.client)

    def _media(self) -> Any:
        from ..wire.openai_media.dialect import compatible

        return compatible(self.name)

    def options(self, **options: Any) -> ProviderOptions:
        """`provider_options` for this provider; every field goes into the request body."""
        return ProviderOptions({self.name: options})


def openai_compatible(
    *,
    name: str,
    base_url: str,
    api_key: APIKey = None,
    api_key_variable: str | None = None,
    headers: Mapping[str, str] = EMPTY,
    query: Mapping[str, str] = EMPTY,
    client: Any = None,
    json_schema: bool = True,
    usage_in_stream: bool = True,
) -> CompatibleProvider:
    """A provider for any server with OpenAI's API.

    Args:
        name: its name, for messages and `provider_options`.
        base_url: its address, up to and without "/chat/completions".
        api_key: its key, if it wants one.
        api_key_variable: environment variable to read the key from instead.
        headers: further header lines of every request.
        query: query parameters of every request.
        client: an `HTTPClient` or `AsyncHTTPClient`; the shared default one otherwise.
        json_schema: whether it can hold a model to a JSON Schema.
        usage_in_stream: whether it takes `stream_options` and then reports usage.

    Example:
        >>> local = openai_compatible(name="ollama", base_url="http://localhost:11434/v1")
        >>> local("llama3.2").provider
        'ollama'
    """
    api_key = secret_key(api_key)
    endpoint = Endpoint(
        name,
        base_url=base_url,
        api_key=api_key,
        api_key_variable=api_key_variable,
        headers=headers,
        query=query,
    )
    return CompatibleProvider(endpoint, client, json_schema, usage_in_stream)
