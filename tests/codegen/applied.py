"""`drift --apply`, `codegen all` and the tests, for real drift, in a copy of the project.

    python -m tests.codegen.applied [PROVIDER ...] [--tests PATH ...]

Takes each provider's own document from the shared folder, writes what is additive into a copy of
our spec, generates, and runs the tests there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from codegen.targets import ROOT, targets
from tests.recordings.records import shared_folder

_TESTS = ["tests/codegen/test_models.py", "tests/unit", "tests/_async", "tests/_sync"]


def copied(folder: Path) -> Path:
    """The project's own files in a folder of their own, beside the shared folder's name."""
    root = folder / "project"
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).exists():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, root / name)
    return root


def applied(provider: str, root: Path, tests: list[str]) -> bool:
    """Apply real drift in the copy, generate and test; whether all went well."""
    upstream = shared_folder() / "upstream" / targets()[provider].upstream["file"]
    steps = [
        ["codegen", "drift", provider, "--upstream", str(upstream), "--apply"],
        ["codegen", "all"],
        ["codegen", "drift", provider, "--upstream", str(upstream)],
        ["pytest", "-q", "-x", *tests],
    ]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(root / "src"), str(root))),
        "AI_SDK_SHARED": str(shared_folder()),
    }
    good = True
    for n, step in enumerate(steps):
        done = subprocess.run(
            [sys.executable, "-m", *step], cwd=root, env=environment, capture_output=True, text=True
        )
        shown = [
            line for line in done.stdout.splitlines() if "written into" in line or "paired" in line
        ]
        print(
            f"{provider}: {' '.join(step[:2])}: exit {done.returncode}  {' '.join(shown)}",
            flush=True,
        )
        if n in (1, 3) and done.returncode:
            print("\n".join((done.stdout + done.stderr).splitlines()[-25:]))
            good = False
        elif n == 3:
            print(f"  {done.stdout.splitlines()[-1]}")
    return good


def main(arguments: list[str] | None = None) -> int:
    """1 where something did not stay green."""
    parser = argparse.ArgumentParser(prog="python -m tests.codegen.applied")
    parser.add_argument("providers", nargs="*", default=list(targets()))
    parser.add_argument("--tests", nargs="+", default=_TESTS)
    chosen = parser.parse_args(arguments)
    good = True
    for provider in chosen.providers:
        with tempfile.TemporaryDirectory() as folder:
            good = applied(provider, copied(Path(folder)), chosen.tests) and good
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
