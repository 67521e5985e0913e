"""The snippets hold for mypy; `make types` shows them to pyright as well."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def test_user_snippets_are_typed() -> None:
    pytest.importorskip("mypy", reason="type checkers are installed for one Python only")
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "-p", "tests.typing"],
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )

    files = len(list(HERE.glob("*.py")))
    expected = f"Success: no issues found in {files} source files\n"
    assert checked.stdout == expected, checked.stdout + checked.stderr
    assert checked.returncode == 0
