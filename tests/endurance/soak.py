"""An hour of everything at once, at the pace of real models: what is left of memory and files.

Streams of both colours and all protocols, calls with tools, streams that are left early, retries and
cancels go on side by side: 2,000,000 deltas in an hour. Memory and descriptors are read every now and
then; after the first tenth, in which caches fill, they may not grow.
"""

from __future__ import annotations

import gc
import time
from pathlib import Path

from .report import Table
from .server import Endpoints, running_server
from .soak_callers import TASKS, THREADS, Callers
from .surroundings import busy_threads, descriptors

__all__ = ["run"]

_HOUR, _SHORT = 3_600.0, 3.0
_LONG, _BRIEF = 200, 10  # deltas of a stream
_READINGS, _WARM = 20, 2
_MOST_DRIFT = 0.01  # of the memory held
_COLUMNS = ("minute", "deltas", "calls", "MiB held", "descriptors", "threads", "wrong")


def run(*, small: bool = False) -> list[Table]:
    """Let it go on, and look at it now and then."""
    seconds, length = (_SHORT, _BRIEF) if small else (_HOUR, _LONG)
    title = f"{seconds / 60:g} minutes of everything, {THREADS} threads and {TASKS} tasks"
    table = Table(title, _COLUMNS)
    with running_server() as endpoints:
        with Callers(endpoints.origin, length) as callers:
            for number in range(1, _READINGS + 1):
                time.sleep(seconds / _READINGS)
                table.add(f"{seconds / 60 * number / _READINGS:.2f}", *_reading(callers))
        _all_closed(table, endpoints)
    table.expect(callers.deltas > 0, "no stream was read to its end")
    for wrong, count in callers.wrong.items():
        table.expect(False, f"{count} times {wrong}")
    if not small:  # what a few seconds hold says nothing of growth
        _flat(table)
    return [table]


def _reading(callers: Callers) -> tuple[object, ...]:
    gc.collect()
    wrong = callers.wrong.total()
    return callers.deltas, callers.calls, _held(), descriptors(), busy_threads(), wrong


def _held() -> float:
    """MiB of this process in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


def _flat(table: Table) -> None:
    """Neither memory nor descriptors are more in the end than when all was warm."""
    held = [float(str(row[3])) for row in table.rows]
    warm, end = held[_WARM], sum(held[-3:]) / 3
    table.expect(end <= warm * (1 + _MOST_DRIFT), f"from {warm:.1f} to {end:.1f} MiB")
    files = [int(str(row[4])) for row in table.rows]
    at_most = max(files[: _WARM + 1]) + THREADS + TASKS  # each call has one connection
    table.expect(max(files[-3:]) <= at_most, f"{max(files[-3:])} descriptors in the end")


def _all_closed(table: Table, endpoints: Endpoints) -> None:
    """The server sees no connection any more."""
    for _ in range(100):
        counts = endpoints.counts()
        if counts["accepted"] == counts["closed"]:
            return
        time.sleep(0.05)
    table.expect(False, f"{counts['accepted'] - counts['closed']} connections are left")
