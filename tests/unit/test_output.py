"""`Output`: what each kind makes of a model's text."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

import pytest

from ai_sdk import InvalidArgumentError, NoObjectGeneratedError, Output


@dataclass
class Point:
    x: int
    y: int = 0


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


@pytest.mark.parametrize(
    ("output", "text", "value"),
    [
        (Output.text(), " as it is ", " as it is "),
        (Output.object(Point), '{"x": 1}', Point(1)),
        (Output.object(Point), 'Here:\n```json\n{"x": 1, "y": null}\n```', Point(1)),
        (Output.object(Colour), '{"value": "red"}', Colour.RED),
        (Output.object(list[Point]), '{"value": [{"x": 1}]}', [Point(1)]),
        (Output.array(Point), '{"elements": [{"x": 1}, {"x": 2}]}', [Point(1), Point(2)]),
        (Output.choice(["a", "b"]), '{"result": "b"}', "b"),
        (Output.choice(list(Colour)), '{"result": "blue"}', Colour.BLUE),
        (Output.choice([1, 2]), '{"result": "2"}', 2),
        (Output.json(), "[1, {}]", [1, {}]),
        (Output.json(), "```\n[1, {}]\n```", [1, {}]),
        (Output.json(), "12", 12),
    ],
)
def test_what_is_made_of_a_text(output: Any, text: str, value: Any) -> None:
    assert output.parse(text) == value


@pytest.mark.parametrize(
    ("output", "text", "problem"),
    [
        (Output.object(Point), "no", "no JSON"),
        (Output.object(Point), '{"x": 1, "y": {"x": 2}', "no JSON"),
        (Output.object(Point), "[1]", "does not fit"),
        (Output.object(Point), '{"x": "1"}', r"\$\.x: expected integer, got string"),
        (Output.object(int), "3", "missing"),
        (Output.array(Point), '{"elements": 1}', "expected an array"),
        (Output.array(Point), '{"elements": [{"x": 1}, {}]}', r"\$\.elements\[1\]\.x: missing"),
        (Output.choice(["a", "b"]), '{"result": "c"}', "expected one of"),
    ],
)
def test_what_is_no_such_value(output: Any, text: str, problem: str) -> None:
    with pytest.raises(NoObjectGeneratedError, match=problem) as caught:
        output.parse(text, finish_reason="stop")

    assert caught.value.text == text
    assert caught.value.finish_reason == "stop"
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize(
    ("name", "sent"),
    [("recipe", "recipe"), ("My recipe!", "My_recipe"), ("Page[Cat, int]", "Page_Cat_int"),
     ("ü", None), (None, "Point"), ("x" * 99, "x" * 64)],
)  # fmt: skip
def test_names_are_such_that_every_provider_takes_them(name: str | None, sent: str | None) -> None:
    assert Output.object(Point, name=name).name == sent


@pytest.mark.parametrize("options", ["ab", [], ["1", 1], ["red", Colour.RED]])
def test_bad_options(options: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="options"):
        Output.choice(options)
