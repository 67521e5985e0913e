"""Runs of other libraries: a process for each protocol of each, and in it one for each case.

A case that hangs ends with its process, and neither it nor what it has read slows down the next.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.endurance.report import Table

from .counts import Counts
from .expectations import expected
from .outcomes import Case
from .peers import PEERS, Peer, judge_peer, peer_cases

__all__ = ["add_peers", "one_peer"]

_ROOT = Path(__file__).parents[2]


def add_peers(table: Table, python: str, options: Sequence[str]) -> None:
    """Play all peers side by side, in `python` what is not installed here, and add their rows."""
    with TemporaryDirectory() as folder:
        running = []
        for name, peer in PEERS.items():
            for protocol in peer.protocols:
                out = Path(folder) / f"{name}-{protocol}.json"
                where = sys.executable if peer.installed() else python
                asked = ["--peer", f"{name}:{protocol}", "--json", str(out), *options]
                command = [where, "-m", "tests.faults", *asked]
                running.append((out, subprocess.Popen(command, cwd=_ROOT, env=_environment())))
        for out, process in running:
            process.wait()
            for row in json.loads(out.read_text())[0]["rows"] if out.exists() else ():
                table.add(*row.values())


def one_peer(asked: str, *, deadline: float, verbose: bool) -> Table:
    """The table of one peer in one protocol, such as `openai:openai_chat`."""
    name, _, protocol = asked.partition(":")
    table = Table(f"Faults under {name}", Counts.COLUMNS)
    peer = PEERS[name]
    if peer.installed():
        every = peer_cases(peer, protocol)
        for stream in (False, True):
            peer.warm(next(case for case in every if case.stream is stream))
        counts = Counts(name, verbose=verbose)
        for case in every:
            counts.note(case, *_verdict(peer, case, deadline))
        counts.add_to(table)
    return table


def _environment() -> dict[str, str]:
    """Ours, with this checkout first among what can be imported."""
    paths = [str(_ROOT / "src"), str(_ROOT), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def _verdict(peer: Peer, case: Case, deadline: float) -> tuple[str, str]:
    """Play in a process that is ended after `deadline` seconds."""
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe(duplex=False)
    process = fork.Process(target=_tell, args=(peer, case, there), daemon=True)
    process.start()
    there.close()
    try:
        if not here.poll(deadline):
            return "hung", f"no end within {deadline:g} s"
        verdict, why = here.recv()
        return verdict, why
    except EOFError:
        return "hung", "the process died"
    finally:
        process.kill()
        process.join()


def _tell(peer: Peer, case: Case, to: Any) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # some print what they think of an error
    os.dup2(1, 2)
    played = peer.play(case)
    wanted = expected(case.fault, case.protocol, stream=case.stream)
    to.send(judge_peer(peer, played, wanted))
