"""Plays cases, several side by side in processes of their own, and counts what came of them."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial

from ai_sdk.testing.faults import FAULTS
from tests._async import fault_runs as async_runs, whole_runs as async_whole
from tests._sync import fault_runs as sync_runs, whole_runs as sync_whole
from tests.endurance.report import Table

from .counts import Counts
from .expectations import expected
from .outcomes import (
    PROTOCOLS,
    VARIANTS,
    WHOLE,
    Case,
    Played,
    cases,
    judge,
    vendor_cases,
    whole_cases,
)
from .sinks import SINKS, Trail

__all__ = ["JOBS", "Run"]

DEADLINE = 180.0  # seconds; far beyond every limit that a case sets, on a busy machine too
JOBS = 2 * (os.cpu_count() or 1)  # many a case waits for what never comes

Ending = tuple[str, str, Counter[str]]
"""What came of a case: the verdict, what is to say about it, and where the key came to light."""


@dataclass
class Run:
    """What was played, and its tables.

    Attributes:
        verbose: print each case that did not pass.
        jobs: how many cases are played at once, each in a process of its own, since what is
            listened to (logs, warnings, standard error) is there once in a process. 1 plays all
            of them in this process.
    """

    verbose: bool = False
    jobs: int = JOBS
    outcomes: Table = field(
        default_factory=lambda: Table(
            f"Faults: {len(FAULTS)} by name, each in every protocol that it can befall",
            Counts.COLUMNS,
        )
    )
    secrets: Table = field(
        default_factory=lambda: Table(
            "Secrets: a key looked for after every fault", ("place", "sync", "async", "hits")
        )
    )

    @property
    def tables(self) -> list[Table]:
        """All tables."""
        return [self.outcomes, self.secrets]

    def ours(self) -> None:
        """Play everything in both colours."""
        numbers, leaks = range(len(_every())), Counter[str]()
        with _mapping(self.jobs) as mapped:
            for name in _COLOURS:
                leaks += self._count(name, mapped(partial(_ending, name), numbers))
        for sink in SINKS:
            self.secrets.add(sink, len(numbers), len(numbers), leaks[sink])
            self.secrets.expect(leaks[sink] == 0, f"the key is in {sink}")

    def _count(self, name: str, endings: Iterable[Ending]) -> Counter[str]:
        """Count one colour; returns where the key came to light."""
        counts, leaks = Counts(name, verbose=self.verbose), Counter[str]()
        for case, (verdict, why, found) in zip(_every(), endings, strict=True):
            leaks += found
            counts.note(case, verdict, why)
            self.outcomes.expect(verdict == "passed", f"{name}, {case}: {verdict}: {why[:140]}")
        counts.add_to(self.outcomes)
        return leaks


Mapping = Callable[[Callable[[int], Ending], Iterable[int]], Iterable[Ending]]


@contextmanager
def _mapping(jobs: int) -> Iterator[Mapping]:
    """`map`, in so many processes: fresh ones, so that no thread of ours is lost in a fork."""
    if jobs == 1:
        yield map
        return
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=fresh) as pool:
        yield partial(pool.map, chunksize=4)


@cache
def _every() -> list[Case]:
    return [*cases((*PROTOCOLS, *VARIANTS)), *vendor_cases(), *whole_cases()]


def _ending(name: str, number: int) -> Ending:
    """Play a case; it goes by its number, since what a server does cannot go to another process."""
    case = _every()[number]
    played = _within(_COLOURS[name], case)
    verdict, why = judge(played, expected(case.fault, case.protocol, stream=case.stream))
    return verdict, why, played.leaks


def _sync(case: Case) -> Played:
    return (sync_whole if case.protocol in WHOLE else sync_runs).play(case, Trail())


def _async(case: Case) -> Played:
    return asyncio.run((async_whole if case.protocol in WHOLE else async_runs).play(case, Trail()))


_COLOURS = {"ai_sdk": _sync, "ai_sdk.aio": _async}


def _within(play: Callable[[Case], Played], case: Case) -> Played:
    """Play on a thread of its own, so that one that never ends is seen to."""
    done: list[Played] = []
    thread = threading.Thread(target=lambda: done.append(play(case)), daemon=True)
    thread.start()
    thread.join(DEADLINE)
    return done[0] if done else Played(hung=True)
