"""The documentation's page "API coverage": written, or found stale."""

from __future__ import annotations

import sys
from pathlib import Path

from .report.coverage import coverages
from .report.page import page
from .targets import ROOT

PAGE = Path("docs/api-coverage.md")


def main(check: bool = False, root: Path = ROOT) -> int:
    """Write the page below `root`, or with `check` say that it is stale.

    Returns:
        The exit status: 1 where `check` found it stale.
    """
    text = page(coverages(root, None))
    path = root / PAGE
    if path.exists() and path.read_text("utf-8") == text:
        return 0
    if check:
        print(f"stale: {PAGE.as_posix()} (run make generate)", file=sys.stderr)
        return 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return 0
