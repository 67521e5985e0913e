"""`list_models`: what models a provider has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..engine.media import MediaSettings, media_setup
from ..engine.services import limits_of, listed
from ..providers.registry import services_of
from ..types.services import ListModelsCall, ListModelsResult

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.models import ServicesProvider
    from .http.client import AsyncHTTPClient

__all__ = ["list_models"]


async def list_models(
    provider: str | ServicesProvider,
    *,
    client: AsyncHTTPClient | None = None,
    **settings: Unpack[MediaSettings],
) -> ListModelsResult:
    """List the models of a provider, all pages of them.

    Args:
        provider: a provider's name or a provider, such as "openai" or `openai`.
        client: the HTTP client to use; the shared default one otherwise.
        **settings: see `MediaSettings`: limits, headers, provider options.

    Returns:
        The result: iterate over it; each model has `id`, `owner`, `created`, limits, and in
        `provider_metadata` whatever else the provider tells.

    Raises:
        InvalidArgumentError: An argument is wrong; nothing was sent.
        NoSuchProviderError: The name is of no provider.
        UnsupportedFunctionalityError: The provider does not list its models.
        APICallError: The provider answered with an error.
        APIConnectionError: No usable answer came, or a time limit passed.

    Example:
        >>> ids = [model.id for model in list_models("openai")]
        >>> assert "gpt-5" in ids
    """
    setup = media_setup(settings)
    services: Any = services_of(provider)
    control = setup.begun(limits_of(client, services))
    driver = services.bind_async(client)
    return listed(await driver.list_models(ListModelsCall(**setup.options), control), setup)
