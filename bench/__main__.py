"""`python -m bench`: our figures beside plain clients' and other libraries', in one run.

CPU time of this process, medians of interleaved rounds; the ratio is taken round by round, and
the span after it holds the middle half of the rounds. Nothing is asserted: on a busy machine only
the ratios mean something.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from . import calls, partials
from .cold import cold
from .growth import growth
from .measure import Row, server
from .memory import rows as memory_rows


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("rounds", nargs="?", type=int, default=5)
    parser.add_argument("--only", default="", help="rows whose name has this in it")
    parser.add_argument("--quick", action="store_true", help="one small row of each kind, for CI")
    parser.add_argument("--long", action="store_true", help="1,000 live streams as well")
    parser.add_argument("--json", metavar="FILE", help="write all samples there")
    return parser.parse_args()


def _rows(url: str, asked: argparse.Namespace) -> Iterator[Row]:
    for load in calls.workloads():
        if asked.only in load.name and (not asked.quick or load.name.endswith("chat")):
            yield calls.measured(load, url, asked.rounds)
    if asked.only in "import first reply":
        yield from cold(url, asked.rounds)
    if asked.quick:
        return
    if asked.only in "embed_many":
        yield from memory_rows("embed", 10_000, url, asked.rounds)
    if asked.only in "live streams":
        for streams in (200, 1_000) if asked.long else (200,):
            yield from memory_rows("live", streams, url, asked.rounds)


def main() -> None:
    """Run what was asked for and print each row as it is ready."""
    asked = _arguments()
    rows: list[Row] = []
    grown: list[dict[str, Any]] = []
    with server() as url:
        for row in _rows(url, asked):
            rows.append(row)
            print(row.shown(), flush=True)
        if not asked.quick and asked.only in "growth":
            for figures in growth(url, asked.rounds):
                grown.append(figures)
                sizes = zip(figures["sizes"], figures["ms"], strict=True)
                shown = "  ".join(f"{size:,}: {ms:.2f}" for size, ms in sizes)
                print(f"{figures['name']:26} ms           {shown}   ~ n^{figures['exponent']:.2f}")
    if not asked.quick and asked.only in "partial object":
        partials.growth()
    if asked.json:
        with open(asked.json, "w", encoding="utf-8") as file:
            json.dump({"rows": [row.data() for row in rows], "growth": grown}, file, indent=1)


if __name__ == "__main__":
    main()
