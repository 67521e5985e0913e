"""The work done by this library, through its public functions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import ai_sdk
from ai_sdk import aio

from .apis import API
from .plain import BATCH, DELTAS


def save(items: list[dict[str, Any]]) -> str:
    """Save a menu."""
    return f"{len(items)} saved"


def unary(api: API, url: str, count: int) -> None:
    """Whole answers, one after the other."""
    model = api.model(url, "unary")
    for _ in range(count):
        assert ai_sdk.generate_text(model, prompt="Hi").text


async def unary_async(api: API, url: str, count: int) -> None:
    """The same with the asynchronous face."""
    model = api.model(url, "unary")
    for _ in range(count):
        result = await aio.generate_text(model, prompt="Hi")
        assert result.text


def stream(api: API, url: str, count: int) -> None:
    """Streams of `DELTAS` deltas; `count` is that of the deltas."""
    model = api.model(url, f"stream-{DELTAS}")
    for _ in range(count // DELTAS):
        with ai_sdk.stream_text(model, prompt="Hi") as stream:
            assert "".join(stream.text_stream).count("word") == DELTAS


async def stream_async(api: API, url: str, count: int) -> None:
    """The same with the asynchronous face."""
    model = api.model(url, f"stream-{DELTAS}")
    for _ in range(count // DELTAS):
        async with aio.stream_text(model, prompt="Hi") as stream:
            texts = [delta async for delta in stream.text_stream]
            assert "".join(texts).count("word") == DELTAS


def tool(api: API, url: str, count: int) -> None:
    """Calls with 20 KB of arguments in small deltas, checked, and run."""
    model, tools = api.model(url, "tool-20480"), [ai_sdk.tool(save)]
    for _ in range(count):
        with ai_sdk.stream_text(model, prompt="Hi", tools=tools) as stream:
            assert stream.result().tool_results


def threads(api: API, url: str, count: int) -> None:
    """Calls from 32 threads that share the default client."""
    model = api.model(url, "unary")

    def work(_: int) -> None:
        assert ai_sdk.generate_text(model, prompt="Hi").text

    with ThreadPoolExecutor(32) as pool:
        list(pool.map(work, range(count)))


def embed(url: str, count: int) -> Any:
    """Vectors of 1,536 numbers, in batches."""
    handle: Any = ai_sdk.create_openai(base_url=f"{url}/v1", api_key="k").embedding("embed-1536")
    model = ai_sdk.evolve(handle, max_embeddings_per_call=BATCH)
    result = ai_sdk.embed_many(model, ["x"] * count)
    assert len(result.embeddings) == count
    return result
