"""What the vendors share that speak OpenAI's Chat Completions under names of their own.

A vendor is an address, the variable of its key, and a dialect; its file says those and what its
options are. One that behaves otherwise names a protocol of its own below `ai_sdk.wire`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from ..errors import InvalidArgumentError
from ..types._value import EMPTY, field, value
from ..types.endpoint import APIKey, Endpoint
from ..types.models import ModelCapabilities
from ._keys import secret_key
from ._pickling import Picklable
from .handles import LanguageHandle, ServicesHandle
from .options import ProviderOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["ChatProvider", "ListingProvider", "VendorSettings", "vendor_endpoint"]


@value
class ChatProvider(Picklable):
    """A vendor of language models over Chat Completions. Call it with a model id.

    Attributes:
        endpoint: its address and credentials.
        make_dialect: gives its dialect, when a model is made.
        client: the HTTP client to use; None for the default one.
        protocol: module of its protocol, below `ai_sdk.wire`.
        capabilities: what its models can do.
    """

    endpoint: Endpoint = field(repr=False)
    make_dialect: Callable[[], Any] = field(repr=False)
    client: Any = field(default=None, repr=False, eq=False)
    protocol: str = "openai_chat"
    capabilities: ModelCapabilities = field(
        default=ModelCapabilities(url_media_types=("image/",)), repr=False
    )

    @property
    def name(self) -> str:
        """The provider's name, as in model strings and `provider_options`."""
        return self.endpoint.provider

    def __call__(self, model_id: str) -> LanguageHandle:
        """A language model."""
        return self.language(model_id)

    def language(self, model_id: str) -> LanguageHandle:
        """The language model that "provider:model-id" means."""
        return self.chat(model_id)

    def chat(self, model_id: str) -> LanguageHandle:
        """A language model over Chat Completions."""
        return LanguageHandle(
            model_id,
            self.endpoint,
            self.protocol,
            self.make_dialect(),
            self.client,
            self.capabilities,
        )

    def _responses(self, model_id: str) -> LanguageHandle:
        """A language model over the Responses API, for the vendors that have it."""
        from ..types._value import evolve
        from ..wire.openai_responses.dialect import compatible

        dialect = evolve(compatible(self.name), encrypted_reasoning=True)
        capabilities = ModelCapabilities(url_media_types=("image/", "application/pdf"))
        return LanguageHandle(
            model_id, self.endpoint, "openai_responses", dialect, self.client, capabilities
        )

    def _options(self, options: Mapping[str, Any]) -> ProviderOptions:
        return ProviderOptions({self.name: dict(options)})


@value
class ListingProvider(ChatProvider):
    """A vendor that also lists its models."""

    @property
    def services(self) -> ServicesHandle:
        """What `list_models` talks to."""
        from ..wire.openai_services.dialect import compatible

        return ServicesHandle(
            self.endpoint, "openai_services.models_only", compatible(self.name), self.client
        )


class VendorSettings(TypedDict, total=False):
    """What each vendor's `create_*` function takes.

    `api_key`: the key, a `Secret`, or a function that returns the key; by default the environment
    variable NAME_API_KEY at the time of each call. `base_url`: the API's address; by default
    NAME_BASE_URL or the vendor's own. `headers`, `query`: further header lines and query parameters
    of every request. `client`: an `HTTPClient` or `AsyncHTTPClient`; the shared default one
    otherwise.
    """

    api_key: APIKey
    base_url: str | None
    headers: Mapping[str, str]
    query: Mapping[str, str]
    client: Any


def vendor_endpoint(name: str, address: str, settings: VendorSettings) -> Endpoint:
    """A vendor's endpoint: the key from NAME_API_KEY, another address from NAME_BASE_URL.

    Raises:
        InvalidArgumentError: There is no setting of that name.

    Example:
        >>> vendor_endpoint("acme", "https://api.acme.test/v1", {}).api_key_variable
        'ACME_API_KEY'
    """
    if "api_key" in settings:
        settings["api_key"] = secret_key(settings["api_key"])  # errors show the locals of frames
    for setting in settings:
        if setting not in VendorSettings.__annotations__:
            known = ", ".join(VendorSettings.__annotations__)
            raise InvalidArgumentError(
                f"create_{name}() has no argument {setting!r} (known: {known})", parameter=setting
            )
    return Endpoint(
        name,
        default_base_url=address,
        base_url=settings.get("base_url"),
        base_url_variable=f"{name.upper()}_BASE_URL",
        api_key=settings.get("api_key"),
        api_key_variable=f"{name.upper()}_API_KEY",
        headers=settings.get("headers", EMPTY),
        query=settings.get("query", EMPTY),
    )
