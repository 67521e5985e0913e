"""TLS inside TLS for blocking sockets: an https address behind an https proxy."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_RECORD = 16 * 1024


class DoubleTLS:
    """The few methods of a socket that a connection uses, over another TLS socket.

    Args:
        outer: The socket to the proxy; its timeout holds for every wait.
        context: How to check the inner peer.
        host: Its name.
    """

    def __init__(self, outer: ssl.SSLSocket, context: ssl.SSLContext, host: str | None) -> None:
        self._outer = outer
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._inner = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)
        self._pump(self._inner.do_handshake)

    def recv(self, max_bytes: int) -> bytes:
        """Some bytes, none at the end."""
        try:
            return self._pump(lambda: self._inner.read(max_bytes))
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            return b""

    def send(self, data: memoryview) -> int:
        """Send some of `data`; how much of it."""
        return self._pump(lambda: self._inner.write(data))

    def settimeout(self, seconds: float | None) -> None:
        """How long each wait for the proxy may take."""
        self._outer.settimeout(seconds)

    def selected_alpn_protocol(self) -> str | None:
        """What the inner handshake agreed on."""
        return self._inner.selected_alpn_protocol()

    def _pump(self, step: Callable[[], T]) -> T:
        while True:
            try:
                result = step()
            except ssl.SSLWantReadError:
                self._flush()
                if data := self._outer.recv(_RECORD):
                    self._incoming.write(data)
                else:
                    self._incoming.write_eof()
                continue
            except ssl.SSLError:
                self._flush()  # the alert that says why
                raise
            self._flush()
            return result

    def _flush(self) -> None:
        if data := self._outgoing.read():
            self._outer.sendall(data)
