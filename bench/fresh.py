"""Fresh processes: what code costs from the interpreter's start to its last line."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass

from .places import ROOT, user_environment
from .provider.process import pin

_FIGURES = """
import time
spent = time.process_time()
import json, sys
names = sorted(sys.modules)
with open("/proc/self/status") as lines:
    kib = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
print(json.dumps([spent * 1000, kib / 1024, names]), flush=True)
import os
os._exit(0)
"""


@dataclass(frozen=True)
class Fresh:
    """What a process took.

    Attributes:
        ms: of CPU time, without the interpreter's teardown.
        mb: its largest size.
        modules: that it had imported.
    """

    ms: float
    mb: float
    modules: frozenset[str]


class FreshError(Exception):
    """The code failed."""


def fresh(python: str, code: str) -> Fresh:
    """Run the code in a process of its own."""
    return figures_of([python, "-c", code + _FIGURES])


def figures_of(command: list[str]) -> Fresh:
    """Run a command whose last line is what it took."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=user_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    pin(process, -1)
    out, errors = process.communicate(timeout=60)
    if process.returncode:
        raise FreshError((errors.strip().splitlines() or ["it said nothing"])[-1][:300])
    said = json.loads(out.splitlines()[-1])
    if isinstance(said, dict):
        raise FreshError(str(said.get("failed")))
    ms, mb, modules = said
    return Fresh(ms, mb, frozenset(modules))
