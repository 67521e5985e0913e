"""`python -m bench.peers install`: each other library in an environment of its own.

Their dependencies exclude each other's and ours. Without `install` it lists what is there. Names
after `install` choose some of them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv

from . import install
from .commands import installed
from .places import ROOT, environment, python_of
from .roster import ROSTER, Entry


def environments() -> dict[str, list[str]]:
    """Environment -> what pip is asked for."""
    entries = [entry for entry in ROSTER.values() if entry.environment and not entry.on_node]
    asked = {entry.environment: entry.requirements.split() for entry in entries}
    return {**asked, install.OURS: [str(ROOT)]}


def _made(name: str, requirements: list[str]) -> bool:
    if python_of(name) is None:
        venv.create(environment(name), with_pip=True)
    again = ["--force-reinstall", "--no-deps"] if name == install.OURS and _there(name) else []
    command = [python_of(name) or "", "-m", "pip", "install", "--quiet", *again, *requirements]
    return subprocess.run(command, check=False).returncode == 0


def _npm(entry: Entry) -> bool:
    """npm wants node and npm; without them the library is left out."""
    npm = shutil.which("npm")
    folder = environment(entry.environment)
    folder.mkdir(parents=True, exist_ok=True)
    command = [npm or "npm", "install", "--silent", *entry.requirements.split()]
    return npm is not None and subprocess.run(command, cwd=folder, check=False).returncode == 0


def _there(name: str) -> bool:
    found = install.installed(name)
    return found is not None and found[0] > 0


def main(arguments: list[str]) -> None:
    """Install, or list."""
    if arguments[:1] == ["install"]:
        _install(arguments[1:])
    for name in environments():
        found = install.installed(name)
        shown = f"{found[0]:3} distributions, {found[1]:6.1f} MB" if found else "not installed"
        print(f"{name:18} {shown}", flush=True)
    for entry in ROSTER.values():
        if entry.on_node:
            print(f"{entry.environment:18} {'there' if installed(entry) else 'not installed'}")


def _install(chosen: list[str]) -> None:
    for name, requirements in environments().items():
        if (not chosen or name in chosen) and not _made(name, requirements):
            print(f"{name}: pip failed, so it is left out", flush=True)
    for entry in ROSTER.values():
        wanted = entry.on_node and (not chosen or entry.environment in chosen)
        if wanted and not _npm(entry):
            print(f"{entry.environment}: npm failed, so it is left out", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
