"""A small proxy on loopback: forwards plain requests, tunnels CONNECT, may ask for a login."""

from __future__ import annotations

import base64
import re
import socket
import ssl
import threading
from contextlib import suppress


class Proxy:
    """Takes every host for `target`, so that made-up names lead to a test's server.

    Attributes:
        seen: the request lines it was sent.
        headers: header blocks, in the same order.

    Args:
        target: the port that everything leads to.
        login: what it asks for.
        refuse: the status line with which it refuses everything.
        answer: bytes to send in the place of everything else before it hangs up.
        tls: how it is encrypted.
    """

    def __init__(
        self,
        target: int,
        login: tuple[str, str] | None = None,
        *,
        refuse: bytes | None = None,
        answer: bytes | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.seen: list[str] = []
        self.headers: list[bytes] = []
        self._target, self._refuse, self._answer, self._tls = target, refuse, answer, tls
        self._login = login and base64.b64encode(":".join(login).encode())
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def __enter__(self) -> Proxy:
        return self

    def __exit__(self, *exc: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for sock in list(self._open):
            self._end(sock)
        for thread in self._threads:
            thread.join(10)
        for sock in self._open:
            sock.close()

    def _start(self, fn: object, *args: object) -> None:
        thread = threading.Thread(target=fn, args=args, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self._start(self._serve, sock)

    def _serve(self, client: socket.socket) -> None:
        try:
            if self._tls is not None:
                client = self._tls.wrap_socket(client, server_side=True)
            self._open.append(client)
            data = b""
            while b"\r\n\r\n" not in data:
                piece = client.recv(65536)
                if not piece:
                    return
                data += piece
            head, _, rest = data.partition(b"\r\n\r\n")
            line = head.split(b"\r\n")[0].decode()
            self.seen.append(line)
            self.headers.append(head)
            if self._answer is not None:
                client.sendall(self._answer)
                self._end(client)
                return
            if self._refuse is not None:
                client.sendall(b"HTTP/1.1 %s\r\ncontent-length: 0\r\n\r\n" % self._refuse)
                return
            if self._login and b"Basic " + self._login not in head:
                client.sendall(
                    b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"
                )
                return
            server = socket.create_connection(("127.0.0.1", self._target))
            self._open.append(server)
            if line.startswith("CONNECT"):
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                server.sendall(re.sub(rb"^(\w+) http://[^/ ]+", rb"\1 ", head) + b"\r\n\r\n" + rest)
            self._start(self._pump, server, client)
            self._pump(client, server)
        except OSError:
            client.close()

    @staticmethod
    def _pump(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for sock in (source, sink):
            Proxy._end(sock)

    @staticmethod
    def _end(sock: socket.socket) -> None:
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)
