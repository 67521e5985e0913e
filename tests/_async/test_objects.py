"""`generate_object`: types, arrays, enums, repair and re-asking."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any

import attrs
import pytest

from ai_sdk.aio import (
    APITimeoutError,
    InvalidArgumentError,
    NoObjectGeneratedError,
    generate_object,
    stream_object,
)
from ai_sdk.concurrency import ManualClock, clock
from ai_sdk.testing import MockLanguageModel


@dataclass
class Point:
    """A point."""

    x: int
    y: int = 0


@attrs.frozen
class Line:
    """A line."""

    start: Point
    end: Point


async def test_a_dataclass() -> None:
    model = MockLanguageModel('{"x": 1, "y": 2}')

    result = await generate_object(model, Point, prompt="hi")

    assert result.object == Point(1, 2)
    assert result.text == '{"x": 1, "y": 2}'
    asked = model.calls[0].response_format
    assert asked is not None
    assert (asked.type, asked.name) == ("json", "Point")
    assert asked.schema is not None
    assert asked.schema["description"] == "A point."


async def test_nested_attrs() -> None:
    model = MockLanguageModel('{"start": {"x": 1}, "end": {"x": 3, "y": 4}}')

    result = await generate_object(model, Line, prompt="hi")

    assert result.object == Line(Point(1), Point(3, 4))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (int, '{"value": 3}', 3),
        (list[str], '{"value": ["a"]}', ["a"]),
        (int | None, '{"value": null}', None),
    ],
)
async def test_values_that_are_no_objects_are_wrapped(kind: Any, text: str, value: Any) -> None:
    model = MockLanguageModel(text)

    result = await generate_object(model, kind, prompt="hi")

    assert result.object == value
    asked = model.calls[0].response_format
    assert asked is not None
    assert asked.schema is not None
    assert asked.schema["required"] == ["value"]


async def test_arrays() -> None:
    model = MockLanguageModel('{"elements": [{"x": 1}, {"x": 2}]}')

    result = await generate_object(model, Point, output="array", prompt="hi")

    assert result.object == [Point(1), Point(2)]


async def test_enums() -> None:
    model = MockLanguageModel('{"result": "ham"}')

    result = await generate_object(model, output="enum", enum=["spam", "ham"], prompt="hi")

    assert result.object == "ham"
    with pytest.raises(NoObjectGeneratedError, match="expected one of"):
        wrong = MockLanguageModel('{"result": "jam"}')
        await generate_object(wrong, output="enum", enum=["spam", "ham"], prompt="hi")


async def test_any_json() -> None:
    model = MockLanguageModel("[1, 2]")

    result = await generate_object(model, output="no-schema", prompt="hi")

    assert result.object == [1, 2]


@pytest.mark.parametrize("text", ["", "no json", '{"x": "1"}', '{"x": 1', "[1]"])
async def test_what_does_not_fit_is_an_error_with_its_text(text: str) -> None:
    with pytest.raises(NoObjectGeneratedError) as caught:
        await generate_object(MockLanguageModel(script=[text]), Point, prompt="hi")

    assert caught.value.text == text
    assert caught.value.finish_reason == "stop"
    assert caught.value.usage.total_tokens == 8
    assert caught.value.__cause__ is not None


async def test_the_model_is_asked_again_with_the_error() -> None:
    model = MockLanguageModel(script=['{"x": "one"}', '{"x": 1}'])

    result = await generate_object(model, Point, prompt="hi", max_repairs=2)

    assert result.object == Point(1)
    assert result.repairs == 1
    said, asked = model.calls[1].prompt[-2:]
    assert said.content[0].text == '{"x": "one"}'  # type: ignore[union-attr]
    assert "$.x" in asked.content[0].text  # type: ignore[union-attr]


async def test_asking_again_ends() -> None:
    model = MockLanguageModel("never")

    with pytest.raises(NoObjectGeneratedError):
        await generate_object(model, Point, prompt="hi", max_repairs=2)

    assert len(model.calls) == 3


async def test_the_repair_hook_mends_text() -> None:
    seen: list[Any] = []

    def mend(text: str, error: Exception) -> str:
        seen.append((text, type(error)))
        return text + "}"

    result = await generate_object(
        MockLanguageModel('{"x": 7'), Point, prompt="hi", repair_object=mend
    )

    assert result.object == Point(7)
    assert seen == [('{"x": 7', NoObjectGeneratedError)]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"schema": None}, "needs a schema"),
        ({"schema": Point, "enum": ["a"]}, "enum goes with"),
        ({"output": "enum"}, "takes enum"),
        ({"output": "no-schema", "schema": Point}, "takes no schema"),
        ({"output": "poem", "schema": Point}, "output must be"),
        ({"schema": object()}, "schema"),
        ({"schema": Point, "max_repairs": -1}, "max_repairs"),
    ],
)
async def test_bad_arguments(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidArgumentError, match=words):
        await generate_object(MockLanguageModel(), prompt="hi", **arguments)


async def test_the_total_limit_holds_for_all_that_is_asked() -> None:
    model = MockLanguageModel("no JSON")
    with clock.use(ManualClock()) as time:

        def slow(text: str, error: Exception) -> None:
            time.advance(6)

        with pytest.raises(APITimeoutError) as caught:
            await generate_object(
                model, Point, prompt="hi", timeout=10, max_repairs=5, repair_object=slow
            )

    assert caught.value.limit == "total"
    assert len(model.calls) == 2


@dataclass
class Event:
    """Something on a day."""

    day: datetime.date
    place: Point | None = None


async def test_partial_values_in_the_type_and_plain_ones_to_send_on() -> None:
    deltas = ['{"day": "2024-', '05-17"', ', "place": {"x": 1', "}", "}"]
    model = MockLanguageModel(text_deltas=deltas)

    async with stream_object(model, Event, prompt="hi") as stream:
        typed = [partial async for partial in stream.partial_object_stream]
    async with stream_object(model, Event, prompt="hi") as stream:
        plain = [partial async for partial in stream.partial_json_stream]

    day = datetime.date(2024, 5, 17)
    assert typed == [
        {"day": "2024-"},
        {"day": day},
        {"day": day, "place": {}},
        {"day": day, "place": Point(1)},
    ]
    assert [partial.place for partial in typed] == [None, None, {}, Point(1)]
    assert plain == [
        {"day": "2024-"},
        {"day": "2024-05-17"},
        {"day": "2024-05-17", "place": {}},
        {"day": "2024-05-17", "place": {"x": 1}},
    ]
    assert json.loads(json.dumps(plain)) == plain
