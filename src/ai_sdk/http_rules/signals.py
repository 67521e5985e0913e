"""What can go wrong in an HTTP exchange, under the names that every HTTP library has for it.

`failures` goes by these names, so nothing here needs one of those libraries.
"""

from __future__ import annotations

__all__ = [
    "ConnectError",
    "ConnectTimeout",
    "LocalProtocolError",
    "PoolTimeout",
    "ProxyError",
    "RemoteProtocolError",
    "UnsupportedProtocol",
    "is_signal",
]


class ConnectError(Exception):
    """No connection could be made, or no TLS on it."""


class ConnectTimeout(TimeoutError):
    """Making a connection took too long."""


class PoolTimeout(TimeoutError):
    """No connection came free in time."""


class ProxyError(Exception):
    """The proxy made no tunnel."""


class LocalProtocolError(Exception):
    """The request cannot be written as HTTP."""


class RemoteProtocolError(Exception):
    """What came is no HTTP, or ended too early."""


class UnsupportedProtocol(Exception):
    """The address is neither http nor https."""


def is_signal(error: BaseException) -> bool:
    """Whether an error is one of these."""
    return type(error).__module__ == __name__
