"""A workload: what is done, by whom, and what we want to stay under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .record import Budget

FOUR = ("chat", "responses", "anthropic", "gemini")
OURS = ("ai_sdk", "ai_sdk fast")


def colour(asynchronous: bool) -> str:
    """As names of workloads have it."""
    return "async" if asynchronous else "sync"


def default(said: str, limit: float, base: str = "") -> Mapping[str, Budget]:
    """A budget of the default engine."""
    return {"ai_sdk": Budget(said, limit, base)}


def either(first: Budget, fast: Budget) -> Mapping[str, Budget]:
    """Budgets of both engines."""
    return {"ai_sdk": first, "ai_sdk fast": fast}


@dataclass(frozen=True)
class Workload:
    """One thing to do.

    Attributes:
        unit: of its CPU time; microseconds, or milliseconds where it starts with "ms".
        kind: see `Job`.
        scenario: see `provider.scenarios`.
        budgets: of CPU time.
        memory: unit of its memory, "" where that is not looked at.
        memory_budgets: the budgets of that.
        light: repeats of other libraries, whose figures are larger; 0 for the same.
        only: the contestants in a protocol; all that can in those it does not name.
        rounds: at most.
        quick: whether the small run has it.
        note: what a reader of its row should know.
    """

    name: str
    unit: str
    kind: str
    scenario: str
    size: int
    repeats: int
    protocols: tuple[str, ...] = FOUR
    asynchronous: bool = False
    budgets: Mapping[str, Budget] = field(default_factory=dict)
    memory: str = ""
    memory_budgets: Mapping[str, Budget] = field(default_factory=dict)
    light: int = 0
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rounds: int = 99
    quick: bool = False
    note: str = ""

    def units(self, repeats: int) -> int:
        """What the CPU time of so many repeats is divided by."""
        each = self.size if self.kind in ("stream", "crowd", "embed") else 1
        return each * repeats

    @property
    def bases(self) -> set[str]:
        """The contestants that budgets compare with."""
        budgets = (*self.budgets.values(), *self.memory_budgets.values())
        return {budget.base for budget in budgets}

    @property
    def warm(self) -> str:
        """The scenario of the call before."""
        if self.kind in ("partial", "typed"):
            return "object-1024"
        return "stream-100" if self.kind in ("crowd", "stream") else self.scenario
