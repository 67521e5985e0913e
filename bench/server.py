"""A canned provider in a process of its own.

`python -m bench.server` prints its port. It does as little as it can, so that the client is what
is measured: all bytes are made once. The path says which protocol, and the model's name what:

- "unary": a short answer
- "stream-2000": a stream of 2,000 deltas
- "paced-2000": the same, an event each 500 us
- "tool-20480": a call with 20 KB of arguments, in deltas of 20 characters
- "object-10240": 10 KB of JSON as text, in deltas of 20 characters
- "embed-1536": a vector of 1,536 numbers for each text, in base64
"""

from __future__ import annotations

import array
import asyncio
import base64
import json
import re
from functools import lru_cache

from .canned import BY_PATH, CHAT, Protocol
from .partials import document

_MODEL = re.compile(rb'(?:"model":\s*"|/models/)([a-z]+)-?(\d*)')
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_WRITE = 80  # events in a write: about 16 KB
_PACE = 0.0005  # seconds between paced events
_DELTA = 20  # characters


def _whole(body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body


def _streamed(events: list[bytes], together: int) -> list[bytes]:
    """A stream's writes: each event is a chunk, `together` of them are sent at once."""
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked"
    chunks = [b"%x\r\n%s\r\n" % (len(event), event) for event in events]
    writes = [head + b"\r\n\r\n"]
    for start in range(0, len(chunks), together):
        writes.append(b"".join(chunks[start : start + together]))
    writes[-1] += b"0\r\n\r\n"
    return writes


def _cut(text: str) -> list[str]:
    return [text[start : start + _DELTA] for start in range(0, len(text), _DELTA)]


@lru_cache(64)
def _answer(protocol: Protocol, kind: bytes, size: int) -> list[bytes]:
    if kind == b"tool":
        return _streamed(protocol.events(_cut(document(size)), tool=True), _WRITE)
    if kind == b"object":
        return _streamed(protocol.events(_cut(document(size))), _WRITE)
    if kind in (b"stream", b"paced"):
        events = protocol.events(f" word{number % 10}" for number in range(size))
        return _streamed(events, 1 if kind == b"paced" else _WRITE)
    return [_whole(json.dumps(protocol.whole).encode())]


@lru_cache(64)
def _embeddings(count: int, dimensions: int) -> list[bytes]:
    vector = base64.b64encode(array.array("f", [0.25] * dimensions).tobytes()).decode()
    data = [{"object": "embedding", "index": n, "embedding": vector} for n in range(count)]
    usage = {"prompt_tokens": count, "total_tokens": count}
    body = {"object": "list", "data": data, "model": "bench", "usage": usage}
    return [_whole(json.dumps(body).encode())]


def reply(head: bytes, body: bytes) -> tuple[list[bytes], float]:
    """What to write to a request, and the seconds between the writes."""
    path = head[: head.index(b" HTTP")]
    asked = _MODEL.search(path) or _MODEL.search(body)
    kind, size = (asked[1], int(asked[2] or 0)) if asked else (b"unary", 0)
    if path.endswith(b"/embeddings"):
        return _embeddings(len(json.loads(body)["input"]), size), 0
    protocol = next((found for mark, found in BY_PATH.items() if mark in path), CHAT)
    return _answer(protocol, kind, size), _PACE if kind == b"paced" else 0


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            body = await reader.readexactly(int(length[1])) if length else b""
            pieces, pause = reply(head, body)
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                if pause:
                    await asyncio.sleep(pause)
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main() -> None:
    """Serve until killed."""
    server = await asyncio.start_server(_serve, "127.0.0.1", 0, limit=2**20, backlog=2048)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
