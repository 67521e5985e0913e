"""Mistral: a protocol of its own in details; see `ai_sdk.wire.mistral_chat`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from ..types._value import EMPTY, value
from ..types.endpoint import APIKey
from ..types.models import ModelCapabilities
from ._vendor import ListingProvider, vendor_endpoint

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..wire.openai_chat.dialect import ChatDialect
    from .options import ProviderOptions

__all__ = ["MistralOptions", "MistralProvider", "create_mistral", "mistral"]


class MistralOptions(TypedDict, total=False):
    """Options of Mistral's own; what else a body takes can be given as a plain mapping."""

    safe_prompt: bool
    document_image_limit: int
    document_page_limit: int
    parallel_tool_calls: bool
    prompt_mode: Literal["reasoning"] | None
    reasoning_effort: str
    prediction: Mapping[str, Any]
    strict_json_schema: bool


@value
class MistralProvider(ListingProvider):
    """Mistral's language models. Call it with a model id.

    Example:
        >>> mistral("mistral-large-latest").provider
        'mistral'
    """

    def options(self, **options: Unpack[MistralOptions]) -> ProviderOptions:
        """`provider_options` for Mistral, with names and types checked."""
        return self._options(options)


def create_mistral(
    *,
    api_key: APIKey = None,
    base_url: str | None = None,
    headers: Mapping[str, str] = EMPTY,
    query: Mapping[str, str] = EMPTY,
    client: Any = None,
) -> MistralProvider:
    """Mistral with settings of your own.

    Args:
        api_key: the key, a `Secret`, or a function that returns the key; by default the
            environment variable MISTRAL_API_KEY at the time of each call.
        base_url: the API's address; by default MISTRAL_BASE_URL or Mistral's own.
        headers: further header lines of every request.
        query: query parameters of every request.
        client: an `HTTPClient` or `AsyncHTTPClient`; the shared default one otherwise.

    Example:
        >>> create_mistral(api_key="none")("mistral-large-latest").kind
        'language'
    """
    endpoint = vendor_endpoint(
        "mistral",
        "https://api.mistral.ai/v1",
        api_key=api_key,
        base_url=base_url,
        headers=headers,
        query=query,
    )
    return MistralProvider(
        endpoint,
        dialect,
        client,
        protocol="mistral_chat",
        capabilities=ModelCapabilities(url_media_types=("image/", "application/pdf")),
    )


def dialect() -> ChatDialect:
    """How Mistral speaks Chat Completions."""
    from ..types._value import evolve
    from ..wire.openai_chat.dialect import compatible

    return evolve(compatible("mistral", json_schema=True), strict_schema=False)


mistral = create_mistral()
