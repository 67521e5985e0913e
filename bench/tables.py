"""The tables of a record, in Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .growth import Grown
from .record import Row, middle_half
from .roster import ROSTER
from .table import number
from .verdict import best_peers, verdict
from .workload import OURS


def _table(head: Sequence[str], lines: Iterator[Sequence[str]]) -> str:
    rule = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (head, rule, *lines))


def _figure(row: Row, who: str, *, spread: bool = False) -> str:
    median = row.median(who)
    if median is None:
        return ""
    low, high = row.spread(who)
    return number(median) + (f" ({number(low)}-{number(high)})" if spread else "")


def _named(row: Row, names: Iterable[str]) -> str:
    return ", ".join(f"{name} {_figure(row, name)}" for name in names if name in row.samples)


def budgets(rows: Sequence[Row]) -> str:
    """The table of budgets: ours beside the limit, plain clients and the best other library."""
    head = ("workload", "limit", "plain clients", "best other", *OURS, "ratio", "budget", "verdict")
    return _table(head, (_budget_line(row) for row in rows))


def _budget_line(row: Row) -> Sequence[str]:
    said = {who: each.said() for who in OURS if (each := verdict(row, who))}
    return (
        row.title,
        _figure(row, "limit"),
        _named(row, _of_kind("plain")),
        _named(row, best_peers(row)[:1]),
        *(_figure(row, who, spread=True) for who in OURS),
        _both(_ratio(row, who) for who in OURS),
        _both(_allowed(row, who) for who in OURS),
        _both(said.get(who, "") for who in OURS),
    )


def _both(cells: Iterable[str]) -> str:
    """What is said of the default engine, then of the fast one where that differs."""
    first, second = cells
    return first if second in ("", first) else f"{first}; fast: {second}".removeprefix("; ")


def _ratio(row: Row, who: str) -> str:
    """How many times the figure of the contestant that the budget compares with."""
    budget = row.budgets.get(who)
    ratios = row.ratios(who, budget.base) if budget and budget.base else []
    if not ratios or budget is None:
        return ""
    low, high = middle_half(ratios)
    return f"{statistics.median(ratios):.2f} ({low:.2f}-{high:.2f}) x {budget.base}"


def _allowed(row: Row, who: str) -> str:
    found, budget = verdict(row, who), row.budgets.get(who)
    if found is None or found.allowed is None or budget is None:
        return ""
    return f"{number(found.allowed)} ({budget.said})" if budget.base else budget.said


def everybody(rows: Sequence[Row]) -> str:
    """The figures of all other libraries."""
    names = [name for name in _of_kind("peer") if any(name in row.samples for row in rows)]
    lines = (
        (row.title, *(_figure(row, who) or ("fails" if who in row.failed else "") for who in names))
        for row in rows
    )
    return _table(("workload", *names), (cells for cells in lines if any(cells[1:])))


def failures(rows: Sequence[Row]) -> str:
    """Who fails at what, and why."""
    told = {f"- {who}, {row.name}: {why}" for row in rows for who, why in row.failed.items()}
    return "\n".join(sorted(told))


def _of_kind(kind: str) -> list[str]:
    return [entry.name for entry in ROSTER.values() if entry.kind == kind]


def growth(kinds: Sequence[Grown]) -> str:
    """The table of growth."""
    return _table(
        ("what grows", "CPU time", "memory", "exponent, step by step"),
        (_growth_line(kind) for kind in kinds),
    )


def _growth_line(kind: Grown) -> Sequence[str]:
    times = ", ".join(f"{n:,}: {number(ms)} ms" for n, ms in zip(kind.sizes, kind.ms, strict=True))
    sizes = ", ".join(f"{kib / 1024:.1f} MB" for kib in kind.kib)
    exponents = ", ".join(f"{each:.2f}" for each in kind.exponents())
    return (f"{kind.name} ({kind.note})", times, sizes, exponents + kind.failed)


def first_calls(calls: Sequence[Mapping[str, Any]]) -> str:
    """The table of first calls."""
    return _table(
        (
            "provider",
            "ms",
            "x httpx",
            "peak MB",
            "our modules",
            "others' modules",
            "others' packages",
        ),
        (
            (
                call["provider"],
                *(number(call[key]) for key in ("ms", "ratio", "mb")),
                str(len(call["ours"])),
                str(len(call["others"])),
                ", ".join(call["packages"]),
            )
            for call in calls
        ),
    )
