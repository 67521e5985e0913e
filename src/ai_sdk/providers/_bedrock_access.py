"""Bedrock's addresses, tokens and signatures, found at the time of each call."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from ..errors import ConfigurationError, LoadAPIKeyError
from ..types._value import field, value
from ..types.secret import Secret
from ..wire.aws.sigv4 import AWSCredentials, sign

if TYPE_CHECKING:
    from ..types.http import HTTPRequest

__all__ = ["BEARER_VARIABLE", "BedrockAddress", "BedrockSigner", "BedrockToken"]

BEARER_VARIABLE: Final = "AWS_BEARER_TOKEN_BEDROCK"
_REGIONS: Final = ("AWS_REGION", "AWS_DEFAULT_REGION")
_REGION: Final = re.compile(r"[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}")


def _variable(name: str) -> str:
    return os.environ.get(name, "").strip()


def _region(given: str | None) -> str:
    found = given or next(filter(None, map(_variable, _REGIONS)), "")
    if not found:
        raise ConfigurationError(
            f"bedrock: which region? Set the environment variable {_REGIONS[0]}, or pass region= "
            "to create_bedrock()"
        )
    if not _REGION.fullmatch(found):
        raise ConfigurationError(f"bedrock: {found!r} is no region of AWS, such as 'us-east-1'")
    return found


def _credentials(given: AWSCredentials | None) -> AWSCredentials | None:
    """The key given, or the one of the environment."""
    if given is not None:
        return given
    access, secret = _variable("AWS_ACCESS_KEY_ID"), _variable("AWS_SECRET_ACCESS_KEY")
    if not access or not secret:
        return None
    token = _variable("AWS_SESSION_TOKEN")
    return AWSCredentials(access, Secret(secret), Secret(token) if token else None)


@value
class BedrockAddress:
    """Where the models of a region are served; by default that of AWS_REGION.

    Example:
        >>> BedrockAddress("eu-central-1")()
        'https://bedrock-runtime.eu-central-1.amazonaws.com'
    """

    region: str | None = None

    def __call__(self) -> str:
        """The address.

        Raises:
            ConfigurationError: No region is known, or it is none.
        """
        return f"https://bedrock-runtime.{_region(self.region)}.amazonaws.com"


@value
class BedrockToken:
    """The bearer token of a call; none where the request is signed with a key instead.

    Attributes:
        signs: a key was given, so no token of the environment counts.
    """

    signs: bool = False

    def __call__(self) -> str:
        """The token.

        Raises:
            LoadAPIKeyError: There is neither a token nor a key.
        """
        if self.signs:
            return ""
        if token := _variable(BEARER_VARIABLE):
            return token
        if _credentials(None) is not None:
            return ""
        raise LoadAPIKeyError(
            f"No key for bedrock: set the environment variable {BEARER_VARIABLE}, or "
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or pass api_key= to create_bedrock()",
            variable=BEARER_VARIABLE,
        )


@value
class BedrockSigner:
    """Signs requests that carry no token.

    Attributes:
        region: the region; by default that of AWS_REGION.
        credentials: the key; by default that of the environment.
    """

    region: str | None = None
    credentials: AWSCredentials | None = field(default=None, repr=False)

    def __call__(self, request: HTTPRequest) -> HTTPRequest:
        """The request, signed now.

        Raises:
            ConfigurationError: No region is known.
        """
        credentials = _credentials(self.credentials)
        if credentials is None or "authorization" in request.headers:
            return request
        return sign(request, credentials, region=_region(self.region), service="bedrock")
