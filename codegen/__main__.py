"""`python -m codegen STEP ...`: what `make generate`, the checks and a spec's keeper run.

models | twins | coverage | all [--check]: write what is generated, or say what is stale.
models --spec FILE|URL --operations a,b --out DIR: wire classes for a provider of your own.
drift PROVIDER --upstream FILE|URL: what a provider has changed since our spec was written.
adopt PROVIDER --upstream FILE|URL --operation NAME: one more operation of theirs in our spec.
report: what the specs cover, and what has drifted, provider by provider.

Each step but the first three tells more with --help.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence

GENERATE = ("models", "twins", "coverage", "all")
COMMANDS: dict[str, str] = {
    "drift": "codegen.drift.command",
    "adopt": "codegen.drift.adopt",
    "report": "codegen.report.command",
}
"""Steps with arguments of their own, and the modules whose `main` takes them."""

PACKAGES = "codegen.packages.command"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one step, or all; the exit status is 1 where `--check` found something stale."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["models"] and any(each.startswith("--spec") for each in given):
        return _command(PACKAGES)(given[1:])
    if given and given[0] in COMMANDS:
        return _command(COMMANDS[given[0]])(given[1:])
    parser = argparse.ArgumentParser(
        prog="python -m codegen",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("step", choices=[*GENERATE, *COMMANDS], help="what to do")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 and name each stale file"
    )
    chosen = parser.parse_args(given)
    steps = ["models", "twins", "coverage"] if chosen.step == "all" else [chosen.step]
    return max([_step(name)(chosen.check) for name in steps])


def _step(name: str) -> Callable[[bool], int]:
    module = importlib.import_module(f"codegen.{name}")
    step: Callable[[bool], int] = module.main
    return step


def _command(path: str) -> Callable[[Sequence[str]], int]:
    command: Callable[[Sequence[str]], int] = importlib.import_module(path).main
    return command


if __name__ == "__main__":
    raise SystemExit(main())
