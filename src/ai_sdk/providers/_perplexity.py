"""Perplexity: answers with what they cite; no tools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from ..types._value import value
from ..types.models import ModelCapabilities
from ._vendor import ChatProvider, VendorSettings, vendor_endpoint

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


def create_perplexity(**settings: Unpack[VendorSettings]) -> PerplexityProvider:
    """Perplexity with settings of your own.

    Args:
        **settings: see `VendorSettings`: `api_key`, `base_url`, `headers`, `query`, `client`.

    Raises:
        InvalidArgumentError: There is no setting of that name.

    Example:
        >>> create_perplexity(api_key="none")("sonar-pro").kind
        'language'
    """
    endpoint = vendor_endpoint("perplexity", "https://api.perplexity.ai", settings)
    return PerplexityProvider(
        endpoint,
        dialect,
        settings.get("client"),
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
