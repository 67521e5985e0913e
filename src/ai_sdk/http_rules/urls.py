"""Addresses: path segments, query strings, and what of them may be shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from ..errors import InvalidArgumentError
from .plain_urls import USUAL_PORTS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "REDIRECTS",
    "bare_url",
    "join_url",
    "path_segment",
    "same_origin",
    "with_query",
]

REDIRECTS = frozenset((301, 302, 303, 307, 308))
"""Statuses of replies that name another address."""


_NO_SEGMENT = re.compile(r"\.{0,2}\Z")
_NO_CHARACTER = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def join_url(base: str, path: str) -> str:
    """`path` below `base`, one slash between them.

    Example:
        >>> join_url("https://api.example.com/v1/", "/models")
        'https://api.example.com/v1/models'
    """
    return f"{base.rstrip('/')}/{path.lstrip('/')}"


def path_segment(name: str, parameter: str = "model") -> str:
    """A model, file or deployment id as one segment of a path: nothing in it can leave it.

    Raises:
        InvalidArgumentError: It is empty, one or two dots, or has a character that no address has.

    Example:
        >>> path_segment("ft:gpt/4?x")
        'ft%3Agpt%2F4%3Fx'
    """
    if _NO_SEGMENT.match(name) or _NO_CHARACTER.search(name):
        raise InvalidArgumentError(
            f"{parameter}: {name!r} cannot be part of an address", parameter=parameter, value=name
        )
    return quote(name, safe="")


def same_origin(url: str, other: str) -> bool:
    """Whether two addresses belong to one server: same scheme, host and port.

    Example:
        >>> same_origin("https://api.example.com/up?id=1", "https://api.example.com:443/v1")
        True
    """
    return _origin(url) == _origin(other)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or USUAL_PORTS.get(parts.scheme)


def with_query(url: str, query: Mapping[str, str]) -> str:
    """`url` with query parameters."""
    if not query:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query, quote_via=quote)}"


def bare_url(url: str) -> str:
    """`url` without user name, password, query and fragment: fit to be shown."""
    text = url.partition("?")[0].partition("#")[0]
    scheme, sep, rest = text.partition("://")
    if not sep:
        return text.rpartition("@")[2]
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"
