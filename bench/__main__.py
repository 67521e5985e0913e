"""`python -m bench [rounds]`: CPU time per unit, medians of interleaved rounds, and ratios."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from .contestants import WORKLOADS
from .partials import growth


@contextmanager
def server() -> Iterator[str]:
    """The canned provider, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.server"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/v1"
    finally:
        process.kill()
        process.wait()


def cpu(work: object, *args: object) -> float:
    """Seconds of CPU time, user and system, of one run in this process."""
    before = time.process_time()
    work(*args)  # type: ignore[operator]
    return time.process_time() - before


def calls(url: str, rounds: int) -> None:
    """The workloads over HTTP."""
    for name, (units, base, budget, contestants) in WORKLOADS.items():
        times: dict[str, list[float]] = {who: [] for who in contestants}
        for work in contestants.values():
            work(url, units // 10 if "unary" in name else units // 5)
        for _ in range(rounds):
            for who, work in contestants.items():
                times[who].append(cpu(work, url, units) / units * 1e6)
        medians = {who: statistics.median(each) for who, each in times.items()}
        ratio = medians["ai_sdk"] / medians[base]
        shown = "  ".join(f"{who} {micros:8.1f}" for who, micros in medians.items())
        print(f"{name:22} us  {shown}   {ratio:4.2f} x {base} (budget {budget:.2f})")


def process_cpu(code: str, url: str = "") -> float:
    """Milliseconds of CPU time of a fresh process that runs `code`."""
    before = os.times()
    subprocess.run([sys.executable, "-c", code, url], check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    spent = after.children_user + after.children_system
    return (spent - before.children_user - before.children_system) * 1000


COLD = {
    "bare Python": "pass",
    "import ai_sdk": "import ai_sdk",
    "import httpx": "import httpx",
    "httpx, first reply": (
        "import sys, httpx; c = httpx.Client();"
        " c.post(sys.argv[1] + '/chat/completions', json={'model': 'unary'}).json()"
    ),
    "ai_sdk, first reply": (
        "import sys; from ai_sdk import generate_text, create_openai;"
        " generate_text(create_openai(base_url=sys.argv[1], api_key='k').chat('unary'), prompt='x')"
    ),
}


def cold(url: str, rounds: int) -> None:
    """Imports and first replies, in fresh processes."""
    times: dict[str, list[float]] = {name: [] for name in COLD}
    for _ in range(rounds):
        for name, code in COLD.items():
            times[name].append(process_cpu(code, url))
    medians = {name: statistics.median(each) for name, each in times.items()}
    bare = medians["bare Python"]
    over = "  ".join(
        f"{name} {ms - bare:.0f}" for name, ms in medians.items() if name != "bare Python"
    )
    ratio = (medians["ai_sdk, first reply"] - bare) / (medians["httpx, first reply"] - bare)
    print(f"{'over bare Python':22} ms  {over}   {ratio:4.2f} x httpx (budget 1.60)")


def main() -> None:
    """Run everything."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with server() as url:
        calls(url, rounds)
        cold(url, rounds)
    growth()


if __name__ == "__main__":
    main()
