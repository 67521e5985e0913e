"""Groq: fast open models; usage of streams under `x_groq`."""

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

__all__ = ["GroqOptions", "GroqProvider", "create_groq", "groq"]


class GroqOptions(TypedDict, total=False):
    """Options of Groq's own; what else a body takes can be given as a plain mapping."""

    reasoning_format: Literal["parsed", "raw", "hidden"]
    reasoning_effort: str
    include_reasoning: bool
    parallel_tool_calls: bool
    service_tier: Literal["auto", "on_demand", "flex", "performance"]
    search_settings: Mapping[str, Any]
    strict_json_schema: bool
    user: str


@value
class GroqProvider(ListingProvider):
    """Groq's language models. Call it with a model id.

    Example:
        >>> groq("llama-3.3-70b-versatile").provider
        'groq'
    """

    def options(self, **options: Unpack[GroqOptions]) -> ProviderOptions:
        """`provider_options` for Groq, with names and types checked."""
        return self._options(options)


def create_groq(
    *,
    api_key: APIKey = None,
    base_url: str | None = None,
    headers: Mapping[str, str] = EMPTY,
    query: Mapping[str, str] = EMPTY,
    client: Any = None,
) -> GroqProvider:
    """Groq with settings of your own.

    Args:
        api_key: the key, a `Secret`, or a function that returns the key; by default the
            environment variable GROQ_API_KEY at the time of each call.
        base_url: the API's address; by default GROQ_BASE_URL or Groq's own.
        headers: further header lines of every request.
        query: query parameters of every request.
        client: an `HTTPClient` or `AsyncHTTPClient`; the shared default one otherwise.

    Example:
        >>> create_groq(api_key="none")("llama-3.3-70b-versatile").kind
        'language'
    """
    endpoint = vendor_endpoint(
        "groq",
        "https://api.groq.com/openai/v1",
        api_key=api_key,
        base_url=base_url,
        headers=headers,
        query=query,
    )
    return GroqProvider(endpoint, dialect, client)


def dialect() -> ChatDialect:
    """How Groq speaks Chat Completions."""
    from ..types._value import evolve
    from ..wire.openai_chat.dialect import compatible

    return evolve(
        compatible("groq", json_schema=True), reasoning_echo="reasoning", find_usage=stream_usage
    )


def stream_usage(body: Mapping[str, Any]) -> object:
    """The usage object: streams have it under `x_groq`."""
    own = body.get("x_groq")
    return body.get("usage") or (own.get("usage") if isinstance(own, dict) else None)


groq = create_groq()
