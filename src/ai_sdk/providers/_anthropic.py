"""Anthropic: Claude over the Messages API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ..errors import ConfigurationError
from ..types._value import EMPTY, field, value
from ..types.endpoint import APIKey, Endpoint
from ..types.models import ModelCapabilities
from ._keys import secret_key
from ._pickling import Picklable
from .handles import LanguageHandle, ServicesHandle
from .options import ProviderOptions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from typing_extensions import Unpack

    from ..wire.anthropic_messages.dialect import MessagesDialect
    from ._anthropic_options import FileOptions, MessageOptions

__all__ = ["AnthropicProvider", "anthropic", "create_anthropic"]

_OLDER, _NEWER = "2023-06-01", "2026-10-21"


@value
class AnthropicProvider(Picklable):
    """Anthropic's models. Call it with a model id.

    Example:
        >>> anthropic("claude-sonnet-4-5").provider, anthropic("claude-sonnet-4-5").kind
        ('anthropic', 'language')
    """

    endpoint: Endpoint = field(repr=False)
    client: Any = field(default=None, repr=False, eq=False)
    api_version: str = _OLDER

    @property
    def name(self) -> str:
        """The provider's name, as in model strings and `provider_options`."""
        return self.endpoint.provider

    def __call__(self, model_id: str) -> LanguageHandle:
        """A language model over the Messages API."""
        return self.language(model_id)

    def language(self, model_id: str) -> LanguageHandle:
        """The language model that "anthropic:model-id" means."""
        dialect = self._dialect
        capabilities = ModelCapabilities(
            json_schema=dialect.facts(model_id).native_schema,
            json_object=False,
            url_media_types=("image/", "application/pdf"),
            schema_dialect="anthropic",
        )
        return LanguageHandle(
            model_id, self.endpoint, "anthropic_messages", dialect, self.client, capabilities
        )

    @property
    def services(self) -> ServicesHandle:
        """What `list_models` and `upload_file` talk to."""
        return ServicesHandle(self.endpoint, "anthropic_services", self._dialect, self.client)

    @property
    def _dialect(self) -> MessagesDialect:
        from ..wire.anthropic_messages.dialect import ANTHROPIC, dialect_of

        usual = self.name == ANTHROPIC.name and self.api_version == ANTHROPIC.version
        return ANTHROPIC if usual else dialect_of(self.name, self.api_version)

    @property
    def tools(self) -> ModuleType:
        """The tools that Anthropic defines: `anthropic.tools.web_search()` and its like."""
        from . import _anthropic_tools

        return _anthropic_tools

    def options(self, **options: Unpack[MessageOptions]) -> ProviderOptions:
        """`provider_options` for messages, with names and types checked.

        Example:
            >>> anthropic.options(effort="low", thinking={"type": "adaptive"})
            {'anthropic': {'effort': 'low', 'thinking': {'type': 'adaptive'}}}
        """
        return ProviderOptions({self.name: dict(options)})

    def file_options(self, **options: Unpack[FileOptions]) -> ProviderOptions:
        """`provider_options` for `upload_file`."""
        return ProviderOptions({self.name: dict(options)})


def create_anthropic(
    *,
    api_key: APIKey = None,
    auth_token: APIKey = None,
    base_url: str | None = None,
    api_version: Literal["2023-06-01", "2026-10-21"] | str = _OLDER,
    headers: Mapping[str, str] = EMPTY,
    query: Mapping[str, str] = EMPTY,
    client: Any = None,
    name: str = "anthropic",
) -> AnthropicProvider:
    """Anthropic with settings of your own: another key, address, API version, headers.

    Args:
        api_key: the key, a `Secret`, or a function that returns the key; by default the
            environment variable ANTHROPIC_API_KEY at the time of each call, or else
            ANTHROPIC_AUTH_TOKEN as a bearer token.
        auth_token: a bearer token in place of a key: text, a `Secret`, or a function.
        base_url: the API's address, with or without "/v1"; by default ANTHROPIC_BASE_URL or
            Anthropic's own.
        api_version: the version of the API, a date. "2026-10-21" knows no temperature, top_p and
            top_k (they become warnings), and takes the key as a bearer token.
        headers: further header lines of every request.
        query: query parameters of every request.
        client: an `HTTPClient` or `AsyncHTTPClient`; the shared default one otherwise.
        name: name of the provider in messages and in `provider_options`.

    Raises:
        ConfigurationError: both a key and a token are given.

    Example:
        >>> create_anthropic(base_url="http://localhost:8080", api_key="none")("m").model_id
        'm'
    """
    api_key, auth_token = secret_key(api_key), secret_key(auth_token)
    if api_key is not None and auth_token is not None:
        raise ConfigurationError("create_anthropic() takes api_key or auth_token, not both")
    bearer = auth_token is not None or api_version >= _NEWER
    endpoint = Endpoint(
        name,
        default_base_url="https://api.anthropic.com",
        base_url=base_url,
        base_url_variable="ANTHROPIC_BASE_URL",
        base_path="/v1",
        api_key=api_key if auth_token is None else auth_token,
        api_key_variable="ANTHROPIC_API_KEY",
        bearer_variable="ANTHROPIC_AUTH_TOKEN",
        key_header="authorization" if bearer else "x-api-key",
        key_prefix="Bearer " if bearer else "",
        headers=headers,
        query=query,
    )
    return AnthropicProvider(endpoint, client, api_version)


anthropic = create_anthropic()
