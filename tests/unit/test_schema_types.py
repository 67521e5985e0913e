"""JSON Schemas of Python types: the whole document for each kind of type."""

from __future__ import annotations

import collections.abc as abc
import datetime
import decimal
import enum
import pathlib
import uuid
from dataclasses import InitVar, dataclass, field
from typing import (
    Annotated,
    Any,
    ClassVar,
    Generic,
    Literal,
    NamedTuple,
    NewType,
    NotRequired,
    Optional,
    Required,
    TypedDict,
    TypeVar,
    Union,
)

import attrs
import msgspec
import pydantic
import pytest
import typing_extensions

from ai_sdk.schema import SchemaValidationError, UnsupportedTypeError, as_schema, schema_for

T = TypeVar("T")
N = TypeVar("N", bound=int)
C = TypeVar("C", int, str)
UserId = NewType("UserId", int)
Json = typing_extensions.TypeAliasType("Json", "list[Json] | dict[str, Json] | str")
Pair = typing_extensions.TypeAliasType("Pair", tuple[T, T], type_params=(T,))


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Name(str):
    """Text of its own kind."""


@attrs.define
class Point:
    """A point.

    Attributes:
        x: to the right.
    """

    x: float
    _y: float = 0.0
    label: str | None = attrs.field(default=None, metadata={"description": "what it is"})
    hidden: int = attrs.field(init=False, default=3)


@dataclass
class Line:
    start: Point
    end: Annotated[Point, "where it ends"]
    tags: list[str] = field(default_factory=list)
    style: Colour = Colour.RED
    count: ClassVar[int] = 0
    scale: InitVar[int] = 1


@dataclass
class Tree:
    value: int
    children: list[Tree] = field(default_factory=list)


class Movie(TypedDict, total=False):
    """A film."""

    title: Required[str]
    year: int
    director: Annotated[NotRequired[str], "who made it"]


class Sized(NamedTuple):
    width: int
    height: int = 2


@dataclass
class Box(Generic[T]):
    item: T
    more: list[T]


@dataclass
class IntBox(Box[int]):
    extra: str


@dataclass
class Loop(Generic[T]):
    value: T
    next: Loop[T] | None = None


class Model(pydantic.BaseModel):
    a: int = pydantic.Field(ge=1, description="the a")
    inner: Model | None = None


class Struct(msgspec.Struct):
    a: int
    b: list[Struct] = []


POINT = {
    "type": "object",
    "description": "A point.",
    "properties": {
        "x": {"type": "number", "description": "to the right."},
        "y": {"type": "number", "default": 0.0},
        "label": {
            "anyOf": [{"type": "string"}, {"type": "null"}],
            "description": "what it is",
        },
    },
    "required": ["x"],
    "additionalProperties": False,
}
TREE = {
    "type": "object",
    "properties": {
        "value": {"type": "integer"},
        "children": {"type": "array", "items": {"$ref": "#/$defs/Tree"}},
    },
    "required": ["value"],
    "additionalProperties": False,
}
STRING, INTEGER, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}
NULL = {"type": "null"}


def box(item: Any, **more: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"item": item, "more": {"type": "array", "items": item}, **more},
        "required": ["item", "more", *more],
        "additionalProperties": False,
    }


TABLE: list[tuple[Any, dict[str, Any]]] = [
    (str, STRING),
    (int, INTEGER),
    (float, NUMBER),
    (bool, {"type": "boolean"}),
    (None, NULL),
    (Any, {}),
    (object, {}),
    (typing_extensions.LiteralString, STRING),
    (Name, STRING),
    (UserId, INTEGER),
    (T, {}),
    (N, INTEGER),
    (C, {"anyOf": [INTEGER, STRING]}),
    (int | None, {"anyOf": [INTEGER, NULL]}),
    (Optional[int], {"anyOf": [INTEGER, NULL]}),
    (Union[int, str], {"anyOf": [INTEGER, STRING]}),
    (str | int, {"anyOf": [STRING, INTEGER]}),
    (Literal["a", "b"], {"type": "string", "enum": ["a", "b"]}),
    (Literal["a"], {"type": "string", "const": "a"}),
    (Literal[1, "a", None, True], {"enum": [1, "a", None, True]}),
    (Literal[Colour.RED], {"type": "string", "const": "red"}),
    (Colour, {"type": "string", "enum": ["red", "blue"]}),
    (Level, {"type": "integer", "enum": [1, 2]}),
    (list, {"type": "array"}),
    (list[int], {"type": "array", "items": INTEGER}),
    (abc.Sequence[int], {"type": "array", "items": INTEGER}),
    (abc.Iterable[int], {"type": "array", "items": INTEGER}),
    (set[str], {"type": "array", "items": STRING, "uniqueItems": True}),
    (frozenset, {"type": "array", "uniqueItems": True}),
    (tuple, {"type": "array"}),
    (tuple[int, ...], {"type": "array", "items": INTEGER}),
    (tuple[()], {"type": "array", "minItems": 0, "maxItems": 0}),
    (
        tuple[int, str],
        {
            "type": "array",
            "prefixItems": [INTEGER, STRING],
            "items": False,
            "minItems": 2,
            "maxItems": 2,
        },
    ),
    (dict, {"type": "object", "additionalProperties": True}),
    (dict[str, int], {"type": "object", "additionalProperties": INTEGER}),
    (abc.Mapping[str, Any], {"type": "object", "additionalProperties": True}),
    (dict[int, str], {"type": "object", "additionalProperties": STRING}),
    (
        dict[Literal["a", "b"], int],
        {
            "type": "object",
            "propertyNames": {"type": "string", "enum": ["a", "b"]},
            "additionalProperties": INTEGER,
        },
    ),
    (datetime.datetime, {"type": "string", "format": "date-time"}),
    (datetime.date, {"type": "string", "format": "date"}),
    (datetime.time, {"type": "string", "format": "time"}),
    (datetime.timedelta, {"type": "string", "format": "duration"}),
    (uuid.UUID, {"type": "string", "format": "uuid"}),
    (decimal.Decimal, {"type": "string", "format": "decimal"}),
    (bytes, {"type": "string", "contentEncoding": "base64"}),
    (pathlib.Path, STRING),
    (Annotated[str, "the name"], {"type": "string", "description": "the name"}),
    (
        Annotated[int, msgspec.Meta(ge=1, lt=5, description="few")],
        {"type": "integer", "description": "few", "minimum": 1, "exclusiveMaximum": 5},
    ),
    (
        Annotated[int, pydantic.Field(gt=1, le=5, multiple_of=2, description="even")],
        {
            "type": "integer",
            "description": "even",
            "exclusiveMinimum": 1,
            "maximum": 5,
            "multipleOf": 2,
        },
    ),
    (
        Annotated[str, pydantic.Field(min_length=1, pattern="^a")],
        {"type": "string", "minLength": 1, "pattern": "^a"},
    ),
    (
        Annotated[list[int], msgspec.Meta(max_length=3, examples=[[1]])],
        {"type": "array", "items": INTEGER, "maxItems": 3, "examples": [[1]]},
    ),
    (
        Annotated[dict[str, int], msgspec.Meta(min_length=1)],
        {"type": "object", "additionalProperties": INTEGER, "minProperties": 1},
    ),
    (
        Annotated[str, typing_extensions.Doc("documented"), 7],
        {"type": "string", "description": "documented"},
    ),
    (Annotated[int, object()], INTEGER),
    (Annotated[int, {"title": "T", "examples": [1]}], {**INTEGER, "title": "T", "examples": [1]}),
    (Point, POINT),
    (
        Line,
        {
            "type": "object",
            "properties": {
                "start": {"$ref": "#/$defs/Point"},
                "end": {"$ref": "#/$defs/Point", "description": "where it ends"},
                "tags": {"type": "array", "items": STRING},
                "style": {"type": "string", "enum": ["red", "blue"], "default": "red"},
                "scale": {"type": "integer", "default": 1},
            },
            "required": ["start", "end"],
            "additionalProperties": False,
            "$defs": {"Point": POINT},
        },
    ),
    (list[Point], {"type": "array", "items": POINT}),
    (Tree, {**TREE, "$defs": {"Tree": TREE}}),
    (list[Tree], {"type": "array", "items": {"$ref": "#/$defs/Tree"}, "$defs": {"Tree": TREE}}),
    (
        Movie,
        {
            "type": "object",
            "description": "A film.",
            "properties": {
                "title": STRING,
                "year": INTEGER,
                "director": {"type": "string", "description": "who made it"},
            },
            "required": ["title"],
            "additionalProperties": False,
        },
    ),
    (
        Sized,
        {
            "type": "object",
            "properties": {"width": INTEGER, "height": {"type": "integer", "default": 2}},
            "required": ["width"],
            "additionalProperties": False,
        },
    ),
    (Box[int], box(INTEGER)),
    (Box[list[str]], box({"type": "array", "items": STRING})),
    (
        Box,
        {**box({}), "properties": {"item": {}, "more": {"type": "array"}}},
    ),
    (IntBox, box(INTEGER, extra=STRING)),
    (Pair[int], {**as_schema(tuple[int, int]).json_schema}),
    (
        Json,
        {
            "anyOf": [
                {"type": "array", "items": {"$ref": "#/$defs/Json"}},
                {"type": "object", "additionalProperties": {"$ref": "#/$defs/Json"}},
                STRING,
            ],
            "$defs": {
                "Json": {
                    "anyOf": [
                        {"type": "array", "items": {"$ref": "#/$defs/Json"}},
                        {"type": "object", "additionalProperties": {"$ref": "#/$defs/Json"}},
                        STRING,
                    ]
                }
            },
        },
    ),
]


@pytest.mark.parametrize(("tp", "expected"), TABLE, ids=lambda each: str(each)[:40])
def test_schema(tp: Any, expected: dict[str, Any]) -> None:
    assert schema_for(tp).json_schema == expected


def test_recursive_generic_classes() -> None:
    schema = schema_for(Loop[int]).json_schema
    assert list(schema["$defs"]) == ["Loop_int"]
    assert schema["properties"]["value"] == INTEGER
    assert schema["properties"]["next"]["anyOf"][0] == {"$ref": "#/$defs/Loop_int"}


def test_libraries_describe_their_own_classes() -> None:
    model = schema_for(Model).json_schema
    assert model["properties"]["a"]["minimum"] == 1
    assert model["$defs"]["Model"]["properties"]["a"]["description"] == "the a"
    struct = schema_for(dict[str, Struct]).json_schema
    assert struct["additionalProperties"] == {"$ref": "#/$defs/Struct"}
    assert struct["$defs"]["Struct"]["required"] == ["a"]


def test_classes_of_one_name_are_kept_apart() -> None:
    def make(kind: Any) -> Any:
        return attrs.make_class("Same", {"x": attrs.field(type=kind)})

    schema = schema_for(dict[str, make(int) | make(str) | None]).json_schema  # type: ignore[misc]
    assert [each.get("properties") for each in schema["additionalProperties"]["anyOf"]] == [
        {"x": INTEGER},
        {"x": STRING},
        None,
    ]

    first = make(int)
    many = schema_for(tuple[first, first, Model, Model, make(str)])
    assert set(many.json_schema["$defs"]) == {"Same", "Model"}


def test_a_model_beside_a_class_of_the_same_name() -> None:
    other = attrs.make_class("Model", {"b": attrs.field(type=str)})
    schema = schema_for(tuple[other, other, Model]).json_schema
    assert set(schema["$defs"]) == {"Model", "Model_2"}
    assert schema["$defs"]["Model"]["required"] == ["b"]
    assert schema["prefixItems"][2] == {"$ref": "#/$defs/Model_2"}
    assert schema["$defs"]["Model_2"]["properties"]["inner"]["anyOf"][0] == {
        "$ref": "#/$defs/Model_2"
    }


@pytest.mark.parametrize(
    ("tp", "name"),
    [
        (Point, "Point"),
        (Box[int], "Box_int"),
        (list[Point], None),
        (int, None),
        (int | str, None),
        (Literal["a"], None),
        (Colour, "Colour"),
        (Json, "Json"),
    ],
)
def test_names(tp: Any, name: str | None) -> None:
    assert schema_for(tp).name == name


def test_descriptions() -> None:
    assert schema_for(Point).description == "A point."
    assert schema_for(Movie).description == "A film."
    assert schema_for(Sized).description is None
    assert schema_for(Line).description is None
    named = as_schema(Line, "lines", "Some lines.")
    assert (named.name, named.description) == ("lines", "Some lines.")


def test_classes_local_to_a_running_function() -> None:
    @dataclass
    class Inner:
        x: int

    @dataclass
    class Outer:
        inner: Inner
        again: Outer | None = None

    schema = schema_for(Outer)
    assert schema.json_schema["$defs"]["Inner"]["properties"] == {"x": INTEGER}
    assert schema.validate({"inner": {"x": 1}}) == Outer(Inner(1))


class Plain:
    pass


class Nobody(enum.Enum):
    pass


class Odd(enum.Enum):
    A = object()


@dataclass
class Unresolved:
    x: Missing  # type: ignore[name-defined]  # noqa: F821


@dataclass
class WithPlain:
    good: int
    bad: list[Plain]


@pytest.mark.parametrize(
    ("tp", "problem"),
    [
        (Plain, "no JSON Schema for"),
        (WithPlain, "Plain"),
        (complex, "complex"),
        (dict[tuple[int, int], str], "keys of a JSON object"),
        (Literal[b"x"], "no JSON form"),
        (Nobody, "no members"),
        (Odd, "no JSON form"),
        (Unresolved, "'Missing'"),
        ("Point", "could not be resolved"),
        (list["Nowhere"], "could not be resolved"),  # type: ignore[name-defined]  # noqa: F821
        (abc.Callable[[int], int], "no JSON Schema"),
        (len, "no JSON Schema"),
        (3, "no JSON Schema"),
    ],
)
def test_what_has_no_schema(tp: Any, problem: str) -> None:
    with pytest.raises(UnsupportedTypeError, match=problem):
        schema_for(tp)


def test_types_of_pydantic_that_are_no_models() -> None:
    pydantic = pytest.importorskip("pydantic")
    pair = pydantic.RootModel[list[int]]

    assert schema_for(pair).validate([1, 2]).root == [1, 2]
    assert schema_for(list[pydantic.HttpUrl]).json_schema["items"]["format"] == "uri"
    urls = schema_for(dict[str, pydantic.HttpUrl])
    assert str(urls.validate({"a": "https://example.org/x"})["a"]) == "https://example.org/x"
    with pytest.raises(SchemaValidationError, match=r"\$\.a"):
        urls.validate({"a": "no address"})
