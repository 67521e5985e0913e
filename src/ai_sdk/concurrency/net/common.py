"""What both kinds of connection share: limits, socket options, the order of addresses."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Protocol, runtime_checkable

Address = tuple[int, int, int, str, Any]
"""What `getaddrinfo` gives: family, type, protocol, canonical name, socket address."""


SMALL = 64 * 1024
"""Bytes that are copied to save a system call."""

Approve = Callable[[str, int, Sequence[str]], None]
"""Asked with host, port and all addresses before anything connects; raises to forbid it."""


class StaleConnection(ConnectionResetError):
    """A kept-alive connection had been closed by the server before it could take a request.

    Nothing of an answer had come, so the request may be sent again.
    """


class Wakeable(Protocol):
    """A connection that somebody may have to rouse from a wait."""

    def wake(self) -> None:
        """End the wait, from any thread."""
        ...


@runtime_checkable
class Limit(Protocol):
    """How long a wait may take, asked anew before every wait."""

    def left(self) -> float | None:
        """Seconds that a wait may take now, above 0; None for any time.

        Raises:
            DeadlineExceeded: None at all.
            RunCancelledError: The call was cancelled.
        """
        ...

    def spent(self, seconds: float) -> None:
        """Note that a wait took `seconds`."""
        ...

    def attach(self, connection: Wakeable) -> None:
        """Note who waits, so that a cancellation can wake it."""
        ...


class WaitLimit:
    """The same limit for every single wait; what a plain number of seconds means."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds

    def left(self) -> float | None:
        return self.seconds

    def spent(self, seconds: float) -> None:
        """Nothing to note."""

    def attach(self, connection: Wakeable) -> None:
        """Nobody will wake it."""


def as_limit(timeout: Limit | float | None) -> Limit:
    """A limit from whatever came through an HTTP library's `timeout` argument."""
    if timeout is None or isinstance(timeout, (int, float)):
        return WaitLimit(timeout)
    return timeout


def numeric(host: str, port: int) -> list[Address] | None:
    """The address that `host` spells in digits, None if it is a name."""
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, host)
        except (OSError, ValueError):
            continue
        where: Any = (host, port) if family == socket.AF_INET else (host, port, 0, 0)
        return [(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", where)]
    return None


def alternate(addresses: Sequence[Address]) -> list[Address]:
    """`addresses` with the families taking turns: a dead one then costs one try, not all."""
    first = [each for each in addresses if each[0] == addresses[0][0]]
    others = [each for each in addresses if each[0] != addresses[0][0]]
    merged: list[Address] = []
    for index in range(max(len(first), len(others))):
        merged += first[index : index + 1] + others[index : index + 1]
    return merged


def approved(
    host: str, port: int, found: Sequence[Address], approve: Approve | None
) -> Sequence[Address]:
    """`found`, if nobody minds: the connection goes to these addresses, not to the name."""
    if approve is not None:
        approve(host, port, [address[4][0] for address in found])
    return found


def share(left: float | None, addresses_left: int) -> float | None:
    """What one address gets of the time: half, and all of it when it is the last."""
    return left if left is None or addresses_left <= 1 else left / 2


def shut_down(sock: Any) -> None:
    """End both directions of a socket, which wakes whoever is blocked on it, in any thread."""
    with suppress(OSError):
        if isinstance(sock, socket.socket):
            # Not SSLSocket's own method: that pulls the TLS state from under the reader.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)
        else:
            sock.shutdown(socket.SHUT_RDWR)


def tune(sock: socket.socket) -> None:
    """No delay for small writes; probes, so that a silent stream keeps its way through NATs."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, number in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 60), ("TCP_KEEPCNT", 5)):
        if (option := getattr(socket, name, None)) is not None:
            sock.setsockopt(socket.IPPROTO_TCP, option, number)
