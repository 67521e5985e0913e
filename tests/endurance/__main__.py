"""`python -m tests.endurance`: the long runs, and the tables of what came of them.

Without a name all of them run: `cancels`, `processes`, `bombs`, `streams`, `outage`, `soak`. At full
size each takes some minutes, `soak` an hour; `--small` takes seconds. The exit code is 1 if anything is not as it must be.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from .report import Table

PARTS = ("cancels", "processes", "bombs", "streams", "outage", "soak")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for and print each table as it is ready."""
    parser = argparse.ArgumentParser(prog="python -m tests.endurance", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="|".join(PARTS))
    parser.add_argument("--small", action="store_true", help="a small run of each, for the suite")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the tables there as well")
    parser.add_argument(
        "--peers-python",
        metavar="PATH",
        help="an interpreter that has other libraries to measure beside ours (streams)",
    )
    asked = parser.parse_args(arguments)
    tables: list[Table] = []
    for name in asked.parts or PARTS:
        start = time.monotonic()
        run: Callable[..., list[Table]] = import_module(f"tests.endurance.{name}").run
        more = {"peers_python": asked.peers_python} if name == "streams" else {}
        for table in run(small=asked.small, **more):
            tables.append(table)
            print(table.shown(), flush=True)
        print(f"\n({name}: {time.monotonic() - start:.0f} s)", flush=True)
    if asked.json:
        told = {"python": platform.python_version(), "tables": [each.data() for each in tables]}
        asked.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return 1 if any(table.failed for table in tables) else 0


if __name__ == "__main__":
    sys.exit(main())
