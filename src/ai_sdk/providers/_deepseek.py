"""DeepSeek: objects by tool or in words, for it knows no schemas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from ..types._value import value
from ..types.models import ModelCapabilities
from ._vendor import ListingProvider, VendorSettings, vendor_endpoint

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..wire.openai_chat.dialect import ChatDialect
    from .handles import LanguageHandle
    from .options import ProviderOptions

__all__ = ["DeepSeekOptions", "DeepSeekProvider", "create_deepseek", "deepseek"]


class DeepSeekOptions(TypedDict, total=False):
    """Options of DeepSeek's own; what else a body takes can be given as a plain mapping."""

    thinking: Mapping[str, Any]
    reasoning_effort: str
    logprobs: bool | int
    top_logprobs: int
    parallel_tool_calls: bool


@value
class DeepSeekProvider(ListingProvider):
    """DeepSeek's language models. Call it with a model id.

    Example:
        >>> deepseek("deepseek-chat").provider
        'deepseek'
    """

    def responses(self, model_id: str) -> LanguageHandle:
        """A language model over the Responses API."""
        return self._responses(model_id)

    def options(self, **options: Unpack[DeepSeekOptions]) -> ProviderOptions:
        """`provider_options` for DeepSeek, with names and types checked."""
        return self._options(options)


def create_deepseek(**settings: Unpack[VendorSettings]) -> DeepSeekProvider:
    """DeepSeek with settings of your own.

    Args:
        **settings: see `VendorSettings`: `api_key`, `base_url`, `headers`, `query`, `client`.

    Raises:
        InvalidArgumentError: There is no setting of that name.

    Example:
        >>> create_deepseek(api_key="none")("deepseek-chat").kind
        'language'
    """
    endpoint = vendor_endpoint("deepseek", "https://api.deepseek.com", settings)
    return DeepSeekProvider(
        endpoint,
        dialect,
        settings.get("client"),
        protocol="deepseek_chat",
        capabilities=ModelCapabilities(json_schema=False, url_media_types=("image/",)),
    )


def dialect() -> ChatDialect:
    """How DeepSeek speaks Chat Completions."""
    from ..wire.openai_chat.dialect import compatible

    return compatible("deepseek")


deepseek = create_deepseek()
