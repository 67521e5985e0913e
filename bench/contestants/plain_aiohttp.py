"""aiohttp, which has an asynchronous face only: raw bytes and a fast JSON decoder."""

from __future__ import annotations

from .heard import Heard, heard_async
from .plain import HEADERS
from .wire import DELTA, body, path, said


class Aiohttp:
    """aiohttp."""

    PROTOCOLS = ("chat", "responses", "anthropic", "gemini")

    def __init__(self, protocol: str, base: str) -> None:
        self.protocol, self.base = protocol, base
        self._kept = None

    @property
    def session(self) -> object:
        if self._kept is None:
            import aiohttp

            self._kept = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self._kept

    def request(self, streamed: bool) -> dict[str, object]:
        return {
            "url": self.base + path(self.protocol, streamed),
            "json": body(self.protocol, streamed),
            "headers": HEADERS,
        }

    async def unary_async(self) -> str:
        async with self.session.post(**self.request(False)) as reply:
            return said(self.protocol, await reply.json())

    async def stream_async(self) -> Heard:
        return await heard_async(self._texts())

    async def _texts(self):
        from msgspec.json import decode

        delta = DELTA[self.protocol]
        async with self.session.post(**self.request(True)) as reply:
            async for line in reply.content:
                if line.startswith(b"data: {"):
                    yield delta(decode(line[6:]))
