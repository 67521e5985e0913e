"""JSON values into Python types: what fits, what does not, and how that is said."""

from __future__ import annotations

import copy
import datetime
import decimal
import enum
import gc
import ipaddress
import pathlib
import pickle
import uuid
import weakref
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, NamedTuple, NewType, NotRequired, TypedDict

import attrs
import msgspec
import pydantic
import pytest
import typing_extensions

from ai_sdk.schema import (
    Issue,
    Schema,
    SchemaValidationError,
    array_schema,
    as_schema,
    function_schema,
    schema_for,
)
from ai_sdk.schema.validate import Validator


class Colour(enum.Enum):
    RED = "red"
    ONE = 1
    HALF = 0.5


class Name(str):
    def __new__(cls, text: str) -> Name:
        if not text:
            raise ValueError("a name has letters")
        return super().__new__(cls, text)


UserId = NewType("UserId", int)


@attrs.frozen
class Point:
    x: float
    _y: float = 0.0
    label: str = attrs.field(default="p", validator=attrs.validators.max_len(3))


@dataclass
class Step:
    name: str
    minutes: int = 1
    tools: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.minutes < 0:
            raise ValueError("time does not go back")


@dataclass
class Recipe:
    steps: list[Step]
    best: Step | None = None


class Movie(TypedDict):
    title: str
    year: NotRequired[int]


class Sized(NamedTuple):
    width: int
    height: int = 2


@dataclass
class Cat:
    kind: Literal["cat"]
    lives: int


@dataclass
class Dog:
    kind: Literal["dog"]
    tricks: list[str]


@dataclass
class Small:
    a: int


@dataclass
class Big:
    a: int
    b: int = 0


class Model(pydantic.BaseModel):
    a: int
    day: datetime.date | None = None


class Checked(pydantic.BaseModel):
    a: int

    @pydantic.model_validator(mode="after")
    def refuse(self) -> Checked:
        raise ValueError("no")


@dataclass
class Wide:
    kind: Literal["wide"]
    size: int = 1


@dataclass
class Slim:
    kind: Literal["slim"]
    size: int


Either = typing_extensions.TypeAliasType("Either", int | Annotated[Cat | Dog, "a pet"])
Few = typing_extensions.TypeAliasType("Few", dict[str, int] | str)


class Struct(msgspec.Struct):
    a: int
    b: list[int] = []


class Tagged(msgspec.Struct, array_like=True):
    a: int
    b: str


DAY = datetime.date(2024, 5, 17)
UUID = "12345678-1234-5678-1234-567812345678"

FITS: list[tuple[Any, Any, Any]] = [
    (str, "a", "a"),
    (int, 7, 7),
    (int, 7.0, 7),
    (float, 7, 7.0),
    (float, 7.5, 7.5),
    (bool, True, True),
    (None, None, None),
    (Any, {"a": [1]}, {"a": [1]}),
    (UserId, 3, 3),
    (Name, "Ada", Name("Ada")),
    (int | str, "7", "7"),
    (int | float, 7, 7),
    (int | float, 7.0, 7.0),
    (float | int, 7, 7),
    (int | str, 7.0, 7),
    (str | None, None, None),
    (Literal["a", 1], 1, 1),
    (Literal[1], 1.0, 1),
    (Literal[True], True, True),
    (Colour, "red", Colour.RED),
    (Colour, 1, Colour.ONE),
    (Colour, 0.5, Colour.HALF),
    (Literal[Colour.RED], "red", Colour.RED),
    (list[int], [1, 2.0], [1, 2]),
    (list, [1, "a"], [1, "a"]),
    (set[int], [1, 2], {1, 2}),
    (frozenset[str], ["a"], frozenset({"a"})),
    (tuple[int, ...], [1, 2], (1, 2)),
    (tuple[int, str], [1, "a"], (1, "a")),
    (dict[str, float], {"a": 1}, {"a": 1.0}),
    (dict[int, str], {"1": "a"}, {1: "a"}),
    (dict[float, str], {"1.5": "a"}, {1.5: "a"}),
    (dict[Colour, int], {"red": 1}, {Colour.RED: 1}),
    (dict[datetime.date, int], {"2024-05-17": 1}, {DAY: 1}),
    (datetime.date, "2024-05-17", DAY),
    (
        datetime.datetime,
        "2024-05-17T09:30:00Z",
        datetime.datetime(2024, 5, 17, 9, 30, tzinfo=datetime.UTC),
    ),
    (datetime.time, "09:30:00", datetime.time(9, 30)),
    (datetime.timedelta, "PT1H30M", datetime.timedelta(minutes=90)),
    (datetime.timedelta, "-P1W2DT0.5S", -datetime.timedelta(days=9, seconds=0.5)),
    (uuid.UUID, UUID, uuid.UUID(UUID)),
    (decimal.Decimal, "1.10", decimal.Decimal("1.10")),
    (decimal.Decimal, 1.1, decimal.Decimal("1.1")),
    (decimal.Decimal, 3, decimal.Decimal(3)),
    (bytes, "YWJj", b"abc"),
    (pathlib.Path, "a/b", pathlib.Path("a/b")),
    (ipaddress.IPv4Address, "127.0.0.1", ipaddress.IPv4Address("127.0.0.1")),
    (str | datetime.date, "2024-05-17", "2024-05-17"),
    (datetime.date | str, "2024-05-17", DAY),
    (datetime.date | str, "soon", "soon"),
    (Annotated[int, msgspec.Meta(ge=1)], 1, 1),
    (Annotated[Cat | Dog, "a pet"], {"kind": "cat", "lives": 9}, Cat("cat", 9)),
    (Point, {"x": 1, "y": 2.5}, Point(1.0, 2.5)),
    (Point, {"x": 1, "extra": None}, Point(1.0)),
    (Point, {"x": 1, "y": None, "label": None}, Point(1.0)),
    (Recipe, {"steps": [{"name": "a"}], "best": None}, Recipe([Step("a")])),
    (Recipe, {"steps": [], "best": {"name": "b", "minutes": 2}}, Recipe([], Step("b", 2))),
    (Movie, {"title": "a", "more": 1}, {"title": "a"}),
    (Movie, {"title": "a", "year": 1999}, {"title": "a", "year": 1999}),
    (Movie, {"title": "a", "year": None}, {"title": "a"}),
    (Sized, {"width": 1}, Sized(1)),
    (Cat | Dog, {"kind": "dog", "tricks": []}, Dog("dog", [])),
    (Small | Big, {"a": 1, "b": 2}, Big(1, 2)),
    (Big | Small, {"a": 1}, Big(1)),
    (Small | dict[str, int], {"a": 1}, Small(1)),
    (list[Cat | str], ["a", {"kind": "cat", "lives": 1}], ["a", Cat("cat", 1)]),
    (Model, {"a": "7", "day": "2024-05-17"}, Model(a=7, day=DAY)),
    (list[Model | Small], [{"a": 1}], [Model(a=1)]),
    (Struct, {"a": 1}, Struct(1)),
    (Struct | int, {"a": 1, "b": [2]}, Struct(1, [2])),
    (Tagged, [1, "x"], Tagged(1, "x")),
    (Tagged | str, [1, "x"], Tagged(1, "x")),
    (Tagged | list[int], [1], [1]),
    (Either, {"kind": "cat", "lives": 9}, Cat("cat", 9)),
    (Either | str, 3, 3),
    (Few | Big, {"a": 1, "b": 2}, {"a": 1, "b": 2}),
    (Name | int, 3, 3),
    (Wide | Slim, {"kind": "slim", "size": 2}, Slim("slim", 2)),
    (Annotated[int, msgspec.Meta(ge=1)] | Annotated[float, msgspec.Meta(ge=1)], 1.5, 1.5),
    (list[int | Colour], [2, "red"], [2, Colour.RED]),
]


@pytest.mark.parametrize(("tp", "value", "expected"), FITS, ids=lambda each: str(each)[:40])
def test_what_fits(tp: Any, value: Any, expected: Any) -> None:
    before = copy.deepcopy(value)
    loaded = schema_for(tp).validate(value)
    assert loaded == expected
    assert type(loaded) is type(expected)
    assert value == before


REFUSED: list[tuple[Any, Any, str]] = [
    (str, None, "$: expected string, got null"),
    (str, 7, "$: expected string, got integer"),
    (int, "7", "$: expected integer, got string"),
    (int, 7.5, "$: expected integer, got 7.5"),
    (int, True, "$: expected integer, got boolean"),
    (float, "7", "$: expected number, got string"),
    (float, True, "$: expected number, got boolean"),
    (bool, 1, "$: expected boolean, got integer"),
    (None, 0, "$: expected null, got integer"),
    (int | str, None, "$: expected integer or string, got null"),
    (int | float, "x", "$: expected integer or number, got string"),
    (Literal["a", "b"], "c", '$: expected one of "a", "b", got "c"'),
    (Literal["a"], "c", '$: expected "a", got "c"'),
    (Literal[1], True, "$: expected 1, got true"),
    (Literal["a"], ["a"], '$: expected "a", got ["a"]'),
    (Colour, "blue", '$: expected one of "red", 1, 0.5, got "blue"'),
    (Name, "", "$: Name refused it: a name has letters"),
    (list[int], {"a": 1}, "$: expected array, got object"),
    (list[int], [1, "a", None], "$[1]: expected integer, got string; "
     "$[2]: expected integer, got null"),
    (set[int], [1, 1], "$: expected items that all differ"),
    (set[Any], [[1]], "$: unhashable type: 'list'"),
    (tuple[int, str], [1], "$: expected 2 items, got 1"),
    (tuple[int, str], ["a", "b"], "$[0]: expected integer, got string"),
    (tuple[int, str], "ab", "$: expected array, got string"),
    (dict[str, int], [], "$: expected object, got array"),
    (dict[str, int], {"a b": "x"}, '$["a b"]: expected integer, got string'),
    (dict[int, str], {"x": "a"}, '$: key "x": expected integer, got string'),
    (dict[Literal["a"], int], {"b": 1}, '$: key "b": expected "a", got "b"'),
    (datetime.date, "17.5.2024", '$: expected date like 2024-05-17, got "17.5.2024"'),
    (datetime.date, "2024-05-17T00:00:00", "$: expected date like 2024-05-17, "
     'got "2024-05-17T00:00:00"'),
    (datetime.date, 7, "$: expected date like 2024-05-17, got integer"),
    (datetime.timedelta, "PT", '$: expected duration like PT1H30M, got "PT"'),
    (datetime.timedelta, "1h", '$: expected duration like PT1H30M, got "1h"'),
    (uuid.UUID, "x", '$: expected UUID, got "x"'),
    (decimal.Decimal, "x", '$: expected decimal number, got "x"'),
    (bytes, "a", '$: expected text in base64, got "a"'),
    (Annotated[int, msgspec.Meta(ge=1)], 0, "$: expected at least 1, got 0"),
    (Annotated[str, msgspec.Meta(pattern="^a")], "b", '$: expected text like ^a, got "b"'),
    (Annotated[str, pydantic.Field(max_length=2)], "abc", "$: expected at most 2 characters, got 3"),
    (Point, {}, "$.x: missing, expected number"),
    (Point, "x", "$: expected object Point, got string"),
    (Point, {"x": 1, "label": "long one"}, "$: Point refused it: "),
    (Step, {"name": "a", "minutes": -1}, "$: Step refused it: time does not go back"),
    (
        Recipe,
        {"steps": [{"name": "a"}, {}, {"name": None}], "best": {"name": 1}},
        "$.steps[1].name: missing, expected string; $.steps[2].name: expected string, got null; "
        "$.best.name: expected string, got integer",
    ),
    (Recipe, {"steps": None}, "$.steps: expected array, got null"),
    (Cat | Dog, {"kind": "dog", "tricks": [1]}, "$.tricks[0]: expected string, got integer"),
    (Cat | Dog, {"kind": "cow"}, '$: expected object Cat or object Dog, got {"kind": "cow"} ('),
    (Cat | Dog, [], "$: expected object Cat or object Dog, got array"),
    (Model, {"day": "x"}, "$.a: Field required; $.day: "),
    (Model, 3, "$: expected object Model, got integer"),
    (Struct, {"a": 1, "b": [1, "x"]}, "$.b[1]: Expected `int`, got `str`"),
    (Struct, 3, "$: Expected `object`, got `int`"),
    (Checked, {"a": 1}, "$: Value error, no"),
    (dict[float, str], {"1.x": "a"}, '$: key "1.x": expected number, got string'),
    (int | Name, "", "$: Name refused it: a name has letters"),
    (Wide | Slim, {"kind": "slim"}, "$.size: missing, expected integer"),
    (set[int], "x", "$: expected array, got string"),
    (Annotated[Annotated[int, msgspec.Meta(ge=1)] | None, "n"], 0, "$: expected at least 1"),
]  # fmt: skip


@pytest.mark.parametrize(("tp", "value", "message"), REFUSED, ids=lambda each: str(each)[:40])
def test_what_does_not_fit(tp: Any, value: Any, message: str) -> None:
    with pytest.raises(SchemaValidationError) as caught:
        schema_for(tp).validate(value)
    assert str(caught.value).startswith(message)


def test_the_error() -> None:
    with pytest.raises(SchemaValidationError) as caught:
        schema_for(list[int]).validate(list("abcdefghijklmnop"))
    error = caught.value
    assert isinstance(error, ValueError)
    assert len(error.issues) == 10
    assert error.issues[3] == Issue("$[3]", "expected integer, got string")
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert again.issues == error.issues
        assert str(again) == str(error)


def test_long_values_are_cut_in_messages() -> None:
    with pytest.raises(SchemaValidationError) as caught:
        schema_for(Literal["a"]).validate("x" * 500)
    assert len(str(caught.value)) < 100


@attrs.define
class Node:
    value: int
    next: Node | None = None


def test_recursive_types() -> None:
    schema = schema_for(Node)
    assert schema.validate({"value": 1, "next": {"value": 2}}) == Node(1, Node(2))
    with pytest.raises(SchemaValidationError, match=r"\$\.next\.next\.value: missing"):
        schema.validate({"value": 1, "next": {"value": 2, "next": {}}})
    deep: dict[str, Any] = {"value": 0}
    for _ in range(5000):
        deep = {"value": 0, "next": deep}
    with pytest.raises(SchemaValidationError, match="nested too deeply"):
        schema.validate(deep)


def test_equality_hash_and_pickle() -> None:
    first, again = schema_for(Recipe), as_schema(Recipe)
    assert first == again
    assert hash(first) == hash(again)
    assert first is again
    assert schema_for(Small) != schema_for(Big)
    for schema in (
        first,
        as_schema(Recipe, "meal", "What to eat."),
        as_schema({"type": "integer", "title": "T"}),
        array_schema(schema_for(Step)),
        function_schema(print_all, skip=("b",)),
        as_schema(first),
    ):
        back: Schema[Any] = pickle.loads(pickle.dumps(schema))
        assert back == schema
        assert back.json_schema == schema.json_schema


def print_all(a: int, b: str = "") -> None: ...


def test_the_order_of_a_union_is_kept() -> None:
    assert schema_for(int | str).json_schema != schema_for(str | int).json_schema
    assert schema_for(list[int | str]) is schema_for(list[int | str])
    assert schema_for(Literal[1]).json_schema != schema_for(Literal[True]).json_schema


def test_annotations_without_a_hash() -> None:
    tp = Annotated[int, {"description": "n"}]
    assert schema_for(tp).json_schema == {"type": "integer", "description": "n"}
    assert schema_for(list[tp]).json_schema["items"]["description"] == "n"  # type: ignore[valid-type]


def test_forgotten_classes_are_forgotten_here_too() -> None:
    seen: list[weakref.ref[Any]] = []
    for number in range(400):
        cls = attrs.make_class(f"C{number}", {"x": attrs.field(type=int)})
        schema_for(cls).lower("openai-strict")
        seen.append(weakref.ref(cls))
        del cls
    gc.collect()
    assert sum(ref() is not None for ref in seen) <= 130


def test_arrays_of_a_schema() -> None:
    schema = array_schema(schema_for(Step))
    assert schema.validate([{"name": "a"}]) == [Step("a")]
    assert schema.json_schema["items"]["required"] == ["name"]
    document = array_schema(as_schema({"$ref": "#/definitions/A", "definitions": {"A": {}}}))
    assert document.json_schema == {"type": "array", "items": {}}


@pytest.mark.parametrize(
    ("inside", "good", "bad", "problem"),
    [
        ({"type": "string"}, "a", 1, "expected string, got integer"),
        ({"type": "number"}, 1, True, "expected number, got boolean"),
        ({"type": "integer", "title": "N"}, 1.0, 1.5, "expected integer, got 1.5"),
        ({"type": ["string", "null"]}, None, 1, "expected string or null, got integer"),
        ({"enum": [1]}, 1, 2, "expected one of 1; got 2"),
        ({"minimum": 3}, 4, 2, "expected at least 3, got 2"),
        ({"not": {"type": "null"}}, 0, None, "null is excluded"),
    ],
)
def test_short_ways_through_a_schema_miss_nothing_inside(
    inside: dict[str, Any], good: Any, bad: Any, problem: str
) -> None:
    assert Validator({"items": inside}).problems([good, bad]) == [((1,), problem)]
    extra = Validator({"additionalProperties": inside}).problems({"a": good, "b": bad})
    assert extra == [(("b",), problem)]
