"""Elements of arriving lists, and snapshots partly in the user's type."""

from __future__ import annotations

import datetime
import weakref
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import pytest
import typing_extensions

from ai_sdk.partial_json import ElementReader, PartialJSON, PartialJSONError, PartialReader
from ai_sdk.schema import as_schema, schema_for


@dataclass
class Step:
    text: str
    minutes: int = 1


@dataclass
class Recipe:
    name: str
    steps: list[Step]
    day: datetime.date | None = None


def shown(reader: PartialReader, *pieces: str) -> list[Any]:
    """Each snapshot that is announced."""
    return [reader.snapshot() for piece in pieces if reader.feed(piece)]


def test_elements_of_a_bare_list() -> None:
    reader = ElementReader()
    pieces = ["[", '"a', '"', ", 1", "2", ", tru", "e, [", "3], {", '"x": {}', "}]"]
    assert [reader.feed(piece) for piece in pieces] == [
        [], [], ["a"], [], [], [12], [True], [[3]], [], [{"x": {}}],
    ]  # fmt: skip
    assert reader.parser.end() == ["a", 12, True, [3], {"x": {}}]


def test_elements_under_a_path() -> None:
    reader = ElementReader(("a", "b"))
    assert reader.feed('{"x": [1, 2], "a": {"c": [3], "b": [4, 5') == [4]
    assert reader.feed('], "d": [6]}}') == [5]


@pytest.mark.parametrize("text", ['{"elements": 1}', '{"elements": {"a": [1]}}', "[1]", '"x"'])
def test_no_list_no_elements(text: str) -> None:
    assert ElementReader(("elements",)).feed(text) == []


def test_elements_beside_snapshots() -> None:
    partial = PartialReader()
    elements = ElementReader((), parser=partial.parser)
    partial.feed('[1, "a')
    assert elements.take() == [1]
    assert partial.snapshot() == [1, "a"]
    assert elements.take() == []


def test_a_list_that_comes_again_gives_its_own_elements() -> None:
    reader = ElementReader(("e",))
    pieces = ['{"e": ["a", "b"], ', '"f": ["x', '"], ', '"e": ["c", "d', '"], "e": 1', "}"]
    assert [reader.feed(piece) for piece in pieces] == [["a", "b"], [], [], ["c"], ["d"], []]


def test_elements_before_an_error_are_not_lost() -> None:
    reader = ElementReader(parser=PartialJSON())
    assert reader.feed('["a", "b"') == ["a", "b"]
    with pytest.raises(PartialJSONError):
        reader.feed(" x")


def test_complete_parts_are_typed_open_ones_plain() -> None:
    reader = PartialReader(schema_for(Recipe).shape)
    assert shown(
        reader,
        '{"name": "So',
        'up", "steps": [{"text": "cut',
        '"',
        ', "minutes": 5',
        "}",
        ', {"text": "boil"}',
        '], "day": "2024-05-17"',
        "}",
    ) == [
        {"name": "So"},
        {"name": "Soup", "steps": [{"text": "cut"}]},
        {"name": "Soup", "steps": [Step("cut", 5)]},
        {"name": "Soup", "steps": [Step("cut", 5), Step("boil")]},
        {
            "name": "Soup",
            "steps": [Step("cut", 5), Step("boil")],
            "day": datetime.date(2024, 5, 17),
        },
    ]


def test_typed_snapshots_never_change_and_share_what_is_complete() -> None:
    reader = PartialReader(schema_for(list[Step]).shape)
    kept = shown(reader, "[", *(f'{{"text": "{n}"}},' for n in range(60)))
    assert [len(each) for each in kept[:61]] == list(range(61))
    assert all(step == Step(str(n)) for each in kept for n, step in enumerate(each))
    assert kept[10][3] is kept[50][3]


def test_what_does_not_fit_stays_plain() -> None:
    reader = PartialReader(schema_for(list[Step]).shape)
    reader.feed('[{"text": 1}, {"text": "a"}, 7, {"te')
    assert reader.snapshot() == [{"text": 1}, Step("a"), 7, {}]
    reader.feed('xt": "b"}]')
    assert reader.snapshot() == [{"text": 1}, Step("a"), 7, Step("b")]


def test_a_value_inside_a_wrapping() -> None:
    schema = as_schema(list[datetime.date])
    reader = PartialReader(schema.shape, schema.lower("openai-strict").path)
    day, other = datetime.date(2024, 5, 17), datetime.date(2024, 5, 18)
    assert shown(reader, "{", '"value": [', '"2024-05-17", "2024', '-05-18"', "]", "}") == [
        [],
        [day, "2024"],
        [day, other],
    ]


def test_a_scalar_inside_a_wrapping() -> None:
    reader = PartialReader(schema_for(datetime.date).shape, ("value",))
    assert not reader.begun
    assert reader.snapshot() is None
    assert shown(reader, '{"value": "2024', '-05-17"', "}")[0] == "2024"
    assert reader.snapshot() == datetime.date(2024, 5, 17)


@dataclass
class Circle:
    kind: Literal["circle"]
    centre: list[datetime.date]


@dataclass
class Square:
    kind: Literal["square"]
    centre: list[str]


Json = typing_extensions.TypeAliasType("Json", "list[Json] | datetime.date")


def test_a_tag_decides_between_the_members_of_a_union() -> None:
    shape = schema_for(Circle | Square).shape
    tagged = PartialReader(shape)
    tagged.feed('{"kind": "circle", "centre": ["2024-05-17", "')
    assert tagged.snapshot()["centre"] == [datetime.date(2024, 5, 17), ""]
    other = PartialReader(shape)
    other.feed('{"kind": "square", "centre": ["2024-05-17", "')
    assert other.snapshot()["centre"] == ["2024-05-17", ""]
    late = PartialReader(shape)
    late.feed('{"centre": ["2024-05-17"], ')
    assert late.snapshot() == {"centre": ["2024-05-17"]}
    late.feed('"kind": "circle", "x": [')
    assert late.snapshot()["centre"] == [datetime.date(2024, 5, 17)]


def test_a_key_that_comes_again() -> None:
    reader = PartialReader(schema_for(dict[str, datetime.date]).shape)
    reader.feed('{"a": "2024-05-17", "b": "x", ')
    reader.snapshot()
    reader.feed('"a": "2024-05-18", "c": "')
    assert reader.snapshot() == {"b": "x", "a": datetime.date(2024, 5, 18), "c": ""}


def test_shapes_of_every_container() -> None:
    tp = Annotated[tuple[datetime.date, dict[str, datetime.date]], "a pair"]
    reader = PartialReader(schema_for(tp).shape)
    day = datetime.date(2024, 5, 17)
    assert shown(reader, '["2024-05-17"', ', {"a": "2024-05-17", "b": "2024', '-05-17"}, 1') == [
        [day],
        [day, {"a": day, "b": "2024"}],
        [day, {"a": day, "b": day}],
    ]
    assert shown(reader, ', "x"') == [[day, {"a": day, "b": day}, 1, "x"]]
    assert schema_for(Json).partial([["2024-05-17"], [["x"]]]) == [[day], [["x"]]]
    assert schema_for(Circle | list[datetime.date]).partial(["2024-05-17", "2"]) == [day, "2"]


def test_the_one_shot_form() -> None:
    schema = schema_for(Recipe)
    assert schema.partial({"name": "a", "steps": [{"text": "b"}, {"text": "c"}]}) == {
        "name": "a",
        "steps": [Step("b"), {"text": "c"}],
    }
    assert schema.partial({}) == {}
    assert schema.partial("x") == "x"


@dataclass
class Visit:
    day: datetime.date
    tags: list[str]
    rooms: dict[str, int]


@pytest.mark.parametrize(
    ("kind", "path", "text"),
    [
        (list[datetime.date], (), '["2026-01-02", "2026-01-03"]'),
        (dict[str, datetime.date], (), '{"a": "2026-01-02", "b": "soon", "c": "2026-01-03"}'),
        (list[Visit], (), '[{"day": "2026-01-02", "tags": ["a", "b"], "rooms": {"x": 1}}, {"day": 7}]'),
        (Visit, ("it",), '{"n": [1], "it": {"day": "2026-01-02", "tags": [], "rooms": {}}, "m": [2]}'),
        (datetime.date, ("it",), '{"n": [[1]], "it": "2026-01-02", "m": {"it": "x"}}'),
        (list[list[float]], (), "[[1, 2.5], [], [3]]"),
        (Visit | None, (), '{"rooms": {"x": 1, "x": 2}, "tags": ["a"], "day": "2026-01-02"}'),
        (int, (), " 12 "),
        (None, (), '{"a": [1, {"b": "c"}], "d": null}'),
        (None, ("it",), '{"n": [1], "it": ["a", {"b": true}], "m": [2], "it": 7, "o": "x"}'),
        (None, ("a", "it"), '{"a": {"n": "x", "it": null, "m": "y"}, "it": "z"}'),
    ],
)  # fmt: skip
def test_news_are_told_exactly_when_there_are_some(kind: Any, path: Any, text: str) -> None:
    shape = None if kind is None else schema_for(kind).shape
    reader, before = PartialReader(shape, path), None
    for letter in text:
        told = reader.feed(letter)
        now = repr(reader.snapshot()) if reader.begun else None
        assert told is (now != before), (letter, before, now)
        before = now


@pytest.mark.parametrize("value", ["null", "[1]", "7", '"x"'])
def test_a_value_that_comes_at_once_is_news_and_what_comes_beside_it_is_none(value: str) -> None:
    reader = PartialReader(None, ("it",))
    pieces = ['{"n": 1,', f' "it": {value}, ', '"m": [', "1]", ', "it": "new", ', '"o": 1}']
    assert [reader.feed(piece) for piece in pieces] == [False, True, False, False, True, False]


def test_a_reader_that_is_dropped_is_gone_at_once() -> None:
    gone = weakref.ref(PartialReader(path=("a",)))

    assert gone() is None
