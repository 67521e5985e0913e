"""Vertex AI: Gemini, Imagen and embeddings in a project of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..errors import ConfigurationError
from ..types._value import EMPTY, value
from ..types.endpoint import APIKey, Endpoint
from ._google_models import GoogleModels
from ._keys import secret_key
from ._vertex_access import EXPRESS_KEY_VARIABLE, VertexAddress, VertexToken

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["GoogleVertexProvider", "create_google_vertex", "google_vertex"]

# Texts of one predict (Vertex AI, "get text embeddings").
_MAX_EMBEDDINGS: Final = 250


@value
class GoogleVertexProvider(GoogleModels):
    """Google's models on Vertex AI. Call it with a model id, or use a method for another kind.

    Example:
        >>> google_vertex("gemini-2.5-flash").provider
        'google_vertex'
    """

    def _dialect(self) -> Any:
        from ..wire.google_genai.dialect import VERTEX, named

        return named(VERTEX, self.name)

    def _embeddings_of(self, model_id: str) -> int:
        return 1 if "gemini-embedding-" in model_id else _MAX_EMBEDDINGS


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
    token, api_key = secret_key(token), secret_key(api_key)
    ways = {"token": token, "credentials": credentials, "api_key": api_key}
    given = [way for way, found in ways.items() if found is not None]
    if len(given) > 1:
        raise ConfigurationError(f"google_vertex: give {' or '.join(given)}, not several")
    yields = not given and project is None
    found: dict[str, Any] = {"api_key": VertexToken(credentials, yields)}
    if token is not None:
        found = {"api_key": token}
    elif api_key is not None:
        found = {"api_key": api_key, "key_header": "x-goog-api-key", "key_prefix": ""}
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
