"""`python -m bench.report FILE`: the tables of a recorded run in Markdown, and its chart.

With `--write` they replace what stands between the marks in docs/performance.md, and the chart is
written beside it, so that the page cannot say anything else than the record.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from .chart import svg
from .growth import Grown
from .places import ROOT
from .record import Row, middle_half
from .roster import ROSTER
from .table import number
from .verdict import best_peers, verdict
from .workloads import OURS, workloads

PAGE = ROOT / "docs" / "performance.md"
RECORD = ROOT / "bench" / "recorded.json"
CHART = ROOT / "docs" / "performance.svg"
_BEGIN, _END = "<!-- bench: begin -->", "<!-- bench: end -->"


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


def summary(rows: Sequence[Row]) -> str:
    """How many budgets are met, and where another library is cheaper."""
    found = {row.title: each for row in rows if (each := verdict(row, "ai_sdk"))}
    with_budget = {title: each for title, each in found.items() if each.allowed is not None}
    missed = [f"{title}: {each.said()}" for title, each in with_budget.items() if not each.met]
    behind = [f"{title}: {each.said()}" for title, each in found.items() if each.behind]
    met = len(with_budget) - len(missed)
    lines = [f"{met} of {len(with_budget)} figures are within their budgets."]
    lines += [f"- {each}" for each in dict.fromkeys(missed + behind)]
    return "\n".join(lines)


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


def page(record: Mapping[str, Any]) -> str:
    """All tables."""
    rows = [Row.read(row) for row in record["rows"]]
    machine, versions = record["machine"], record["versions"]
    notes = [f"- {load.name}: {load.note}" for load in workloads() if load.note]
    parts = [
        f"Recorded in {record['rounds']} interleaved rounds with {machine['python']} on "
        f"{machine['system']}, {machine['cores']} cores ({machine['processor']}), load server in "
        f"{machine['server']} on a core of its own. CPU time of the client's process, medians; in "
        "brackets the middle half of the rounds.",
        f"![CPU time of other libraries beside ours]({CHART.name})",
        summary(rows),
        budgets(rows),
        "\n".join(dict.fromkeys(notes)),
        "### All other libraries",
        everybody(rows),
        failures(rows),
    ]
    if record["growth"]:
        parts += ["### Growth", growth([Grown(**kind) for kind in record["growth"]])]
    if record.get("first_calls"):
        parts += ["### The first call of each provider", first_calls(record["first_calls"])]
    known = ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
    return "\n\n".join(part for part in [*parts, "### Versions", known] if part) + "\n"


def written(text: str, record: Mapping[str, Any]) -> str:
    """A page with the tables between its marks."""
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}\n\n{page(record)}\n{_END}{after}"


def main() -> None:
    """Print the tables; with `--write` put them, and the chart, into the documentation."""
    parser = argparse.ArgumentParser(prog="python -m bench.report", description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--chart", metavar="FILE", help="write the chart there")
    asked = parser.parse_args()
    record = json.loads(Path(asked.file).read_text("utf-8"))
    print(page(record))
    chart = svg([Row.read(row) for row in record["rows"]])
    if asked.chart:
        Path(asked.chart).write_text(chart, "utf-8")
    if asked.write:
        PAGE.write_text(written(PAGE.read_text("utf-8"), record), "utf-8")
        CHART.write_text(chart, "utf-8")


if __name__ == "__main__":
    main()
