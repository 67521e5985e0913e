"""The workloads, with the budgets they were given: multiples of what a plain client takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .record import Budget
from .workload import FOUR, OURS, Workload

_TWO = ("chat", "anthropic")
_CHATS = ("openai", "openai[aiohttp]", "pydantic-ai", "litellm", "langchain", "npm ai")


def _default(said: str, limit: float, base: str = "") -> Mapping[str, Budget]:
    return {"ai_sdk": Budget(said, limit, base)}


def _both(first: Budget, fast: Budget) -> Mapping[str, Budget]:
    return {"ai_sdk": first, "ai_sdk fast": fast}


def _calls() -> Iterator[Workload]:
    budget = _default("1.25 x httpx2", 1.25, "httpx2")
    for mode in (False, True):
        name = f"unary call, {'async' if mode else 'sync'}"
        yield Workload(
            name,
            "us/call",
            "unary",
            "unary",
            1,
            200,
            asynchronous=mode,
            budgets=budget,
            light=60,
            quick=True,
        )
    yield Workload(
        "32 threads x 50 calls",
        "us/call",
        "threads",
        "unary",
        1,
        1600,
        _TWO,
        False,
        budget,
        light=640,
        note="other libraries make 20 calls in each thread",
    )


def _streams() -> Iterator[Workload]:
    for mode, budget in (
        (False, _default("13 us, 1.20 x httpx", 13 / 10.8, "httpx")),
        (True, _default("15 us, 1.15 x httpx", 15 / 13.0, "httpx")),
    ):
        name = f"stream back to back, {'async' if mode else 'sync'}"
        yield Workload(
            name,
            "us/delta",
            "stream",
            "stream-2000",
            2000,
            6,
            asynchronous=mode,
            budgets=budget,
            light=2,
            quick=True,
        )
    paced = _both(
        Budget("115 us, 1.00 x httpx raw", 1.0, "httpx raw"),
        Budget("75 us, 0.65 x httpx raw", 75 / 115, "httpx raw"),
    )
    for mode in (False, True):
        yield Workload(
            f"stream paced, {'async' if mode else 'sync'}",
            "us/delta",
            "stream",
            "paced-800-500",
            800,
            1,
            _TWO,
            mode,
            paced if mode else {},
            note="an event each 500 us",
        )


def _crowds() -> Iterator[Workload]:
    base = "httpx2 raw"
    yield Workload(
        "200 streams",
        "us/delta",
        "crowd",
        "paced-100-1000",
        100,
        200,
        _TWO,
        True,
        _both(Budget("32 us, 1.28 x " + base, 32 / 25, base), Budget("18 us", 18 / 25, base)),
        "KiB/stream",
        _both(Budget("64 KiB", 64), Budget("48 KiB", 48)),
        note="100 deltas each, one a millisecond: more than anybody reads",
    )
    yield Workload(
        "1,000 live streams",
        "us/delta",
        "crowd",
        "paced-100-50000",
        100,
        1000,
        _TWO,
        True,
        _both(Budget("60 us, 0.73 x " + base, 60 / 82, base), Budget("48 us", 48 / 82, base)),
        "KiB/stream",
        _both(Budget("54 KiB", 54), Budget("48 KiB", 48)),
        only={
            "chat": ("limit", "httpx raw", base, "aiohttp", *OURS, *_CHATS),
            "anthropic": ("limit", base, *OURS, "anthropic"),
        },
        rounds=3,
        note="100 deltas each, 20 a second",
    )
    yield Workload(
        "2,000 live streams",
        "us/delta",
        "crowd",
        "paced-100-50000",
        100,
        2000,
        ("chat",),
        True,
        memory="KiB/stream",
        only={"chat": ("limit", "aiohttp", *OURS)},
        rounds=1,
        note="100 deltas each, 20 a second",
    )


def _objects() -> Iterator[Workload]:
    yield Workload(
        "tool call, 20 KB of arguments",
        "ms/call",
        "tool",
        "tool-20480",
        20480,
        5,
        FOUR[:3],
        budgets=_default("16 ms, 1.32 x httpx", 16 / 12.1, "httpx"),
        light=1,
        quick=True,
    )
    budgets = {
        ("partial", 10): _default("12 ms, 10.9 x limit", 12 / 1.1, "limit"),
        ("typed", 10): _default("25 ms, 22.7 x limit", 25 / 1.1, "limit"),
        ("typed", 100): _default("250 ms, 17.5 x limit", 250 / 14.3, "limit"),
    }
    for kind, what in (("partial", "plain"), ("typed", "validated")):
        for kilobytes in (10, 100, 1024):
            size = kilobytes * 1024
            yield Workload(
                f"partial objects {what}, {'1 MB' if kilobytes == 1024 else f'{kilobytes} KB'}",
                "ms/object",
                kind,
                f"object-{size}",
                size,
                3 if kilobytes == 10 else 1,
                ("chat",),
                budgets=budgets.get((kind, kilobytes), {}),
                light=1,
                only={"chat": ("limit", *OURS)} if kilobytes == 1024 else {},
                rounds=3 if kilobytes == 1024 else 99,
                quick=kilobytes == 10,
            )


def _embeddings() -> Iterator[Workload]:
    yield Workload(
        "embed_many, 10,000 texts x 1,536",
        "us/text",
        "embed",
        "embed-100-1536",
        10_000,
        1,
        ("chat",),
        budgets=_default("35 us, 0.23 x httpx", 35 / 155, "httpx"),
        memory="MB",
        memory_budgets=_default("90 MB", 90),
        note="batches of 100",
    )


def workloads() -> list[Workload]:
    """All of them, in the order of the table."""
    return [*_calls(), *_streams(), *_crowds(), *_objects(), *_embeddings()]
