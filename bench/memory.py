"""Embeddings and many live streams: time and memory, each contestant in a process of its own.

`python -m bench.memory embed ai_sdk URL 10000` measures one contestant once.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from collections.abc import Iterator
from typing import Any

from .measure import Row, in_process, peak_kib

_LIVE = 100  # deltas of a live stream


def _embed(who: str, url: str, count: int) -> tuple[float, float]:
    if who == "ai_sdk":
        from . import ours

        work: Any = ours.embed
        work(url, 100)
    else:
        import importlib

        from . import plain

        module = importlib.import_module(who)

        def work(url: str, count: int) -> Any:
            return plain.embed(module, url, count)

        work(url, 100)
    gc.collect()
    before, began = peak_kib(), time.process_time()
    kept = work(url, count)
    spent = (time.process_time() - began) / count * 1e6
    assert kept is not None
    return spent, (peak_kib() - before) / 1024


async def _live(who: str, url: str, streams: int) -> tuple[float, float]:
    """Many streams at once; KiB for each of them, CPU for each delta."""
    from .apis import APIS
    from .plain import read_stream_async

    api, name = APIS["chat"], f"stream-{_LIVE}"
    if who == "ai_sdk":
        from ai_sdk import aio

        model = api.model(url, name)

        async def one(_: Any) -> None:
            async with aio.stream_text(model, prompt="Hi") as stream:
                texts = [delta async for delta in stream.text_stream]
            assert "".join(texts).count("word") == _LIVE

        client: Any = None
    else:
        import importlib

        module = importlib.import_module(who)
        limits = module.Limits(max_connections=None)
        client = module.AsyncClient(limits=limits, timeout=None)

        async def one(client: Any) -> None:
            text = await read_stream_async(client, api, url, name)
            assert text.count("word") == _LIVE

    await one(client)
    gc.collect()
    before, began = peak_kib(), time.process_time()
    await asyncio.gather(*(one(client) for _ in range(streams)))
    spent = (time.process_time() - began) / (streams * _LIVE) * 1e6
    return spent, (peak_kib() - before) / streams


def rows(kind: str, size: int, url: str, rounds: int) -> Iterator[Row]:
    """The rows of `embed` or `live`: time, then memory."""
    figures: dict[str, list[tuple[float, float]]] = {"httpx2": [], "ai_sdk": []}
    for _ in range(rounds):
        for who, samples in figures.items():
            samples.append(tuple(in_process("bench.memory", kind, who, url, str(size))))
    name, units = (
        (f"embed_many, {size:,} texts", ("us/text", "MB"))
        if kind == "embed"
        else (f"{size:,} live streams", ("us/delta", "KiB/stream"))
    )
    for index, unit in enumerate(units):
        picked = {
            who: [max(each[index], 0.1) for each in each_round]
            for who, each_round in figures.items()
        }
        yield Row(name, unit, picked, "httpx2")


if __name__ == "__main__":
    _, kind, who, url, size = sys.argv
    work = (
        _embed(who, url, int(size)) if kind == "embed" else asyncio.run(_live(who, url, int(size)))
    )
    print(json.dumps(work))
