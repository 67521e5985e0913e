"""The work done by a plain HTTP client: the least code a user would write without any library.

`module` is httpx or httpx2. Each function returns after `count` units.
"""

from __future__ import annotations

import array
import base64
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from .apis import API

DELTAS = 2000  # of a stream
BATCH = 100  # texts of an embedding request


def unary(module: Any, api: API, url: str, count: int) -> None:
    """Whole answers, one after the other."""
    with module.Client() as client:
        for _ in range(count):
            reply = client.post(url + api.path("unary", False), json=api.body("unary", False))
            assert api.said(json.loads(reply.content))


async def unary_async(module: Any, api: API, url: str, count: int) -> None:
    """The same with the asynchronous client."""
    async with module.AsyncClient() as client:
        for _ in range(count):
            body = api.body("unary", False)
            reply = await client.post(url + api.path("unary", False), json=body)
            assert api.said(json.loads(reply.content))


def _read(api: API, line: str, texts: list[str]) -> None:
    if line.startswith("data: {"):
        texts.append(api.delta(json.loads(line[6:])))


def read_stream(client: Any, api: API, url: str, model: str) -> str:
    """One stream's text, or its tool's arguments."""
    texts: list[str] = []
    body = api.body(model, True)
    with client.stream("POST", url + api.path(model, True), json=body) as reply:
        for line in reply.iter_lines():
            _read(api, line, texts)
    return "".join(texts)


async def read_stream_async(client: Any, api: API, url: str, model: str) -> str:
    """The same with the asynchronous client."""
    texts: list[str] = []
    body = api.body(model, True)
    async with client.stream("POST", url + api.path(model, True), json=body) as reply:
        async for line in reply.aiter_lines():
            _read(api, line, texts)
    return "".join(texts)


def stream(module: Any, api: API, url: str, count: int) -> None:
    """Streams of `DELTAS` deltas; `count` is that of the deltas."""
    with module.Client() as client:
        for _ in range(count // DELTAS):
            assert read_stream(client, api, url, f"stream-{DELTAS}").count("word") == DELTAS


async def stream_async(module: Any, api: API, url: str, count: int) -> None:
    """The same with the asynchronous client."""
    async with module.AsyncClient() as client:
        for _ in range(count // DELTAS):
            text = await read_stream_async(client, api, url, f"stream-{DELTAS}")
            assert text.count("word") == DELTAS


def tool(module: Any, api: API, url: str, count: int) -> None:
    """Calls with 20 KB of arguments in small deltas."""
    with module.Client() as client:
        for _ in range(count):
            assert json.loads(read_stream(client, api, url, "tool-20480"))["items"]


def threads(module: Any, api: API, url: str, count: int) -> None:
    """Calls from 32 threads that share a client."""
    limits = module.Limits(max_connections=None, max_keepalive_connections=None)
    with module.Client(limits=limits) as client, ThreadPoolExecutor(32) as pool:

        def work(_: int) -> None:
            reply = client.post(url + api.path("unary", False), json=api.body("unary", False))
            assert api.said(json.loads(reply.content))

        list(pool.map(work, range(count)))


def embed(module: Any, url: str, count: int) -> list[array.array[float]]:
    """Vectors of 1,536 numbers, sent in base64, in batches."""
    vectors = []
    with module.Client() as client:
        for _ in range(0, count, BATCH):
            body = {"model": "embed-1536", "input": ["x"] * BATCH, "encoding_format": "base64"}
            reply = client.post(f"{url}/v1/embeddings", json=body)
            for item in json.loads(reply.content)["data"]:
                vectors.append(array.array("f", base64.b64decode(item["embedding"])))
    assert len(vectors) == count
    return vectors
