"""Replies that are meant to fill the client's memory, each in a fresh process.

What counts is by how much the process's peak of memory grows over that of an ordinary call: less
than twice the cap, which is 64 MiB for a whole reply and 16 MiB for an event of a stream.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from itertools import product
from typing import Any

from ai_sdk import errors
from tests.faults.server import FaultServer

from .bomb_answers import BOMBS, Bomb, answer
from .report import Table
from .surroundings import PROTOCOLS

__all__ = ["run"]

_SMALL = ("gzip, 1 GiB", "endless line, 400 MB")


def run(*, small: bool = False) -> list[Table]:
    """Every bomb in every protocol and colour; with `small`, two of them at a quarter."""
    columns = ("reply", "asked for", "calls", "most growth, MiB", "allowed", "what came")
    table = Table("Memory under replies that are bombs", columns)
    protocols = PROTOCOLS[:1] if small else PROTOCOLS
    with FaultServer(answer(0.25 if small else 1.0)) as server:
        for bomb in BOMBS:
            for way in bomb.ways if not small or bomb.name in _SMALL else ():
                told = [
                    _play(colour, protocol, way, bomb, server.url)
                    for colour, protocol in product(("sync", "async"), protocols)
                ]
                _row(table, bomb, way, told)
    return [table]


def _play(colour: str, protocol: str, way: str, bomb: Bomb, origin: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.endurance.bomb_child"]
    done = subprocess.run(
        [*command, colour, protocol, way, bomb.model, origin],
        check=True,
        stdout=subprocess.PIPE,
        timeout=300,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _row(table: Table, bomb: Bomb, way: str, told: list[dict[str, Any]]) -> None:
    grown = max(each["grown"] for each in told)
    came = Counter(each["came"] for each in told)
    shown = ", ".join(f"{what} ({count})" for what, count in came.items())
    table.add(bomb.name, way, len(told), grown, bomb.allowed(way), shown)
    table.expect(grown < bomb.allowed(way), f"{bomb.name}, {way}: {grown:.0f} MiB of growth")
    for what in came:
        table.expect(_is_right(bomb, what), f"{bomb.name}, {way}: {what}")


def _is_right(bomb: Bomb, came: str) -> bool:
    """A harmless one has an answer, any other an error of ours; a time limit is none."""
    if bomb.harmless:
        return came == "''"
    kind = getattr(errors, came, None)
    return kind is not None and not issubclass(kind, errors.APITimeoutError)
