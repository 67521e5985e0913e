"""`python -m tests.reliability`: what is promised when things go wrong, and the figures that show it.

Short measurements run now, in small; long ones are shown as they were recorded. `--full` measures all
of it anew, which takes hours, and keeps the figures; `--keep NAME=FILE` keeps what a measurement of
its own wrote with `--json`, on an earlier `--commit` if need be.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.endurance.report import Table

from .record import PARTS, Part, recorded, tables_of, write


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report. 1 if anything in it is not as it must be."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="NAME", help="of " + ", ".join(_names()))
    parser.add_argument("--full", action="store_true", help="measure all anew, and keep it")
    parser.add_argument("--recorded", action="store_true", help="only show what is kept")
    parser.add_argument("--keep", action="append", default=[], metavar="NAME=FILE")
    parser.add_argument("--commit", default="HEAD", help="what --keep's figures were measured on")
    asked = parser.parse_args(arguments)
    parts = {part.name: part for part in PARTS}
    for pair in asked.keep:
        name, _, file = pair.partition("=")
        write(parts[name], json.loads(Path(file).read_text()), commit=asked.commit)
    fine = True
    for part in PARTS:
        if not asked.parts or part.name in asked.parts:
            fine &= _part(part, full=asked.full, quick=not asked.recorded)
    return 0 if fine else 1


def _names() -> list[str]:
    return [part.name for part in PARTS]


def _part(part: Part, *, full: bool, quick: bool) -> bool:
    print(f"\n# {part.title}", flush=True)
    if full:
        write(part, _measured(part, part.arguments))
    fine = True
    if (kept := recorded(part)) is None:
        print(f"\nnothing is recorded; `{part.command} --json FILE` measures it")
    else:
        facts = ", ".join(kept[name] for name in ("date", "commit", "python", "machine"))
        print(f"\n`{kept['command']}` ({facts})")
        fine = _print(kept["tables"])
    if quick and not full and part.quick is not None:
        print(f"\nnow, in small: `python -m {part.module} {' '.join(part.quick)}`")
        fine &= _print(tables_of(_measured(part, part.quick), part.title))
    return fine


def _measured(part: Part, arguments: Sequence[str]) -> Any:
    with TemporaryDirectory() as folder:
        out = Path(folder) / "told.json"
        command = [sys.executable, "-m", part.module, *arguments, "--json", str(out)]
        done = subprocess.run(command, capture_output=True, text=True)
        if not out.exists():
            raise SystemExit(f"{part.command} wrote nothing: {done.stderr[-2000:]}")
        return json.loads(out.read_text())


def _print(tables: Sequence[dict[str, Any]]) -> bool:
    for told in tables:
        rows = [row for row in told["rows"] if row]
        columns = tuple(dict.fromkeys(name for row in rows for name in row))
        table = Table(str(told.get("title", "")), columns, failed=list(told.get("failed", ())))
        for row in rows:
            table.add(*(row.get(name, "") for name in columns))
        print(table.shown(), flush=True)
    return not any(told.get("failed") for told in tables)


if __name__ == "__main__":
    sys.exit(main())
