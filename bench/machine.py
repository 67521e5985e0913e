"""What the figures were measured on, without saying whose machine it is."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Sequence

from .commands import python_for
from .places import node_modules
from .roster import ROSTER, Entry

_VERSIONS = """
import importlib.metadata as metadata, json, re, sys
found = {}
for name in sys.argv[1:]:
    try:
        found[name] = metadata.version(re.split(r"[\\[<>=]", name)[0])
    except metadata.PackageNotFoundError:
        pass
print(json.dumps(found))
"""


def machine(server: str) -> dict[str, str]:
    """Kind of machine, its Python, and the load server's language."""
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.machine()}",
        "cores": str(os.cpu_count()),
        "processor": _processor(),
        "server": server,
    }


def _processor() -> str:
    """The maker's name for it, without what tells machines apart."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if "model name" in line)
    except (OSError, StopIteration):
        return platform.processor() or "unknown"


def versions(names: Sequence[str]) -> dict[str, str]:
    """Distribution -> version, of what takes part."""
    found: dict[str, str] = {}
    for entry in (ROSTER[name] for name in names):
        if entry.on_node:
            found |= _npm_versions(entry)
            continue
        wanted = entry.requirements.split() or ["ai-sdk", "httpcore2"]
        command = [python_for(entry), "-c", _VERSIONS, *wanted]
        found |= json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def _npm_versions(entry: Entry) -> dict[str, str]:
    folder = node_modules(entry.environment)
    package = folder / "node_modules" / "ai" / "package.json" if folder else None
    known = json.loads(package.read_text("utf-8")) if package else {"version": "?"}
    return {"ai (npm)": str(known["version"])}
