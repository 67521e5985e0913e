"""A reply that is closed while somebody reads it: nobody reads a connection that is another's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from ai_sdk._async.http.reply import AsyncReplyStream
from ai_sdk.http_rules.clock import CallClock
from ai_sdk.http_rules.prepare import prepare
from ai_sdk.types.caps import Caps
from ai_sdk.types.http import HTTPRequest


class Wire:
    """An engine and the body of its response. While it is read, somebody does something.

    Attributes:
        meanwhile: what happens within the next read.
        seen: what came of it, and when the response was closed.
    """

    drains = True

    def __init__(self, *pieces: bytes) -> None:
        self.meanwhile: Any = None
        self.seen: list[Any] = []
        self._pieces = pieces

    def headers(self, response: Any) -> list[tuple[bytes, bytes]]:
        return []

    async def pieces(self, response: Any, clock: Any) -> AsyncIterator[bytes]:
        await self._happen()
        for piece in self._pieces:
            yield piece
            await self._happen()

    async def _happen(self) -> None:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            found = await meanwhile()
            self.seen.append(found)

    def ended(self, response: Any) -> bool:
        return True

    async def aclose(self) -> None:
        """Nothing."""


def a_stream(wire: Any) -> AsyncReplyStream:
    request = prepare(HTTPRequest("GET", "http://api.test/"))
    return AsyncReplyStream(wire, Body(wire), request, CallClock(), Caps())


class Body:
    """The response."""

    status_code = 200

    def __init__(self, wire: Any) -> None:
        self.extensions: dict[str, Any] = {}
        self.wire = wire

    async def aclose(self) -> None:
        self.wire.seen.append("closed")


async def test_who_reads_while_another_closes_gets_nothing() -> None:
    wire = Wire()
    stream = a_stream(wire)
    wire.meanwhile = stream.read

    await stream.aclose()

    assert wire.seen == [None, "closed"]


async def test_a_close_within_a_read_is_done_by_the_reader() -> None:
    wire = Wire(b"last")
    stream = a_stream(wire)
    wire.meanwhile = stream.aclose

    assert await stream.read() == b"last"
    assert wire.seen == [None]
    assert await stream.read() is None
    assert wire.seen == [None, "closed"]


async def test_or_by_the_next_close() -> None:
    wire = Wire(b"last", b"never read")
    stream = a_stream(wire)
    wire.meanwhile = stream.aclose

    assert await stream.read() == b"last"
    for _ in range(2):
        await stream.aclose()
    assert wire.seen == [None, "closed"]
    assert await stream.read() is None


async def test_two_that_close_close_once() -> None:
    wire = Wire()
    stream = a_stream(wire)
    wire.meanwhile = stream.aclose

    await stream.aclose()

    assert wire.seen == [None, "closed"]
