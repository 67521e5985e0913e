"""The load server's process: built where there is a compiler, started on a core of its own."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..places import ROOT, home
from .book import packed
from .scenarios import plays

_SOURCE = Path(__file__).with_name("server.c")


@dataclass(frozen=True)
class Server:
    """A running load server.

    Attributes:
        address: its URL.
        kind: "C" or "Python".
        pid: of its process.
    """

    address: str
    kind: str
    pid: int

    def cpu(self) -> float:
        """Seconds of CPU time it has used so far; 0 where the system does not say."""
        try:
            with open(f"/proc/{self.pid}/schedstat", encoding="ascii") as file:
                return int(file.read().split()[0]) / 1e9
        except OSError:
            return 0.0


@contextmanager
def serving(scenarios: Sequence[str], *, compiled: bool = True) -> Iterator[Server]:
    """A server that plays these scenarios, until the block ends."""
    built = _built() if compiled else None
    with tempfile.TemporaryDirectory() as folder:
        if built:
            book = Path(folder, "book")
            book.write_bytes(packed(play for each in scenarios for play in plays(each)))
            command = [str(built), str(book)]
        else:
            command = [sys.executable, "-m", "bench.provider.slow_server", *scenarios]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        pin(process, 0)
        assert process.stdout is not None
        try:
            port = int(process.stdout.readline())
            yield Server(f"http://127.0.0.1:{port}", "C" if built else "Python", process.pid)
        finally:
            process.kill()
            process.stdout.close()
            process.wait()


def pin(process: subprocess.Popen[Any], core: int) -> None:
    """Keep a process on one core, where there are several."""
    if hasattr(os, "sched_setaffinity") and len(os.sched_getaffinity(0)) > 1:
        try:
            os.sched_setaffinity(process.pid, {sorted(os.sched_getaffinity(0))[core]})
        except ProcessLookupError:  # it has ended already
            pass


def _built() -> Path | None:
    """The server in C, compiled once for each state of its source; None without a compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    mark = hashlib.sha256(_SOURCE.read_bytes()).hexdigest()[:12]
    built = home() / f"server-{mark}"
    if built.exists() or compiler is None or sys.platform != "linux":
        return built if built.exists() else None
    built.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([compiler, "-O2", "-o", str(built), str(_SOURCE)], check=False)
    return built if done.returncode == 0 else None
