"""Pins with hashes of all that development needs, from what pip would install."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

__all__ = ["LOCK", "fits", "pinned"]

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "tests" / "supply" / "requirements.lock"
_HEAD = """\
# made by `make lock` on Python {python}, {system}; do not edit
# pip install --require-hashes --requirement tests/supply/requirements.lock
"""


def pinned() -> str:
    """The text of the lock."""
    command = [
        *(sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"),
        *("--report", "-", "--group", "dev", "."),
    ]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = json.loads(told)["install"]
    lines = sorted(filter(None, map(_line, found)), key=str.lower)
    return _head() + "".join(lines)


def fits() -> bool:
    """Whether the lock was made for this Python and this platform."""
    return LOCK.read_text().startswith(_head())


def _head() -> str:
    python = ".".join(platform.python_version_tuple()[:2])
    return _HEAD.format(python=python, system=f"{platform.system()} {platform.machine()}")


def _line(package: dict[str, Any]) -> str:
    """One pin; nothing for this project itself, which is a folder."""
    hashes = package["download_info"].get("archive_info", {}).get("hashes", {})
    if "sha256" not in hashes:
        return ""
    facts = package["metadata"]
    return f"{facts['name']}=={facts['version']} --hash=sha256:{hashes['sha256']}\n"
