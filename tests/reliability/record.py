"""Figures that were measured once and are kept, with what they were measured on."""

from __future__ import annotations

import datetime
import json
import os
import platform
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["PARTS", "Part", "recorded", "write"]

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).with_name("recorded")


@dataclass(frozen=True)
class Part:
    """One part of the report.

    Attributes:
        name: of the file that keeps its figures.
        title: what it shows.
        module: what measures it, run as `python -m MODULE ... --json FILE`.
        arguments: of the whole measurement.
        quick: arguments of one that takes less than a minute; None where there is none.
    """

    name: str
    title: str
    module: str
    arguments: tuple[str, ...] = ()
    quick: tuple[str, ...] | None = None

    @property
    def command(self) -> str:
        """What a person types."""
        return " ".join(["python -m", self.module, *self.arguments])


PARTS = (
    Part("faults", "Faults and secrets", "tests.faults", ("--peers",)),
    Part("fuzz", "Fuzzing", "tests.fuzz", ("--runs", "10200000"), ("--seconds", "20")),
    Part("cancels", "Cancellation", "tests.endurance", ("cancels",), ("cancels", "--small")),
    Part(
        "processes",
        "Processes, threads and loops",
        "tests.endurance",
        ("processes",),
        ("processes", "--small"),
    ),
    Part("bombs", "Bombs", "tests.endurance", ("bombs",), ("bombs", "--small")),
    Part("streams", "Many streams", "tests.endurance", ("streams",), ("streams", "--small")),
    Part("outage", "Retries in an outage", "tests.endurance", ("outage",), ("outage", "--small")),
    Part("soak", "An hour of everything", "tests.endurance", ("soak",), ("soak", "--small")),
    Part("mutation", "Mutation testing", "tests.mutation"),
    Part("coverage", "Coverage", "tests.reliability.coverage"),
)


def write(part: Part, told: Any, *, commit: str = "HEAD") -> None:
    """Keep what a measurement told, in tables, with what it was measured on."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", commit], cwd=ROOT, capture_output=True, text=True
    ).stdout.strip()
    kept = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "commit": commit,
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "command": part.command,
        "tables": tables_of(told, part.title),
    }
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{part.name}.json").write_text(json.dumps(kept, indent=1) + "\n")


def recorded(part: Part) -> dict[str, Any] | None:
    """What was kept; None if nothing was."""
    path = FOLDER / f"{part.name}.json"
    return json.loads(path.read_text()) if path.exists() else None


def tables_of(told: Any, title: str) -> list[dict[str, Any]]:
    """Tables out of what the measurements write: tables, rows, or a mapping of rows by name."""
    if isinstance(told, dict) and isinstance(told.get("tables"), list):
        return list(told["tables"])
    if isinstance(told, dict) and isinstance(told.get("rows"), list):
        return [{"title": title, **told}]
    if isinstance(told, dict):
        told = [{"name": name, **row} for name, row in told.items() if isinstance(row, dict)]
    if told and "rows" in told[0]:
        return list(told)
    return [{"title": title, "rows": told, "failed": []}]
