"""Plays cases, one after the other, and counts what came of them."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ai_sdk.testing.faults import FAULTS
from tests._async import fault_runs as async_runs, whole_runs as async_whole
from tests._sync import fault_runs as sync_runs, whole_runs as sync_whole
from tests.endurance.report import Table

from .counts import Counts
from .expectations import expected
from .outcomes import PROTOCOLS, VARIANTS, WHOLE, Case, Played, cases, judge, whole_cases
from .sinks import SINKS

__all__ = ["Run"]

DEADLINE = 180.0  # seconds; far beyond every limit that a case sets, on a busy machine too


@dataclass
class Run:
    """What was played, and its tables."""

    verbose: bool = False
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
    _leaks: Counter[str] = field(default_factory=Counter)

    @property
    def tables(self) -> list[Table]:
        """All tables."""
        return [self.outcomes, self.secrets]

    def ours(self) -> None:
        """Play everything in both colours."""
        every = [*cases((*PROTOCOLS, *VARIANTS)), *whole_cases()]
        self._play("ai_sdk", every, _sync)
        self._play("ai_sdk.aio", every, _async)
        for sink in SINKS:
            self.secrets.add(sink, len(every), len(every), self._leaks[sink])
            self.secrets.expect(self._leaks[sink] == 0, f"the key is in {sink}")

    def _play(self, name: str, every: Iterable[Case], play: Callable[[Case], Played]) -> None:
        counts = Counts(name, verbose=self.verbose)
        for case in every:
            played = _within(play, case)
            verdict, why = judge(played, expected(case.fault, case.protocol, stream=case.stream))
            self._leaks += played.leaks
            counts.note(case, verdict, why)
            self.outcomes.expect(verdict == "passed", f"{name}, {case}: {verdict}: {why[:140]}")
        counts.add_to(self.outcomes)


def _sync(case: Case) -> Played:
    return sync_whole.play(case) if case.protocol in WHOLE else sync_runs.play(case)


def _async(case: Case) -> Played:
    whole = case.protocol in WHOLE
    return asyncio.run(async_whole.play(case) if whole else async_runs.play(case))


def _within(play: Callable[[Case], Played], case: Case) -> Played:
    """Play on a thread of its own, so that one that never ends is seen to."""
    done: list[Played] = []
    thread = threading.Thread(target=lambda: done.append(play(case)), daemon=True)
    thread.start()
    thread.join(DEADLINE)
    return done[0] if done else Played(hung=True)
