"""`python -m tests.faults`: every fault in every protocol and colour, counted by what came of it.

`--peers` adds other libraries, as far as they are installed; `--verbose` prints each case that did not
pass; `--show NAME` prints the bytes that a fault sends; `--json FILE` writes the tables there as well.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ai_sdk.testing.faults import FAULTS
from tests._async import fault_runs as async_runs, whole_runs as async_whole
from tests._sync import fault_runs as sync_runs, whole_runs as sync_whole
from tests.endurance.report import Table

from .expectations import Expectation, expected
from .outcomes import PROTOCOLS, VARIANTS, WHOLE, Case, Played, cases, judge, whole_cases
from .peers import PEERS, judge_peer, peer_cases
from .shown import shown
from .sinks import SINKS

VERDICTS = ("passed", "silent", "hung", "untyped", "wrong")
Judge = Callable[[Played, Expectation], tuple[str, str]]
DEADLINE = 180.0  # seconds; far beyond every limit that a case sets, on a busy machine too


def main(arguments: Sequence[str] | None = None) -> int:
    """Play everything; print the tables. 1 if anything of ours did not pass."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--peers", action="store_true", help="compare with other libraries")
    parser.add_argument("--verbose", action="store_true", help="print every case that did not pass")
    parser.add_argument("--show", metavar="NAME", help="print the bytes of a fault, and end")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the tables there as well")
    options = parser.parse_args(arguments)
    if options.show:
        print(shown(options.show))
        return 0
    run = Run(verbose=options.verbose)
    run.ours()
    if options.peers:
        run.peers()
    for table in run.tables:
        print(table.shown(), flush=True)
    if options.json:
        options.json.write_text(json.dumps([table.data() for table in run.tables], indent=1))
    return 1 if any(table.failed for table in run.tables) else 0


@dataclass
class Run:
    """What was played, and its tables."""

    verbose: bool = False
    outcomes: Table = field(
        default_factory=lambda: Table(
            f"Faults: {len(FAULTS)} by name, each in every protocol that it can befall",
            ("who", "protocol", "cases", *VERDICTS),
        )
    )
    secrets: Table = field(
        default_factory=lambda: Table(
            "Secrets: a key looked for after every fault", ("place", "sync", "async", "hits")
        )
    )
    _leaks: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def tables(self) -> list[Table]:
        """All tables."""
        return [self.outcomes, self.secrets]

    def ours(self) -> None:
        """Play everything in both colours."""
        every = [*cases((*PROTOCOLS, *VARIANTS)), *whole_cases()]
        players = {
            "ai_sdk": lambda case: (
                sync_whole.play(case) if case.protocol in WHOLE else sync_runs.play(case)
            ),
            "ai_sdk.aio": lambda case: asyncio.run(
                async_whole.play(case) if case.protocol in WHOLE else async_runs.play(case)
            ),
        }
        for name, play in players.items():
            self._leaks[name] = Counter()
            self._play(name, every, play, judge, ours=True)
        for sink in SINKS:
            hits = sum(leaks[sink] for leaks in self._leaks.values())
            self.secrets.add(sink, len(every), len(every), hits)
            self.secrets.expect(hits == 0, f"the key is in {sink}")

    def peers(self) -> None:
        """Play what other libraries can be asked."""
        for name, peer in PEERS.items():
            if peer.installed():
                self._play(name, peer_cases(peer), peer.play, partial(judge_peer, peer), ours=False)

    def _play(
        self,
        name: str,
        every: Iterable[Case],
        play: Callable[[Case], Played],
        judged: Judge,
        *,
        ours: bool,
    ) -> None:
        by_protocol: dict[str, Counter[str]] = {}
        for case in every:
            played = _within(play, case)
            verdict, why = judged(played, expected(case.fault, case.protocol, stream=case.stream))
            by_protocol.setdefault(case.protocol, Counter())[verdict] += 1
            if ours:
                self._leaks[name] += played.leaks
                self.outcomes.expect(verdict == "passed", f"{name}, {case}: {verdict}: {why[:140]}")
            if self.verbose and verdict != "passed":
                print(f"    {name} {verdict:8} {case}: {why[:140]}", flush=True)
        for protocol, counts in by_protocol.items():
            told = (counts[verdict] for verdict in VERDICTS)
            self.outcomes.add(name, protocol, counts.total(), *told)


def _within(play: Callable[[Case], Played], case: Case) -> Played:
    """Play on a thread of its own, so that one that never ends is seen to."""
    done: list[Played] = []
    thread = threading.Thread(target=lambda: done.append(play(case)), daemon=True)
    thread.start()
    thread.join(DEADLINE)
    return done[0] if done else Played(hung=True)


if __name__ == "__main__":
    sys.exit(main())
