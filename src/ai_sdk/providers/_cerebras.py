"""Cerebras."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from ..types._value import EMPTY, value
from ..types.endpoint import APIKey
from ._vendor import ListingProvider, vendor_endpoint

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


def create_cerebras(
    *,
    api_key: APIKey = None,
    base_url: str | None = None,
    headers: Mapping[str, str] = EMPTY,
    query: Mapping[str, str] = EMPTY,
    client: Any = None,
) -> CerebrasProvider:
    """Cerebras with settings of your own.

    Args:
        api_key: the key, a `Secret`, or a function that returns the key; by default the
            environment variable CEREBRAS_API_KEY at the time of each call.
        base_url: the API's address; by default CEREBRAS_BASE_URL or Cerebras's own.
        headers: further header lines of every request.
        query: query parameters of every request.
        client: an `HTTPClient` or `AsyncHTTPClient`; the shared default one otherwise.

    Example:
        >>> create_cerebras(api_key="none")("gpt-oss-120b").kind
        'language'
    """
    endpoint = vendor_endpoint(
        "cerebras",
        "https://api.cerebras.ai/v1",
        api_key=api_key,
        base_url=base_url,
        headers=headers,
        query=query,
    )
    return CerebrasProvider(endpoint, dialect, client)


def dialect() -> ChatDialect:
    """How Cerebras speaks Chat Completions."""
    from ..types._value import evolve
    from ..wire.openai_chat.dialect import compatible

    return evolve(compatible("cerebras", json_schema=True), reasoning_echo="reasoning")


cerebras = create_cerebras()
