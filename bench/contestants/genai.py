"""Google's own client."""

from __future__ import annotations

from .heard import Heard, heard, heard_async
from .wire import MODELS, PROMPT

_ASKED = {"model": MODELS["gemini"], "contents": PROMPT}


class Gemini:
    """google-genai."""

    PROTOCOLS = ("gemini",)

    def __init__(self, protocol: str, base: str) -> None:
        from google import genai
        from google.genai import types

        self.client = genai.Client(api_key="k", http_options=types.HttpOptions(base_url=base))

    def unary(self) -> str:
        return self.client.models.generate_content(**_ASKED).text

    async def unary_async(self) -> str:
        return (await self.client.aio.models.generate_content(**_ASKED)).text

    def stream(self) -> Heard:
        return heard(each.text for each in self.client.models.generate_content_stream(**_ASKED))

    async def stream_async(self) -> Heard:
        events = await self.client.aio.models.generate_content_stream(**_ASKED)
        return await heard_async(each.text async for each in events)
