"""`python -m bench.generation`: seconds that models, twins and the check of everything take."""

from __future__ import annotations

import os
import subprocess
import sys
import time

_STEPS = (
    ("models", ("models",), 60),
    ("twins", ("twins",), 20),
    ("check of all", ("all", "--check"), 90),
)


def main() -> None:
    """Run each step once in a process of its own and print its seconds."""
    print(f"{'step':<14} {'seconds':>8} {'cpu':>7}   aim")
    for name, arguments, aim in _STEPS:
        before, begun = os.times(), time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "codegen", *arguments], check=False)
        seconds, after = time.perf_counter() - begun, os.times()
        cpu = after.children_user + after.children_system
        cpu -= before.children_user + before.children_system
        failed = "" if done.returncode == 0 else f"   exit status {done.returncode}"
        print(f"{name:<14} {seconds:>8.1f} {cpu:>7.1f}   under {aim} on two idle cores{failed}")


if __name__ == "__main__":
    main()
