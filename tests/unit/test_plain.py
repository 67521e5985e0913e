"""Values as plain data: every common kind of value keeps its content."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum, IntEnum
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from uuid import UUID

import attrs
import msgspec
import pydantic
import pytest

from ai_sdk.errors import ToolExecutionError
from ai_sdk.types.content import TextPart
from ai_sdk.types.plain import to_plain


@dataclass
class Point:
    x: int
    tags: Any = ()


class Pair(NamedTuple):
    left: int
    right: str


class Struct(msgspec.Struct):
    x: int


class Model(pydantic.BaseModel):
    x: int


@attrs.frozen
class Attrs:
    x: int


class Sky(Enum):
    CLEAR = "clear"


class Level(IntEnum):
    HIGH = 2


class Odd:
    def __repr__(self) -> str:
        return "<odd>"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Point(1, [Point(2)]), {"x": 1, "tags": [{"x": 2, "tags": []}]}),
        (Pair(1, "r"), {"left": 1, "right": "r"}),
        (Struct(1), {"x": 1}),
        (Model(x=1), {"x": 1}),
        (Attrs(1), {"x": 1}),
        ({"at": Point(1)}, {"at": {"x": 1, "tags": []}}),
        ({3}, [3]),
        (frozenset({3}), [3]),
        (range(2), [0, 1]),
        (Sky.CLEAR, "clear"),
        (Level.HIGH, 2),
        (Decimal("1.50"), "1.50"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (date(2024, 2, 29), "2024-02-29"),
        (time(12, 30), "12:30:00"),
        (datetime(2024, 2, 29, tzinfo=UTC), "2024-02-29T00:00:00+00:00"),
        (PurePosixPath("/tmp"), "/tmp"),
        (b"hi", "aGk="),
        (TextPart("hi"), {"type": "text", "text": "hi"}),
        (ToolExecutionError("no"), {"error": "ToolExecutionError", "message": "no"}),
        (Odd(), "<odd>"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values(given: Any, expected: Any) -> None:
    plain = to_plain(given)

    assert plain == expected
    assert json.loads(json.dumps(plain)) == expected


def test_a_class_is_no_value_of_itself() -> None:
    assert "Point" in to_plain(Point)
