"""`python -m tests.capabilities [--check]`: run the marked tests, write the tables."""

from __future__ import annotations

import sys

import pytest

from .collector import Collector
from .tables import stale_pages


def main(arguments: list[str]) -> int:
    """Run and write; the exit status is 1 for a failed test or, with `--check`, a stale table."""
    collector = Collector()
    status = pytest.main(["-q", "-m", "capability", "tests"], [collector])
    if status != pytest.ExitCode.OK:
        print("not every marked test passed: the tables stay as they are", file=sys.stderr)
        return 1
    stale = stale_pages(collector.passed())
    for page, text in stale.items():
        print(f"{'stale' if '--check' in arguments else 'wrote'}: {page.name}")
        if "--check" not in arguments:
            page.write_text(text, "utf-8")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
