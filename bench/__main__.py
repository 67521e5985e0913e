"""`python -m bench`: our figures beside the limit, plain clients and other libraries, in one run.

CPU time of the client's process, medians of interleaved rounds. Nothing is asserted: on a busy
machine only the ratios mean something. Other libraries take part where `python -m bench.peers
install` has put them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from . import cold, first_calls, growth, install
from .crew import Member, crew
from .machine import machine, versions
from .provider.process import Server, serving
from .record import Row
from .roster import ROSTER
from .run import Pace, measured
from .table import line
from .workloads import FOUR, Workload, workloads


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="rows whose name has this in it")
    parser.add_argument("--who", default="", help="contestants, with commas between; all else")
    parser.add_argument("--quick", action="store_true", help="few small rows, for CI")
    parser.add_argument("--allowance", type=float, default=8, help="seconds, see `run.Pace`")
    parser.add_argument("--json", metavar="FILE", help="write all samples there")
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


def main() -> None:
    """Run what was asked for, print each row as it is ready, write all if asked for."""
    asked = _arguments()
    wanted = _wanted(asked)
    names = [name for name in ROSTER if not asked.who or name in asked.who.split(",")]
    scenarios = {load.scenario for load, _ in wanted} | {load.warm for load, _ in wanted}
    rows, grown = [], []
    with serving(sorted(scenarios | {"unary"})) as server, crew(names) as members:
        for name, member in members.items():
            if member.failed:
                print(f"{name} is left out: {member.failed}", flush=True)
        for row in _rows(asked, wanted, members, server):
            rows.append(row)
            print(line(row), flush=True)
        calls = []
        if asked.only in "first call of each provider" and not asked.quick:
            for call in first_calls.measured(server, min(asked.rounds, 3)):
                calls.append(call)
                print(first_calls.line(call), flush=True)
    if not asked.quick and asked.only in "growth":
        for each in growth.measured(asked.rounds):
            grown.append(each)
            print(growth.line(each), flush=True)
    if asked.json:
        record = {
            "machine": machine(server.kind),
            "rounds": asked.rounds,
            "versions": versions(list(members)),
            "rows": [row.data() for row in rows],
            "first_calls": calls,
            "growth": [asdict(each) for each in grown],
        }
        Path(asked.json).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
