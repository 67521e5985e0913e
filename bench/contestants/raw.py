"""httpx and httpx2 as a transport only: raw bytes, an own cut of the lines, a fast JSON decoder."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence

from . import plain


def _cut(
    piece: bytes, rest: bytes, decode: Callable[[bytes], dict[str, object]]
) -> tuple[Sequence[dict[str, object]], bytes]:
    """The events that are complete, and the bytes that are not."""
    whole, mark, rest = (rest + piece).rpartition(b"\n\n")
    if not mark:
        return (), rest
    return [decode(line[6:]) for line in whole.split(b"\n") if line.startswith(b"data: {")], rest


class RawHttpx(plain.Httpx):
    """httpx, with as little of it as possible."""

    unary = unary_async = embed = embed_async = None

    def events(self, tool: bool = False) -> Iterator[dict[str, object]]:
        from msgspec.json import decode

        rest = b""
        with self.client.stream("POST", **self.request(True, tool)) as reply:
            for piece in reply.iter_raw():
                events, rest = _cut(piece, rest, decode)
                yield from events

    async def events_async(self, tool: bool = False) -> AsyncIterator[dict[str, object]]:
        from msgspec.json import decode

        rest = b""
        async with self.client_async.stream("POST", **self.request(True, tool)) as reply:
            async for piece in reply.aiter_raw():
                events, rest = _cut(piece, rest, decode)
                for event in events:
                    yield event


class RawHttpx2(RawHttpx):
    """httpx2, with as little of it as possible."""

    LIBRARY = "httpx2"
