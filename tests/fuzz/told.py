"""What a run tells a file: a table of counts, and what was found in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.endurance.report import Table

__all__ = ["table"]

_COLUMNS = ("target", "inputs", "reached", "grown", "failures", "superlinear", "CPU s")
_SHOWN = 200  # characters of an error


def table(outcomes: Sequence[dict[str, Any]], driver: str) -> Table:
    """A row for each target and one for all; a finding is a failure of the table.

    Example:
        >>> found = {"target": "sse", "inputs": 12, "reached": 10, "grown": 3, "cpu": 0.5}
        >>> told = table([{**found, "failures": [], "superlinear": []}], "random")
        >>> told.rows[-1], told.failed
        (('all', 12, 10, 3, 0, 0, 0.5), [])
    """
    told = Table(f"Fuzzing, {driver} driver", _COLUMNS)
    for outcome in outcomes:
        told.add(outcome["target"], *_counts([outcome]))
        for failure in outcome["failures"]:
            told.expect(False, f"{outcome['target']}: {failure['kind']}: {_end(failure['error'])}")
        for found in outcome["superlinear"]:
            told.expect(False, f"{outcome['target']}: {found['why']}")
    told.add("all", *_counts(outcomes))
    return told


def _counts(outcomes: Sequence[dict[str, Any]]) -> tuple[object, ...]:
    inputs, reached, grown = (
        sum(each[name] for each in outcomes) for name in ("inputs", "reached", "grown")
    )
    failures, superlinear = (
        sum(len(each[name]) for each in outcomes) for name in ("failures", "superlinear")
    )
    cpu = round(sum(each["cpu"] for each in outcomes), 1)
    return inputs, reached, grown, failures, superlinear, cpu


def _end(error: str) -> str:
    return error.strip()[-_SHOWN:]
