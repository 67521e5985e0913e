"""Anthropic's own client."""

from __future__ import annotations

import json

from .heard import Heard, heard, heard_async
from .wire import body


class Claude:
    """anthropic."""

    PROTOCOLS = ("anthropic",)

    def __init__(self, protocol: str, base: str) -> None:
        import anthropic

        self.library = anthropic
        self.settings = {"api_key": "k", "base_url": base, "max_retries": 0}
        self.client = anthropic.Anthropic(**self.settings)
        self._kept = None

    @property
    def client_async(self) -> object:
        if self._kept is None:
            self._kept = self.library.AsyncAnthropic(**self.settings)
        return self._kept

    def unary(self) -> str:
        return self.client.messages.create(**body("anthropic", False)).content[0].text

    async def unary_async(self) -> str:
        reply = await self.client_async.messages.create(**body("anthropic", False))
        return reply.content[0].text

    def stream(self) -> Heard:
        events = self.client.messages.create(**body("anthropic", True))
        return heard(each.delta.text for each in events if each.type == "content_block_delta")

    async def stream_async(self) -> Heard:
        events = await self.client_async.messages.create(**body("anthropic", True))
        return await heard_async(
            each.delta.text async for each in events if each.type == "content_block_delta"
        )

    def tool(self) -> object:
        events = self.client.messages.create(**body("anthropic", True, tool=True))
        pieces = [each.delta.partial_json for each in events if each.type == "content_block_delta"]
        return json.loads("".join(pieces))

    async def tool_async(self) -> object:
        events = await self.client_async.messages.create(**body("anthropic", True, tool=True))
        found = [each async for each in events if each.type == "content_block_delta"]
        return json.loads("".join(each.delta.partial_json for each in found))
