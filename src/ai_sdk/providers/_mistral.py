"""Mistral: a protocol of its own in details; see `ai_sdk.wire.mistral_chat`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from ..types._value import value
from ..types.models import ModelCapabilities
from ._vendor import ListingProvider, VendorSettings, vendor_endpoint

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..wire.openai_chat.dialect import ChatDialect
    from .options import ProviderOptions

__all__ = ["MistralOptions", "MistralProvider", "create_mistral", "mistral"]


class MistralOptions(TypedDict, total=False):
    """Options of Mistral's own; what else a body takes can be given as a plain mapping."""

    safe_prompt: bool
    document_image_limit: int
    document_page_limit: int
    parallel_tool_calls: bool
    prompt_mode: Literal["reasoning"] | None
    reasoning_effort: str
    prediction: Mapping[str, Any]
    strict_json_schema: bool


@value
class MistralProvider(ListingProvider):
    """Mistral's language models. Call it with a model id.

    Example:
        >>> mistral("mistral-large-latest").provider
        'mistral'
    """

    def options(self, **options: Unpack[MistralOptions]) -> ProviderOptions:
        """`provider_options` for Mistral, with names and types checked."""
        return self._options(options)


def create_mistral(**settings: Unpack[VendorSettings]) -> MistralProvider:
    """Mistral with settings of your own.

    Args:
        **settings: see `VendorSettings`: `api_key`, `base_url`, `headers`, `query`, `client`.

    Raises:
        InvalidArgumentError: There is no setting of that name.

    Example:
        >>> create_mistral(api_key="none")("mistral-large-latest").kind
        'language'
    """
    endpoint = vendor_endpoint("mistral", "https://api.mistral.ai/v1", settings)
    return MistralProvider(
        endpoint,
        dialect,
        settings.get("client"),
        protocol="mistral_chat",
        capabilities=ModelCapabilities(url_media_types=("image/", "application/pdf")),
    )


def dialect() -> ChatDialect:
    """How Mistral speaks Chat Completions."""
    from ..types._value import evolve
    from ..wire.openai_chat.dialect import compatible

    return evolve(compatible("mistral", json_schema=True), strict_schema=False)


mistral = create_mistral()
