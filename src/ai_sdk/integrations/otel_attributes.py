"""Attributes of spans: the names that the semantic conventions have for what we know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..types.usage import EmbeddingUsage, Usage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..types.results import ModelInfo

__all__ = ["capped", "model_attributes", "provider_name", "settings_attributes", "usage_attributes"]

_PROVIDERS: Final = {
    "azure": "azure.ai.openai",
    "bedrock": "aws.bedrock",
    "google": "gcp.gemini",
    "google_vertex": "gcp.vertex_ai",
    "mistral": "mistral_ai",
    "xai": "x_ai",
}
_SETTINGS: Final = {
    "max_output_tokens": "gen_ai.request.max_tokens",
    "reasoning": "ai_sdk.request.reasoning",
}


def provider_name(provider: str) -> str:
    """The conventions' name of a provider.

    Example:
        >>> provider_name("google"), provider_name("openai")
        ('gcp.gemini', 'openai')
    """
    return _PROVIDERS.get(provider, provider)


def model_attributes(model: ModelInfo) -> dict[str, Any]:
    """Who is asked."""
    return {
        "gen_ai.provider.name": provider_name(model.provider),
        "gen_ai.request.model": model.model_id,
    }


def settings_attributes(settings: Mapping[str, Any]) -> dict[str, Any]:
    """How the model is asked to choose its words."""
    return {_SETTINGS.get(name, f"gen_ai.request.{name}"): it for name, it in settings.items()}


def usage_attributes(usage: Usage | EmbeddingUsage | None) -> dict[str, Any]:
    """The tokens that are known; what is unknown is left out."""
    if usage is None:
        return {}
    if isinstance(usage, EmbeddingUsage):
        return {"gen_ai.usage.input_tokens": usage.tokens}
    within, out = usage.input_token_details, usage.output_token_details
    return {
        "gen_ai.usage.input_tokens": usage.input_tokens,
        "gen_ai.usage.output_tokens": usage.output_tokens,
        "gen_ai.usage.cache_read.input_tokens": within.cache_read,
        "gen_ai.usage.cache_creation.input_tokens": within.cache_write,
        "gen_ai.usage.reasoning.output_tokens": out.reasoning,
    }


def capped(attributes: Mapping[str, Any], most: int) -> dict[str, Any]:
    """What a span takes: no None, plain values only, texts of at most so many characters.

    Example:
        >>> capped({"a": "xxxx", "b": None, "c": 1}, 3)
        {'a': 'xxx... [1 more]', 'c': 1}
    """
    return {name: _value(item, most) for name, item in attributes.items() if item is not None}


def _value(item: Any, most: int) -> Any:
    if isinstance(item, (bool, int, float)):
        return item
    if isinstance(item, (list, tuple)):
        return [_text(each, most) for each in item[:100]]
    return _text(item, most)


def _text(item: Any, most: int) -> str:
    text = str(item)
    return text if len(text) <= most else f"{text[:most]}... [{len(text) - most} more]"
