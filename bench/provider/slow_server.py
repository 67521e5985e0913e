"""The load server where there is no C compiler: the same plays, sent by asyncio.

`python -m bench.provider.slow_server SCENARIO...` prints its port. It costs several times what
the server in C does, so on one or two cores it can slow the client down; CPU time of the client
stays what it is.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Iterator

from .book import Play
from .scenarios import plays

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_MISSING = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"


def _found(book: list[Play], path: str, body: bytes) -> Play | None:
    for play in book:
        if path.startswith(play.start) and play.mark in path and play.inside.encode() in body:
            return play
    return None


def _writes(play: Play) -> Iterator[bytes]:
    """What to write at once: each event where there is a pace, else a segment's whole bytes."""
    for segment in play.segments:
        events = segment.events if play.pace else [b"".join(segment.events)]
        for _ in range(segment.times):
            yield from events


async def _perform(play: Play, writer: asyncio.StreamWriter) -> None:
    loop = asyncio.get_running_loop()
    due = loop.time()
    for write in _writes(play):
        writer.write(write)
        await writer.drain()
        if play.pace:
            due += play.pace / 1e6
            await asyncio.sleep(due - loop.time())


async def _serve(
    book: list[Play], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            body = await reader.readexactly(int(length[1])) if length else b""
            play = _found(book, head.split(b" ", 2)[1].decode(), body)
            if play is None:
                writer.write(_MISSING)
            else:
                await _perform(play, writer)
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main(scenarios: list[str]) -> None:
    """Serve until killed."""
    book = [play for scenario in scenarios for play in plays(scenario)]
    server = await asyncio.start_server(
        lambda reader, writer: _serve(book, reader, writer),
        "127.0.0.1",
        0,
        limit=2**20,
        backlog=2048,
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
