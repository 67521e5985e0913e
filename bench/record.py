"""What was measured, in a form that is written as JSON and read again."""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

_NUMBERS = re.compile(r"\[\s+([-+.,e\d\s]+?)\s+\]")


@dataclass(frozen=True)
class Budget:
    """What we want a figure to stay under.

    Attributes:
        said: as a person reads it.
        limit: how many times the base's figure; the figure itself where there is no base.
        base: the contestant that is compared with, or "".
    """

    said: str
    limit: float
    base: str = ""


@dataclass(frozen=True)
class Row:
    """One kind of figure of one workload.

    Attributes:
        budgets: contestant of ours -> its budget.
        samples: contestant -> a figure for each round that it took part in.
        server: contestant -> how much of its CPU time the load server used meanwhile, as a share.
        failed: contestant -> why it has no figures.
    """

    name: str
    unit: str
    budgets: Mapping[str, Budget] = field(default_factory=dict)
    samples: dict[str, list[float]] = field(default_factory=dict)
    server: dict[str, float] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Name and unit."""
        return f"{self.name} ({self.unit})"

    def median(self, who: str) -> float | None:
        """The middle of a contestant's figures."""
        figures = self.samples.get(who)
        return statistics.median(figures) if figures else None

    def ratios(self, who: str, base: str) -> list[float]:
        """How many times the base's figure, round by round, sorted."""
        mine, theirs = self.samples.get(who, []), self.samples.get(base, [])
        if len(mine) != len(theirs):
            middle = statistics.median(theirs) if theirs else 0
            return sorted(each / middle for each in mine) if middle else []
        return sorted(each / other for each, other in zip(mine, theirs, strict=True) if other)

    def spread(self, who: str) -> tuple[float, float]:
        """Where the middle half of a contestant's figures lies."""
        return middle_half(sorted(self.samples[who]))

    def data(self) -> dict[str, Any]:
        """For JSON; further digits would be noise."""
        samples = {
            who: [_rounded(each) for each in figures] for who, figures in self.samples.items()
        }
        server = {who: _rounded(share) for who, share in self.server.items()}
        return {**asdict(self), "samples": samples, "server": server}

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Row:
        """From JSON."""
        budgets = {who: Budget(**budget) for who, budget in data["budgets"].items()}
        return cls(**{**data, "budgets": budgets})


def as_json(record: Mapping[str, Any]) -> str:
    """A record as text, with a line for each list of numbers."""
    text = json.dumps(record, indent=1)
    return _NUMBERS.sub(lambda found: "[" + " ".join(found[1].split()) + "]", text) + "\n"


def _rounded(figure: float) -> float:
    return float(f"{figure:.4g}")


def middle_half(figures: list[float]) -> tuple[float, float]:
    """The first and last of the middle half of sorted figures."""
    cut = len(figures) // 4
    return figures[cut], figures[-1 - cut]
