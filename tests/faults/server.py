"""A raw socket server whose every byte is the test's own: one function answers each request."""

from __future__ import annotations

import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from contextlib import suppress

_LIMIT = 10.0  # seconds after which a test that hangs is broken off

JSON_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
SSE_HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
)


def chunk(data: bytes) -> bytes:
    """`data` as one chunk of a chunked body."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def reply(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    """A whole reply with a content length."""
    lines = b"".join(header + b"\r\n" for header in headers)
    return b"HTTP/1.1 %s\r\n%scontent-length: %d\r\n\r\n%s" % (status, lines, len(body), body)


class Peer:
    """One connection to a client, with the request that was read last."""

    def __init__(self, sock: socket.socket, number: int) -> None:
        self.sock, self.number = sock, number
        self.head, self.body = b"", b""
        self.count = 0
        self._rest = b""

    @property
    def path(self) -> str:
        return self.head.split(b" ", 2)[1].decode()

    def header(self, name: str) -> str | None:
        found = re.search(rb"(?im)^%s: *(.*?)\r?$" % name.encode(), self.head)
        return found[1].decode("latin-1") if found else None

    def read_request(self) -> bool:
        """Read one request; False when the client is gone."""
        data = self._rest
        while b"\r\n\r\n" not in data:
            piece = self._recv()
            if not piece:
                return False
            data += piece
        self.head, _, body = data.partition(b"\r\n\r\n")
        length = int(self.header("content-length") or 0)
        while len(body) < length:
            piece = self._recv()
            if not piece:
                return False
            body += piece
        self.body, self._rest = body[:length], body[length:]
        self.count += 1
        return True

    def _recv(self) -> bytes:
        try:
            return self.sock.recv(65536)
        except OSError:
            return b""

    def send(self, *pieces: bytes) -> bool:
        """Send each piece on its own; False when the client is gone, which is no error."""
        try:
            for piece in pieces:
                self.sock.sendall(piece)
        except OSError:
            return False
        return True

    def reset(self) -> None:
        """Break the connection with a reset."""
        with suppress(OSError):
            linger = struct.pack("ii", 1, 0)
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close()

    def close(self) -> None:
        with suppress(OSError):
            self.sock.close()

    def until_gone(self) -> bool:
        """Wait for the client to hang up; False if it has not after the limit."""
        self.sock.settimeout(_LIMIT)
        try:
            while self.sock.recv(65536):
                pass
        except TimeoutError:
            return False
        except OSError:
            pass
        return True


Answer = Callable[[Peer], object]
"""Answers one request; returning `False` ends the connection."""


class FaultServer:
    """Answers each request with `answer`, or with a list's next one; the last answers the rest.

    Attributes:
        peers: every connection, in order.
        requests: head and body of every request, in order.
        gone: set when a client hung up within an answer that waits for it.
    """

    def __init__(
        self,
        *answers: Answer,
        tls: ssl.SSLContext | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        self.peers: list[Peer] = []
        self.requests: list[tuple[bytes, bytes]] = []
        self.gone = threading.Event()
        self._answers, self._tls = answers, tls
        self._lock = threading.Lock()
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, 0), family=family, backlog=256)
        self.port = self._listener.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        self.url = f"{'https' if tls else 'http'}://{shown}:{self.port}"
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def __enter__(self) -> FaultServer:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for peer in list(self.peers):
            with suppress(OSError):
                socket.socket.shutdown(peer.sock, socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(_LIMIT)
        for peer in self.peers:
            peer.close()
        ended = not any(thread.is_alive() for thread in self._threads)
        assert ended, "an answer goes on though its client is gone, and slows all later tests down"

    def drop_all(self) -> None:
        """Close every connection there is, as a restarting server does."""
        for peer in list(self.peers):
            with suppress(OSError):
                socket.socket.shutdown(peer.sock, socket.SHUT_RDWR)

    @property
    def connections(self) -> int:
        return len(self.peers)

    def _start(self, fn: Callable[[], None]) -> None:
        thread = threading.Thread(target=fn, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._start(lambda sock=sock: self._serve(sock))  # type: ignore[misc]

    def _serve(self, sock: socket.socket) -> None:
        if self._tls is not None:
            try:
                sock = self._tls.wrap_socket(sock, server_side=True)
            except OSError:
                sock.close()
                return
        with self._lock:
            peer = Peer(sock, len(self.peers))
            self.peers.append(peer)
        while peer.read_request():
            with self._lock:
                index = min(len(self.requests), len(self._answers) - 1)
                self.requests.append((peer.head, peer.body))
            if self._answers[index](peer) is False:
                break
        self._end(peer)

    def _end(self, peer: Peer) -> None:
        peer.close()


def say(*pieces: bytes) -> Answer:
    """Answer with these pieces and keep the connection."""
    return lambda peer: peer.send(*pieces)


def say_and_close(*pieces: bytes) -> Answer:
    """Answer with these pieces, then close the connection."""

    def answer(peer: Peer) -> bool:
        peer.send(*pieces)
        return False

    return answer


def say_and_reset(*pieces: bytes) -> Answer:
    """Answer with these pieces, then reset the connection."""

    def answer(peer: Peer) -> bool:
        peer.send(*pieces)
        peer.reset()
        return False

    return answer


def say_and_stall(*pieces: bytes) -> Answer:
    """Answer with these pieces, then nothing until the client hangs up."""

    def answer(peer: Peer) -> bool:
        peer.send(*pieces)
        peer.until_gone()
        return False

    return answer


def repeat(first: bytes, piece: bytes, gap: float) -> Answer:
    """Answer with `first`, then `piece` for ever, `gap` seconds apart, while anybody listens."""

    def answer(peer: Peer) -> bool:
        stop = threading.Event()
        peer.send(first)
        peer.sock.settimeout(_LIMIT)
        for _ in range(100_000):
            try:
                peer.sock.sendall(piece)
            except OSError:
                break
            if gap:
                stop.wait(gap)
        return False

    return answer


def together(count: int) -> Answer:
    """Answer each request with its path, but only once `count` of them are there."""
    meeting = threading.Barrier(count, timeout=_LIMIT)

    def answer(peer: Peer) -> None:
        meeting.wait()
        peer.send(reply(peer.path.encode()))

    return answer
