"""Google: Gemini and Gemma for text, embeddings, Imagen and Gemini images, speech."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ..types._value import EMPTY, evolve, field, value
from ..types.endpoint import APIKey, Endpoint
from ..types.models import ModelCapabilities
from . import _google_tools
from ._google_keys import KEY_VARIABLES, google_key
from ._google_options import EmbeddingOptions, ImageOptions, LanguageOptions, SpeechOptions
from ._openai import secret_key
from .handles import (
    EmbeddingHandle,
    ImageHandle,
    LanguageHandle,
    ServicesHandle,
    SpeechHandle,
)
from .options import ProviderOptions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from typing_extensions import Unpack

__all__ = ["GoogleProvider", "create_google", "google", "image_protocol", "language_capabilities"]

_ADDRESS: Final = "https://generativelanguage.googleapis.com/v1beta"
_VERSIONED: Final = re.compile(r"(.*?)(?:/(v\d\w*))?")
# Values of one batchEmbedContents, images of one predict (Gemini API reference).
_MAX_EMBEDDINGS: Final = 100
_MAX_IMAGES: Final = 4
# What Gemini fetches itself by its address (Gemini API, "file input methods").
_HELD = (
    "https://generativelanguage.googleapis.com/",
    "https://www.youtube.com/",
    "https://youtu.be/",
)
_FETCHED = ("image/", "video/", "audio/", "text/", "application/pdf", "application/json")


def language_capabilities(model_id: str) -> ModelCapabilities:
    """What a model can do."""
    from ..wire.google_genai.dialect import facts_of

    facts = facts_of(model_id)
    return ModelCapabilities(
        json_schema=facts.structured,
        json_object=facts.structured,
        tools=facts.structured,
        url_media_types=(*_HELD, *_FETCHED) if facts.thinking else _HELD,
        schema_dialect="plain",
        json_with_tools=facts.modern,
    )


def image_protocol(model_id: str) -> tuple[str, int]:
    """The protocol of an image model, and how many images one call makes."""
    name = model_id.rpartition("/")[2]
    if name.startswith("gemini"):
        return "google_genai.gemini_images", 1
    return "google_genai.images", _MAX_IMAGES


@value
class GoogleProvider:
    """Google's models. Call it with a model id, or use one of its methods for another kind.

    Example:
        >>> google("gemini-2.5-flash").provider, google("gemini-2.5-flash").kind
        ('google', 'language')
    """

    endpoint: Endpoint = field(repr=False)
    client: Any = field(default=None, repr=False, eq=False)

    @property
    def name(self) -> str:
        """The provider's name, as in model strings and `provider_options`."""
        return self.endpoint.provider

    def __call__(self, model_id: str) -> LanguageHandle:
        """A language model."""
        return self.language(model_id)

    def language(self, model_id: str) -> LanguageHandle:
        """A language model: "gemini-3-pro", "gemma-3-27b-it", "tunedModels/mine"."""
        return LanguageHandle(
            model_id,
            self.endpoint,
            "google_genai",
            self._dialect(),
            self.client,
            language_capabilities(model_id),
        )

    def embedding(self, model_id: str) -> EmbeddingHandle:
        """An embedding model: "gemini-embedding-001"."""
        return EmbeddingHandle(
            model_id,
            self.endpoint,
            "google_genai.embeddings",
            self._dialect(),
            self.client,
            _MAX_EMBEDDINGS,
        )

    def image(self, model_id: str) -> ImageHandle:
        """An image model: "imagen-4.0-generate-001", or a Gemini such as
        "gemini-2.5-flash-image"."""
        protocol, limit = image_protocol(model_id)
        return ImageHandle(model_id, self.endpoint, protocol, self._dialect(), self.client, limit)

    def speech(self, model_id: str) -> SpeechHandle:
        """A speech model: "gemini-2.5-flash-preview-tts"."""
        return SpeechHandle(
            model_id, self.endpoint, "google_genai.speech", self._dialect(), self.client
        )

    @property
    def services(self) -> ServicesHandle:
        """What `list_models` and `upload_file` talk to; uploads lie beside the version."""
        address = _VERSIONED.fullmatch(self.endpoint.address())
        root, version = address.groups() if address else (self.endpoint.address(), None)
        return ServicesHandle(
            evolve(self.endpoint, base_url=root),
            "google_genai.services",
            evolve(self._dialect(), version=version or ""),
            self.client,
        )

    def _dialect(self) -> Any:
        from ..wire.google_genai.dialect import GOOGLE, named

        return named(GOOGLE, self.name)

    @property
    def tools(self) -> ModuleType:
        """The tools that Google runs itself: `google.tools.google_search()` and its like."""
        return _google_tools

    def options(self, **options: Unpack[LanguageOptions]) -> ProviderOptions:
        """`provider_options` for language models, with names and types checked.

        Example:
            >>> google.options(thinking_config={"thinking_budget": 0})
            {'google': {'thinking_config': {'thinking_budget': 0}}}
        """
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


def create_google(
    *,
    api_key: APIKey = None,
    base_url: str | None = None,
    headers: Mapping[str, str] = EMPTY,
    query: Mapping[str, str] = EMPTY,
    client: Any = None,
    name: str = "google",
) -> GoogleProvider:
    """The Gemini API with settings of your own: another key, address, headers.

    Args:
        api_key: the key, a `Secret`, or a function that returns the key; by default the
            environment variable GOOGLE_GENERATIVE_AI_API_KEY, else GEMINI_API_KEY or
            GOOGLE_API_KEY, at the time of each call.
        base_url: the API's address, up to and with the version; by default
            GOOGLE_GENERATIVE_AI_BASE_URL or Google's own.
        headers: further header lines of every request.
        query: query parameters of every request.
        client: an `HTTPClient` or `AsyncHTTPClient`; the shared default one otherwise.
        name: name of the provider in messages and in `provider_options`.

    Example:
        >>> create_google(base_url="http://localhost:8080/v1beta", api_key="none")("m").model_id
        'm'
    """
    endpoint = Endpoint(
        name,
        default_base_url=_ADDRESS,
        base_url=base_url,
        base_url_variable="GOOGLE_GENERATIVE_AI_BASE_URL",
        api_key=google_key if api_key is None else secret_key(api_key),
        api_key_variable=KEY_VARIABLES[0],
        key_header="x-goog-api-key",
        key_prefix="",
        headers=headers,
        query=query,
    )
    return GoogleProvider(endpoint, client)


google = create_google()
