"""Google's own client."""

from __future__ import annotations

from .heard import Heard, heard, heard_async
from .wire import MODELS, PROMPT, body

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

    def _with_tool(self) -> dict[str, object]:
        return {**_ASKED, "config": {"tools": body("gemini", True, tool=True)["tools"]}}

    def tool(self) -> object:
        events = self.client.models.generate_content_stream(**self._with_tool())
        return next(each.function_calls[0].args for each in list(events) if each.function_calls)

    async def tool_async(self) -> object:
        events = await self.client.aio.models.generate_content_stream(**self._with_tool())
        calls = [each.function_calls async for each in events]
        return next(found[0].args for found in calls if found)
