"""litellm."""

from __future__ import annotations

import json
import os

from .heard import Heard, heard, heard_async, in_batches
from .wire import MODELS, PROMPT, body

_PREFIX = {"chat": "openai", "anthropic": "anthropic", "gemini": "gemini"}


class Litellm:
    """litellm."""

    PROTOCOLS = ("chat", "anthropic")

    def __init__(self, protocol: str, base: str) -> None:
        os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")  # else it asks the network
        import litellm

        litellm.suppress_debug_info = True
        self.library = litellm
        self.base = f"{base}/v1" if protocol == "chat" else base
        self.asked = {
            "model": f"{_PREFIX[protocol]}/{MODELS[protocol]}",
            "api_base": self.base,
            "api_key": "k",
            "messages": [{"role": "user", "content": PROMPT}],
            "num_retries": 0,
        }

    @staticmethod
    def _text(event):
        return event.choices[0].delta.content if event.choices else None

    def unary(self) -> str:
        return self.library.completion(**self.asked).choices[0].message.content

    async def unary_async(self) -> str:
        return (await self.library.acompletion(**self.asked)).choices[0].message.content

    def stream(self) -> Heard:
        return heard(map(self._text, self.library.completion(**self.asked, stream=True)))

    async def stream_async(self) -> Heard:
        events = await self.library.acompletion(**self.asked, stream=True)
        return await heard_async(self._text(event) async for event in events)

    def tool(self) -> object:
        tools = body("chat", True, tool=True)["tools"]
        pieces = []
        for event in self.library.completion(**self.asked, stream=True, tools=tools):
            if event.choices and event.choices[0].delta.tool_calls:
                pieces.append(event.choices[0].delta.tool_calls[0].function.arguments or "")
        return json.loads("".join(pieces))

    def embed(self, texts: list[str]) -> list[object]:
        def batch(some):
            model = "openai/text-embedding-3-small"
            reply = self.library.embedding(model, some, api_base=self.base, api_key="k")
            return [each["embedding"] for each in reply.data]

        return in_batches(batch, texts, 100)
