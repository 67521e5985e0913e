"""Vertex AI: Gemini, Imagen and embeddings in a project of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..errors import ConfigurationError
from ..types._value import EMPTY, field, value
from ..types.endpoint import APIKey, Endpoint
from . import _google_tools
from ._google import image_protocol, language_capabilities
from ._google_options import EmbeddingOptions, ImageOptions, LanguageOptions, SpeechOptions
from ._openai import secret_key
from ._vertex_access import EXPRESS_KEY_VARIABLE, VertexAddress, VertexToken
from .handles import EmbeddingHandle, ImageHandle, LanguageHandle, SpeechHandle
from .options import ProviderOptions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from typing_extensions import Unpack

__all__ = ["GoogleVertexProvider", "create_google_vertex", "google_vertex"]

# Texts of one predict (Vertex AI, "get text embeddings").
_MAX_EMBEDDINGS: Final = 250


@value
class GoogleVertexProvider:
    """Google's models on Vertex AI. Call it with a model id, or use a method for another kind.

    Example:
        >>> google_vertex("gemini-2.5-flash").provider
        'google_vertex'
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
        """A language model: "gemini-3-pro", "endpoints/123" for a tuned one."""
        return LanguageHandle(
            model_id,
            self.endpoint,
            "google_genai",
            self._dialect(),
            self.client,
            language_capabilities(model_id),
        )

    def embedding(self, model_id: str) -> EmbeddingHandle:
        """An embedding model: "gemini-embedding-001", "text-embedding-005"."""
        limit = 1 if "gemini-embedding-" in model_id else _MAX_EMBEDDINGS
        return EmbeddingHandle(
            model_id, self.endpoint, "google_genai.embeddings", self._dialect(), self.client, limit
        )

    def image(self, model_id: str) -> ImageHandle:
        """An image model: "imagen-4.0-generate-001", or a Gemini such as
        "gemini-2.5-flash-image"."""
        protocol, limit = image_protocol(model_id)
        return ImageHandle(model_id, self.endpoint, protocol, self._dialect(), self.client, limit)

    def speech(self, model_id: str) -> SpeechHandle:
        """A speech model: "gemini-2.5-flash-tts"."""
        return SpeechHandle(
            model_id, self.endpoint, "google_genai.speech", self._dialect(), self.client
        )

    def _dialect(self) -> Any:
        from ..wire.google_genai.dialect import VERTEX, named

        return named(VERTEX, self.name)

    @property
    def tools(self) -> ModuleType:
        """The tools that Google runs itself: `google_vertex.tools.google_search()`, ..."""
        return _google_tools

    def options(self, **options: Unpack[LanguageOptions]) -> ProviderOptions:
        """`provider_options` for language models, with names and types checked.

        Example:
            >>> google_vertex.options(labels={"team": "maps"})
            {'google_vertex': {'labels': {'team': 'maps'}}}
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


def create_google_vertex(
    *,
    project: str | None = None,
    location: str | None = None,
    token: APIKey = None,
    credentials: Any = None,
    api_key: APIKey = None,
    base_url: str | None = None,
    headers: Mapping[str, str] = EMPTY,
    query: Mapping[str, str] = EMPTY,
    client: Any = None,
    name: str = "google_vertex",
) -> GoogleVertexProvider:
    """Vertex AI with settings of your own: project, location, credentials.

    Args:
        project: the project's id; by default GOOGLE_VERTEX_PROJECT or GOOGLE_CLOUD_PROJECT.
        location: a region such as "europe-west4", or "global", "us", "eu"; by default
            GOOGLE_VERTEX_LOCATION or GOOGLE_CLOUD_LOCATION, else "global".
        token: an access token, or a function that returns a fresh one at each call (on the
            asynchronous face also a coroutine function).
        credentials: credentials of google-auth; by default those of this machine, which needs
            `pip install "ai-sdk[vertex]"`.
        api_key: a key of express mode, which has no project; by default GOOGLE_VERTEX_API_KEY
            where that is set.
        base_url: the address up to and without "/publishers"; by default GOOGLE_VERTEX_BASE_URL
            or Google's own.
        headers: further header lines of every request.
        query: query parameters of every request.
        client: an `HTTPClient` or `AsyncHTTPClient`; the shared default one otherwise.
        name: name of the provider in messages and in `provider_options`.

    Raises:
        ConfigurationError: more than one of token, credentials and api_key are given.

    Example:
        >>> vertex = create_google_vertex(project="mine", location="eu", token=lambda: "ya29...")
        >>> vertex("gemini-2.5-flash").endpoint.address()
        'https://aiplatform.eu.rep.googleapis.com/v1beta1/projects/mine/locations/eu'
    """
    ways = {"token": token, "credentials": credentials, "api_key": api_key}
    given = [way for way, found in ways.items() if found is not None]
    if len(given) > 1:
        raise ConfigurationError(f"google_vertex: give {' or '.join(given)}, not several")
    yields = not given and project is None
    found: dict[str, Any] = {"api_key": VertexToken(credentials, yields)}
    if token is not None:
        found = {"api_key": secret_key(token)}
    elif api_key is not None:
        found = {"api_key": secret_key(api_key), "key_header": "x-goog-api-key", "key_prefix": ""}
    elif yields:
        found["header_variables"] = {"x-goog-api-key": EXPRESS_KEY_VARIABLE}
    express = None if yields else api_key is not None
    endpoint = Endpoint(
        name,
        default_base_url=VertexAddress(project, location, express),
        base_url=base_url,
        base_url_variable="GOOGLE_VERTEX_BASE_URL",
        api_key_variable=EXPRESS_KEY_VARIABLE,
        headers=headers,
        query=query,
        **found,
    )
    return GoogleVertexProvider(endpoint, client)


google_vertex = create_google_vertex()
