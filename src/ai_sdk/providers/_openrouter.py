"""OpenRouter: models of many vendors; reasoning details go back as they came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from ..types._value import value
from ._vendor import ListingProvider, VendorSettings, vendor_endpoint

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..wire.openai_chat.dialect import ChatDialect
    from .handles import LanguageHandle
    from .options import ProviderOptions

__all__ = ["OpenRouterOptions", "OpenRouterProvider", "create_openrouter", "openrouter"]


class OpenRouterOptions(TypedDict, total=False):
    """Options of OpenRouter's own; what else a body takes can be given as a plain mapping."""

    models: Sequence[str]
    route: str
    provider: Mapping[str, Any]
    plugins: Sequence[Mapping[str, Any]]
    transforms: Sequence[str]
    reasoning: Mapping[str, Any]
    reasoning_effort: str
    include_reasoning: bool
    usage: Mapping[str, Any]
    web_search_options: Mapping[str, Any]
    user: str
    strict_json_schema: bool


@value
class OpenRouterProvider(ListingProvider):
    """OpenRouter's language models. Call it with a model id.

    Example:
        >>> openrouter("anthropic/claude-sonnet-4.5").provider
        'openrouter'
    """

    def responses(self, model_id: str) -> LanguageHandle:
        """A language model over the Responses API."""
        return self._responses(model_id)

    def options(self, **options: Unpack[OpenRouterOptions]) -> ProviderOptions:
        """`provider_options` for OpenRouter, with names and types checked."""
        return self._options(options)


def create_openrouter(**settings: Unpack[VendorSettings]) -> OpenRouterProvider:
    """OpenRouter with settings of your own.

    Args:
        **settings: see `VendorSettings`: `api_key`, `base_url`, `headers`, `query`, `client`.

    Raises:
        InvalidArgumentError: There is no setting of that name.

    Example:
        >>> create_openrouter(api_key="none")("anthropic/claude-sonnet-4.5").kind
        'language'
    """
    endpoint = vendor_endpoint("openrouter", "https://openrouter.ai/api/v1", settings)
    return OpenRouterProvider(endpoint, dialect, settings.get("client"))


def dialect() -> ChatDialect:
    """How OpenRouter speaks Chat Completions."""
    from ..types._value import evolve
    from ..wire.openai_chat.dialect import compatible

    return evolve(
        compatible("openrouter", json_schema=True),
        unsupported=frozenset(),
        reasoning_fields=("reasoning", "reasoning_content"),
        reasoning_echo="reasoning",
        reasoning_details="reasoning_details",
    )


openrouter = create_openrouter()
