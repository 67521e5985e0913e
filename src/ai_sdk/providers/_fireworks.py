"""Fireworks AI: its scale of effort has three steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from ..types._value import EMPTY, value
from ..types.endpoint import APIKey
from ._vendor import ListingProvider, vendor_endpoint

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


def create_fireworks(
    *,
    api_key: APIKey = None,
    base_url: str | None = None,
    headers: Mapping[str, str] = EMPTY,
    query: Mapping[str, str] = EMPTY,
    client: Any = None,
) -> FireworksProvider:
    """Fireworks with settings of your own.

    Args:
        api_key: the key, a `Secret`, or a function that returns the key; by default the
            environment variable FIREWORKS_API_KEY at the time of each call.
        base_url: the API's address; by default FIREWORKS_BASE_URL or Fireworks's own.
        headers: further header lines of every request.
        query: query parameters of every request.
        client: an `HTTPClient` or `AsyncHTTPClient`; the shared default one otherwise.

    Example:
        >>> create_fireworks(api_key="none")("accounts/fireworks/models/deepseek-v3p1").kind
        'language'
    """
    endpoint = vendor_endpoint(
        "fireworks",
        "https://api.fireworks.ai/inference/v1",
        api_key=api_key,
        base_url=base_url,
        headers=headers,
        query=query,
    )
    return FireworksProvider(endpoint, dialect, client)


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
