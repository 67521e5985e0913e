"""Together AI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypedDict

from ..types._value import value
from ._vendor import ListingProvider, VendorSettings, vendor_endpoint

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..wire.openai_chat.dialect import ChatDialect
    from .options import ProviderOptions

__all__ = ["TogetherOptions", "TogetherProvider", "create_together", "together"]


class TogetherOptions(TypedDict, total=False):
    """Options of Together's own; what else a body takes can be given as a plain mapping."""

    repetition_penalty: float
    min_p: float
    logit_bias: Mapping[str, float]
    logprobs: int
    echo: bool
    safety_model: str
    reasoning_effort: str
    strict_json_schema: bool


@value
class TogetherProvider(ListingProvider):
    """Together's language models. Call it with a model id.

    Example:
        >>> together("meta-llama/Llama-3.3-70B-Instruct-Turbo").provider
        'together'
    """

    def options(self, **options: Unpack[TogetherOptions]) -> ProviderOptions:
        """`provider_options` for Together, with names and types checked."""
        return self._options(options)


def create_together(**settings: Unpack[VendorSettings]) -> TogetherProvider:
    """Together with settings of your own.

    Args:
        **settings: see `VendorSettings`: `api_key`, `base_url`, `headers`, `query`, `client`.

    Raises:
        InvalidArgumentError: There is no setting of that name.

    Example:
        >>> create_together(api_key="none")("meta-llama/Llama-3.3-70B-Instruct-Turbo").kind
        'language'
    """
    endpoint = vendor_endpoint("together", "https://api.together.xyz/v1", settings)
    return TogetherProvider(endpoint, dialect, settings.get("client"))


def dialect() -> ChatDialect:
    """How Together speaks Chat Completions."""
    from ..types._value import evolve
    from ..wire.openai_chat.dialect import compatible

    return evolve(compatible("together", json_schema=True), unsupported=frozenset())


together = create_together()
