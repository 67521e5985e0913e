"""Fireworks AI: its scale of effort has three steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from ..types._value import value
from ._vendor import ListingProvider, VendorSettings, vendor_endpoint

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..wire.openai_chat.dialect import ChatDialect
    from .options import ProviderOptions

__all__ = ["FireworksOptions", "FireworksProvider", "create_fireworks", "fireworks"]


class FireworksOptions(TypedDict, total=False):
    """Options of Fireworks's own; what else a body takes can be given as a plain mapping."""

    thinking: Mapping[str, Any]
    reasoning_effort: str
    reasoning_history: Literal["disabled", "interleaved", "preserved"]
    prompt_cache_key: str
    service_tier: str
    raw_output: bool
    min_p: float
    strict_json_schema: bool


@value
class FireworksProvider(ListingProvider):
    """Fireworks's language models. Call it with a model id.

    Example:
        >>> fireworks("accounts/fireworks/models/deepseek-v3p1").provider
        'fireworks'
    """

    def options(self, **options: Unpack[FireworksOptions]) -> ProviderOptions:
        """`provider_options` for Fireworks, with names and types checked."""
        return self._options(options)


def create_fireworks(**settings: Unpack[VendorSettings]) -> FireworksProvider:
    """Fireworks with settings of your own.

    Args:
        **settings: see `VendorSettings`: `api_key`, `base_url`, `headers`, `query`, `client`.

    Raises:
        InvalidArgumentError: There is no setting of that name.

    Example:
        >>> create_fireworks(api_key="none")("accounts/fireworks/models/deepseek-v3p1").kind
        'language'
    """
    endpoint = vendor_endpoint("fireworks", "https://api.fireworks.ai/inference/v1", settings)
    return FireworksProvider(endpoint, dialect, settings.get("client"))


def dialect() -> ChatDialect:
    """How Fireworks speaks Chat Completions."""
    from ..types._value import evolve
    from ..wire.openai_chat.dialect import compatible

    return evolve(
        compatible("fireworks", json_schema=True),
        unsupported=frozenset(),
        efforts={"minimal": "low", "xhigh": "high"},
    )


fireworks = create_fireworks()
