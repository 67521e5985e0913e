"""The asynchronous half of the limit: an `asyncio.Protocol` that decodes where bytes arrive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from .heard import Heard
from .limit import Cutter, Limit, length_of


async def exchanged(
    limit: Limit, free: list[_Connection], sent: bytes, reply: Whole | Stream | Events
) -> object:
    """What the reply makes of the answer."""
    loop = asyncio.get_running_loop()
    if free:
        connection = free.pop()
    else:
        host, port = limit.base.split("/")[2].split(":")
        _, connection = await loop.create_connection(_Connection, host, int(port))
    connection.reply, connection.rest = reply, b""
    connection.done = loop.create_future()
    connection.transport.write(sent)
    result = await connection.done
    free.append(connection)
    return result


class Whole:
    """A body with a length."""

    def __init__(self, decode: Callable[[bytes], dict]) -> None:
        self.decode = decode

    def begin(self, head: bytes) -> None:
        self.left, self.pieces = length_of(head), []

    def feed(self, data: bytes) -> bool:
        self.pieces.append(data)
        self.left -= len(data)
        return self.left == 0

    def result(self) -> dict:
        return self.decode(b"".join(self.pieces))


class Stream:
    """A chunked body of events."""

    def __init__(
        self, decode: Callable[[bytes], dict], delta: Callable[[dict], str | None]
    ) -> None:
        self.cutter, self.delta, self.deltas, self.characters = Cutter(decode), delta, 0, 0

    def begin(self, head: bytes) -> None:
        assert b" 200 " in head

    def feed(self, data: bytes) -> bool:
        delta = self.delta
        for event in self.cutter.feed(data):
            text = delta(event)
            if text:
                self.deltas += 1
                self.characters += len(text)
        return self.cutter.done

    def result(self) -> Heard:
        return Heard(self.deltas, self.characters)


class Events:
    """A chunked body of events, all of them kept."""

    def __init__(self, decode: Callable[[bytes], dict]) -> None:
        self.cutter, self.events = Cutter(decode), []

    def begin(self, head: bytes) -> None:
        assert b" 200 " in head

    def feed(self, data: bytes) -> bool:
        self.events += self.cutter.feed(data)
        return self.cutter.done

    def result(self) -> list[dict]:
        return self.events


class _Connection(asyncio.Protocol):
    """One connection: the head of a reply, then its body."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport, self.begun = transport, False

    def data_received(self, data: bytes) -> None:
        if not self.begun:
            head, mark, data = (self.rest + data).partition(b"\r\n\r\n")
            if not mark:
                self.rest = head
                return
            self.begun = True
            self.reply.begin(head)
        if data and self.reply.feed(data):
            self.begun = False
            self.done.set_result(self.reply.result())
