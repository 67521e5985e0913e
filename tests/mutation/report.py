"""The figures of a module, and the mutants that no test can tell from it."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from .mutants import Mutant

__all__ = ["FLOOR", "Tally", "print_table"]

FLOOR = 85.0
"""Percent of its mutants that the tests of each module must kill."""

_KILLED = ("killed", "timeout")


@cache
def _equivalent() -> dict[str, set[tuple[str, str]]]:
    """Scope and change of the mutants of each module that no test can kill."""
    text = Path(__file__).with_name("equivalent.toml").read_text("utf-8")
    out: dict[str, set[tuple[str, str]]] = {}
    for entry in tomllib.loads(text)["equivalent"]:
        found = {(entry["in"], change) for change in entry["changes"]}
        out.setdefault(entry["module"], set()).update(found)
    return out


class Tally:
    """What became of the mutants of a module.

    Attributes:
        survivors: those that nobody has explained.
        stale: entries of the list of equivalent mutants that do not hold any more.
    """

    def __init__(
        self, target: str, module: str, trials: Iterable[tuple[Mutant, str]], *, whole: bool
    ) -> None:
        self.target, self.module = target, module
        self.survivors: list[dict[str, Any]] = []
        self.counts: Counter[str] = Counter()
        known = _equivalent().get(module, set())
        killed, seen = set(), set()
        for mutant, outcome in sorted(trials, key=lambda trial: trial[0].lines.start):
            key = mutant.scope, mutant.change
            (killed if outcome in _KILLED else seen).add(key)
            if outcome not in _KILLED and key in known:
                outcome = "equivalent"
            elif outcome not in _KILLED:
                place = {"line": mutant.lines.start, "in": mutant.scope}
                note = {"note": "no test runs it"} if outcome == "untested" else {}
                self.survivors.append({**place, "change": mutant.change, **note})
            self.counts[outcome] += 1
        self.stale = [
            f"{module} {scope}: {change}: " + ("a test kills it" if (scope, change) in killed else "there is no such mutant")
            for scope, change in sorted(known - seen if whole else ())
        ]  # fmt: skip

    @property
    def total(self) -> int:
        """Mutants that a test could kill."""
        return sum(self.counts.values()) - self.counts["equivalent"]

    @property
    def score(self) -> float:
        """Percent of them that the tests have killed."""
        return 100 * sum(self.counts[name] for name in _KILLED) / max(self.total, 1)

    @property
    def good(self) -> bool:
        """Whether the module may pass."""
        return self.score >= FLOOR and not self.stale

    def row(self) -> dict[str, Any]:
        """The figures, for JSON."""
        return {
            "target": self.target,
            "module": self.module,
            "mutants": self.total,
            "killed": self.counts["killed"],
            "timeouts": self.counts["timeout"],
            "survived": len(self.survivors),
            "equivalent": self.counts["equivalent"],
            "score": round(self.score, 1),
            "survivors": self.survivors,
        }

    def print_survivors(self) -> None:
        """Each on a line of its own."""
        print(f"\n{self.module}: {self.score:.1f} %", flush=True)
        for each in self.survivors:
            place = f"src/ai_sdk/{self.module}:{each['line']} {each['in']}"
            note = f" ({each['note']})" if "note" in each else ""
            print(f"  {place}: {each['change']}{note}", flush=True)
        for entry in self.stale:
            print(f"  stale: {entry}", flush=True)


def print_table(tallies: Sequence[Tally]) -> None:
    """One line a module, and all of them together; a Markdown table."""
    rows = [tally.row() for tally in tallies]
    total = {name: sum(row[name] for row in rows) for name in _COLUMNS[1:-1]}
    dead = total["killed"] + total["timeouts"]
    rows.append(
        {"module": "all", **total, "score": round(100 * dead / max(total["mutants"], 1), 1)}
    )
    print(f"\n| {' | '.join(_COLUMNS)} |\n|{'|'.join(['---', *['---:'] * len(total), '---:'])}|")
    for row in rows:
        print(f"| {' | '.join(str(row[name]) for name in _COLUMNS)} |")


_COLUMNS = ("module", "mutants", "killed", "timeouts", "survived", "equivalent", "score")
