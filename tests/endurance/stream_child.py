"""Many streams at once in one library, in a process of its own that has one core.

`python -m tests.endurance.stream_child LIBRARY ORIGIN COUNT MILLISECONDS` prints the figures. The
interpreter may be one that has that library and not ours: nothing else is imported.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import resource
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

Texts = Callable[[str], AsyncIterator[str]]
"""From the name of a model to the deltas of its answer."""

_HI: Any = [{"role": "user", "content": "Hi"}]


def _ours(protocol: str) -> Callable[[str], Texts]:
    def library(origin: str) -> Texts:
        from ai_sdk import aio

        if protocol == "chat":
            make: Any = aio.create_openai(base_url=f"{origin}/v1", api_key="k").chat
        else:
            make = aio.create_anthropic(base_url=f"{origin}/v1", api_key="k")

        async def texts(name: str) -> AsyncIterator[str]:
            async with aio.stream_text(make(name), prompt="Hi") as stream:
                async for delta in stream.text_stream:
                    yield delta

        return texts

    return library


def _unlimited() -> Any:
    import httpx2

    return httpx2.Limits(max_connections=None, max_keepalive_connections=None)


def _openai_client(origin: str) -> Any:
    import openai

    http = openai.DefaultAsyncHttpxClient(limits=_unlimited())
    return openai.AsyncOpenAI(
        base_url=f"{origin}/v1", api_key="k", http_client=http, timeout=600, max_retries=0
    )


def _openai(origin: str) -> Texts:
    client = _openai_client(origin)

    async def texts(name: str) -> AsyncIterator[str]:
        stream = await client.chat.completions.create(model=name, messages=_HI, stream=True)
        async for chunk in stream:
            if chunk.choices and chunk.choices[0].delta.content:
                yield chunk.choices[0].delta.content

    return texts


def _anthropic(origin: str) -> Texts:
    import anthropic

    http = anthropic.DefaultAsyncHttpxClient(limits=_unlimited())
    client: Any = anthropic.AsyncAnthropic(
        base_url=origin, api_key="k", http_client=http, timeout=600, max_retries=0
    )

    async def texts(name: str) -> AsyncIterator[str]:
        stream = await client.messages.create(model=name, messages=_HI, max_tokens=100, stream=True)
        async for event in stream:
            if event.type == "content_block_delta":
                yield event.delta.text

    return texts


def _pydantic_ai(origin: str) -> Texts:
    from pydantic_ai import Agent
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    provider = OpenAIProvider(openai_client=_openai_client(origin))

    async def texts(name: str) -> AsyncIterator[str]:
        agent = Agent(OpenAIChatModel(name, provider=provider), retries=0)
        async with agent.run_stream("Hi") as stream:
            async for delta in stream.stream_text(delta=True, debounce_by=None):
                yield delta

    return texts


LIBRARIES: dict[str, Callable[[str], Texts]] = {
    "ai_sdk": _ours("chat"),
    "ai_sdk, Anthropic's protocol": _ours("messages"),
    "openai": _openai,
    "anthropic": _anthropic,
    "pydantic-ai": _pydantic_ai,
}


class Ticker:
    """Wakes up again and again, and notes how late: so long nobody else had the loop.

    The wall clock counts what other processes took as well; the thread's own time does not.
    """

    def __init__(self, every: float = 0.005) -> None:
        self._every = every
        self.late: list[float] = []
        self.busy: list[float] = []

    async def run(self) -> None:
        while True:
            wall, own = time.monotonic(), time.thread_time()
            await asyncio.sleep(self._every)
            self.late.append(time.monotonic() - wall - self._every)
            self.busy.append(time.thread_time() - own)

    def figures(self) -> dict[str, float]:
        """Milliseconds."""
        late, busy = sorted(self.late), sorted(self.busy)
        return {
            "late_max": late[-1] * 1000,
            "late_p99": late[len(late) * 99 // 100] * 1000,
            "busy_max": busy[-1] * 1000,
            "busy_p99": busy[len(busy) * 99 // 100] * 1000,
        }


def memory(name: str = "VmRSS") -> int:
    """What this process holds, or ever held (`VmHWM`), in KiB."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


async def measure(texts: Texts, count: int, pause: int) -> dict[str, float]:
    """Open `count` streams at once, read them all to their end."""
    async for _ in texts("say-3"):
        pass
    gc.collect()
    before, began, spent = memory(), time.monotonic(), time.process_time()
    opened, deltas, whole = 0, 0, 0
    figures: dict[str, float] = {}
    opening, all_along = Ticker(), Ticker()
    tickers = [asyncio.ensure_future(each.run()) for each in (opening, all_along)]

    async def one() -> None:
        nonlocal opened, deltas, whole
        first, mine = True, 0
        async for _ in texts(f"crowd-{count}-{pause}"):
            mine += 1
            if first:
                first = False
                opened += 1
                if opened == count:
                    tickers[0].cancel()
                    figures["kib"] = (memory() - before) / count
                    figures["opened_in"] = time.monotonic() - began
                    figures["open_cpu"] = (time.process_time() - spent) / count * 1e6
        deltas += mine
        whole += mine == 20

    await asyncio.gather(*(one() for _ in range(count)), return_exceptions=False)
    tickers[1].cancel()
    told = {"whole": whole, "deltas": deltas, "opened": opened, **figures}
    told["cpu"] = (time.process_time() - spent) / max(1, deltas) * 1e6
    told["peak_kib"] = (memory("VmHWM") - before) / count
    told |= {f"open_{name}": figure for name, figure in opening.figures().items()}
    return told | all_along.figures()


def main(library: str, origin: str, count: str, pause: str) -> None:
    """Measure and print."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    texts = LIBRARIES[library](origin)
    print(json.dumps(asyncio.run(measure(texts, int(count), int(pause)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
