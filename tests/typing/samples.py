"""Types and tools that the snippets share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Literal, NamedTuple, NotRequired, Required, TypedDict, TypeVar
from uuid import UUID

import attrs
import msgspec
import pydantic
from typing_extensions import ReadOnly

T = TypeVar("T")
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


@dataclass
class Tree:
    """It contains itself."""

    value: int
    children: list[Tree]


@dataclass
class Page(Generic[T]):
    """Some of many."""

    items: list[T]


class Draft(TypedDict, total=False):
    """A note that is not ready."""

    text: Required[str]
    tags: ReadOnly[list[str]]
    title: NotRequired[str]


class Model(pydantic.BaseModel):
    """A model of pydantic."""

    at: datetime


class Struct(msgspec.Struct):
    """A Struct of msgspec."""

    id: UUID
