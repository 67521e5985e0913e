"""A connection over a plain blocking socket. `async_.py` has the same names for coroutines."""

from __future__ import annotations

import select
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from ..clock import clock
from ..forks import generation
from ..sync_run import run
from ..tokens import Deadline
from .common import (
    Address,
    Approve,
    Limit,
    StaleConnection,
    alternate,
    approved,
    as_limit,
    numeric,
    share,
    shut_down,
    tune,
)

if TYPE_CHECKING:
    from .double_tls import DoubleTLS

C = TypeVar("C", bound="Connection")


class Connection:
    """One open connection. Not for two threads at once, but for `wake`."""

    def __init__(self, sock: socket.socket) -> None:
        self._raw = sock  # the socket that owns the descriptor
        self._sock: socket.socket | DoubleTLS = sock  # what bytes go through
        self._answered = False  # the peer has sent something since our last write
        self._reused = False  # an earlier exchange went over this connection
        self._timeout: float | None = -1.0
        self._generation = generation()
        self.closed = False
        """True once this side has closed it."""

    def read(self, max_bytes: int, timeout: Limit | float | None = None) -> bytes:
        """The next bytes, at most `max_bytes`; empty at the end.

        Raises:
            TimeoutError: The limit was reached.
            StaleConnection: The connection had died while it was idle.
            OSError: It broke.
        """
        self._check_process()
        limit = as_limit(timeout)
        limit.attach(self)
        self._set_timeout(limit.left())
        start = clock.now()
        try:
            data = self._sock.recv(max_bytes)
        except (ssl.SSLWantReadError, BlockingIOError):
            raise TimeoutError from None
        except TimeoutError:
            raise
        except OSError as error:
            data = self._after_wake(limit, error)
        finally:
            limit.spent(clock.now() - start)
        if data:
            self._answered = True
            return data
        limit.left()  # woken by a cancellation: say so, rather than that the peer hung up
        if self._reused and not self._answered:
            raise StaleConnection("the server had closed the connection")
        return b""

    def _after_wake(self, limit: Limit, error: OSError) -> bytes:
        limit.left()
        if self._reused and not self._answered:
            raise StaleConnection("the server had closed the connection") from error
        raise error

    def send(self, data: bytes, limit: Limit | float | None = None) -> None:
        """Send all of `data`.

        Raises:
            TimeoutError: The limit was reached.
            OSError: The connection broke.
        """
        self._check_process()
        if self._answered:
            self._answered, self._reused = False, True
        limit = as_limit(limit)
        limit.attach(self)
        view = memoryview(data)
        while view:
            self._set_timeout(limit.left())
            start = clock.now()
            try:
                sent = self._sock.send(view)
            except (ssl.SSLWantWriteError, BlockingIOError):
                raise TimeoutError from None
            finally:
                limit.spent(clock.now() - start)
            view = view[sent:]

    def encrypt(
        self, context: ssl.SSLContext, host: str | None, limit: Limit | float | None = None
    ) -> None:
        """Encrypt what follows.

        Raises:
            TimeoutError: The limit was reached.
            OSError: The handshake failed; `ssl.SSLCertVerificationError` for a bad certificate.
        """
        limit = as_limit(limit)
        limit.attach(self)
        if isinstance(self._sock, ssl.SSLSocket):
            from .double_tls import DoubleTLS

            self._sock.settimeout(limit.left())
            self._sock = DoubleTLS(self._sock, context, host)
        else:
            self._raw.settimeout(limit.left())
            # The handshake comes after the socket is ours, so that `wake` reaches it.
            self._sock = self._raw = secure = context.wrap_socket(
                self._raw, server_hostname=host, do_handshake_on_connect=False
            )
            secure.do_handshake()
        self._timeout = -1.0
        self._answered = False

    def close(self) -> None:
        """Close at once; again: nothing."""
        self.closed = True
        if self._generation == generation():  # else the parent still uses it
            shut_down(self._raw)  # a fork may hold the socket too: tell the peer all the same
        with suppress(OSError):
            self._raw.close()

    def wake(self) -> None:
        """End a blocked read or write; the connection is of no use afterwards."""
        shut_down(self._raw)

    def abandon(self) -> None:
        """Let go of the socket without telling the peer."""
        try:  # at the interpreter's end our imports are gone, `suppress` too
            self._raw.close()
        except OSError:
            pass

    @property
    def readable(self) -> bool:
        """True when an idle connection has something to read, which can only be its end."""
        descriptor = self._raw.fileno()
        if descriptor < 0:
            return True
        if not hasattr(select, "poll"):
            return bool(select.select([descriptor], [], [], 0)[0])
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        return bool(poll.poll(0))

    @property
    def socket(self) -> Any:
        """The socket, for those who must look."""
        return self._raw

    @property
    def ssl_object(self) -> Any:
        """The TLS side of it, None on a plain connection."""
        return None if type(self._sock) is socket.socket else self._sock

    def _check_process(self) -> None:
        """Refuse a child what its parent reads: one would get the other's bytes."""
        if self._generation != generation():
            raise ConnectionAbortedError("the connection belongs to the parent process")

    def _set_timeout(self, seconds: float | None) -> None:
        if seconds != self._timeout:
            self._sock.settimeout(seconds)
            self._timeout = seconds

    def __del__(self) -> None:
        self.abandon()


def connect(
    host: str,
    port: int,
    make: Callable[[socket.socket], C],
    limit: Limit | float | None = None,
    approve: Approve | None = None,
) -> C:
    """Open a TCP connection; every address of the host gets its try.

    Args:
        host: Name or address.
        port: Port.
        make: The class of the connection.
        limit: How long everything together may take.
        approve: May refuse the addresses of the host.

    Raises:
        TimeoutError: The limit was reached.
        OSError: No address answered, or the name is unknown.
    """
    limit = as_limit(limit)
    start = clock.now()
    try:
        return make(_connect(host, port, limit, approve))
    finally:
        limit.spent(clock.now() - start)


def _connect(host: str, port: int, limit: Limit, approve: Approve | None) -> socket.socket:
    deadline = Deadline(limit.left())
    found = numeric(host, port) or alternate(_resolve(host, port, deadline))
    for index, address in enumerate(approved(host, port, found, approve)):
        more = len(found) - index
        try:
            return _open(address, share(deadline.left(), more))
        except OSError:
            if more == 1 or deadline.expired:
                raise
    raise OSError(f"no address for {host}")


def _resolve(host: str, port: int, deadline: Deadline) -> list[Address]:
    # On a thread of its own where time is limited: the resolver itself cannot be interrupted.
    def look_up() -> list[Address]:
        return list[Any](socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))

    return run(look_up, deadline=deadline)


def _open(address: Address, timeout: float | None) -> socket.socket:
    family, kind, protocol, _, where = address
    sock = socket.socket(family, kind, protocol)
    try:
        sock.settimeout(timeout)
        tune(sock)
        sock.connect(where)
    except BaseException:
        sock.close()
        raise
    return sock
