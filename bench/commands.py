"""How the processes of contestants are started, in Python and on node."""

from __future__ import annotations

import json
import subprocess

from .places import ROOT, node, node_modules, own_python, python_of
from .roster import Entry


def python_for(entry: Entry) -> str:
    """The interpreter that has its library."""
    return python_of(entry.environment) or own_python()


def host(entry: Entry) -> list[str]:
    """The process that answers jobs."""
    if entry.on_node:
        return node_command(entry)
    return [python_for(entry), "-m", "bench.host", entry.name]


def node_command(entry: Entry, **job: object) -> list[str]:
    """A process on node: for all jobs, or for a given one."""
    script = ROOT / "bench" / "contestants" / entry.code
    command = [node() or "node", str(script), str(node_modules(entry.environment))]
    return [*command, json.dumps(job)] if job else command


def installed(entry: Entry) -> bool:
    """Whether a contestant's library is there, in its own environment or in this one."""
    if entry.on_node:
        return node() is not None and node_modules(entry.environment) is not None
    if entry.environment and python_of(entry.environment):
        return True
    probe = f"import importlib.util as u, sys; sys.exit(u.find_spec({entry.needs!r}) is None)"
    return subprocess.run([own_python(), "-c", probe], check=False).returncode == 0
