"""Partial objects: time, memory and characters visited must grow with the text, not its square."""

from __future__ import annotations

import json
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ai_sdk.partial_json import PartialReader
from ai_sdk.schema import schema_for

DELTA = 20  # characters


@dataclass
class Item:
    """One dish."""

    name: str
    minutes: int
    steps: list[str]
    id: int


@dataclass
class Menu:
    """Many of them."""

    items: list[Item]


def document(size: int) -> str:
    """A list of objects of about `size` characters."""
    item = {"name": "tomato soup", "minutes": 30, "steps": ["chop", "simmer", "serve"]}
    count = size // (len(json.dumps(item)) + 10)
    return json.dumps({"items": [{**item, "id": number} for number in range(count)]})


def plain() -> PartialReader:
    """Snapshots of plain JSON data."""
    return PartialReader()


def typed() -> PartialReader:
    """Snapshots partly in the type, each part validated when it is complete."""
    return PartialReader(schema_for(Menu).shape)


def read(reader: PartialReader, text: str) -> Any:
    """Feed a document in deltas; look at each snapshot and let go of it."""
    shown: Any = None
    for start in range(0, len(text), DELTA):
        if reader.feed(text[start : start + DELTA]):
            shown = reader.snapshot()
    return shown


def growth() -> None:
    """Print the figures of each kind for three sizes."""
    for kind in (plain, typed):
        base = 0.0
        for size in (10_000, 100_000, 1_000_000):
            text = document(size)
            spent = min(_milliseconds(kind, text) for _ in range(3))
            base = base or spent
            reader = kind()
            tracemalloc.start()
            read(reader, text)
            peak = tracemalloc.get_traced_memory()[1] / 1e6
            tracemalloc.stop()
            visited = reader.parser.chars_visited / len(text)
            print(
                f"partial object {kind.__name__:7} ms  {len(text):9,} characters {spent:8.1f}   "
                f"{spent / base:6.1f} x the first   {peak:6.1f} MB   "
                f"each character visited {visited:.2f} times"
            )


def _milliseconds(kind: Callable[[], PartialReader], text: str) -> float:
    before = time.process_time()
    read(kind(), text)
    return (time.process_time() - before) * 1000
