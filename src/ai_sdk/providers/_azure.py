"""Azure OpenAI: OpenAI's protocols at an address of one's own, models by deployment id."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from ..errors import ConfigurationError
from ..http_rules.urls import path_segment
from ..types._value import EMPTY, evolve, field, value
from ..types.address import check_base_url
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
    from collections.abc import Awaitable, Callable, Mapping
    from types import ModuleType

__all__ = ["AzureProvider", "azure", "create_azure"]

_RESOURCE: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?")
_HOSTS: Final = (".azure.com", ".azure.us", ".azure.cn")
# Inputs of one embeddings call (Azure OpenAI's quotas and limits).
_MAX_EMBEDDINGS: Final = 2048
_MAX_IMAGES: Final = 10
_VERSIONS: Final = '"2024-10-21", or "2025-04-01-preview" for the Responses API'


@value
class AzureProvider(OpenAIModels):
    """A resource of Azure OpenAI. Call it with a deployment id, or use a method for another kind.

    Example:
        >>> azure("my-gpt-5").provider, azure.embedding("my-embeddings").kind
        ('azure', 'embedding')
    """

    endpoint: Endpoint = field(repr=False)
    client: Any = field(default=None, repr=False, eq=False)
    use_deployment_urls: bool = False

    def __call__(self, deployment: str) -> LanguageHandle:
        """A language model over the Responses API."""
        return self.responses(deployment)

    def language(self, deployment: str) -> LanguageHandle:
        """The language model that "azure:deployment" means: over the Responses API."""
        return self.responses(deployment)

    def responses(self, deployment: str) -> LanguageHandle:
        """A language model over the Responses API, which has no deployment URLs."""
        from ._azure_dialects import RESPONSES

        capabilities = ModelCapabilities(
            url_media_types=("image/", "application/pdf"), schema_dialect="openai-strict"
        )
        return LanguageHandle(
            deployment, self._plain(), "openai_responses", RESPONSES, self.client, capabilities
        )

    def chat(self, deployment: str) -> LanguageHandle:
        """A language model over Chat Completions."""
        from ._azure_dialects import CHAT

        capabilities = ModelCapabilities(
            url_media_types=("image/",), schema_dialect="openai-strict"
        )
        return LanguageHandle(
            deployment, self._of(deployment), "openai_chat", CHAT, self.client, capabilities
        )

    def completion(self, deployment: str) -> LanguageHandle:
        """An older language model that goes on with a text, over Completions."""
        from ._azure_dialects import COMPLETIONS

        return LanguageHandle(
            deployment,
            self._of(deployment),
            "openai_completions",
            COMPLETIONS,
            self.client,
            TEXT_ONLY,
        )

    def embedding(self, deployment: str) -> EmbeddingHandle:
        """An embedding model."""
        return EmbeddingHandle(
            deployment, *self._media(deployment, "embeddings"), self.client, _MAX_EMBEDDINGS
        )

    def image(self, deployment: str) -> ImageHandle:
        """An image model."""
        limit = 1 if deployment.startswith("dall-e-3") else _MAX_IMAGES
        return ImageHandle(deployment, *self._media(deployment, "images"), self.client, limit)

    def speech(self, deployment: str) -> SpeechHandle:
        """A speech model."""
        return SpeechHandle(deployment, *self._media(deployment, "speech"), self.client)

    def transcription(self, deployment: str) -> TranscriptionHandle:
        """A transcription model."""
        return TranscriptionHandle(
            deployment, *self._media(deployment, "transcription"), self.client
        )

    @property
    def services(self) -> ServicesHandle:
        """What `list_models` and `upload_file` talk to."""
        from ._azure_dialects import SERVICES

        return ServicesHandle(self._plain(), "openai_services", SERVICES, self.client)

    @property
    def tools(self) -> ModuleType:
        """The tools that run at Azure: `azure.tools.code_interpreter()` and its like."""
        from . import _azure_tools

        return _azure_tools

    def _media(self, deployment: str, kind: str) -> tuple[Endpoint, str, Any]:
        from ._azure_dialects import MEDIA

        return self._of(deployment), f"openai_media.{kind}", MEDIA

    def _plain(self) -> Endpoint:
        """Where what belongs to no deployment is asked."""
        return self.endpoint if self.use_deployment_urls else evolve(self.endpoint, base_path="/v1")

    def _of(self, deployment: str) -> Endpoint:
        """Where a deployment is asked: by its own address, or by the body of the request."""
        if not self.use_deployment_urls:
            return self._plain()
        segment = path_segment(deployment, "deployment")
        return evolve(self.endpoint, base_path=f"/deployments/{segment}")


def create_azure(
    *,
    resource_name: str | None = None,
    base_url: str | None = None,
    api_key: APIKey = None,
    token_provider: Callable[[], str | Awaitable[str]] | None = None,
    api_version: str | None = None,
    use_deployment_urls: bool = False,
    headers: Mapping[str, str] = EMPTY,
    client: Any = None,
) -> AzureProvider:
    """Azure OpenAI with settings of your own: a resource, a key or a token, an API version.

    Args:
        resource_name: the resource, as in `https://RESOURCE.openai.azure.com`; by default the
            environment variable AZURE_RESOURCE_NAME at the time of each call.
        base_url: another address instead, up to and without "/v1" or "/deployments", such as
            that of a gateway; by default AZURE_BASE_URL.
        api_key: the key, a `Secret`, or a function that returns the key; by default the
            environment variable AZURE_API_KEY at the time of each call.
        token_provider: a function that returns a Microsoft Entra token, called for each call, so
            that it can refresh the token. On the async face it may be a coroutine function.
        api_version: the `api-version` of every request. The v1 API needs none; deployment URLs do.
        use_deployment_urls: address each deployment by its own URL, as before the v1 API.
        headers: further header lines of every request.
        client: an `HTTPClient` or `AsyncHTTPClient`; the shared default one otherwise.

    Raises:
        ConfigurationError: A setting is malformed, or two exclude each other.

    Example:
        >>> create_azure(resource_name="contoso", api_key="none")("my-gpt-5").model_id
        'my-gpt-5'
    """
    api_key = secret_key(api_key)
    if api_key is not None and token_provider is not None:
        raise ConfigurationError("create_azure() takes api_key or token_provider, not both")
    if resource_name is not None and base_url is not None:
        raise ConfigurationError("create_azure() takes resource_name or base_url, not both")
    if use_deployment_urls and not api_version:
        raise ConfigurationError(f"use_deployment_urls needs an api_version, such as {_VERSIONS}")
    if token_provider is not None and not callable(token_provider):
        raise ConfigurationError("token_provider must be a function that returns a token")
    address = _address(resource_name) if resource_name is not None else None
    endpoint = Endpoint(
        "azure",
        default_base_url=address or address_in_force,
        base_url=_prefix(check_base_url(base_url)) if base_url is not None else None,
        api_key=api_key if token_provider is None else token_provider,
        api_key_variable="AZURE_API_KEY",
        key_header="api-key" if token_provider is None else "authorization",
        key_prefix="" if token_provider is None else "Bearer ",
        headers=headers,
        query={"api-version": api_version} if api_version else EMPTY,
    )
    return AzureProvider(endpoint, client, use_deployment_urls)


def address_in_force() -> str:
    """The address that the environment names: AZURE_BASE_URL, or AZURE_RESOURCE_NAME's own.

    Raises:
        ConfigurationError: Neither is set, or it is malformed.
    """
    if "AZURE_BASE_URL" in os.environ:
        name = "AZURE_BASE_URL"
        return _prefix(check_base_url(os.environ[name].strip(), f"the variable {name}"))
    name = os.environ.get("AZURE_RESOURCE_NAME", "").strip()
    if not name:
        raise ConfigurationError(
            "azure: which resource? Set the environment variable AZURE_RESOURCE_NAME, or pass "
            "resource_name= or base_url= to create_azure()"
        )
    return _address(name)


def _address(resource_name: str) -> str:
    if not isinstance(resource_name, str) or not _RESOURCE.fullmatch(resource_name):
        raise ConfigurationError(
            f"azure: {resource_name!r} is no name of a resource: give the part of its address "
            "before .openai.azure.com, or the whole address as base_url"
        )
    return f"https://{resource_name}.openai.azure.com/openai"


def _prefix(url: str) -> str:
    """The address that "/v1" and "/deployments" follow; forgives what people paste."""
    url = url.removesuffix("/v1").rstrip("/")
    parts = urlsplit(url)
    if not parts.path and (parts.hostname or "").endswith(_HOSTS):
        return f"{url}/openai"
    return url


azure = create_azure()
