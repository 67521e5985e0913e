"""The limit: sockets, prebuilt requests and a fast JSON decoder, and nothing that a library adds.

It trusts the server: an event is one HTTP chunk, and a reply's head comes whole. Nobody should
write a client like this; it shows what the wire itself costs.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator

from .heard import Heard, in_batches, in_batches_async
from .wire import DELTA, body, called, path, said

_END = b"0\r\n\r\n"


def request(base: str, route: str, data: object) -> bytes:
    """The bytes of a request."""
    host, _, start = base.removeprefix("http://").partition("/")
    sent = json.dumps(data).encode()
    head = (
        f"POST /{start}{route} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer sk-bench\r\n"
        f"content-type: application/json\r\ncontent-length: {len(sent)}\r\n\r\n"
    )
    return head.encode() + sent


def length_of(head: bytes) -> int:
    """What a reply's head says of its body's length."""
    start = head.index(b"content-length: ") + 16
    return int(head[start:].partition(b"\r")[0])


class Cutter:
    """Events of a chunked body, from bytes cut anywhere."""

    __slots__ = ("decode", "done", "rest")

    def __init__(self, decode: Callable[[bytes], dict]) -> None:
        self.decode, self.rest, self.done = decode, b"", False

    def feed(self, data: bytes) -> list[dict]:
        """The events that these bytes complete."""
        if self.rest:
            data = self.rest + data
        self.done = data.endswith(_END)
        *pieces, self.rest = data.split(b"\r\n")
        if pieces and pieces[-1] == b"0":
            self.rest = b"0\r\n" + self.rest  # the end is cut in two
        decode = self.decode
        events = []
        for piece in pieces:
            if piece.startswith(b"data: {"):
                events.append(decode(piece[6:-2]))
            elif piece.startswith(b"event: "):
                events.append(decode(piece[piece.index(b"\n") + 7 : -2]))
        return events


class Limit:
    """Blocking sockets, one for each thread; the asynchronous half is in `limit_async`."""

    PROTOCOLS = ("chat", "responses", "anthropic", "gemini")

    def __init__(self, protocol: str, base: str) -> None:
        from msgspec.json import decode

        self.protocol, self.base, self.decode = protocol, base, decode
        self.whole = request(base, path(protocol, False), body(protocol, False))
        self.streamed = request(base, path(protocol, True), body(protocol, True))
        self._local = threading.local()
        self._free = []

    def _socket(self) -> socket.socket:
        made = getattr(self._local, "socket", None)
        if made is None:
            host, port = self.base.split("/")[2].split(":")
            made = self._local.socket = socket.create_connection((host, int(port)))
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def _reply(self, sent: bytes) -> bytes | bytearray:
        """The body of a whole reply."""
        connection = self._socket()
        connection.sendall(sent)
        head, _, start = connection.recv(65536).partition(b"\r\n\r\n")
        length = length_of(head)
        if len(start) == length:
            return start
        whole = bytearray(length)
        view = memoryview(whole)
        view[: len(start)] = start
        got = len(start)
        while got < length:
            got += connection.recv_into(view[got:])
        return whole

    def unary(self) -> str:
        return said(self.protocol, self.decode(self._reply(self.whole)))

    def _batches(self, sent: bytes | None = None) -> Iterator[list[dict]]:
        connection, cutter = self._socket(), Cutter(self.decode)
        connection.sendall(sent or self.streamed)
        yield cutter.feed(connection.recv(65536).partition(b"\r\n\r\n")[2])
        while not cutter.done:
            yield cutter.feed(connection.recv(65536))

    def stream(self) -> Heard:
        delta, deltas, characters = DELTA[self.protocol], 0, 0
        for events in self._batches():
            for event in events:
                text = delta(event)
                if text:
                    deltas += 1
                    characters += len(text)
        return Heard(deltas, characters)

    def tool(self) -> object:
        events = [event for events in self._batches(self._tool) for event in events]
        return called(self.protocol, events, self.decode)

    @property
    def _tool(self) -> bytes:
        asked = body(self.protocol, True, tool=True)
        return request(self.base, path(self.protocol, True), asked)

    def partial(self) -> tuple[int, object]:
        """No partial objects at all: the text is parsed once, at its end."""
        delta = DELTA[self.protocol]
        return self._parsed([delta(event) for events in self._batches() for event in events])

    def _parsed(self, texts: list[str | None]) -> tuple[int, object]:
        return len(texts), self.decode("".join(text for text in texts if text))

    typed = partial

    def _texts(self, some: list[str]) -> bytes:
        asked = {"model": "bench", "input": some, "encoding_format": "base64"}
        return request(self.base, "/v1/embeddings", asked)

    def embed(self, texts: list[str]) -> list[object]:
        def batch(some):
            return unpacked(self.decode(self._reply(self._texts(some))))

        return in_batches(batch, texts, 100)

    async def unary_async(self) -> str:
        return said(self.protocol, await self._whole_async(self.whole))

    async def stream_async(self) -> Heard:
        from .limit_async import Stream, exchanged

        reply = Stream(self.decode, DELTA[self.protocol])
        return await exchanged(self, self._free, self.streamed, reply)

    async def _whole_async(self, sent: bytes) -> dict:
        from .limit_async import Whole, exchanged

        return await exchanged(self, self._free, sent, Whole(self.decode))

    async def _events_async(self, sent: bytes) -> list[dict]:
        from .limit_async import Events, exchanged

        return await exchanged(self, self._free, sent, Events(self.decode))

    async def tool_async(self) -> object:
        return called(self.protocol, await self._events_async(self._tool), self.decode)

    async def partial_async(self) -> tuple[int, object]:
        delta = DELTA[self.protocol]
        return self._parsed([delta(event) for event in await self._events_async(self.streamed)])

    typed_async = partial_async

    async def embed_async(self, texts: list[str]) -> list[object]:
        async def batch(some):
            return unpacked(await self._whole_async(self._texts(some)))

        return await in_batches_async(batch, texts, 100)


def unpacked(reply: dict) -> list[object]:
    """The vectors of a reply in base64."""
    from array import array
    from binascii import a2b_base64

    return [array("f", a2b_base64(each["embedding"])) for each in reply["data"]]
