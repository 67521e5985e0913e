"""Measuring: CPU time and memory of work, here or in a fresh process, and rows of figures."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@contextmanager
def server() -> Iterator[str]:
    """The canned provider, in a process of its own; gives its address."""
    command = [sys.executable, "-m", "bench.server"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.kill()
        process.wait()


@dataclass(frozen=True)
class Row:
    """The figures of one workload.

    Attributes:
        samples: contestant -> one figure for each round.
        base: the contestant that others are compared with.
        budget: how many times its figure ours may be; None where there is none.
    """

    name: str
    unit: str
    samples: Mapping[str, list[float]]
    base: str
    budget: float | None = None

    def medians(self) -> dict[str, float]:
        """Contestant -> median."""
        return {who: statistics.median(figures) for who, figures in self.samples.items()}

    def ratios(self, who: str = "ai_sdk") -> list[float]:
        """How many times the base's figure, round by round, sorted."""
        pairs = zip(self.samples[who], self.samples[self.base], strict=True)
        return sorted(ours / theirs for ours, theirs in pairs)

    def shown(self) -> str:
        """The row as a line of text."""
        figures = "  ".join(f"{who} {figure:.1f}" for who, figure in self.medians().items())
        ratios = self.ratios()
        spread = f"{ratios[len(ratios) // 4]:.2f}-{ratios[-1 - len(ratios) // 4]:.2f}"
        budget = "" if self.budget is None else f" (budget {self.budget:.2f})"
        ratio = f"{statistics.median(ratios):.2f} [{spread}] x {self.base}{budget}"
        return f"{self.name:26} {self.unit:12} {figures}   {ratio}"

    def data(self) -> dict[str, Any]:
        """The row for `--json`."""
        known = {"name": self.name, "unit": self.unit, "base": self.base, "budget": self.budget}
        return {**known, "ratios": self.ratios(), "samples": dict(self.samples)}


def cpu(work: Callable[..., object], *args: object) -> float:
    """Seconds of CPU time, user and system, of one run in this process."""
    before = time.process_time()
    work(*args)
    return time.process_time() - before


def fresh(code: str, *args: str) -> float:
    """Milliseconds of CPU time of a fresh process that runs `code`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", code, *args], check=True, stdout=subprocess.DEVNULL, env=os.environ
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def in_process(module: str, *args: str) -> Any:
    """What `python -m module args` prints, as JSON: memory is measured in fresh processes."""
    command = [sys.executable, "-m", module, *args]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def peak_kib() -> int:
    """The largest size this process ever had, in KiB; getrusage would count its parent's, too."""
    try:
        with open("/proc/self/status", encoding="ascii") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
