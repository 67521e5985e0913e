"""Playing a script: by `generate_text` or by `stream_text`, as the way says."""

from __future__ import annotations

from typing import Any

from ai_sdk.aio import generate_text, stream_text, tool
from tests.ways import Scripted, Way

__all__ = ["parts_of", "run", "weather"]


async def run(way: Way, model: Scripted, **settings: Any) -> Any:
    """The result of a run over the scripted model; the prompt is "hi" unless one is given."""
    if "messages" not in settings:
        settings.setdefault("prompt", "hi")
    if not way.streaming:
        return await generate_text(model.handle, **settings)
    async with stream_text(model.handle, **settings) as stream:
        return await stream.result()


async def parts_of(model: Scripted, **settings: Any) -> list[Any]:
    """All parts of a streamed run."""
    settings.setdefault("prompt", "hi")
    async with stream_text(model.handle, **settings) as stream:
        return [part async for part in stream]


@tool
def weather(city: str) -> dict[str, str]:
    """The weather in a city."""
    return {"city": city, "sky": "clear"}
