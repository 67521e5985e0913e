"""Runs of other libraries: a process for each protocol of each, and in it one for each case.

A case that hangs ends with its process, and neither it nor what it has read slows down the next.
Most of their time they wait, so more of them play side by side than there are cores.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ai_sdk.testing.faults import Fault
from tests.endurance.report import Table

from .counts import Counts
from .outcomes import PROTOCOLS, VARIANTS, Case
from .peers import PEERS, Peer, judge_peer, peer_cases

__all__ = ["add_peers", "one_peer"]

_ROOT = Path(__file__).parents[2]
_NO_FAULT = Fault("none", lambda reply: reply)
_OFFLINE = {"LITELLM_LOCAL_MODEL_COST_MAP": "True"}
_SIDE_BY_SIDE = 3 * (os.cpu_count() or 1)


def add_peers(table: Table, python: str, *, deadline: float, verbose: bool) -> None:
    """Play all peers, some side by side, in `python` what is not installed here; add their rows."""
    more = ["--deadline", str(deadline), *["--verbose"] * verbose]
    with TemporaryDirectory() as folder, ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        every = [
            (f"{name}:{protocol}", sys.executable if peer.installed() else python)
            for protocol in (*PROTOCOLS, *VARIANTS)
            for name, peer in PEERS.items()
            if protocol in peer.asks
        ]
        for told in pool.map(lambda asked: _told(*asked, Path(folder), more), every):
            for row in told["rows"]:
                table.add(*row.values())
            table.failed += told["failed"]


def _told(asked: str, python: str, folder: Path, more: Sequence[str]) -> dict[str, Any]:
    """The table of one peer in one protocol, played in a process of its own."""
    out = folder / f"{asked}.json"
    command = [python, "-m", "tests.faults", "--peer", asked, "--json", str(out), *more]
    out_of = None if "--verbose" in more else subprocess.DEVNULL
    subprocess.run(command, cwd=_ROOT, env=_environment(), stdout=out_of)
    if not out.exists():
        return {"rows": [], "failed": [f"{asked} could not be played"]}
    told: dict[str, Any] = json.loads(out.read_text())[0]
    return told


def one_peer(asked: str, *, deadline: float, verbose: bool) -> Table:
    """The table of one peer in one protocol, such as `openai:openai_chat`."""
    name, _, protocol = asked.partition(":")
    table = Table(f"Faults under {name}", Counts.COLUMNS)
    peer = PEERS[name]
    if peer.installed():
        text = peer.warm(protocol)
        gc.freeze()  # so that no fork copies what is there just to look at it
        for stream in (False, True):
            well = _verdict(peer, Case(_NO_FAULT, protocol, stream), text, deadline)
            if well[0] != "passed":
                raise AssertionError(f"in a fork, without any fault: {': '.join(well)}")
        counts = Counts(name, verbose=verbose)
        for case in peer_cases(protocol):
            counts.note(case, *_verdict(peer, case, text, deadline))
        counts.add_to(table)
    return table


def _environment() -> dict[str, str]:
    """Ours, with this checkout first among what can be imported, and no look for prices outside."""
    paths = [str(_ROOT / "src"), str(_ROOT), os.environ.get("PYTHONPATH", "")]
    more = {"PYTHONPATH": os.pathsep.join(filter(None, paths)), **_OFFLINE}
    return {**os.environ, **more}


def _verdict(peer: Peer, case: Case, text: str, deadline: float) -> tuple[str, str]:
    """Play in a process that is ended after `deadline` seconds."""
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe(duplex=False)
    process = fork.Process(target=_tell, args=(peer, case, text, there), daemon=True)
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


def _tell(peer: Peer, case: Case, text: str, to: Any) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # some print what they think of an error
    os.dup2(1, 2)
    played = peer.play(case, text)
    to.send(judge_peer(peer, played, case, text))
