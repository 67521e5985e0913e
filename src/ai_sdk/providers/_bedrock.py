"""Amazon Bedrock: Claude in a region of AWS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import ConfigurationError
from ..types._value import EMPTY, field, value
from ..types.endpoint import APIKey, Endpoint
from ..types.models import ModelCapabilities
from ._anthropic_options import MessageOptions
from ._bedrock_access import BEARER_VARIABLE, BedrockAddress, BedrockSigner, BedrockToken
from ._keys import secret_key
from ._pickling import Picklable
from .handles import LanguageHandle
from .options import ProviderOptions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Unpack

    from ..types.secret import Secret

__all__ = ["BedrockProvider", "bedrock", "create_bedrock"]


@value
class BedrockProvider(Picklable):
    """Anthropic's models on Amazon Bedrock. Call it with the id of a model, of an inference
    profile, or with its ARN.

    Example:
        >>> bedrock("eu.anthropic.claude-sonnet-4-5-20250929-v1:0").provider
        'bedrock'
    """

    endpoint: Endpoint = field(repr=False)
    client: Any = field(default=None, repr=False, eq=False)

    @property
    def name(self) -> str:
        """The provider's name, as in model strings and `provider_options`."""
        return self.endpoint.provider

    def __call__(self, model_id: str) -> LanguageHandle:
        """A language model."""
        return self.language(model_id)

    def language(self, model_id: str) -> LanguageHandle:
        """The language model that "bedrock:model-id" means: Claude over InvokeModel."""
        from ..wire.bedrock_messages import dialect_of

        capabilities = ModelCapabilities(
            json_schema=False, json_object=False, schema_dialect="anthropic"
        )
        return LanguageHandle(
            model_id,
            self.endpoint,
            "bedrock_messages",
            dialect_of(self.name),
            self.client,
            capabilities,
        )

    def options(self, **options: Unpack[MessageOptions]) -> ProviderOptions:
        """`provider_options` for messages, with names and types checked.

        Example:
            >>> bedrock.options(thinking={"type": "enabled", "budget_tokens": 2000})
            {'bedrock': {'thinking': {'type': 'enabled', 'budget_tokens': 2000}}}
        """
        return ProviderOptions({self.name: dict(options)})


def create_bedrock(
    *,
    region: str | None = None,
    api_key: APIKey = None,
    access_key_id: str | None = None,
    secret_access_key: str | Secret | None = None,
    session_token: str | Secret | None = None,
    base_url: str | None = None,
    headers: Mapping[str, str] = EMPTY,
    client: Any = None,
) -> BedrockProvider:
    """Bedrock with settings of your own: a region, a token or a key of AWS.

    Args:
        region: the region, such as "eu-central-1"; by default AWS_REGION or AWS_DEFAULT_REGION.
        api_key: an API key of Bedrock, sent as a bearer token; by default
            AWS_BEARER_TOKEN_BEDROCK at the time of each call.
        access_key_id: a key of AWS, with which requests are signed; by default AWS_ACCESS_KEY_ID
            where there is no token.
        secret_access_key: its secret half; by default AWS_SECRET_ACCESS_KEY.
        session_token: the token of a temporary key; by default AWS_SESSION_TOKEN.
        base_url: another address, such as that of a VPC endpoint.
        headers: further header lines of every request; only `x-amz-` headers are signed.
        client: an `HTTPClient` or `AsyncHTTPClient`; the shared default one otherwise.

    Raises:
        ConfigurationError: Settings exclude each other, or half of a key is missing.

    Example:
        >>> create_bedrock(region="eu-central-1", api_key="none")("claude").endpoint.address()
        'https://bedrock-runtime.eu-central-1.amazonaws.com'
    """
    api_key = secret_key(api_key)
    key = (access_key_id, secret_access_key)
    signs = any(part is not None for part in (*key, session_token))
    if signs and api_key is not None:
        raise ConfigurationError("create_bedrock() takes api_key or a key of AWS, not both")
    if signs and not all(key):
        raise ConfigurationError(
            "create_bedrock() needs access_key_id and secret_access_key together"
        )
    endpoint = Endpoint(
        "bedrock",
        default_base_url=BedrockAddress(region),
        base_url=base_url,
        base_url_variable="BEDROCK_BASE_URL",
        api_key=BedrockToken(signs) if api_key is None else api_key,
        api_key_variable=BEARER_VARIABLE,
        headers=headers,
        signer=BedrockSigner(region, _key(*key, session_token) if signs else None),
    )
    return BedrockProvider(endpoint, client)


def _key(access: Any, secret: Any, token: Any) -> Any:
    from ..wire.aws.sigv4 import AWSCredentials

    return AWSCredentials(access, secret, token)


bedrock = create_bedrock()
