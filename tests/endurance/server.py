"""The server of the long runs: `python -m tests.endurance.server`, in a process of its own.

It prints one line of JSON that says where it listens, and counts the connections that it accepted
and those that ended, so that a client cannot hide one that it has lost.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import resource
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from .answers import Script, script_for

__all__ = ["Endpoints", "running_server"]

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@dataclass
class _Book:
    """What the server remembers."""

    accepted: int = 0
    closed: int = 0
    requests: int = 0
    waiting: list[tuple[_Connection, Script]] = field(default_factory=list)
    rng: random.Random = field(default_factory=lambda: random.Random(11))

    def counts(self) -> bytes:
        told = {"accepted": self.accepted, "closed": self.closed, "requests": self.requests}
        return json.dumps(told).encode()


class _Connection(asyncio.Protocol):
    """One connection: requests in, prepared bytes out."""

    def __init__(self, book: _Book) -> None:
        self._book = book
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._book.accepted += 1

    def connection_lost(self, exc: Exception | None) -> None:
        self._book.closed += 1
        self._book.waiting = [each for each in self._book.waiting if each[0] is not self]

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n") + 4
        if end < 4:
            return
        head = self._buffer[:end]
        length = _LENGTH.search(head)
        end += int(length[1]) if length else 0
        if len(self._buffer) < end:
            return
        body, self._buffer = self._buffer[len(head) : end], self._buffer[end:]
        self._answer(head, body)

    def _answer(self, head: bytes, body: bytes) -> None:
        if head.startswith(b"GET "):
            self._book.accepted -= 1  # who asks does not count
            self._transport.write(b"HTTP/1.0 200 OK\r\n\r\n" + self._book.counts())
            self._transport.close()
            self._book.closed -= 1
            return
        self._book.requests += 1
        script = script_for(head, body, self._book.rng)
        if script.meeting:
            for piece in script.pieces[: script.before]:
                self._transport.write(piece)
            self._meet(script)
        else:
            self.play(script)

    def _meet(self, script: Script) -> None:
        waiting = self._book.waiting
        waiting.append((self, script))
        if len(waiting) >= script.meeting:
            self._book.waiting = []
            for connection, held in waiting:
                if held.before:
                    connection.play_later(held, held.before, self._book.rng.random())
                else:
                    connection.play(held)

    def play_later(self, script: Script, at: int, share: float = 1.0) -> None:
        """Go on after the gap that is due, or a share of it."""
        self._loop.call_later(script.gaps[at] * share, self.play, script, at)

    def play(self, script: Script, at: int = 0) -> None:
        """Write what is due and come back for the rest."""
        while at < len(script.pieces) and not self._transport.is_closing():
            self._transport.write(script.pieces[at])
            at += 1
            if at < len(script.pieces) and script.gaps[at]:
                self.play_later(script, at)
                return


async def _main() -> None:
    from tests.faults.certificates import authority_file, server_context

    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    loop, book = asyncio.get_running_loop(), _Book()

    async def listen(tls: object = None) -> int:
        server = await loop.create_server(
            lambda: _Connection(book), "127.0.0.1", 0, backlog=4096, ssl=tls
        )
        port: int = server.sockets[0].getsockname()[1]
        return port

    told = {
        "origin": f"http://127.0.0.1:{await listen()}",
        "secure": f"https://127.0.0.1:{await listen(server_context())}",
        "authority": authority_file(),
    }
    print(json.dumps(told), flush=True)
    await asyncio.Event().wait()


@dataclass(frozen=True)
class Endpoints:
    """Where the server listens.

    Attributes:
        origin: the plain address.
        secure: the one with TLS.
        authority: the file of certificates that a client must trust for it.
    """

    origin: str
    secure: str
    authority: str

    def counts(self) -> dict[str, int]:
        """How many connections it accepted, how many of them ended, and how many requests came."""
        with urllib.request.urlopen(self.origin, timeout=30) as reply:
            told: dict[str, int] = json.load(reply)
        return told


@contextmanager
def running_server() -> Iterator[Endpoints]:
    """The server, for the time of the block."""
    command = [sys.executable, "-m", "tests.endurance.server"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Endpoints(**json.loads(process.stdout.readline()))
        finally:
            process.kill()


if __name__ == "__main__":
    asyncio.run(_main())
