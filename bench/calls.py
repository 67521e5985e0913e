"""Calls and streams of the four protocols, tools, threads: our time beside plain clients'."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx
import httpx2

from . import ours, plain
from .apis import APIS
from .measure import Row, cpu
from .peers import PEERS, installed

Work = Callable[[str, int], Any]


@dataclass(frozen=True)
class Workload:
    """One thing to do, and who does it.

    Attributes:
        units: how many in a round; figures are microseconds for one.
        base: the contestant that the budget is a multiple of.
    """

    name: str
    unit: str
    units: int
    base: str
    budget: float
    contestants: dict[str, Work] = field(repr=False)


def _run(work: Callable[..., Any], *first: Any) -> Work:
    return lambda url, count: asyncio.run(work(*first, url, count))


def _kind(
    name: str, plainly: Any, our: Any, api: str, *, modules: tuple[Any, ...]
) -> dict[str, Work]:
    bind: Any = _run if "async" in name else partial
    works = {module.__name__: bind(plainly, module, APIS[api]) for module in modules}
    peer = PEERS.get((name, api))
    if peer is not None and installed(peer[0]):
        works[peer[0]] = bind(peer[1])
    return {**works, "ai_sdk": bind(our, APIS[api])}


_BOTH = (httpx, httpx2)
_KINDS = [
    ("unary, sync", "us/call", 300, "httpx2", 1.25, plain.unary, ours.unary),
    ("unary, async", "us/call", 300, "httpx2", 1.25, plain.unary_async, ours.unary_async),
    ("stream, sync", "us/delta", 10_000, "httpx", 13 / 10.8, plain.stream, ours.stream),
    (
        "stream, async",
        "us/delta",
        10_000,
        "httpx",
        15 / 13.0,
        plain.stream_async,
        ours.stream_async,
    ),
    ("tool 20 KB", "us/call", 5, "httpx", 16 / 12.1, plain.tool, ours.tool),
    ("32 threads", "us/call", 1600, "httpx2", 1.25, plain.threads, ours.threads),
]


def workloads() -> Iterator[Workload]:
    """All of them; Gemini sends a tool's arguments whole, and threads are the same everywhere."""
    for name, unit, units, base, budget, plainly, our in _KINDS:
        for api in APIS:
            if (name == "tool 20 KB" and api == "gemini") or (
                name == "32 threads" and api != "chat"
            ):
                continue
            works = _kind(name, plainly, our, api, modules=_BOTH)
            yield Workload(f"{name}, {api}", unit, units, base, budget, works)


def measured(load: Workload, url: str, rounds: int) -> Row:
    """The row of a workload: a warm-up, then rounds in which everybody takes a turn."""
    samples: dict[str, list[float]] = {who: [] for who in load.contestants}
    for work in load.contestants.values():
        work(url, max(load.units // 5, min(load.units, plain.DELTAS)))
    for _ in range(rounds):
        for who, work in load.contestants.items():
            samples[who].append(cpu(work, url, load.units) / load.units * 1e6)
    return Row(load.name, load.unit, samples, load.base, load.budget)
