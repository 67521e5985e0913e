"""xAI: Responses by default, Chat Completions; chat counts reasoning beside the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from ..types._value import value
from ._vendor import ListingProvider, VendorSettings, vendor_endpoint
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


def create_xai(**settings: Unpack[VendorSettings]) -> XAIProvider:
    """XAI with settings of your own.

    Args:
        **settings: see `VendorSettings`: `api_key`, `base_url`, `headers`, `query`, `client`.

    Raises:
        InvalidArgumentError: There is no setting of that name.

    Example:
        >>> create_xai(api_key="none")("grok-4").kind
        'language'
    """
    endpoint = vendor_endpoint("xai", "https://api.x.ai/v1", settings)
    return XAIProvider(endpoint, dialect, settings.get("client"))


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
