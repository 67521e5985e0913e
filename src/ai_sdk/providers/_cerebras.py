"""Cerebras."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from ..types._value import value
from ._vendor import ListingProvider, VendorSettings, vendor_endpoint

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..wire.openai_chat.dialect import ChatDialect
    from .options import ProviderOptions

__all__ = ["CerebrasOptions", "CerebrasProvider", "create_cerebras", "cerebras"]


class CerebrasOptions(TypedDict, total=False):
    """Options of Cerebras's own; what else a body takes can be given as a plain mapping."""

    reasoning_effort: str
    clear_thinking: bool
    disable_reasoning: bool
    service_tier: str
    user: str
    strict_json_schema: bool


@value
class CerebrasProvider(ListingProvider):
    """Cerebras's language models. Call it with a model id.

    Example:
        >>> cerebras("gpt-oss-120b").provider
        'cerebras'
    """

    def options(self, **options: Unpack[CerebrasOptions]) -> ProviderOptions:
        """`provider_options` for Cerebras, with names and types checked."""
        return self._options(options)


def create_cerebras(**settings: Unpack[VendorSettings]) -> CerebrasProvider:
    """Cerebras with settings of your own.

    Args:
        **settings: see `VendorSettings`: `api_key`, `base_url`, `headers`, `query`, `client`.

    Raises:
        InvalidArgumentError: There is no setting of that name.

    Example:
        >>> create_cerebras(api_key="none")("gpt-oss-120b").kind
        'language'
    """
    endpoint = vendor_endpoint("cerebras", "https://api.cerebras.ai/v1", settings)
    return CerebrasProvider(endpoint, dialect, settings.get("client"))


def dialect() -> ChatDialect:
    """How Cerebras speaks Chat Completions."""
    from ..types._value import evolve
    from ..wire.openai_chat.dialect import compatible

    return evolve(compatible("cerebras", json_schema=True), reasoning_echo="reasoning")


cerebras = create_cerebras()
