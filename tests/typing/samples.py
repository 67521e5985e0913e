"""Types and tools that the snippets share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypedDict

import attrs

Mood = Literal["calm", "wild"]


@dataclass
class Recipe:
    """A dish."""

    name: str
    steps: list[str]


@attrs.frozen
class City:
    """A place."""

    name: str
    people: int


class Note(TypedDict):
    """A line to remember."""

    text: str


class Point(NamedTuple):
    """A place on a map."""

    x: float
    y: float
