"""One target in a process of its own: `python -m tests.fuzz.child`, started by `tests.fuzz`."""

from __future__ import annotations

import argparse
import faulthandler
import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

__all__ = ["main"]


def main() -> None:
    """Run a target and write its outcome as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.child")
    parser.add_argument("target")
    parser.add_argument("out", type=Path)
    parser.add_argument("--driver", choices=("random", "atheris"), default="random")
    parser.add_argument("--runs", type=int)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    faulthandler.enable()  # what ends the process says where it was
    with _instrumented(options.driver):  # nothing of the library may be imported before
        from .targets import load

        target = load(options.target)
    from .drivers import run_atheris, run_random, seeds_of
    from .judge import Judge

    judge = Judge(target, options.runs, options.seconds, options.seed)
    judge.outcome.driver = options.driver

    def done() -> None:
        options.out.write_text(json.dumps(judge.finish().as_json()))

    seeds = seeds_of(target)
    if options.driver == "atheris":
        run_atheris(target, judge, seeds, options.seed, done)
    run_random(target, judge, seeds, options.seed)
    done()


def _instrumented(driver: str) -> Any:
    if driver == "random":
        return nullcontext()
    import atheris

    return atheris.instrument_imports(include=["ai_sdk"])


if __name__ == "__main__":
    main()
