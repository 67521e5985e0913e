"""`python -m bench`: our figures beside the limit, plain clients and other libraries, in one run.

CPU time of the client's process, medians of interleaved rounds. Nothing is asserted: on a busy
machine only the ratios mean something. Other libraries take part where `python -m bench.peers
install` has put them.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from . import cold, first_calls, growth, install, report
from .crew import Member, crew
from .machine import machine, versions
from .places import home
from .provider.process import Server, serving
from .record import Row, as_json
from .roster import ROSTER
from .run import Pace, measured
from .table import line
from .workload import FOUR, Workload
from .workloads import workloads


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="rows whose name has this in it")
    parser.add_argument("--who", default="", help="contestants, with commas between; all else")
    parser.add_argument("--quick", action="store_true", help="few small rows, for CI")
    parser.add_argument("--allowance", type=float, default=8, help="seconds, see `run.Pace`")
    last = str(home() / "last.json")
    parser.add_argument("--json", metavar="FILE", default=last, help="where all samples go")
    return parser.parse_args()


def _wanted(asked: argparse.Namespace) -> list[tuple[Workload, str]]:
    pairs = [(load, protocol) for load in workloads() for protocol in load.protocols]
    if asked.quick:
        pairs = [(load, protocol) for load, protocol in pairs if load.quick and protocol == "chat"]
    return [
        (load, protocol) for load, protocol in pairs if asked.only in f"{load.name}, {protocol}"
    ]


def _rows(
    asked: argparse.Namespace,
    wanted: list[tuple[Workload, str]],
    members: dict[str, Member],
    server: Server,
) -> Iterator[Row]:
    pace = Pace(asked.rounds, asked.allowance)
    if asked.only in "import cold start":
        protocols = FOUR[:1] if asked.quick else FOUR
        yield from cold.rows(list(members.values()), server, asked.rounds, protocols)
    for load, protocol in wanted:
        yield from measured(load, protocol, members, server, pace)
    if not asked.quick and asked.only in "install":
        yield from install.rows(list(members))


class _Notes:
    """What has been measured, printed and written as it comes, so that an end is no loss."""

    def __init__(self, file: Path, record: dict[str, Any]) -> None:
        self.record = {**record, "rows": [], "first_calls": [], "growth": []}
        self._file = file

    def add(self, kind: str, data: Mapping[str, Any], text: str) -> None:
        print(text, flush=True)
        self.record[kind].append(data)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(as_json(self.record), encoding="utf-8")


def main() -> None:
    """Run what was asked for, then say which budgets are met."""
    asked = _arguments()
    wanted = _wanted(asked)
    names = [name for name in ROSTER if not asked.who or name in asked.who.split(",")]
    scenarios = {load.scenario for load, _ in wanted} | {load.warm for load, _ in wanted}
    with serving(sorted(scenarios | {"unary"})) as server, crew(names) as members:
        for name, member in members.items():
            if member.failed:
                print(f"{name} is left out: {member.failed}", flush=True)
        known = {"machine": machine(server.kind), "versions": versions(list(members))}
        notes = _Notes(Path(asked.json), {**known, "rounds": asked.rounds})
        for row in _rows(asked, wanted, members, server):
            notes.add("rows", row.data(), line(row))
        if not asked.quick and asked.only in "first call of each provider":
            for call in first_calls.measured(server, min(asked.rounds, 3)):
                notes.add("first_calls", call, first_calls.line(call))
    if not asked.quick and asked.only in "growth":
        for each in growth.measured(asked.rounds):
            notes.add("growth", asdict(each), growth.line(each))
    print(report.summary([Row.read(row) for row in notes.record["rows"]]))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the processes it started end with it
    main()
