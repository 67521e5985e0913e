"""Every schema in every dialect: allowed there by an independent list, and values come back."""

from __future__ import annotations

import datetime
import decimal
import enum
import uuid
from dataclasses import dataclass, field
from typing import (
    Annotated,
    Any,
    Generic,
    Literal,
    NamedTuple,
    NotRequired,
    Required,
    TypedDict,
    TypeVar,
)

import attrs
import msgspec
import pydantic
import pytest
from typing_extensions import ReadOnly

from ai_sdk.schema import Dialect, UnsupportedSchemaError, lower, schema_for
from ai_sdk.schema.validate import Validator

from .schema_dialects import violations
from .schema_lowering_cases import CASES
from .schema_samples import Samples, as_answer

DIALECTS: list[Dialect] = ["openai-strict", "anthropic", "gemini", "plain"]
T = TypeVar("T")


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Size(enum.IntEnum):
    SMALL = 1
    LARGE = 2


@attrs.frozen
class City:
    name: str
    people: Annotated[int, msgspec.Meta(ge=0)]
    founded: datetime.date | None = None


@dataclass
class Tree:
    value: int
    children: list[Tree] = field(default_factory=list)


@dataclass
class Page(Generic[T]):
    items: list[T]
    next: str | None = None


class Note(TypedDict, total=False):
    text: Required[str]
    tags: ReadOnly[list[str]]
    on: NotRequired[datetime.datetime]


class Point(NamedTuple):
    x: float
    y: float = 0.0


@dataclass
class Circle:
    kind: Literal["circle"]
    radius: float


@dataclass
class Square:
    kind: Literal["square"]
    side: int


class Model(pydantic.BaseModel):
    id: uuid.UUID
    price: decimal.Decimal = decimal.Decimal(1)
    shapes: list[Annotated[Circle | Square, pydantic.Field(discriminator="kind")]] = []


class Struct(msgspec.Struct, tag="struct"):
    a: int
    b: str = ""


TYPES: dict[str, Any] = {
    "attrs": City,
    "recursive": Tree,
    "generic": Page[City],
    "typed dict": Note,
    "named tuple": Point,
    "enum": Colour,
    "int enum": Size,
    "literal": Literal["a", 1, None],
    "tagged union": Circle | Square,
    "untagged union": City | Point,
    "optional": City | None,
    "list": list[City],
    "tuple": tuple[int, str],
    "set": set[Colour],
    "mapping": dict[str, int],
    "dates": tuple[datetime.date, datetime.time, datetime.timedelta],
    "uuid": uuid.UUID,
    "decimal": decimal.Decimal,
    "constraints": Annotated[str, msgspec.Meta(min_length=2, max_length=9, pattern="^[a-z]+$")],
    "pydantic": Model,
    "struct": Struct,
    "function like": Page[Circle | Square | None],
}
SCHEMAS = {name: case.schema for name, case in CASES.items()}
SCHEMAS |= {f"type: {name}": schema_for(tp).json_schema for name, tp in TYPES.items()}
EVERY_SCHEMA = pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
EVERY_DIALECT = pytest.mark.parametrize("dialect", DIALECTS)


@EVERY_DIALECT
@EVERY_SCHEMA
def test_a_lowered_schema_is_in_the_dialect(schema: dict[str, Any], dialect: Dialect) -> None:
    try:
        lowered = lower(schema, dialect)
    except UnsupportedSchemaError as error:
        assert dialect != "plain"
        assert error.path.startswith("$")
        return

    assert violations(lowered.schema, dialect) == []


@EVERY_DIALECT
@EVERY_SCHEMA
def test_values_come_back(schema: dict[str, Any], dialect: Dialect) -> None:
    try:
        lowered = lower(schema, dialect)
    except UnsupportedSchemaError:
        return
    for value in Samples(schema).take(20):
        if dialect == "plain":
            answer = {"value": value} if lowered.wrap else value
        else:
            answer = as_answer(lowered.schema, lowered.wrap, value)
        restored = lowered.restore(answer)

        assert Validator(lowered.schema).problems(answer) == []
        assert Validator(schema).problems(restored) == []
        if dialect == "openai-strict":  # where null is a value, absent comes back as null
            assert as_answer(lowered.schema, lowered.wrap, restored) == answer
        else:
            assert restored == value


def test_there_are_samples_of_nearly_every_schema() -> None:
    without = [name for name, schema in SCHEMAS.items() if not Samples(schema).take(3)]

    assert len(SCHEMAS) >= 80
    assert len(without) <= 10, without  # nothing fits some, and few values the others


@pytest.mark.parametrize(
    ("schema", "dialect"),
    [
        ({"type": "string"}, "openai-strict"),
        ({"type": "object", "properties": {"a": {"type": "string"}}}, "openai-strict"),
        ({"type": "object", "properties": {}, "minProperties": 1}, "openai-strict"),
        ({"type": "object", "properties": {"a": {"minLength": 1, "type": "string"}}}, "anthropic"),
        ({"type": "array"}, "gemini"),
        ({"type": ["string", "null"]}, "gemini"),
        ({"type": "integer", "enum": [1]}, "gemini"),
        ({"$ref": "#/$defs/A", "$defs": {"A": {"type": "string"}}}, "plain"),
    ],
)
def test_the_list_of_rules_finds_what_is_not_allowed(schema: dict[str, Any], dialect: str) -> None:
    assert violations(schema, dialect)


@EVERY_DIALECT
def test_what_cannot_be_said_is_named_with_its_place(dialect: Dialect) -> None:
    schema = {
        "type": "object",
        "properties": {"a": {"type": "array", "items": {"type": "object"}}},
    }
    if dialect == "plain":
        assert lower(schema, dialect).schema == schema
        return

    with pytest.raises(UnsupportedSchemaError) as caught:
        lower(schema, dialect)

    assert caught.value.path == "$.properties.a.items"
