"""`python -m bench.report FILE`: the tables of a recorded run in Markdown, and its chart.

With `--write` they replace what stands between the marks in docs/performance.md, and the chart is
written beside it, so that the page cannot say anything else than the record.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .chart import svg
from .growth import Grown
from .places import ROOT
from .record import Row
from .tables import budgets, everybody, failures, first_calls, growth
from .verdict import verdict
from .workload import OURS
from .workloads import workloads

PAGE = ROOT / "docs" / "performance.md"
RECORD = ROOT / "bench" / "recorded.json"
CHART = ROOT / "docs" / "performance.svg"
_BEGIN, _END = "<!-- bench: begin -->", "<!-- bench: end -->"


def summary(rows: Sequence[Row]) -> str:
    """How many figures are within their budgets, which are not, and where others are cheaper."""
    found = [(row, who, each) for row in rows for who in OURS if (each := verdict(row, who))]
    held = [(row, who, each) for row, who, each in found if each.allowed is not None]
    missed = [(row, who, each) for row, who, each in held if not each.met]
    behind = [(row, who, each) for row, who, each in found if each.behind and each.met]
    first = f"{len(held) - len(missed)} of {len(held)} figures are within their budgets."
    lines = [f"- {row.title}, {who}: {each.said()}" for row, who, each in missed + behind]
    return "\n".join([first, "", *lines] if lines else [first])


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
