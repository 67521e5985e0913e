"""Schemas of signatures: what a tool's arguments look like and become."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Optional

import pytest

from ai_sdk.schema import SchemaValidationError, UnsupportedTypeError, function_schema


@dataclass
class Place:
    city: str
    country: str = "IT"


def weather(
    place: Place,
    day: datetime.date,
    unit: Annotated[Literal["c", "f"], "the unit"] = "c",
    *,
    hours: Optional[list[int]] = None,
) -> str:
    """Say what the weather will be.

    It may be wrong.

    Args:
        place: where.
        day (date): when; any day
            of this week.
        unit: not seen, the annotation says it.
    """
    return f"{place} {day} {unit} {hours}"


def test_a_function() -> None:
    schema = function_schema(weather)
    assert schema.name == "weather"
    assert schema.description == "Say what the weather will be.\n\nIt may be wrong."
    assert schema.json_schema == {
        "type": "object",
        "properties": {
            "place": {
                "type": "object",
                "properties": {
                    "city": {"type": "string"},
                    "country": {"type": "string", "default": "IT"},
                },
                "required": ["city"],
                "additionalProperties": False,
                "description": "where.",
            },
            "day": {
                "type": "string",
                "format": "date",
                "description": "when; any day of this week.",
            },
            "unit": {
                "type": "string",
                "enum": ["c", "f"],
                "description": "the unit",
                "default": "c",
            },
            "hours": {"anyOf": [{"type": "array", "items": {"type": "integer"}}, {"type": "null"}]},
        },
        "required": ["place", "day"],
        "additionalProperties": False,
    }


def test_arguments() -> None:
    schema = function_schema(weather)
    arguments = schema.validate({"place": {"city": "Rome"}, "day": "2024-05-17", "odd": 1})
    assert arguments == {"place": Place("Rome"), "day": datetime.date(2024, 5, 17)}
    assert weather(**arguments).startswith("Place(city='Rome', country='IT') 2024-05-17 c")
    assert schema.validate({**dict_of("Rome"), "hours": None, "unit": None}) == {
        **arguments,
        "hours": None,
    }
    with pytest.raises(SchemaValidationError) as caught:
        schema.validate({"place": "Rome"})
    assert str(caught.value) == (
        "$.place: expected object Place, got string; $.day: missing, expected date like 2024-05-17"
    )


def dict_of(city: str) -> dict[str, Any]:
    return {"place": {"city": city}, "day": "2024-05-17"}


async def coroutine(a: int) -> None: ...


def bare(a, b=3, c="x", d=None, e=(1,)):  # type: ignore[no-untyped-def]
    ...


def null_by_default(a: int = None, b: str | None = None) -> None:  # type: ignore[assignment]
    ...


def open_ended(a: int, *rest: int, **more: float) -> None: ...


def nothing() -> None: ...


class Service:
    def method(self, a: int) -> int:
        """Do it.

        :param a: to what
        """
        return a

    @classmethod
    def of_class(cls, a: int) -> int:
        return a

    @staticmethod
    def static(a: int) -> int:
        return a

    def __call__(self, a: int) -> int:
        """Call it."""
        return a


def wrapped_by(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return wrapper


A = {"a": {"type": "integer"}}


@pytest.mark.parametrize(
    ("function", "properties", "required"),
    [
        (coroutine, A, ["a"]),
        (Service().method, {"a": {"type": "integer", "description": "to what"}}, ["a"]),
        (Service.of_class, A, ["a"]),
        (Service.static, A, ["a"]),
        (Service(), A, ["a"]),
        (wrapped_by(coroutine), A, ["a"]),
        (functools.partial(weather, Place("x"), datetime.date.today()), None, []),
        (nothing, {}, []),
        (lambda a: a, {"a": {}}, ["a"]),
        (
            bare,
            {
                "a": {},
                "b": {"type": "integer", "default": 3},
                "c": {"type": "string", "default": "x"},
                "d": {},
                "e": {},
            },
            ["a"],
        ),
        (
            null_by_default,
            {
                "a": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
                "b": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            },
            [],
        ),
        (Place, {"city": {"type": "string"}, "country": {"type": "string", "default": "IT"}},
         ["city"]),
    ],
)  # fmt: skip
def test_kinds_of_functions(
    function: Any, properties: dict[str, Any] | None, required: list[str]
) -> None:
    schema = function_schema(function).json_schema
    assert schema["required"] == required
    if properties is not None:
        assert schema["properties"] == properties
    assert "description" not in schema


def test_keyword_parameters_without_names() -> None:
    schema = function_schema(open_ended)
    assert schema.json_schema["additionalProperties"] == {"type": "number"}
    assert list(schema.json_schema["properties"]) == ["a"]
    assert schema.validate({"a": 1, "b": 2}) == {"a": 1, "b": 2.0}
    with pytest.raises(SchemaValidationError, match=r"\$\.b: expected number"):
        schema.validate({"a": 1, "b": "x"})


def test_left_out_parameters() -> None:
    schema = function_schema(Service.method, skip=("self",))
    assert list(schema.json_schema["properties"]) == ["a"]


def test_descriptions_of_callables() -> None:
    assert function_schema(Service()).description == "Call it."
    assert function_schema(Service()).name == "Service"
    assert function_schema(functools.partial(weather)).description is not None


def positional(a: int, /) -> None: ...


def odd(a: int, b: complex) -> None: ...


def missing(a: Nowhere) -> None:  # type: ignore[name-defined]  # noqa: F821
    ...


@pytest.mark.parametrize(
    ("function", "problem"),
    [
        (positional, "positional-only"),
        (odd, "odd, parameter 'b': no JSON Schema"),
        (missing, "missing: the name 'Nowhere'"),
        (3, "signature"),
        (dict.fromkeys, "positional-only|signature"),
    ],
)
def test_what_cannot_be_a_tool(function: Any, problem: str) -> None:
    with pytest.raises(UnsupportedTypeError, match=problem):
        function_schema(function)
