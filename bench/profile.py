"""`python -m bench.profile PATH`: where a hot path's time goes, by layer.

Samples of the process's CPU time say what share each layer has: what C code and the standard library
take belongs to the layer that called them. A second run counts the function calls, which no other
process of the machine can change. `first-call` shares out the imports of a fresh process instead.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import pstats
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import imports
from .contestants.ours import Fast, Ours
from .layers import layer_at
from .provider.process import serving
from .workload import FOUR, colour

_TICK = 0.001  # seconds of CPU time between samples; the kernel may take longer


@dataclass(frozen=True)
class Path:
    """A hot path: a method of a contestant, and what the figures of its `repeats` are divided by."""

    method: str
    scenario: str
    size: int
    unit: str
    repeats: int = 1


PATHS = {
    "unary": Path("unary", "unary", 1, "call", 100),
    "stream": Path("stream", "stream-2000", 2000, "delta"),
    "paced": Path("stream", "paced-800-500", 800, "delta"),
    "tool": Path("tool", "tool-20480", 1, "call", 5),
    "partial": Path("partial", "object-10240", 1, "object"),
    "typed": Path("typed", "object-10240", 1, "object"),
    "embed": Path("embed", "embed-100-1536", 2000, "text"),
    "crowd": Path("stream", "stream-20", 1000, "stream"),
}


def _once(path: str, contestant: Any, size: int, mode: bool) -> Callable[[], object]:
    """What does the path once, in an event loop of its own where it is asynchronous."""
    method, repeats = PATHS[path].method, PATHS[path].repeats
    given = ([f"Text number {n}." for n in range(size)],) if path == "embed" else ()
    if not mode:
        return lambda: [getattr(contestant(), method)(*given) for _ in range(repeats)]

    async def all_of_it() -> None:
        work = getattr(contestant(), f"{method}_async")
        for _ in range(repeats):
            await asyncio.gather(*(work(*given) for _ in range(size if path == "crowd" else 1)))

    return lambda: asyncio.run(all_of_it())


def shares(work: Callable[[], object], seconds: float) -> tuple[Counter[str], float, int]:
    """Samples of each layer, the seconds of CPU time in all, and how often it was done."""
    seen: Counter[str] = Counter()
    before = signal.signal(signal.SIGPROF, lambda _, frame: seen.update([layer_at(frame)]))
    times, start = 0, time.process_time()
    signal.setitimer(signal.ITIMER_PROF, _TICK, _TICK)
    try:
        while (spent := time.process_time() - start) < seconds:
            work()
            times += 1
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return seen, spent, times


def calls(work: Callable[[], object]) -> int:
    """How many functions are called when it is done once."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return int(vars(pstats.Stats(profile))["total_calls"])


def profiled(path: str, protocol: str, mode: bool, *, fast: bool, size: int, seconds: float) -> str:
    """The profile as text."""
    known, kind = PATHS[path], Fast if fast else Ours
    size = size or known.size
    units = size * known.repeats
    with serving([known.scenario]) as server:
        base = f"{server.address}/{known.scenario}"
        kept = kind(protocol, base)
        # A loop has connections of its own; without one they are kept from call to call.
        work = _once(path, (lambda: kind(protocol, base)) if mode else lambda: kept, size, mode)
        work()
        counted = calls(work)
        seen, spent, times = shares(work, seconds)
    each, total = spent / times / units * 1e6, seen.total() or 1
    lines = [
        f"{path}, {protocol}, {colour(mode)}{', fast' if fast else ''}: {each:,.1f} us a "
        f"{known.unit}, {counted / units:,.1f} function calls, {total} samples"
    ]
    lines += [f"  {count / total:4.0%}  {name}" for name, count in seen.most_common()]
    return "\n".join(lines)


def main() -> None:
    """Print the profile that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.profile", description=__doc__)
    parser.add_argument("path", choices=[*PATHS, "first-call"])
    parser.add_argument("--protocol", choices=FOUR, default="chat")
    parser.add_argument(
        "--async",
        dest="mode",
        action="store_true",
        help="the asynchronous face; crowd and embed always",
    )
    parser.add_argument("--fast", action="store_true", help="the fast engine")
    parser.add_argument("--size", type=int, default=0, help="texts to embed, streams of a crowd")
    parser.add_argument("--seconds", type=float, default=5, help="of CPU time to sample")
    parser.add_argument("--rounds", type=int, default=9, help="processes, for first-call")
    asked = parser.parse_args()
    if asked.path == "first-call":
        print(imports.profiled(asked.protocol, asked.rounds))
        return
    mode, size = asked.mode or asked.path in ("crowd", "embed"), asked.size
    sized = asked.path in ("embed", "crowd")
    if size and not sized:
        parser.error(f"{asked.path} has one size")
    print(
        profiled(
            asked.path, asked.protocol, mode, fast=asked.fast, size=size, seconds=asked.seconds
        )
    )


if __name__ == "__main__":
    main()
