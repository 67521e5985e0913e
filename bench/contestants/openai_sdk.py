"""OpenAI's own client."""

from __future__ import annotations

import json

from .heard import Heard, heard, heard_async, in_batches, in_batches_async
from .wire import PROMPT, body


class OpenAI:
    """openai."""

    PROTOCOLS = ("chat", "responses")

    def __init__(self, protocol: str, base: str) -> None:
        import openai

        self.protocol, self.library = protocol, openai
        self.settings = {"api_key": "k", "base_url": f"{base}/v1", "max_retries": 0}
        self.client = openai.OpenAI(**self.settings)
        self._kept = None

    @property
    def client_async(self) -> object:
        if self._kept is None:
            self._kept = self.library.AsyncOpenAI(**self.settings, **self.http())
        return self._kept

    def http(self) -> dict[str, object]:
        """Which HTTP client is under it."""
        return {}

    def _create(self, client, streamed, tool=False):
        resource = client.responses if self.protocol == "responses" else client.chat.completions
        return resource.create(**body(self.protocol, streamed, tool))

    def _said(self, reply):
        if self.protocol == "responses":
            return reply.output_text
        return reply.choices[0].message.content

    def _text(self, event):
        if self.protocol == "responses":
            return event.delta if event.type == "response.output_text.delta" else None
        return event.choices[0].delta.content if event.choices else None

    def _arguments(self, event):
        if self.protocol == "responses":
            return event.delta if event.type == "response.function_call_arguments.delta" else None
        calls = event.choices[0].delta.tool_calls if event.choices else None
        return calls[0].function.arguments if calls else None

    def unary(self) -> str:
        return self._said(self._create(self.client, False))

    async def unary_async(self) -> str:
        return self._said(await self._create(self.client_async, False))

    def stream(self) -> Heard:
        return heard(map(self._text, self._create(self.client, True)))

    async def stream_async(self) -> Heard:
        events = await self._create(self.client_async, True)
        return await heard_async(self._text(event) async for event in events)

    def tool(self) -> object:
        pieces = map(self._arguments, self._create(self.client, True, tool=True))
        return json.loads("".join(piece for piece in pieces if piece))

    async def tool_async(self) -> object:
        events = await self._create(self.client_async, True, tool=True)
        pieces = [self._arguments(event) async for event in events]
        return json.loads("".join(piece for piece in pieces if piece))

    def partial(self) -> tuple[int, object]:
        from .types_of_menu import menu

        count, shown = 0, None
        asked = {"model": "gpt-4o", "messages": [{"role": "user", "content": PROMPT}]}
        with self.client.chat.completions.stream(**asked, response_format=menu()) as stream:
            for event in stream:
                if event.type == "content.delta":
                    count, shown = count + 1, event.parsed
            parsed = stream.get_final_completion().choices[0].message.parsed
        assert shown is not None
        return count, parsed.model_dump()

    def embed(self, texts: list[str]) -> list[object]:
        def batch(some):
            reply = self.client.embeddings.create(model="text-embedding-3-small", input=some)
            return [each.embedding for each in reply.data]

        return in_batches(batch, texts, 100)

    async def embed_async(self, texts: list[str]) -> list[object]:
        async def batch(some):
            made = self.client_async.embeddings.create(model="text-embedding-3-small", input=some)
            return [each.embedding for each in (await made).data]

        return await in_batches_async(batch, texts, 100)


class OpenAIOverAiohttp(OpenAI):
    """openai[aiohttp]: the asynchronous client over aiohttp."""

    unary = stream = tool = partial = embed = None

    def http(self) -> dict[str, object]:
        return {"http_client": self.library.DefaultAioHttpClient()}
