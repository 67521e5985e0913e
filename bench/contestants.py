"""The same work by plain HTTP clients and by this library. Each returns after `count` units."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import httpx2

from ai_sdk import aio, create_openai, generate_text, stream_text

DELTAS = 2000
UNARY = {"model": "unary", "messages": [{"role": "user", "content": "Hi"}]}
STREAM = {**UNARY, "model": f"stream-{DELTAS}", "stream": True}


def plain_unary(module: Any, url: str, count: int) -> None:
    with module.Client() as client:
        for _ in range(count):
            reply = client.post(f"{url}/chat/completions", json=UNARY)
            assert json.loads(reply.content)["choices"][0]["message"]["content"]


async def plain_unary_async(module: Any, url: str, count: int) -> None:
    async with module.AsyncClient() as client:
        for _ in range(count):
            reply = await client.post(f"{url}/chat/completions", json=UNARY)
            assert json.loads(reply.content)["choices"][0]["message"]["content"]


def plain_stream(module: Any, url: str, count: int) -> None:
    with module.Client() as client:
        for _ in range(count // DELTAS):
            text = ""
            with client.stream("POST", f"{url}/chat/completions", json=STREAM) as reply:
                for line in reply.iter_lines():
                    if line.startswith("data: {"):
                        delta = json.loads(line[6:])["choices"][0]["delta"]
                        text += delta.get("content", "")
            assert text


async def plain_stream_async(module: Any, url: str, count: int) -> None:
    async with module.AsyncClient() as client:
        for _ in range(count // DELTAS):
            text = ""
            async with client.stream("POST", f"{url}/chat/completions", json=STREAM) as reply:
                async for line in reply.aiter_lines():
                    if line.startswith("data: {"):
                        delta = json.loads(line[6:])["choices"][0]["delta"]
                        text += delta.get("content", "")
            assert text


def _model(url: str, name: str) -> Any:
    return create_openai(base_url=url, api_key="bench").chat(name)


def our_unary(url: str, count: int) -> None:
    model = _model(url, "unary")
    for _ in range(count):
        assert generate_text(model, prompt="Hi").text


async def our_unary_async(url: str, count: int) -> None:
    model = _model(url, "unary")
    for _ in range(count):
        result = await aio.generate_text(model, prompt="Hi")
        assert result.text


def our_stream(url: str, count: int) -> None:
    model = _model(url, f"stream-{DELTAS}")
    for _ in range(count // DELTAS):
        with stream_text(model, prompt="Hi") as stream:
            assert "".join(stream.text_stream)


async def our_stream_async(url: str, count: int) -> None:
    model = _model(url, f"stream-{DELTAS}")
    for _ in range(count // DELTAS):
        async with aio.stream_text(model, prompt="Hi") as stream:
            assert "".join([delta async for delta in stream.text_stream])


def _run(work: Callable[..., Any]) -> Callable[..., None]:
    return lambda *args: asyncio.run(work(*args))


WORKLOADS: dict[str, tuple[int, str, float, dict[str, Callable[[str, int], None]]]] = {
    "unary call, sync": (
        300,
        "httpx2",
        1.25,
        {
            "httpx": lambda url, n: plain_unary(httpx, url, n),
            "httpx2": lambda url, n: plain_unary(httpx2, url, n),
            "ai_sdk": our_unary,
        },
    ),
    "unary call, async": (
        300,
        "httpx2",
        1.25,
        {
            "httpx": lambda url, n: _run(plain_unary_async)(httpx, url, n),
            "httpx2": lambda url, n: _run(plain_unary_async)(httpx2, url, n),
            "ai_sdk": lambda url, n: _run(our_unary_async)(url, n),
        },
    ),
    "stream delta, sync": (
        5 * DELTAS,
        "httpx",
        13 / 10.8,
        {
            "httpx": lambda url, n: plain_stream(httpx, url, n),
            "httpx2": lambda url, n: plain_stream(httpx2, url, n),
            "ai_sdk": our_stream,
        },
    ),
    "stream delta, async": (
        5 * DELTAS,
        "httpx",
        15 / 13.0,
        {
            "httpx": lambda url, n: _run(plain_stream_async)(httpx, url, n),
            "httpx2": lambda url, n: _run(plain_stream_async)(httpx2, url, n),
            "ai_sdk": lambda url, n: _run(our_stream_async)(url, n),
        },
    ),
}
"""Name -> units, the client the budget is a multiple of, the multiple, the contestants."""
