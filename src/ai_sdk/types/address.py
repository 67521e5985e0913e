"""A provider's address, as a caller or the environment gives it: checked, never shown with a key."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from ..errors import ConfigurationError
from .http import shown_url

__all__ = ["check_base_url"]

_CONTROL = re.compile(r"[\x00-\x20\x7f]")


def check_base_url(url: Any, name: str = "base_url") -> str:
    """`url` without trailing slashes, if it can be a provider's address.

    Args:
        url: what was given.
        name: of the argument or the environment variable that gave it, for messages.

    Raises:
        ConfigurationError: It is empty or no text, has no http(s) scheme or host, or has a query, a
            fragment, a login or white space.

    Example:
        >>> check_base_url("https://api.example.com/v1/")
        'https://api.example.com/v1'
    """
    if found := _problem(url, name):
        del url  # errors show the locals of frames
        raise ConfigurationError(f"{name} {found}")
    return str(url).rstrip("/")


def _problem(url: Any, name: str) -> str | None:
    if not isinstance(url, str):
        return f"must be a str, not {type(url).__name__}"
    if not url.strip():
        without = "leave it out" if name == "base_url" else "unset it"
        return (
            f"is empty, which names no address: {without} for the provider's own address, or say "
            "which one is meant"
        )
    return _malformed(url)


@lru_cache(maxsize=256)
def _malformed(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is no URL: its host or port is malformed"
    if "@" in url.partition("?")[0]:
        return (
            "must not hold a user name or password: pass them as "
            'headers={"authorization": "Basic ..."}'
        )
    shown = shown_url(url)
    if parts.scheme not in ("http", "https") or not host:
        return f"must be http://... or https://..., not {shown}"
    if _CONTROL.search(url):
        return f"has white space or a control character: {shown}"
    if "?" in url or "#" in url:
        return (
            f"must have no query and no fragment: {shown}. Parameters of every request are given "
            "as query={...} (for Azure as api_version=)"
        )
    return None
