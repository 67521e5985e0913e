"""The workloads that end in data: tool calls and partial objects, in both colours."""

from __future__ import annotations

from collections.abc import Iterator

from .workload import FOUR, OURS, Workload, colour, default

_SIZE = 20 * 1024
_TOOL = default("16 ms, 1.32 x httpx", 16 / 12.1, "httpx")
_OBJECTS = {
    ("partial", 10): default("12 ms, 10.9 x limit", 12 / 1.1, "limit"),
    ("typed", 10): default("25 ms, 22.7 x limit", 25 / 1.1, "limit"),
    ("typed", 100): default("250 ms, 17.5 x limit", 250 / 14.3, "limit"),
}


def tool_calls() -> Iterator[Workload]:
    """A streamed call of a tool."""
    for mode in (False, True):
        yield Workload(
            f"tool call, 20 KB of arguments, {colour(mode)}",
            "ms/call",
            "tool",
            f"tool-{_SIZE}",
            _SIZE,
            5,
            FOUR[:3],
            mode,
            _TOOL,
            light=1,
            quick=True,
        )
    for mode in (False, True):
        yield Workload(
            f"tool call in one event, 20 KB of arguments, {colour(mode)}",
            "ms/call",
            "tool",
            f"tool-{_SIZE}",
            _SIZE,
            50,
            FOUR[3:],
            mode,
            _TOOL,
            light=10,
            note="Gemini, which sends calls whole",
        )


def objects() -> Iterator[Workload]:
    """A streamed JSON document, each state of which is looked at."""
    for kind, what in (("partial", "plain"), ("typed", "validated")):
        for kilobytes in (10, 100):
            for mode in (False, True):
                yield _object(kind, f"{what}, {kilobytes} KB, {colour(mode)}", kilobytes, mode)
        yield _object(kind, f"{what}, 1 MB", 1024, False)


def _object(kind: str, name: str, kilobytes: int, mode: bool) -> Workload:
    large = kilobytes == 1024
    return Workload(
        f"partial objects {name}",
        "ms/object",
        kind,
        f"object-{kilobytes * 1024}",
        kilobytes * 1024,
        3 if kilobytes == 10 else 1,
        ("chat",),
        mode,
        _OBJECTS.get((kind, kilobytes), {}),
        light=1,
        only={"chat": ("limit", *OURS)} if large else {},
        rounds=3 if large else 99,
        quick=kilobytes == 10,
    )
