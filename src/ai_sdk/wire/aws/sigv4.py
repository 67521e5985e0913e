"""Signature Version 4: a request signed with an AWS key."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from ...errors import ConfigurationError, InvalidArgumentError
from ...http_rules.plain_urls import USUAL_PORTS
from ...json_codec import JSONError, dumps
from ...types._value import evolve, field, value
from ...types.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...types.http import HTTPRequest

__all__ = ["AWSCredentials", "authorization", "sign"]

_ALGORITHM: Final = "AWS4-HMAC-SHA256"


def _secret(given: str | Secret) -> Secret:
    return given if isinstance(given, Secret) else Secret(given)


@value
class AWSCredentials:
    """A key of AWS.

    Attributes:
        access_key_id: its public half.
        secret_access_key: its secret half.
        session_token: the token of a temporary key.

    Example:
        >>> AWSCredentials("AKIDEXAMPLE", "secret").secret_access_key
        Secret('**********')
    """

    access_key_id: str
    secret_access_key: Secret = field(converter=_secret)
    session_token: Secret | None = field(
        default=None, converter=lambda given: given if given is None else _secret(given)
    )


def sign(
    request: HTTPRequest,
    credentials: AWSCredentials,
    *,
    region: str,
    service: str,
    now: datetime | None = None,
) -> HTTPRequest:
    """The request with a signature, its body as the very bytes that were signed.

    Signed are the address, the query, the body, the type of the body and all `x-amz-` headers.
    Other headers may be added afterwards. A signature holds for some minutes: sign every try anew.

    Args:
        request: what is to be sent. A form has no bytes yet and cannot be signed.
        credentials: the key.
        region: such as "eu-central-1".
        service: the service's name in signatures, such as "bedrock".
        now: the time of the signature; the present by default.

    Raises:
        InvalidArgumentError: The request is a form, or its body has no JSON form.
        ConfigurationError: Its address has no host.
    """
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    stamp = moment.strftime("%Y%m%dT%H%M%SZ")
    body, kind = _body(request)
    headers = {**kind, **{name.lower(): line for name, line in request.headers.items()}}
    headers.pop("authorization", None)
    headers["x-amz-date"] = stamp
    if credentials.session_token is not None:
        headers["x-amz-security-token"] = credentials.session_token.reveal()
    headers["authorization"] = authorization(
        request,
        _signed_headers(request.url, headers),
        body,
        credentials,
        stamp=stamp,
        scope=f"{stamp[:8]}/{region}/{service}/aws4_request",
    )
    return evolve(request, headers=headers, json=None, content=body)


def authorization(
    request: HTTPRequest,
    signed: Mapping[str, str],
    body: bytes,
    credentials: AWSCredentials,
    *,
    stamp: str,
    scope: str,
) -> str:
    """The Authorization header of a signed request.

    Args:
        request: its method, address and query are signed.
        signed: the headers that are signed as well: names in lower case and in order, lines in
            the normal form.
        body: its bytes.
        credentials: the key.
        stamp: the time of the signature, such as "20261128T093001Z".
        scope: day, region, service and "aws4_request", with slashes between.
    """
    names = ";".join(signed)
    canonical = _canonical_request(request, signed, names, body)
    digest = sha256(canonical.encode()).hexdigest()
    to_sign = "\n".join((_ALGORITHM, stamp, scope, digest))
    key = _signing_key(credentials.secret_access_key.reveal(), scope)
    signature = hmac.new(key, to_sign.encode(), sha256).hexdigest()
    return (
        f"{_ALGORITHM} Credential={credentials.access_key_id}/{scope}, "
        f"SignedHeaders={names}, Signature={signature}"
    )


def _body(request: HTTPRequest) -> tuple[bytes, dict[str, str]]:
    if request.form:
        raise InvalidArgumentError("a form cannot be signed", parameter="form")
    if request.content is not None:
        return request.content, {}
    if request.json is None:
        return b"", {}
    try:
        return dumps(request.json), {"content-type": "application/json"}
    except JSONError as error:
        raise InvalidArgumentError(
            f"the request cannot be written as JSON: {error}", parameter="body"
        ) from error


def _canonical_request(
    request: HTTPRequest, signed: Mapping[str, str], names: str, body: bytes
) -> str:
    lines = "".join(f"{name}:{line}\n" for name, line in signed.items())
    return "\n".join(
        (
            request.method.upper(),
            # What stands in the address is encoded once more: every service but S3 wants that.
            quote(urlsplit(request.url).path or "/", safe="/~"),
            _canonical_query(request.query),
            lines,
            names,
            sha256(body).hexdigest(),
        )
    )


def _canonical_query(query: Mapping[str, str]) -> str:
    pairs = sorted((quote(name, safe="~"), quote(item, safe="~")) for name, item in query.items())
    return "&".join(f"{name}={item}" for name, item in pairs)


def _signed_headers(url: str, headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that are signed, in order, their lines in the normal form."""
    lines = {
        name: " ".join(line.split())
        for name, line in headers.items()
        if name == "content-type" or name.startswith("x-amz-")
    }
    return dict(sorted({**lines, "host": _host(url)}.items()))


def _host(url: str) -> str:
    """The host as the request's `host` header has it: without the usual port."""
    parts = urlsplit(url)
    if not parts.hostname:
        raise ConfigurationError("a request without a host cannot be signed")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = parts.port in (None, USUAL_PORTS.get(parts.scheme))
    return host if usual else f"{host}:{parts.port}"


def _signing_key(secret: str, scope: str) -> bytes:
    """The key that holds for one day, region and service only."""
    key = f"AWS4{secret}".encode()
    for word in scope.split("/"):
        key = hmac.new(key, word.encode(), sha256).digest()
    return key
