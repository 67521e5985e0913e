"""What a first call of a fresh process imports, by whom it is wanted: Python's `-X importtime`."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from .places import ROOT, own_python, user_environment
from .provider.process import serving

_CALL = "from bench.contestants.ours import Ours; Ours({0!r}, {1!r}).unary()"


def read(lines: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Depth, own microseconds and name of each module; those it imports stand before it."""
    for line in lines:
        if line.startswith("import time:") and "[us]" not in line:
            own, _, name = line.removeprefix("import time:").split("|")
            bare = name.strip()
            yield (len(name) - len(name.lstrip()) - 1) // 2, int(own), bare


def wanted_by(modules: Iterable[tuple[int, int, str]]) -> Iterator[tuple[str, str, int]]:
    """Module, the package that wanted it, own microseconds.

    A module of the standard library is wanted by the package whose import brought it in.
    """
    above: list[str] = []  # the package at each depth, read from the end: importers come first
    for depth, own, name in reversed(list(modules)):
        package = name.partition(".")[0]
        del above[depth:]
        if package in sys.stdlib_module_names:
            package = f"standard library, for {above[-1].rpartition(' ')[2]}" if above else "Python"
        above.append(package)
        yield name, package, own


def profiled(protocol: str, rounds: int) -> str:
    """The shares as text: the least of the rounds for each module."""
    least: dict[tuple[str, str], list[int]] = defaultdict(list)
    with serving(["unary"]) as server:
        code = _CALL.format(protocol, f"{server.address}/unary")
        for _ in range(rounds):
            for name, package, own in wanted_by(read(_told(code))):
                least[name, package].append(own)
    spent: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for (_, package), each in least.items():
        spent[package] += min(each)
        count[package] += 1
    total = spent.total()
    lines = [f"first call, {protocol}: imports of {total / 1000:,.1f} ms"]
    lines += [f"  {us / total:4.0%}  {name}: {count[name]}" for name, us in spent.most_common(12)]
    return "\n".join(lines)


def _told(code: str) -> list[str]:
    command = [own_python(), "-X", "importtime", "-c", code]
    done = subprocess.run(
        command, cwd=ROOT, env=user_environment(), capture_output=True, text=True, check=True
    )
    return done.stderr.splitlines()
