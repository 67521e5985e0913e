"""2,000 streams at once on one core, in this library and in others, in one run.

The server holds every stream after its first delta until all of them are open; then each gets
another nineteen, a second apart. What a stream takes in memory is read when all are open. A ticker
in the same loop notes how late it wakes up: by the wall clock, which counts what other processes
of the machine take, and by the thread's own CPU time, which does not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from .report import Table
from .server import running_server
from .stream_child import LIBRARIES

__all__ = ["run"]

_MODULES = {"openai": "openai", "anthropic": "anthropic", "pydantic-ai": "pydantic_ai"}
_CHILD = "tests.endurance.stream_child"
_MOST_KIB, _MOST_BUSY = 64, 250  # of a stream; milliseconds that the loop may be away
_COLUMNS = (
    "library",
    "whole",
    "KiB a stream",
    "us to open one",
    "us a delta",
    "s until all are open",
    "loop away while opening, ms CPU (wall)",
    "99 % of all times, ms CPU (wall)",
    "most in all, ms CPU (wall)",
)


def run(*, small: bool = False, peers_python: str | None = None) -> list[Table]:
    """Measure each library that is there, each in a process of its own."""
    count, pause = (60, 20) if small else (2_000, 1_000)
    table = Table(f"{count:,} streams at once on one core", _COLUMNS)
    for name in LIBRARIES:
        python = sys.executable if name.startswith("ai_sdk") else peers_python or sys.executable
        engines = _engines(python) if name.startswith("ai_sdk") else ("",)
        for engine in engines if not small or name == "ai_sdk" else ():
            if _installed(python, _MODULES.get(name, "ai_sdk")):
                _row(table, name, engine, _measured(python, name, engine, count, pause), count)
    return [table]


def _engines(python: str) -> tuple[str, ...]:
    return ("", "fast") if _installed(python, "httptools") else ("",)


def _installed(python: str, module: str) -> bool:
    look = f"import importlib.util as u, sys; sys.exit(u.find_spec({module!r}) is None)"
    return subprocess.run([python, "-c", look], check=False).returncode == 0


def _measured(python: str, name: str, engine: str, count: int, pause: int) -> dict[str, Any] | None:
    """The figures; None if the library could not do it."""
    root = Path(__file__).resolve().parents[2]
    env = {**os.environ, "PYTHONPATH": str(root)}
    if engine:
        env["AI_SDK_ENGINE"] = engine
    with running_server() as endpoints:
        done = subprocess.run(
            [python, "-m", _CHILD, name, endpoints.origin, str(count), str(pause)],
            env=env,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
        return None
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _row(table: Table, name: str, engine: str, told: dict[str, Any] | None, count: int) -> None:
    shown = f"{name}, {engine} engine" if engine else name
    if told is None:
        table.add(shown, f"fewer than {count:,}", *("" for _ in _COLUMNS[2:]))
    else:
        table.add(
            shown, f"{told['whole']:,} of {count:,}", told["kib"], told["open_cpu"], told["cpu"],
            told["opened_in"], _pair(told, "open_busy_max", "open_late_max"),
            _pair(told, "busy_p99", "late_p99"), _pair(told, "busy_max", "late_max"),
        )  # fmt: skip
    if not name.startswith("ai_sdk"):
        return
    table.expect(told is not None and told["whole"] == count, f"{shown}: not all were whole")
    if told is not None:
        table.expect(told["kib"] < _MOST_KIB, f"{shown}: {told['kib']:.0f} KiB a stream")
        away = told["busy_max"]
        table.expect(away < _MOST_BUSY, f"{shown}: the loop was away for {away:.0f} ms")


def _pair(told: dict[str, Any], busy: str, late: str) -> str:
    return f"{told[busy]:,.0f} ({told[late]:,.0f})"
