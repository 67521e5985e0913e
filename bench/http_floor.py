"""CPU of the HTTP floor against plain httpx2: `python bench/http_floor.py`. Ratios in one run count.

A server in its own process answers prepared bytes; what is measured is this process's CPU time.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import re
import socket
import statistics
import sys
import threading
import time

CALLS, DELTAS, ROUNDS = 300, 2000, 5
_EVENT = (
    b'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m",'
    b'"choices":[{"index":0,"delta":{"content":" word"},"finish_reason":null}]}\n\n'
)
_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: %s\r\nx-request-id: req_1\r\n%s\r\n\r\n"
_JSON = b'{"id":"1","choices":[{"message":{"content":"hi"}}]}'
_UNARY = _HEAD % (b"application/json", b"content-length: %d" % len(_JSON)) + _JSON
_CHUNK = b"%x\r\n%s\r\n" % (len(_EVENT), _EVENT)
_STREAM = _HEAD % (b"text/event-stream", b"transfer-encoding: chunked")
_STREAM += _CHUNK * DELTAS + b"0\r\n\r\n"
_BODY = {"model": "m", "messages": [{"role": "user", "content": "hi " * 50}]}


def _serve(ready: multiprocessing.Queue[int]) -> None:
    server = socket.create_server(("127.0.0.1", 0), backlog=512)
    ready.put(server.getsockname()[1])
    while True:
        client, _ = server.accept()
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=_answer, args=(client,), daemon=True).start()


def _answer(client: socket.socket) -> None:
    pending = b""
    while True:
        while b"\r\n\r\n" not in pending:
            data = client.recv(65536)
            if not data:
                return
            pending += data
        head, _, rest = pending.partition(b"\r\n\r\n")
        found = re.search(rb"(?i)content-length: (\d+)", head)
        length = int(found[1]) if found else 0
        while len(rest) < length:
            rest += client.recv(65536)
        pending = rest[length:]
        client.sendall(_STREAM if b"/stream" in head[:40] else _UNARY)


def _report(name: str, samples: list[float], unit: str) -> None:
    print(f"{name:34s} {statistics.median(samples):8.1f} us/{unit}", flush=True)


def main(port: int) -> None:
    """Measure everything once."""
    import httpx2

    from ai_sdk._async.http.client import AsyncHTTPClient
    from ai_sdk._sync.http.client import HTTPClient
    from ai_sdk.http_rules.clock import CallClock
    from ai_sdk.json_codec import dumps
    from ai_sdk.sse import SSEDecoder
    from ai_sdk.types.http import HTTPRequest

    base = f"http://127.0.0.1:{port}"
    headers = {"authorization": "Bearer sk-x", "content-type": "application/json"}
    unary = HTTPRequest("POST", base + "/unary", headers, _BODY)
    stream = HTTPRequest("POST", base + "/stream", headers, _BODY)

    def plain(client: httpx2.Client) -> None:
        _ = client.post(base + "/unary", content=dumps(_BODY), headers=headers).content

    def plain_stream(client: httpx2.Client) -> None:
        with client.stream("POST", base + "/stream", content=dumps(_BODY), headers=headers) as r:
            decoder = SSEDecoder()
            assert sum(len(decoder.feed(piece)) for piece in r.iter_raw()) == DELTAS

    def ours_stream(client: HTTPClient) -> None:
        clock, decoder, count = CallClock(), SSEDecoder(), 0
        reply = client.open(stream, clock=clock)
        while (piece := reply.read()) is not None:
            count += len(decoder.feed(piece))
            clock.event_seen()
        assert count == DELTAS

    async def aplain(client: httpx2.AsyncClient) -> None:
        _ = (await client.post(base + "/unary", content=dumps(_BODY), headers=headers)).content

    async def aplain_stream(client: httpx2.AsyncClient) -> None:
        decoder, count = SSEDecoder(), 0
        async with client.stream(
            "POST", base + "/stream", content=dumps(_BODY), headers=headers
        ) as reply:
            async for piece in reply.aiter_raw():
                count += len(decoder.feed(piece))
        assert count == DELTAS

    async def aours_stream(client: AsyncHTTPClient) -> None:
        clock, decoder, count = CallClock(), SSEDecoder(), 0
        reply = await client.open(stream, clock=clock)
        while (piece := await reply.read()) is not None:
            count += len(decoder.feed(piece))
            clock.event_seen()
        assert count == DELTAS

    rows: dict[str, list[float]] = {}

    def note(name: str, start: float, count: int) -> None:
        rows.setdefault(name, []).append((time.process_time() - start) / count * 1e6)

    async def asynchronous() -> None:
        async with httpx2.AsyncClient() as theirs, AsyncHTTPClient() as ours:
            await aplain(theirs)
            await ours.send(unary, clock=CallClock())
            start = time.process_time()
            for _ in range(CALLS):
                await aplain(theirs)
            note("httpx2 async unary", start, CALLS)
            start = time.process_time()
            for _ in range(CALLS):
                await ours.send(unary, clock=CallClock())
            note("ours async unary", start, CALLS)
            start = time.process_time()
            await aplain_stream(theirs)
            note("httpx2 async stream", start, DELTAS)
            start = time.process_time()
            await aours_stream(ours)
            note("ours async stream", start, DELTAS)

    for _ in range(ROUNDS):
        with httpx2.Client() as theirs, HTTPClient() as ours:
            plain(theirs)
            ours.send(unary, clock=CallClock())
            start = time.process_time()
            for _ in range(CALLS):
                plain(theirs)
            note("httpx2 sync unary", start, CALLS)
            start = time.process_time()
            for _ in range(CALLS):
                ours.send(unary, clock=CallClock())
            note("ours sync unary", start, CALLS)
            start = time.process_time()
            plain_stream(theirs)
            note("httpx2 sync stream", start, DELTAS)
            start = time.process_time()
            ours_stream(ours)
            note("ours sync stream", start, DELTAS)
        asyncio.run(asynchronous())
    for name, samples in rows.items():
        _report(name, samples, "delta" if "stream" in name else "call")


if __name__ == "__main__":
    queue: multiprocessing.Queue[int] = multiprocessing.Queue()
    process = multiprocessing.Process(target=_serve, args=(queue,), daemon=True)
    process.start()
    try:
        main(queue.get())
    finally:
        process.terminate()
    sys.exit(0)
