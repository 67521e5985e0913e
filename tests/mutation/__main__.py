"""`python -m tests.mutation [TARGET...] [--json FILE] [--jobs N]`: run, and print what survived."""

from __future__ import annotations

import argparse
import ast
import json
import os
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from .mutants import Mutant, compiled, mutants_of
from .report import Tally, print_table
from .session import ROOT, run_session
from .targets import TARGETS
from .trial import Trials, ended

_LEAST = 3.0  # seconds of CPU time for the quickest tests: imports take one


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the targets.

    Returns:
        1 if a module scores below the floor or the list of equivalent mutants is stale, else 0.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}")
    parser.add_argument("--only", default="", help="modules whose path has this in it")
    parser.add_argument("--again", type=Path, help="only what survived by this file of --json")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    os.chdir(ROOT)
    earlier = options.again and json.loads(options.again.read_text())
    tallies: list[Tally] = []
    for name in options.targets or TARGETS:
        target = TARGETS[name]
        modules = [module for module in target.modules if options.only in module]

        def work(
            items: Sequence[pytest.Item], name: str = name, modules: list[str] = modules
        ) -> None:
            for module in modules:
                trials = _tried(module, items, options.jobs, earlier)
                tally = Tally(name, module, trials, whole=not earlier)
                tally.print_survivors()
                tallies.append(tally)

        if status := run_session([f"tests/{test}" for test in target.tests], work):
            print(f"{name}: the tests cannot be collected", file=sys.stderr)
            return status
    print_table(tallies)
    if options.json:
        options.json.write_text(json.dumps([tally.row() for tally in tallies], indent=1) + "\n")
    return 0 if all(tally.good for tally in tallies) else 1


def _chosen(module: str, tree: ast.Module, earlier: Any) -> list[Mutant]:
    """The mutants of a module; of an earlier run, if one is given, those that survived it."""
    found = mutants_of(tree)
    if not earlier:
        return found
    left = {
        (each["in"], each["change"])
        for row in earlier
        if row["module"] == module
        for each in row["survivors"]
    }
    return [mutant for mutant in found if (mutant.scope, mutant.change) in left]


def _tried(
    module: str, items: Sequence[pytest.Item], jobs: int, earlier: Any
) -> Iterator[tuple[Mutant, str]]:
    """Each mutant of a module and what became of it, as it becomes known."""
    path = ROOT / "src/ai_sdk" / module
    trials = Trials("ai_sdk." + module.removesuffix(".py").replace("/", "."), path, items)
    found = trials.survey()
    tree = ast.parse(path.read_text("utf-8"))
    running: dict[int, Mutant] = {}

    def next_ended() -> tuple[Mutant, str]:
        pid, outcome = ended()
        return running.pop(pid), outcome

    for mutant in _chosen(module, tree, earlier):
        tests = found.tests_of(None if mutant.anew else mutant.lines)
        if not tests:
            yield mutant, "untested"
            continue
        if len(running) == jobs:
            yield next_ended()
        seconds = _LEAST + 4 * sum(found.seconds[test] for test in tests)
        make = partial(compiled, tree, mutant, str(path))
        running[trials.begin(make, tests, seconds, anew=mutant.anew)] = mutant
    while running:
        yield next_ended()


if __name__ == "__main__":
    sys.exit(main())
