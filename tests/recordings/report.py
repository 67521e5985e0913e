"""Counts of a replay: shown, excepted (by which fact), unexplained; which options were needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .driver import Book, Outcome

LIMIT = 0.02
"""The share of the records that may be exceptions."""


@dataclass(frozen=True)
class Report:
    """The result of a replay.

    Attributes:
        records: how many records there were.
        passed: how many were shown, answer and request (where one was kept).
        requests: how many request bodies were compared and found equal.
        exceptions: the listed fact -> ids of the records it excuses.
        unexplained: id -> what differs, for everything that is neither shown nor excused.
        needless: listed ids that pass all the same.
        options: how many calls needed each provider option; `with_options` how many any.
    """

    records: int
    passed: int
    requests: int
    exceptions: dict[str, tuple[str, ...]]
    unexplained: dict[str, tuple[str, ...]]
    needless: tuple[str, ...]
    options: Counter[str]
    with_options: int

    @classmethod
    def of(cls, book: Book, outcomes: Iterable[Outcome]) -> Report:
        """The report on these outcomes."""
        outcomes = list(outcomes)
        excused: dict[str, list[str]] = {}
        unexplained: dict[str, tuple[str, ...]] = {}
        for outcome in outcomes:
            fact = book.exceptions.get(outcome.record.id)
            if fact is not None:
                excused.setdefault(fact, []).append(outcome.record.id)
            if lines := _unexplained(book, outcome, fact):
                unexplained[outcome.record.id] = lines
        return cls(
            records=len(outcomes),
            passed=sum(outcome.passed for outcome in outcomes),
            requests=sum(bool(o.passed and o.plan and o.plan.compares_request) for o in outcomes),
            exceptions={fact: tuple(ids) for fact, ids in excused.items()},
            unexplained=unexplained,
            needless=tuple(
                o.record.id for o in outcomes if o.passed and o.record.id in book.exceptions
            ),
            options=Counter(name for o in outcomes for name in o.options),
            with_options=sum(bool(o.options) for o in outcomes),
        )

    @property
    def excepted(self) -> int:
        """How many records are exceptions."""
        return sum(map(len, self.exceptions.values()))

    @property
    def ok(self) -> bool:
        """Nothing is unexplained or listed without need, and the exceptions are few."""
        within = self.excepted <= LIMIT * self.records
        return within and not self.unexplained and not self.needless

    def lines(self) -> list[str]:
        """The report as text."""
        share = 100 * self.excepted / max(self.records, 1)
        out = [
            f"records                 {self.records}",
            f"shown                   {self.passed}",
            f"  of these with request {self.requests}",
            f"exceptions              {self.excepted} ({share:.1f} %; at most {100 * LIMIT:.0f} %)",
        ]
        for fact, ids in sorted(self.exceptions.items()):
            out.append(f"  {len(ids):3} {fact}: {', '.join(ids)}")
        out.append(f"unexplained             {len(self.unexplained)}")
        for key, found in self.unexplained.items():
            out += [f"  {key} {line}" for line in found]
        out += [f"  {key} is listed without need" for key in self.needless]
        out.append(f"calls with options      {self.with_options}")
        out.append("  " + ", ".join(f"{name} {n}" for name, n in self.options.most_common()))
        return out


def _unexplained(book: Book, outcome: Outcome, fact: str | None) -> tuple[str, ...]:
    """What no fact excuses: any difference in the answer; in the request unless it is listed."""
    if fact is not None:
        return () if fact in book.no_one_answer else outcome.answer
    told = outcome.plan.fact if outcome.plan else "nothing was replayed"
    return (*outcome.answer, *outcome.request, *((f"not listed: {told}",) if told else ()))
