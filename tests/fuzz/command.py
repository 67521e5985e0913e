"""The command: shares a budget out among the targets, collects the outcomes, shows failures."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from .drivers import CORPUS, FOUND, has_atheris
from .growth import is_superlinear
from .target import Target
from .targets import load_all
from .told import table

__all__ = ["main"]

_SECONDS = 60.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the arguments ask for; 1 if a property did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--target", action="append", help="only this target; may be repeated")
    parser.add_argument("--runs", type=int, help="inputs in all that shall reach a parser")
    parser.add_argument("--seconds", type=float, help=f"wall time in all (default {_SECONDS:.0f})")
    parser.add_argument("--driver", choices=("random", "atheris"), help="default: random")
    parser.add_argument("--seed", type=int, default=0, help="of the random driver")
    parser.add_argument("--jobs", type=int, default=2, help="targets at a time (default 2)")
    parser.add_argument("--json", type=Path, help="write the outcomes there as well")
    parser.add_argument("--replay", help="check one input: a file, or hexadecimal digits")
    parser.add_argument("--list", action="store_true", help="print the names of the targets")
    options = parser.parse_args(arguments)
    targets = load_all()
    unknown = set(options.target or ()) - targets.keys()
    if unknown:
        parser.error(f"no such target: {', '.join(sorted(unknown))}; --list names them")
    chosen = [targets[name] for name in options.target or targets]
    if options.list:
        print("\n".join(target.name for target in chosen))
        return 0
    if options.replay is not None:
        return replay(chosen, options.replay)
    return _run(chosen, options)


def replay(targets: Sequence[Target], given: str) -> int:
    """Check one input again, where whatever fails is seen in full."""
    path = Path(given)
    data = path.read_bytes() if len(given) < 200 and path.is_file() else bytes.fromhex(given)
    for target in targets:
        if path.suffix == ".json":
            told = json.loads(data)
            start, unit, end = (bytes.fromhex(told[name]) for name in ("start", "unit", "end"))
            why = is_superlinear(target.work, start, unit, end)
            print(f"{target.name}: {why or 'linear'}")
            if why:
                return 1
        else:
            reached = target.check(data)
            print(f"{target.name}: holds; the input {'reached' if reached else 'missed'} it")
    return 0


def _run(targets: Sequence[Target], options: argparse.Namespace) -> int:
    driver = options.driver or "random"
    print(_about(driver, options))
    seconds = options.seconds
    if seconds is None and options.runs is None:
        seconds = _SECONDS
    total = sum(target.share for target in targets)
    jobs = min(options.jobs, len(targets))
    start = time.monotonic()
    with ThreadPoolExecutor(jobs) as pool:
        budgets = [
            (
                target,
                options.runs and max(1, round(options.runs * target.share / total)),
                seconds and seconds * jobs * target.share / total,
            )
            for target in targets
        ]
        print(_row("target", "inputs", "reached", "grown", "failures", "superlinear", "CPU s"))
        outcomes = list(pool.map(lambda each: _shown(_child(*each, driver, options.seed)), budgets))
    _print_total(outcomes, time.monotonic() - start)
    if options.json is not None:
        told = {"tables": [table(outcomes, driver).data()]}
        options.json.write_text(json.dumps(told, indent=1) + "\n")
    return 1 if sum(_report(outcome) for outcome in outcomes) else 0


def _about(driver: str, options: argparse.Namespace) -> str:
    if driver == "atheris":
        return f"driver: atheris (coverage guides it; its corpus is kept in {CORPUS}/)"
    there = (
        "atheris is installed: --driver atheris" if has_atheris() else "atheris is not installed"
    )
    return f"driver: random, seed {options.seed} (no coverage guides it; {there})"


def _child(
    target: Target, runs: int | None, seconds: float | None, driver: str, seed: int
) -> dict[str, Any]:
    """Run one target in a process of its own; one that dies is a failure as well."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "outcome.json"
        command = [sys.executable, "-m", "tests.fuzz.child", target.name, str(out)]
        command += ["--driver", driver, "--seed", str(seed)]
        command += [] if runs is None else ["--runs", str(runs)]
        command += [] if seconds is None else ["--seconds", str(seconds)]
        # hash seeds are fixed: the same seed gives the same inputs
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        done = subprocess.run(command, capture_output=True, check=False, env=environment)
        if out.exists():
            outcome: dict[str, Any] = json.loads(out.read_text())
            return outcome
    error = done.stderr.decode("utf-8", "replace")[-3000:]
    failure = {"kind": f"the process ended with {done.returncode}", "input": "", "error": error}
    return {"target": target.name, "inputs": 0, "reached": 0, "grown": 0, "cpu": 0.0,
            "failures": [failure], "superlinear": []}  # fmt: skip


def _row(name: str, *cells: object) -> str:
    return f"{name:28}" + "".join(f"{cell:>12}" for cell in cells)


def _figures(outcome: dict[str, Any]) -> tuple[object, ...]:
    counts = [f"{outcome[name]:,}" for name in ("inputs", "reached", "grown")]
    return *counts, len(outcome["failures"]), len(outcome["superlinear"]), f"{outcome['cpu']:.1f}"


def _shown(outcome: dict[str, Any]) -> dict[str, Any]:
    print(_row(outcome["target"], *_figures(outcome)), flush=True)
    return outcome


def _print_total(outcomes: Sequence[dict[str, Any]], seconds: float) -> None:
    names = ("inputs", "reached", "grown", "cpu")
    total: dict[str, Any] = {name: sum(outcome[name] for outcome in outcomes) for name in names}
    for name in ("failures", "superlinear"):
        total[name] = [each for outcome in outcomes for each in outcome[name]]
    print(_row(f"{len(outcomes)} targets", *_figures(total)))
    print(f"{seconds:.0f} s; seeds: the targets' own, and {CORPUS}/ and ../shared where present")


def _report(outcome: dict[str, Any]) -> bool:
    """Print each failure with the command that shows it again; whether there was one."""
    name = outcome["target"]
    for failure in outcome["failures"]:
        print(f"\n{name}: {failure['kind']}\n{failure['error']}")
        if failure["input"] or not failure["kind"].startswith("the process"):
            data = bytes.fromhex(failure["input"])
            print(f"input ({len(data)} bytes): {data[:400]!r}")
            print(f"again: {_again(name, data)}")
    for found in outcome["superlinear"]:
        start, unit, end = (bytes.fromhex(found[part]) for part in ("start", "unit", "end"))
        print(f"\n{name}: {found['why']}: {start[-200:]!r} + {unit[:200]!r} * n + {end[:200]!r}")
        path = _kept(name, json.dumps(found).encode(), ".json")
        print(f"again: python -m tests.fuzz --target {name} --replay {path}")
    return bool(outcome["failures"] or outcome["superlinear"])


def _again(name: str, data: bytes) -> str:
    given = data.hex() if 0 < len(data) <= 200 else str(_kept(name, data, ".bin"))
    return f"python -m tests.fuzz --target {name} --replay {given}"


def _kept(name: str, data: bytes, suffix: str) -> Path:
    FOUND.mkdir(parents=True, exist_ok=True)
    path = FOUND / f"{name}-{len(list(FOUND.iterdir()))}{suffix}"
    path.write_bytes(data)
    return path
