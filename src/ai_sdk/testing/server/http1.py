"""HTTP/1.1 by hand: read a request, write a reply with the faults its delivery asks for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from .connection import Connection, ConnectionGone
from .content import WireBytes
from .delivery import Delivery, body_writes
from .gate import wait_for_gate
from .payload import Payload


class BadRequest(Exception):
    """What came is no HTTP/1.1 request."""


@dataclass(frozen=True, slots=True)
class RequestHead:
    """The request line and the headers."""

    method: str
    target: str
    version: str
    headers: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str:
        """A header by its lower-case name; empty where absent."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def wants_close(self) -> bool:
        """Whether the client asks to close after this exchange."""
        return "close" in self.get("connection").lower() or self.version == "HTTP/1.0"


async def read_request(connection: Connection) -> tuple[RequestHead, bytes]:
    """Read one request.

    Raises:
        BadRequest: The bytes are no HTTP request.
        ConnectionGone: The client closed the connection.
    """
    head = parse_head(await connection.read_until(b"\r\n\r\n"))
    if head.get("expect").lower() == "100-continue":
        await connection.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    return head, await _read_body(connection, head)


def parse_head(data: bytes) -> RequestHead:
    """Take the head of a request apart."""
    first, *rest = data.decode("latin-1").strip("\r\n").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        raise BadRequest(f"no HTTP request line: {first[:80]!r}")
    pairs = [line.partition(":") for line in rest]
    headers = tuple((name.strip(), value.strip()) for name, _, value in pairs)
    return RequestHead(words[0], words[1], words[2], headers)


async def _read_body(connection: Connection, head: RequestHead) -> bytes:
    if "chunked" in head.get("transfer-encoding").lower():
        return await _read_chunked(connection)
    length = head.get("content-length") or "0"
    if not length.isdigit():
        raise BadRequest(f"content-length {length!r}")
    return await connection.read_exactly(int(length))


async def _read_chunked(connection: Connection) -> bytes:
    body = bytearray()
    while True:
        line = await connection.read_until(b"\r\n")
        try:
            size = int(line.partition(b";")[0], 16)
        except ValueError:
            raise BadRequest(f"chunk size {line!r}") from None
        if size == 0:
            break
        body += await connection.read_exactly(size)
        await connection.read_exactly(2)
    while await connection.read_until(b"\r\n") != b"\r\n":
        pass
    return bytes(body)


async def deliver(
    connection: Connection,
    content: Payload | WireBytes,
    delivery: Delivery,
    *,
    close_after: bool = False,
) -> bool:
    """Write a reply and say whether the connection can serve another request.

    Raises:
        ConnectionGone: The client went away before the reply was out.
    """
    for gate in delivery.gates_at(-1):
        await _race(connection, wait_for_gate(gate))
    if delivery.before_head is not None:
        await _end(connection, delivery.before_head)
        return False
    if isinstance(content, WireBytes):
        payload = Payload(body=content.data)
        await _write_body(connection, payload, delivery, chunked=False)
        return await _finish(connection, delivery, keep=not close_after)
    if content.raw_chunks is not None:
        await connection.write(_own_chunks(content, content.raw_chunks))
        connection.close()
        return False
    keep = delivery.keep_alive and not close_after and delivery.framing != "eof"
    chunked, head = _head(content, delivery, announce=not keep and delivery.announce_close)
    await connection.write(content.interim + head)
    await _write_body(connection, content, delivery, chunked=chunked)
    return await _finish(connection, delivery, keep=keep)


def _head(payload: Payload, delivery: Delivery, *, announce: bool) -> tuple[bool, bytes]:
    """Render the head; tell whether the body is sent in chunks."""
    chunked = delivery.framing == "chunked"
    if delivery.framing == "auto":
        chunked = payload.events is not None or not isinstance(payload.body, bytes)
    lines = [f"{name}: {value}" for name, value in payload.headers]
    if delivery.compress is not None:
        lines.append(f"content-encoding: {delivery.compress}")
    if chunked:
        lines.append("transfer-encoding: chunked")
    elif delivery.framing != "eof" and payload.status not in (204, 304):
        lines.append(f"content-length: {_length(payload, delivery)}")
    if chunked and delivery.content_length is not None:
        lines.append(f"content-length: {delivery.content_length}")
    if announce:
        lines.append("connection: close")
    first = f"HTTP/1.1 {payload.status} {_phrase(payload.status)}"
    return chunked, "\r\n".join([first, *lines, "", ""]).encode("latin-1")


def _own_chunks(payload: Payload, write: Callable[[bytes], bytes]) -> bytes:
    _, head = _head(payload, Delivery(framing="chunked"), announce=False)
    return payload.interim + head + write(b"".join(body_writes(payload, Delivery())))


def _length(payload: Payload, delivery: Delivery) -> int:
    if delivery.content_length is not None:
        return delivery.content_length
    if delivery.end != "clean":  # announce the whole of what is then cut
        delivery = replace(delivery, stop_after_bytes=None, stop_after_events=None)
    return sum(map(len, body_writes(payload, delivery)))


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


async def _write_body(
    connection: Connection, payload: Payload, delivery: Delivery, *, chunked: bool
) -> None:
    ending = b"0\r\n\r\n" if chunked and delivery.end == "clean" else b""
    place = 0
    for data, is_last in _with_last(body_writes(payload, delivery)):
        for gate in delivery.gates_at(place):
            await _race(connection, wait_for_gate(gate))
        if place and delivery.pause:
            await _race(connection, asyncio.sleep(delivery.pause))
        place += 1
        data = b"%x\r\n%b\r\n" % (len(data), data) if chunked else data
        if is_last and not any(at >= place for at, _ in delivery.gates):
            # In one write, so that a client which stops at the last event can reuse the connection.
            data, ending = data + ending, b""
        await connection.write(data)
    for at, gate in delivery.gates:
        if at >= place:
            await _race(connection, wait_for_gate(gate))
    if ending:
        await connection.write(ending)


def _with_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Tell with each piece whether it is the last."""
    held: bytes | None = None
    for piece in pieces:
        if held is not None:
            yield held, False
        held = piece
    if held is not None:
        yield held, True


async def _finish(connection: Connection, delivery: Delivery, *, keep: bool) -> bool:
    if delivery.end != "clean":
        await _end(connection, "close" if delivery.end == "cut" else delivery.end)
        return False
    wrong_length = delivery.content_length is not None
    if not keep or wrong_length:
        connection.close()
    return keep and not wrong_length


async def _end(connection: Connection, how: str) -> None:
    if how in ("stall", "half"):
        if how == "half":
            connection.half_close()
        await connection.gone.wait()
        raise ConnectionGone
    if how == "rst":
        await connection.flush()
        connection.reset()
    else:
        connection.close()


async def _race(connection: Connection, waiting: Coroutine[Any, Any, None]) -> None:
    """Wait for something, but no longer than the client stays."""
    task = asyncio.ensure_future(waiting)
    gone = asyncio.ensure_future(connection.gone.wait())
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ConnectionGone
    finally:
        task.cancel()
        gone.cancel()
