"""`python -m tests.reliability.coverage --json FILE`: what the suite runs of the library.

Runs all tests, which takes long; `--of FILE` reads what `coverage json` wrote instead.
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

_OF = ("statements", "branches", "both together")
_LEAST = 98.0  # percent of each


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table. 1 if too little is covered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the table there as well")
    parser.add_argument("--of", type=Path, metavar="FILE")
    asked = parser.parse_args(arguments)
    table = table_of(json.loads(asked.of.read_text()) if asked.of else _measured())
    print(table.shown())
    if asked.json:
        asked.json.write_text(json.dumps([table.data()], indent=1))
    return 1 if table.failed else 0


def table_of(told: Any) -> Table:
    """The totals out of coverage's own JSON."""
    totals = told["totals"]
    lines = totals["num_statements"], totals["covered_lines"]
    branches = totals["num_branches"], totals["covered_branches"]
    both = lines[0] + branches[0], lines[1] + branches[1]
    table = Table("Coverage, both colours", ("of", "there", "covered", "%"))
    for name, (there, covered) in zip(_OF, (lines, branches, both), strict=True):
        percent = _percent(there, covered)
        table.add(name, there, covered, percent)
        table.expect(percent >= _LEAST, f"{name}: {percent} % is less than {_LEAST:g} %")
    return table


def _percent(there: int, covered: int) -> float:
    return round(100 * covered / there, 1)


def _measured() -> Any:
    with TemporaryDirectory() as folder:
        out = Path(folder) / "coverage.json"
        command = ["-m", "pytest", "-q", "--cov", f"--cov-report=json:{out}"]
        subprocess.run([sys.executable, *command], check=False)
        return json.loads(out.read_text())


if __name__ == "__main__":
    sys.exit(main())
