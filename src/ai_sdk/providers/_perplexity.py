"""Perplexity: answers with what they cite; no tools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from ..types._value import EMPTY, value
from ..types.endpoint import APIKey
from ..types.models import ModelCapabilities
from ._vendor import ChatProvider, vendor_endpoint

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..wire.openai_chat.dialect import ChatDialect
    from .options import ProviderOptions

__all__ = ["PerplexityOptions", "PerplexityProvider", "create_perplexity", "perplexity"]


class PerplexityOptions(TypedDict, total=False):
    """Options of Perplexity's own; what else a body takes can be given as a plain mapping."""

    search_mode: Literal["web", "academic", "sec"]
    search_context_size: Literal["low", "medium", "high"]
    web_search_options: Mapping[str, Any]
    search_domain_filter: Sequence[str]
    search_recency_filter: Literal["hour", "day", "week", "month", "year"]
    search_after_date_filter: str
    search_before_date_filter: str
    return_images: bool
    return_related_questions: bool
    disable_search: bool
    reasoning_effort: str


@value
class PerplexityProvider(ChatProvider):
    """Perplexity's language models. Call it with a model id.

    Example:
        >>> perplexity("sonar-pro").provider
        'perplexity'
    """

    def options(self, **options: Unpack[PerplexityOptions]) -> ProviderOptions:
        """`provider_options` for Perplexity, with names and types checked."""
        return self._options(options)


def create_perplexity(
    *,
    api_key: APIKey = None,
    base_url: str | None = None,
    headers: Mapping[str, str] = EMPTY,
    query: Mapping[str, str] = EMPTY,
    client: Any = None,
) -> PerplexityProvider:
    """Perplexity with settings of your own.

    Args:
        api_key: the key, a `Secret`, or a function that returns the key; by default the
            environment variable PERPLEXITY_API_KEY at the time of each call.
        base_url: the API's address; by default PERPLEXITY_BASE_URL or Perplexity's own.
        headers: further header lines of every request.
        query: query parameters of every request.
        client: an `HTTPClient` or `AsyncHTTPClient`; the shared default one otherwise.

    Example:
        >>> create_perplexity(api_key="none")("sonar-pro").kind
        'language'
    """
    endpoint = vendor_endpoint(
        "perplexity",
        "https://api.perplexity.ai",
        api_key=api_key,
        base_url=base_url,
        headers=headers,
        query=query,
    )
    return PerplexityProvider(
        endpoint,
        dialect,
        client,
        protocol="perplexity_chat",
        capabilities=ModelCapabilities(tools=False, json_object=False, url_media_types=("image/",)),
    )


def dialect() -> ChatDialect:
    """How Perplexity speaks Chat Completions."""
    from ..types._value import evolve
    from ..wire.openai_chat.dialect import compatible

    return evolve(
        compatible("perplexity", json_schema=True),
        unsupported=frozenset(("stop", "seed")),
        citations=("search_results", "citations"),
        reasoning_echo=None,
    )


perplexity = create_perplexity()
