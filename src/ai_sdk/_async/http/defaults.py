"""The client that calls use when they are given none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...concurrency.sync import Lock

if TYPE_CHECKING:
    from .client import AsyncHTTPClient

__all__ = ["aclose", "client_for", "default_client"]

_lock = Lock()
_default: AsyncHTTPClient | None = None


def default_client() -> AsyncHTTPClient:
    """The one default client; its connections are per event loop or process by themselves."""
    global _default
    if _default is None:
        from .client import AsyncHTTPClient

        with _lock:
            _default = _default or AsyncHTTPClient()
    return _default


def client_for(client: object | None) -> AsyncHTTPClient:
    """The client that a call with `client=` uses.

    Raises:
        ConfigurationError: It is of the other colour, or no client.
    """
    if client is None:
        return default_client()
    from .client import check_client

    return check_client(client)


async def aclose() -> None:
    """Close the default client's connections; the next call opens new ones.

    Example:
        >>> close()
    """
    if _default is not None:
        await _default.close_idle()
