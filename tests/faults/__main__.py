"""`python -m tests.faults`: every fault in every protocol and colour, counted by what came of it.

`--engine fast` plays them over that HTTP engine; `--peers` adds other libraries, as far as they are
installed; `--verbose` prints each case.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from ai_sdk.http_rules.engine_names import VARIABLE, chosen_engine
from ai_sdk.testing.faults import FAULTS
from tests._async import fault_runs as async_runs
from tests._sync import fault_runs as sync_runs

from .expectations import Expectation, expected
from .outcomes import Case, Played, cases, judge
from .peers import PEERS, judge_peer, peer_cases

VERDICTS = ("passed", "silent", "hung", "untyped", "wrong")
Judge = Callable[[Played, Expectation], tuple[str, str]]
DEADLINE = 30.0  # seconds; far beyond every limit that a case sets


def main(arguments: Sequence[str] | None = None) -> int:
    """Play everything; print the table. 1 if anything of ours did not pass."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--engine", help="the HTTP engine, if not the default one")
    parser.add_argument("--peers", action="store_true", help="compare with other libraries")
    parser.add_argument("--verbose", action="store_true", help="print every case that did not pass")
    options = parser.parse_args(arguments)
    if options.engine:
        os.environ[VARIABLE] = chosen_engine(options.engine)
    print(f"{len(FAULTS)} faults; a case is a fault, a protocol, and a whole reply or a stream\n")
    print(_row("who", "protocol", *VERDICTS))
    clean = True
    players = {
        "ai_sdk": sync_runs.play,
        "ai_sdk.aio": lambda case: asyncio.run(async_runs.play(case)),
    }
    for name, play in players.items():
        clean &= _table(name, cases(), play, judge, verbose=options.verbose)
    if options.peers:
        for name, peer in PEERS.items():
            if peer.installed():
                milder = partial(judge_peer, peer)
                _table(name, peer_cases(peer), peer.play, milder, verbose=options.verbose)
            else:
                print(_row(name, "not installed"))
    return 0 if clean else 1


def _row(*cells: object) -> str:
    name, protocol, *counts = (str(cell) for cell in cells)
    return f"{name:22}{protocol:20}" + "".join(f"{cell:>9}" for cell in counts)


def _table(
    name: str,
    what: Sequence[Case],
    play: Callable[[Case], Played],
    judged: Judge,
    *,
    verbose: bool,
) -> bool:
    by_protocol: dict[str, Counter[str]] = {}
    said = []
    for case in what:
        wanted = expected(case.fault, case.protocol, stream=case.stream)
        verdict, why = judged(_within(play, case), wanted)
        by_protocol.setdefault(case.protocol, Counter())[verdict] += 1
        if verdict != "passed":
            said.append(f"    {verdict:8} {case}: {why[:140]}")
    for protocol, counts in by_protocol.items():
        print(_row(name, protocol, *(counts[verdict] for verdict in VERDICTS)), flush=True)
    if verbose and said:
        print("\n".join(said))
    return not said


def _within(play: Callable[[Case], Played], case: Case) -> Played:
    """Play on a thread of its own, so that one that never ends is seen to."""
    done: list[Played] = []
    thread = threading.Thread(target=lambda: done.append(play(case)), daemon=True)
    thread.start()
    thread.join(DEADLINE)
    return done[0] if done else Played(hung=True)


if __name__ == "__main__":
    sys.exit(main())
