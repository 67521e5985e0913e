"""How many cases came to which verdict, by protocol."""

from __future__ import annotations

from collections import Counter

from tests.endurance.report import Table

from .outcomes import Case

__all__ = ["Counts"]

_VERDICTS = ("passed", "silent", "hung", "untyped", "wrong", "differs")


class Counts:
    """The verdicts on one library; with `verbose` each that is not `passed` is printed."""

    COLUMNS = ("who", "protocol", "cases", *_VERDICTS)

    def __init__(self, who: str, *, verbose: bool = False) -> None:
        self._who, self._verbose = who, verbose
        self._by_protocol: dict[str, Counter[str]] = {}

    def note(self, case: Case, verdict: str, why: str) -> None:
        """Count a case."""
        self._by_protocol.setdefault(case.protocol, Counter())[verdict] += 1
        if self._verbose and verdict != "passed":
            print(f"    {self._who} {verdict:8} {case}: {why[:140]}", flush=True)

    def add_to(self, table: Table) -> None:
        """Add a row for each protocol."""
        for protocol, counts in self._by_protocol.items():
            told = (counts[verdict] for verdict in _VERDICTS)
            table.add(self._who, protocol, counts.total(), *told)
