"""`python -m bench.peers install`: each other library in an environment of its own.

Their dependencies exclude each other's and ours. Without `install` it lists what is there. Names
after `install` choose some of them.
"""

from __future__ import annotations

import subprocess
import sys
import venv

from . import install
from .places import ROOT, environment, python_of
from .roster import ROSTER


def environments() -> dict[str, list[str]]:
    """Environment -> what pip is asked for."""
    asked = {e.environment: e.requirements.split() for e in ROSTER.values() if e.environment}
    return {**asked, install.OURS: [str(ROOT)]}


def _made(name: str, requirements: list[str]) -> bool:
    if python_of(name) is None:
        venv.create(environment(name), with_pip=True)
    again = ["--force-reinstall", "--no-deps"] if name == install.OURS and _there(name) else []
    command = [python_of(name) or "", "-m", "pip", "install", "--quiet", *again, *requirements]
    return subprocess.run(command, check=False).returncode == 0


def _there(name: str) -> bool:
    found = install.installed(name)
    return found is not None and found[0] > 0


def main(arguments: list[str]) -> None:
    """Install, or list."""
    chosen = arguments[1:] or list(environments())
    for name, requirements in environments().items():
        if arguments[:1] == ["install"] and name in chosen and not _made(name, requirements):
            print(f"{name}: pip failed, so it is left out", flush=True)
        found = install.installed(name)
        shown = f"{found[0]:3} distributions, {found[1]:6.1f} MB" if found else "not installed"
        print(f"{name:18} {shown}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
