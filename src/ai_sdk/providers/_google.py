"""Google: Gemini and Gemma for text, embeddings, Imagen and Gemini images, speech."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ..types._value import EMPTY, evolve, value
from ..types.endpoint import APIKey, Endpoint
from ._google_keys import KEY_VARIABLES, google_key
from ._google_models import GoogleModels
from ._keys import secret_key
from .handles import ServicesHandle

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["GoogleProvider", "create_google", "google"]

_ADDRESS: Final = "https://generativelanguage.googleapis.com/v1beta"
_VERSIONED: Final = re.compile(r"(.*?)(?:/(v\d\w*))?")
# Values of one batchEmbedContents (Gemini API reference).
_MAX_EMBEDDINGS: Final = 100


@value
class GoogleProvider(GoogleModels):
    """The Gemini API. Call it with a model id, or use one of its methods for another kind.

    Example:
        >>> google("gemini-2.5-flash").provider, google("gemini-2.5-flash").kind
        ('google', 'language')
    """

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

    def _embeddings_of(self, model_id: str) -> int:
        return _MAX_EMBEDDINGS


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
    api_key = secret_key(api_key)
    endpoint = Endpoint(
        name,
        default_base_url=_ADDRESS,
        base_url=base_url,
        base_url_variable="GOOGLE_GENERATIVE_AI_BASE_URL",
        api_key=google_key if api_key is None else api_key,
        api_key_variable=KEY_VARIABLES[0],
        key_header="x-goog-api-key",
        key_prefix="",
        headers=headers,
        query=query,
    )
    return GoogleProvider(endpoint, client)


google = create_google()
