"""Groq: fast open models; usage of streams under `x_groq`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from ..types._value import value
from ._vendor import ListingProvider, VendorSettings, vendor_endpoint

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


def create_groq(**settings: Unpack[VendorSettings]) -> GroqProvider:
    """Groq with settings of your own.

    Args:
        **settings: see `VendorSettings`: `api_key`, `base_url`, `headers`, `query`, `client`.

    Raises:
        InvalidArgumentError: There is no setting of that name.

    Example:
        >>> create_groq(api_key="none")("llama-3.3-70b-versatile").kind
        'language'
    """
    endpoint = vendor_endpoint("groq", "https://api.groq.com/openai/v1", settings)
    return GroqProvider(endpoint, dialect, settings.get("client"))


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
