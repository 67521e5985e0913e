"""The workloads, with the budgets they were given: multiples of what a plain client takes."""

from __future__ import annotations

from collections.abc import Iterator

from .object_workloads import objects, tool_calls
from .record import Budget
from .workload import FOUR, OURS, Workload, colour, default, either

_CHATS = ("openai", "openai[aiohttp]", "pydantic-ai", "litellm", "langchain", "npm ai")


def _beside(*plain: str, responses: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Who takes part in the dear rows of Responses and Gemini: few, the best peers among them."""
    return {
        "responses": ("limit", *plain, *OURS, *responses),
        "gemini": ("limit", *plain, *OURS, "google-genai", "npm ai"),
    }


def _calls() -> Iterator[Workload]:
    budget = default("1.25 x httpx2", 1.25, "httpx2")
    for mode in (False, True):
        name = f"unary call, {colour(mode)}"
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
        FOUR,
        False,
        budget,
        light=640,
        only=_beside("httpx2", responses=("openai",)),
        note="other libraries make 20 calls in each thread",
    )


def _streams() -> Iterator[Workload]:
    for mode, budget in (
        (False, default("13 us, 1.20 x httpx", 13 / 10.8, "httpx")),
        (True, default("15 us, 1.15 x httpx", 15 / 13.0, "httpx")),
    ):
        name = f"stream back to back, {colour(mode)}"
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
    paced = either(
        Budget("115 us, 1.00 x httpx raw", 1.0, "httpx raw"),
        Budget("75 us, 0.65 x httpx raw", 75 / 115, "httpx raw"),
    )
    for mode in (False, True):
        yield Workload(
            f"stream paced, {colour(mode)}",
            "us/delta",
            "stream",
            "paced-800-500",
            800,
            1,
            FOUR,
            mode,
            paced if mode else {},
            only=_beside("httpx raw", responses=("openai", "openai[aiohttp]", "npm ai")),
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
        FOUR,
        True,
        either(Budget("32 us, 1.28 x " + base, 32 / 25, base), Budget("18 us", 18 / 25, base)),
        "KiB/stream",
        either(Budget("64 KiB", 64), Budget("48 KiB", 48)),
        only=_beside(base, responses=("openai[aiohttp]", "npm ai")),
        note="100 deltas each, one a millisecond: more than anybody reads",
    )
    yield Workload(
        "1,000 live streams",
        "us/delta",
        "crowd",
        "paced-100-50000",
        100,
        1000,
        FOUR,
        True,
        either(Budget("60 us, 0.73 x " + base, 60 / 82, base), Budget("48 us", 48 / 82, base)),
        "KiB/stream",
        either(Budget("54 KiB", 54), Budget("48 KiB", 48)),
        only={
            "chat": ("limit", "httpx raw", base, "aiohttp", *OURS, *_CHATS),
            "anthropic": ("limit", base, *OURS, "anthropic"),
            **_beside(base, responses=("openai[aiohttp]", "npm ai")),
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


def _embeddings() -> Iterator[Workload]:
    for mode in (False, True):
        yield Workload(
            f"embed_many, 10,000 texts x 1,536, {colour(mode)}",
            "us/text",
            "embed",
            "embed-100-1536",
            10_000,
            1,
            ("chat",),
            mode,
            default("35 us, 0.23 x httpx", 35 / 155, "httpx"),
            "MB",
            default("90 MB", 90),
            note="batches of 100",
        )


def workloads() -> list[Workload]:
    """All of them, in the order of the table."""
    return [*_calls(), *_streams(), *_crowds(), *tool_calls(), *objects(), *_embeddings()]
