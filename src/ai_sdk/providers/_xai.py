"""xAI: Responses by default, Chat Completions; chat counts reasoning beside the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from ..types._value import EMPTY, value
from ..types.endpoint import APIKey
from ._vendor import ListingProvider, vendor_endpoint
from .handles import LanguageHandle

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..wire.openai_chat.dialect import ChatDialect
    from .options import ProviderOptions

__all__ = ["XAIOptions", "XAIProvider", "create_xai", "xai"]


class XAIOptions(TypedDict, total=False):
    """Options of xAI's own; what else a body takes can be given as a plain mapping."""

    reasoning_effort: str
    reasoning_summary: str
    search_parameters: Mapping[str, Any]
    parallel_tool_calls: bool
    logprobs: bool | int
    top_logprobs: int
    service_tier: str
    store: bool
    previous_response_id: str
    include: Sequence[str]
    strict_json_schema: bool
    user: str


@value
class XAIProvider(ListingProvider):
    """xAI's language models. Call it with a model id.

    Example:
        >>> xai("grok-4").protocol, xai.chat("grok-4").protocol
        ('openai_responses', 'openai_chat')
    """

    def language(self, model_id: str) -> LanguageHandle:
        """The language model that "xai:model-id" means: over the Responses API."""
        return self.responses(model_id)

    def responses(self, model_id: str) -> LanguageHandle:
        """A language model over the Responses API."""
        return self._responses(model_id)

    def options(self, **options: Unpack[XAIOptions]) -> ProviderOptions:
        """`provider_options` for xAI, with names and types checked."""
        return self._options(options)


def create_xai(
    *,
    api_key: APIKey = None,
    base_url: str | None = None,
    headers: Mapping[str, str] = EMPTY,
    query: Mapping[str, str] = EMPTY,
    client: Any = None,
) -> XAIProvider:
    """XAI with settings of your own.

    Args:
        api_key: the key, a `Secret`, or a function that returns the key; by default the
            environment variable XAI_API_KEY at the time of each call.
        base_url: the API's address; by default XAI_BASE_URL or xAI's own.
        headers: further header lines of every request.
        query: query parameters of every request.
        client: an `HTTPClient` or `AsyncHTTPClient`; the shared default one otherwise.

    Example:
        >>> create_xai(api_key="none")("grok-4").kind
        'language'
    """
    endpoint = vendor_endpoint(
        "xai",
        "https://api.x.ai/v1",
        api_key=api_key,
        base_url=base_url,
        headers=headers,
        query=query,
    )
    return XAIProvider(endpoint, dialect, client)


def dialect() -> ChatDialect:
    """How xAI speaks Chat Completions."""
    from ..types._value import evolve
    from ..wire.openai_chat.dialect import compatible
    from ..wire.openai_chat.usage import usage_beside

    return evolve(
        compatible("xai", json_schema=True),
        tokens_field="max_completion_tokens",
        citations=("citations",),
        count_usage=usage_beside,
    )


xai = create_xai()
