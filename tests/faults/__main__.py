"""`python -m tests.faults`: every fault in every protocol and colour, counted by what came of it.

`--peers` adds other libraries, as far as they are installed, here or for the interpreter at
`--peers-python`; each of their cases may take `--deadline` seconds. `--engine fast` plays ours over
that engine; `--jobs N` plays so many at once; `--verbose` prints each case that did not pass; `--show
NAME` prints the bytes that a fault sends; `--json FILE` writes the tables there as well.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.endurance.report import Table

from .peer_runs import add_peers, one_peer
from .shown import shown


def main(arguments: Sequence[str] | None = None) -> int:
    """Play everything; print the tables. 1 if anything of ours did not pass."""
    options = _parser().parse_args(arguments)
    if options.show:
        print(shown(options.show))
        return 0
    tables = _tables(options)
    for table in tables:
        print(table.shown(), flush=True)
    if options.json:
        options.json.write_text(json.dumps([table.data() for table in tables], indent=1))
    return 1 if any(table.failed for table in tables) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--peers", action="store_true", help="compare with other libraries")
    parser.add_argument("--peers-python", metavar="PATH", default=sys.executable)
    parser.add_argument("--peer", metavar="NAME:PROTOCOL", help="one other library alone")
    parser.add_argument("--deadline", metavar="SECONDS", type=float, default=15.0)
    parser.add_argument("--engine", choices=("default", "fast"), help="what carries our requests")
    parser.add_argument("--jobs", metavar="N", type=int, help="play so many of ours at once")
    parser.add_argument("--verbose", action="store_true", help="print every case that did not pass")
    parser.add_argument("--show", metavar="NAME", help="print the bytes of a fault, and end")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the tables there as well")
    return parser


def _tables(options: argparse.Namespace) -> list[Table]:
    if options.peer:
        return [one_peer(options.peer, deadline=options.deadline, verbose=options.verbose)]
    if options.engine:
        os.environ["AI_SDK_ENGINE"] = options.engine
    from .run import JOBS, Run  # not needed, and so not installed, where only other libraries are

    run = Run(verbose=options.verbose, jobs=options.jobs or JOBS)
    run.ours()
    if options.peers:
        told = {"deadline": options.deadline, "verbose": options.verbose}
        add_peers(run.outcomes, options.peers_python, **told)
    return run.tables


if __name__ == "__main__":
    sys.exit(main())
