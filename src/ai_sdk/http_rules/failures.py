"""Every way an HTTP library says that something went wrong, as one of our errors.

The classes of httpx, httpx2 and httpcore2 have the same names, so names are what is looked at:
none of them needs to be imported here, and a caller's own client may be of either kind.
"""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING

from ..concurrency.net.common import StaleConnection
from ..errors import (
    AISDKError,
    APIConnectionError,
    ConfigurationError,
    InvalidArgumentError,
    InvalidResponseError,
    MissingDependencyError,
)
from .secrets import chain_of, without_frames, without_secrets
from .urls import bare_url

if TYPE_CHECKING:
    from .clock import CallClock

__all__ = ["as_typed", "cause_of"]

_CONNECTING = ("ConnectTimeout", "ConnectError")
_NO_ADDRESS = ("UnsupportedProtocol", "InvalidURL")
_TOO_LARGE = ("Receive buffer too long", "the head of the reply is too large", "too much came")
"""How h11 and our own parser begin to say that a head, or what stands between two pieces of a body,
is longer than the roughly 100 KiB that either holds."""

_DETAIL = 200


def as_typed(
    error: Exception, url: str, clock: CallClock, secrets: tuple[str, ...] = ()
) -> Exception:
    """The typed error for what an HTTP library raised; an error of ours as it is.

    Args:
        error: What was raised.
        url: The request's address.
        clock: The attempt's limits: says which of them was reached.
        secrets: The request's credentials, which neither the error nor its causes must show.
    """
    without_secrets(error, secrets)
    if isinstance(error, AISDKError):
        return error
    if clock.cancel is not None and clock.cancel.cancelled:
        return clock.cancel.error()
    names = {kind.__name__ for kind in type(error).__mro__}
    if isinstance(error, TimeoutError) or "TimeoutException" in names:
        connecting = any(name in names for name in _CONNECTING)
        return clock.error(url=bare_url(url), connecting=connecting)
    found = _by_cause(error) or _by_name(error, names, url)
    if isinstance(found, (APIConnectionError, InvalidResponseError)):
        found.url = bare_url(url)
    return found


def cause_of(typed: BaseException, error: BaseException) -> BaseException | None:
    """What `typed` is raised from: `error`, or its own cause where both are the same.

    The frames of all of them are dropped: those hold requests, and so keys.
    """
    without_frames(error)
    return error if typed is not error else error.__cause__


def _by_cause(error: BaseException) -> Exception | None:
    """What a deeper cause says more plainly than the error on top."""
    for each in chain_of(error):
        if isinstance(each, ssl.SSLCertVerificationError):
            reason = getattr(each, "verify_message", "") or str(each)
            return APIConnectionError(
                f"the server's certificate was refused: {reason}. If the server has a private "
                "one, name its authority in SSL_CERT_FILE or pass a client with verify=",
                is_retryable=False,
            )
        if isinstance(each, ssl.SSLError):
            return APIConnectionError(f"TLS failed: {getattr(each, 'reason', None) or each}")
        if isinstance(each, socket.gaierror):
            return APIConnectionError(f"the host name cannot be resolved: {each.strerror}")
        if isinstance(each, ImportError):
            return MissingDependencyError(
                "a SOCKS proxy needs the package socksio: pip install socksio"
            )
    return None


def _by_name(error: Exception, names: set[str], url: str) -> Exception:
    detail = str(error)[:_DETAIL] or type(error).__name__
    if "LocalProtocolError" in names:  # its text may hold a header's value
        return InvalidArgumentError("the request cannot be written as HTTP", parameter="headers")
    if any(name in names for name in _NO_ADDRESS):
        return ConfigurationError(f"{bare_url(url)!r} is no address that requests can be sent to")
    if "ProxyError" in names:
        refused = detail[:1] == "4"
        return APIConnectionError(f"the proxy refused: {detail}", is_retryable=not refused)
    if "ConnectError" in names:
        return APIConnectionError(f"cannot connect: {detail}")
    if "RemoteProtocolError" in names and detail.startswith(_TOO_LARGE):
        return InvalidResponseError(
            "the reply has more than 96 KiB of header lines, or of anything else but a body at once"
        )
    if "RemoteProtocolError" in names or "DecodingError" in names:
        return APIConnectionError(f"the server's reply broke off or is no HTTP: {detail}")
    if isinstance(error, (OSError, EOFError)) or names & {"NetworkError", "TransportError"}:
        stale = isinstance(error, StaleConnection)
        return APIConnectionError(
            "the server closed the connection before it answered"
            if stale
            else f"the connection broke: {detail}"
        )
    if type(error) is RuntimeError:  # a closed client, a closed event loop
        return ConfigurationError(f"the HTTP client cannot be used: {detail}")
    return APIConnectionError(
        f"the request failed: {type(error).__name__}: {detail}", is_retryable=False
    )
