"""The scenes of `ai-sdk demo`: the main job of the library, one call after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..engine.similarity import cosine_similarity
from ..engine.stop import is_step_count
from ..tools import tool
from .embed import embed_many
from .generate_image import generate_image
from .generate_object import generate_object
from .generate_text import generate_text
from .stream_object import stream_object
from .stream_text import stream_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["scenes"]


@dataclass
class Recipe:
    """A recipe."""

    name: str
    minutes: int
    steps: list[str]


@tool
def weather(city: str) -> str:
    """The weather in a city.

    Args:
        city: name of the city.
    """
    return f"18 degrees and sunny in {city}"


async def scenes(provider: Any, models: Mapping[str, str], show: Callable[..., None]) -> None:
    """Play every scene that the provider has a model for, telling `show` what happens.

    Args:
        provider: whose models play.
        models: kind of model -> the id of one.
        show: a function like `print`.
    """
    model = provider(models["language"])
    await _text(model, show)
    await _stream(model, show)
    if model.capabilities.tools:
        await _tools(model, show)
    await _object(model, show)
    await _partial_object(model, show)
    if "embedding" in models:
        await _embeddings(provider.embedding(models["embedding"]), show)
    if "image" in models:
        await _image(provider.image(models["image"]), show)


async def _text(model: Any, show: Callable[..., None]) -> None:
    result = await generate_text(model, prompt="Why is the sky blue? One sentence.")
    usage = result.usage
    show(f"text            {result.text}")
    show(f"                ({usage.input_tokens} tokens in, {usage.output_tokens} out)")


async def _stream(model: Any, show: Callable[..., None]) -> None:
    show("stream          ", end="", flush=True)
    pieces = 0
    async with stream_text(model, prompt="Count to 5.") as stream:
        async for delta in stream.text_stream:
            show(delta, end="", flush=True)
            pieces += 1
        final = await stream.result()
    show(f"\n                ({pieces} pieces, finish reason {final.finish_reason})")


async def _tools(model: Any, show: Callable[..., None]) -> None:
    result = await generate_text(
        model,
        prompt="What is the weather in Lisbon?",
        tools=[weather],
        stop_when=is_step_count(3),
    )
    for call, outcome in zip(result.tool_calls, result.tool_results, strict=True):
        show(f"tools           the model called {call.tool_name}({call.input})")
        show(f"                which returned {outcome.output!r}")
    show(f"                {result.text}")


async def _object(model: Any, show: Callable[..., None]) -> None:
    result = await generate_object(model, Recipe, prompt="A recipe for pancakes.")
    show(f"object          {result.object}")


async def _partial_object(model: Any, show: Callable[..., None]) -> None:
    seen: list[Any] = []
    async with stream_object(model, Recipe, prompt="A recipe for tomato soup.") as stream:
        async for partial in stream.partial_object_stream:
            seen.append(partial)
        result = await stream.result()
    show(f"partial object  {len(seen)} snapshots; one on the way: {seen[len(seen) // 2]}")
    show(f"                and in the end {result.object}")


async def _embeddings(model: Any, show: Callable[..., None]) -> None:
    texts = ["a cat sat on the mat", "the cat lay on a mat", "stock prices fell"]
    result = await embed_many(model, texts)
    first, second, third = result.embeddings
    near, far = cosine_similarity(first, second), cosine_similarity(first, third)
    show(f"embeddings      {len(first)} dimensions; alike {near:.2f}, unlike {far:.2f}")


async def _image(model: Any, show: Callable[..., None]) -> None:
    result = await generate_image(model, "A lighthouse at dusk", size="1024x1024")
    image = result.image
    show(f"image           {image.media_type}, {len(image.bytes)} bytes")
