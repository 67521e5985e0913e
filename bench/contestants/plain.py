"""httpx and httpx2 as anybody uses them: `json=`, `iter_lines()` and the standard `json`."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator

from .heard import Heard, heard, heard_async, in_batches, in_batches_async
from .wire import DELTA, body, called, path, said

HEADERS = {"authorization": "Bearer sk-bench"}


class Httpx:
    """httpx."""

    PROTOCOLS = ("chat", "responses", "anthropic", "gemini")
    LIBRARY = "httpx"

    def __init__(self, protocol: str, base: str) -> None:
        self.protocol, self.base = protocol, base
        self._kept = self._kept_async = None

    def module(self) -> object:
        import importlib
        import sys

        sys.modules.setdefault("click", None)  # else its command line may come in, with rich
        return importlib.import_module(self.LIBRARY)

    @property
    def client(self) -> object:
        if self._kept is None:
            module = self.module()
            limits = module.Limits(max_connections=None, max_keepalive_connections=None)
            self._kept = module.Client(timeout=60, limits=limits)
        return self._kept

    @property
    def client_async(self) -> object:
        if self._kept_async is None:
            module = self.module()
            limits = module.Limits(max_connections=None, max_keepalive_connections=None)
            self._kept_async = module.AsyncClient(timeout=60, limits=limits)
        return self._kept_async

    def request(self, streamed: bool, tool: bool = False) -> dict[str, object]:
        return {
            "url": self.base + path(self.protocol, streamed),
            "json": body(self.protocol, streamed, tool),
            "headers": HEADERS,
        }

    def unary(self) -> str:
        return said(self.protocol, self.client.post(**self.request(False)).json())

    async def unary_async(self) -> str:
        return said(self.protocol, (await self.client_async.post(**self.request(False))).json())

    def events(self, tool: bool = False) -> Iterator[dict[str, object]]:
        with self.client.stream("POST", **self.request(True, tool)) as reply:
            for line in reply.iter_lines():
                if line.startswith("data: {"):
                    yield json.loads(line[6:])

    async def events_async(self, tool: bool = False) -> AsyncIterator[dict[str, object]]:
        async with self.client_async.stream("POST", **self.request(True, tool)) as reply:
            async for line in reply.aiter_lines():
                if line.startswith("data: {"):
                    yield json.loads(line[6:])

    def stream(self) -> Heard:
        return heard(map(DELTA[self.protocol], self.events()))

    async def stream_async(self) -> Heard:
        delta = DELTA[self.protocol]
        return await heard_async(delta(event) async for event in self.events_async())

    def tool(self) -> object:
        return called(self.protocol, self.events(tool=True), json.loads)

    async def tool_async(self) -> object:
        events = [event async for event in self.events_async(tool=True)]
        return called(self.protocol, events, json.loads)

    def texts(self, some: list[str]) -> dict[str, object]:
        asked = {"model": "bench", "input": some}
        return {"url": f"{self.base}/v1/embeddings", "json": asked, "headers": HEADERS}

    def embed(self, texts: list[str]) -> list[object]:
        def batch(some):
            reply = self.client.post(**self.texts(some))
            return [each["embedding"] for each in reply.json()["data"]]

        return in_batches(batch, texts, 100)

    async def embed_async(self, texts: list[str]) -> list[object]:
        async def batch(some):
            reply = await self.client_async.post(**self.texts(some))
            return [each["embedding"] for each in reply.json()["data"]]

        return await in_batches_async(batch, texts, 100)


class Httpx2(Httpx):
    """httpx2."""

    LIBRARY = "httpx2"
