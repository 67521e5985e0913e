"""`python -m codegen models | twins | all [--check]`: what `make generate` and the checks run."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable, Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one step, or all; the exit status is 1 where `--check` found something stale."""
    parser = argparse.ArgumentParser(prog="python -m codegen", description=__doc__)
    parser.add_argument("step", choices=["models", "twins", "all"], help="what to generate")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 and name each stale file"
    )
    chosen = parser.parse_args(arguments)
    steps = ["models", "twins"] if chosen.step == "all" else [chosen.step]
    return max([_step(name)(chosen.check) for name in steps])


def _step(name: str) -> Callable[[bool], int]:
    module = importlib.import_module(f"codegen.{name}")
    step: Callable[[bool], int] = module.main
    return step


if __name__ == "__main__":
    raise SystemExit(main())
