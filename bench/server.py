"""A canned provider in a process of its own: one chat answer, or one stream of N deltas.

`python -m bench.server` prints its port. It does as little as it can, so that the client is what
is measured: the model's name says what to send ("unary", "stream-2000").
"""

from __future__ import annotations

import asyncio
import json
import re

_MODEL = re.compile(rb'"model":\s*"([a-z]+)-?(\d*)"')
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


def _head(kind: str, more: str) -> bytes:
    return f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\n{more}\r\n\r\n".encode()


def _chunk(delta: object, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    body = {
        "id": "chatcmpl-bench",
        "object": "chat.completion.chunk",
        "created": 1_700_000_000,
        "model": "bench",
        "choices": [choice],
    }
    return b"data: " + json.dumps(body).encode() + b"\n\n"


def _framed(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def unary() -> bytes:
    """A whole answer."""
    message = {"role": "assistant", "content": "The sky scatters blue light."}
    body = json.dumps(
        {
            "id": "chatcmpl-bench",
            "object": "chat.completion",
            "created": 1_700_000_000,
            "model": "bench",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 9, "completion_tokens": 7, "total_tokens": 16},
        }
    ).encode()
    return _head("application/json", f"content-length: {len(body)}") + body


def stream(deltas: int) -> list[bytes]:
    """A stream in writes of about 16 KB."""
    events = [_chunk({"role": "assistant", "content": ""})]
    events += [_chunk({"content": f" word{i % 10}"}) for i in range(deltas)]
    events += [_chunk({}, "stop"), b"data: [DONE]\n\n"]
    writes = [_head("text/event-stream", "transfer-encoding: chunked")]
    for start in range(0, len(events), 80):
        writes.append(b"".join(_framed(event) for event in events[start : start + 80]))
    return [*writes, b"0\r\n\r\n"]


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    known: dict[bytes, list[bytes]] = {b"unary": [unary()]}
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            body = await reader.readexactly(int(length[1])) if length else b""
            asked = _MODEL.search(body)
            name = asked[0] if asked else b"unary"
            if name not in known:
                streaming = asked is not None and asked[1] == b"stream"
                known[name] = stream(int(asked[2])) if streaming and asked else [unary()]
            for piece in known[name]:
                writer.write(piece)
                await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main() -> None:
    """Serve until killed."""
    server = await asyncio.start_server(_serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
