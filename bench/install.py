"""What `pip install` brings: distributions and megabytes, from the environments of the contestants."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence

from .places import python_of
from .record import Budget, Row
from .roster import ROSTER

OURS = "ai-sdk"
"""The environment that holds this library and nothing else."""
_COUNT = """
import importlib.metadata as metadata, json, pathlib
tools = {"pip", "setuptools"}
seen, sizes = set(), 0
for each in metadata.distributions():
    name = each.metadata["Name"].lower()
    if name in tools or name in seen:
        continue
    seen.add(name)
    for file in each.files or ():
        path = pathlib.Path(each.locate_file(file))
        if path.suffix == ".pyc":
            continue
        sizes += path.stat().st_size if path.is_file() else 0
print(json.dumps([len(seen), sizes / 1e6]))
"""


def installed(environment: str) -> tuple[int, float] | None:
    """Distributions and megabytes, without bytecode; None where it was not installed."""
    python = python_of(environment)
    if python is None:
        return None
    done = subprocess.run([python, "-c", _COUNT], check=True, stdout=subprocess.PIPE)
    count, megabytes = json.loads(done.stdout)
    return count, megabytes


def rows(names: Sequence[str]) -> Iterator[Row]:
    """A row of distributions and one of megabytes."""
    counts = Row("install", "distributions", {"ai_sdk": Budget("14", 14)})
    sizes = Row("install", "MB", {"ai_sdk": Budget("9 MB", 9)})
    places = {
        name: ROSTER[name].environment
        for name in names
        if ROSTER[name].kind == "peer" and not ROSTER[name].on_node
    }
    for who, environment in {**places, "ai_sdk": OURS}.items():
        found = installed(environment)
        if found:
            counts.samples[who], sizes.samples[who] = [found[0]], [found[1]]
    yield counts
    yield sizes
