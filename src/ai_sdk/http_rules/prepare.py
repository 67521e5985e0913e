"""A request as bytes: address with query, checked header lines, encoded body."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .. import __version__
from ..errors import AISDKError, ConfigurationError, InvalidArgumentError
from ..json_codec import JSONError, dumps
from .decoding import ACCEPTED
from .headers import check_headers, merge_headers
from .multipart import encode_form
from .secrets import secrets_of
from .urls import bare_url, with_query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..types.http import HTTPRequest

__all__ = ["Prepared", "prepare"]

_DEFAULTS = {
    "accept": "*/*",
    "accept-encoding": ACCEPTED,
    "user-agent": f"ai-sdk/{__version__}",
}


class Prepared:
    """A request ready to be sent, as often as need be. Shows neither headers nor body."""

    __slots__ = ("_query", "body", "headers", "method", "shown", "url")

    def __init__(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        body: bytes,
        shown: str,
        query: Mapping[str, str],
    ) -> None:
        self.method, self.url, self.headers, self.body = method, url, headers, body
        self.shown, self._query = shown, query

    def secrets(self) -> tuple[str, ...]:
        """The credentials in its headers and query."""
        return secrets_of({**self._query, **self.headers})

    def __repr__(self) -> str:
        return f"Prepared({self.method} {self.shown})"


def prepare(request: HTTPRequest) -> Prepared:
    """Encode a request, or say what is wrong with it before anything is sent.

    Raises:
        InvalidArgumentError: The body has no JSON form, or a header or form part is malformed.
        ConfigurationError: The address or the key is malformed.
    """
    try:
        return _prepared(request)
    except AISDKError as error:
        failure = error.with_traceback(None)  # the frames hold the key
    raise failure


def _prepared(request: HTTPRequest) -> Prepared:
    shown = bare_url(request.url)
    body, kind = _body(request)
    headers = merge_headers(_DEFAULTS, kind, request.headers)
    if request.form:
        headers.update(kind)  # only this one knows the boundary
    check_headers(headers)
    url = with_query(_checked(request.url), request.query)
    return Prepared(request.method, url, headers, body, shown, request.query)


def _body(request: HTTPRequest) -> tuple[bytes, dict[str, str]]:
    if request.form:
        body, kind = encode_form(request.form)
        return body, {"content-type": kind}
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


@lru_cache(maxsize=256)  # a provider has few addresses, and taking one apart is slow
def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ConfigurationError(
            f"{bare_url(url)!r} is no address of a provider: base_url must be http(s)://host/..."
        )
    return url
