"""DeepSeek: objects by tool or in words, for it knows no schemas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from ..types._value import EMPTY, value
from ..types.endpoint import APIKey
from ..types.models import ModelCapabilities
from ._vendor import ListingProvider, vendor_endpoint

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


def create_deepseek(
    *,
    api_key: APIKey = None,
    base_url: str | None = None,
    headers: Mapping[str, str] = EMPTY,
    query: Mapping[str, str] = EMPTY,
    client: Any = None,
) -> DeepSeekProvider:
    """DeepSeek with settings of your own.

    Args:
        api_key: the key, a `Secret`, or a function that returns the key; by default the
            environment variable DEEPSEEK_API_KEY at the time of each call.
        base_url: the API's address; by default DEEPSEEK_BASE_URL or DeepSeek's own.
        headers: further header lines of every request.
        query: query parameters of every request.
        client: an `HTTPClient` or `AsyncHTTPClient`; the shared default one otherwise.

    Example:
        >>> create_deepseek(api_key="none")("deepseek-chat").kind
        'language'
    """
    endpoint = vendor_endpoint(
        "deepseek",
        "https://api.deepseek.com",
        api_key=api_key,
        base_url=base_url,
        headers=headers,
        query=query,
    )
    return DeepSeekProvider(
        endpoint,
        dialect,
        client,
        protocol="deepseek_chat",
        capabilities=ModelCapabilities(json_schema=False, url_media_types=("image/",)),
    )


def dialect() -> ChatDialect:
    """How DeepSeek speaks Chat Completions."""
    from ..wire.openai_chat.dialect import compatible

    return compatible("deepseek")


deepseek = create_deepseek()
