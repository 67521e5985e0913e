"""Budget met or not, and who else is cheaper."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from .record import Budget, Row
from .roster import ROSTER


@dataclass(frozen=True)
class Verdict:
    """What a row says of one of our contestants.

    Attributes:
        figure: ours, the median.
        allowed: what the budget comes to in this run; None where there is none.
        peer: the cheapest other library, or "".
        lead: how many times our figure that one's is; below 1 we are behind.
    """

    figure: float
    allowed: float | None
    peer: str
    lead: float | None

    @property
    def met(self) -> bool:
        """Whether there is no budget, or we are under it."""
        return self.allowed is None or self.figure <= self.allowed

    @property
    def behind(self) -> bool:
        """Whether another library is cheaper."""
        return self.lead is not None and self.lead < 1

    def said(self) -> str:
        """In words."""
        parts = []
        if self.allowed is not None:
            over = (self.figure / self.allowed - 1) * 100 if self.allowed else 100
            parts.append("met" if self.met else f"missed by {over:.0f} %")
        if self.lead is not None:
            behind = f"behind {self.peer}, {1 / self.lead:.2f} x" if self.lead else ""
            parts.append(behind if self.behind else f"{self.lead:.1f} x ahead of {self.peer}")
        return ", ".join(parts)


def verdict(row: Row, who: str) -> Verdict | None:
    """The verdict on one of ours; None where it has no figures."""
    figure = row.median(who)
    if figure is None:
        return None
    peers = best_peers(row)
    peer = peers[0] if peers else ""
    other = row.median(peer) if peer else None
    lead = other / figure if other is not None and figure else None
    return Verdict(figure, _allowed(row, who, row.budgets.get(who)), peer, lead)


def best_peers(row: Row) -> list[str]:
    """Other libraries with figures, the cheapest first."""
    names = [name for name in row.samples if ROSTER[name].kind == "peer"]
    return sorted(names, key=lambda name: statistics.median(row.samples[name]))


def _allowed(row: Row, who: str, budget: Budget | None) -> float | None:
    """A ratio is taken round by round; what it allows is told on the scale of our median."""
    if budget is None or not budget.base:
        return None if budget is None else budget.limit
    ratios = row.ratios(who, budget.base)
    figure = row.median(who)
    if not ratios or figure is None:
        return None
    return figure / statistics.median(ratios) * budget.limit
