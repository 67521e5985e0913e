"""Snapshots partly in the user's type: views of classes, shared parts, work done once."""

from __future__ import annotations

import copy
import datetime
import enum
import json
import os
import pickle
import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, NamedTuple, NotRequired
from uuid import UUID

import attrs
import msgspec
import pytest
from typing_extensions import TypedDict

from ai_sdk.partial_json import PartialReader
from ai_sdk.schema import Partial, schema_for


class Level(enum.Enum):
    LOW = "low"
    HIGH = "high"


@dataclass
class Step:
    text: str
    minutes: int = 1


@attrs.frozen
class Recipe:
    name: str
    steps: list[Step]
    level: Level = Level.LOW
    day: datetime.date | None = None
    items: dict[str, Decimal] = {}


class Note(TypedDict):
    text: str
    on: NotRequired[datetime.date]


class Pair(NamedTuple):
    left: Note
    right: UUID


class Day(msgspec.Struct):
    day: datetime.date


class Log(msgspec.Struct, rename="camel"):
    all_days: list[Day]


def shown(tp: Any, *pieces: str) -> list[Any]:
    reader = PartialReader(schema_for(tp).shape)
    return [reader.snapshot() for piece in pieces if reader.feed(piece)]


def last(tp: Any, *pieces: str) -> Any:
    return shown(tp, *pieces)[-1]


def test_a_partial_is_read_like_the_object() -> None:
    partial = last(Recipe, '{"name": "Soup", "steps": [{"text": "cut"}, {"text": "bo')

    assert isinstance(partial, Partial)
    assert partial.name == "Soup"  # type: ignore[attr-defined]
    assert [step.text for step in partial.steps] == ["cut", "bo"]  # type: ignore[attr-defined]
    assert isinstance(partial.steps[0], Step)  # type: ignore[attr-defined]
    assert partial.day is None  # type: ignore[attr-defined]
    assert "day" not in partial
    with pytest.raises(AttributeError):
        _ = partial.nmae  # type: ignore[attr-defined]


def test_a_field_hides_a_method_of_dict() -> None:
    partial = last(Recipe, '{"items": {"salt": "1.5", "oil": "2')

    assert partial.items == {"salt": Decimal("1.5"), "oil": "2"}
    assert partial == {"items": partial.items}


def test_leaves_are_typed_once_complete() -> None:
    pieces = ['{"name": "a", "level": "hi', 'gh"', ', "day": "2024-05', '-17"', "}"]

    assert shown(Recipe, *pieces) == [
        {"name": "a", "level": "hi"},
        {"name": "a", "level": Level.HIGH},
        {"name": "a", "level": Level.HIGH, "day": "2024-05"},
        {"name": "a", "level": Level.HIGH, "day": datetime.date(2024, 5, 17)},
    ]


def test_typed_dicts_are_dicts_and_named_tuples_have_fields() -> None:
    text = '{"left": {"text": "a", "on": "2024-05-17"}, "right": "0f0f0f0f'
    partial = last(Pair, text)

    assert partial.left == {"text": "a", "on": datetime.date(2024, 5, 17)}
    assert type(partial.left) is dict
    assert partial.right == "0f0f0f0f"
    assert type(last(Note, '{"text": "a"')) is dict


def test_an_undecided_union_has_the_fields_of_all_members() -> None:
    partial = last(Step | Recipe, '{"text": "a"')

    assert partial.text == "a"
    assert partial.name is None


def test_a_pydantic_model_shows_its_fields() -> None:
    pydantic = pytest.importorskip("pydantic")

    class Inner(pydantic.BaseModel):  # type: ignore[misc, name-defined]
        day: datetime.date

    class Outer(pydantic.BaseModel):  # type: ignore[misc, name-defined]
        inner: Inner
        many: list[Inner] = pydantic.Field(alias="all", default=[])

    partial = last(Outer, '{"all": [{"day": "2024-05-17"}, {"day": "20')

    assert partial.many[0] == Inner(day=datetime.date(2024, 5, 17))
    assert partial.many[1].day == "20"
    assert partial.inner is None


def test_a_struct_shows_its_fields() -> None:
    partial = last(Log, '{"allDays": [{"day": "2024-05-17"}, {"day": "20')

    assert partial.all_days[0] == Day(datetime.date(2024, 5, 17))
    assert partial.all_days[1].day == "20"


def test_what_is_complete_is_shared_by_all_later_snapshots() -> None:
    pieces = [
        '{"name": "a", "steps": [{"text": "1"}, {"te',
        'xt": "2"}',
        "]",
        ', "items": {"a": "1"}',
        ', "day": "2024',
        '-05-17"}',
    ]
    seen = shown(Recipe, *pieces)

    assert len(seen) == 5
    first = seen[0].steps[0]
    assert all(each.steps[0] is first for each in seen)
    assert all(each.steps[1] is seen[1].steps[1] for each in seen[1:])
    assert seen[2].steps is seen[3].steps is seen[4].steps  # closed: shared as a whole
    assert seen[2].items is seen[4].items


def test_plain_snapshots_share_too() -> None:
    reader = PartialReader()
    reader.feed('{"a": {"b": [1]}, "c": [{"d": 1}, {"e": "x')
    early = reader.snapshot()
    reader.feed('y"}], "f": 2')
    late = reader.snapshot()

    assert early["c"][1] == {"e": "x"}
    assert early["a"] is late["a"]
    assert early["c"][0] is late["c"][0]


def test_each_part_is_made_once() -> None:
    made: list[str] = []

    @dataclass
    class Counted:
        text: str

        def __post_init__(self) -> None:
            made.append(self.text)

    @dataclass
    class Group:
        all: list[Counted]

    text = json.dumps([{"all": [{"text": f"{a}{b}"} for b in range(3)]} for a in range(3)])
    reader = PartialReader(schema_for(list[Group]).shape)
    for at in range(0, len(text), 3):
        if reader.feed(text[at : at + 3]):
            reader.snapshot()

    assert made == [f"{a}{b}" for a in range(3) for b in range(3)]


@dataclass
class Strict:
    """Raises what no validator should."""

    n: int
    also: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        raise KeyError(self.n)


def test_a_class_that_raises_anything_stays_plain() -> None:
    assert last(list[Strict], '[{"n": 1, "also": [2', ']}, {"n"') == [{"n": 1, "also": [2]}, {}]


def test_what_does_not_fit_is_open_with_what_fits_inside_it() -> None:
    text = '{"name": 7, "steps": [{"text": "a"}, {"text": 1}], "level": "low"}'
    whole = last(list[Recipe], f"[{text},")
    cut = last(list[Recipe], f"[{text[:30]}", text[30:45], f"{text[45:]},")

    assert whole == cut == [{"name": 7, "steps": [Step("a"), {"text": 1}], "level": Level.LOW}]
    assert whole[0].level is cut[0].level is Level.LOW


def test_a_null_for_an_absent_field_does_not_spoil_the_object() -> None:
    seen = last(list[Step], '[{"text": "a", "min', 'utes": null', "}, {")

    assert seen[0] == Step("a")


def test_a_partial_pickles_and_copies_as_a_dict() -> None:
    partial = last(Recipe, '{"name": "a"')

    assert pickle.loads(pickle.dumps(partial)) == {"name": "a"}
    assert copy.deepcopy(partial) == {"name": "a"}


class Kind(enum.Enum):
    A = "a"
    B = "b"


@dataclass
class Leaf:
    tag: Literal["leaf"]
    day: datetime.date
    kinds: list[Kind]


@dataclass
class Branch:
    tag: Literal["branch"]
    leaves: list[Leaf | Branch]
    names: dict[str, tuple[int, UUID]]
    note: Note | None = None
    price: Decimal = Decimal(0)


def branch(pick: random.Random, depth: int) -> dict[str, Any]:
    made: dict[str, Any] = {
        "tag": "branch",
        "leaves": [
            branch(pick, depth - 1) if depth and pick.random() < 0.4 else leaf(pick)
            for _ in range(pick.randrange(4))
        ],
        "names": {
            f"k{n}": [n, str(UUID(int=pick.getrandbits(128)))] for n in range(pick.randrange(4))
        },
    }
    if pick.random() < 0.5:
        made["note"] = pick.choice([None, {"text": "x"}, {"text": "y", "on": "2024-01-01"}])
    if pick.random() < 0.5:
        made["price"] = pick.choice(["1.50", 2, "no price", None])
    return made


def leaf(pick: random.Random) -> dict[str, Any]:
    day = pick.choice(["2024-05-17", "2024-05-17", "2024-05-17", "never"])
    return {"tag": "leaf", "day": day, "kinds": pick.choices(["a", "b", "c"], k=pick.randrange(3))}


@pytest.mark.parametrize("seed", range(int(os.environ.get("AI_SDK_FUZZ", "3000")) // 50))
def test_random_typed_documents_end_as_the_whole_parse_does(seed: int) -> None:
    """Piece by piece or at once: the same entries in the end; and no snapshot ever changes."""
    pick = random.Random(seed)
    value = branch(pick, 3)
    text, at = json.dumps(value), 0
    schema = schema_for(Branch)
    reader = PartialReader(schema.shape)
    seen: list[tuple[Any, str]] = []
    while at < len(text):
        step = pick.randint(1, 12)
        if reader.feed(text[at : at + step]):
            snapshot = reader.snapshot()
            assert not seen or repr(snapshot) != seen[-1][1], "the same twice"
            seen.append((snapshot, repr(snapshot)))
        at += step

    final = reader.snapshot()
    for key, entry in final.items():
        assert entry == schema.shape.part(key).settle(value[key])
    assert all(repr(snapshot) == before for snapshot, before in seen)


class Row(msgspec.Struct, array_like=True):
    day: datetime.date
    count: int = 0


def test_a_struct_that_is_an_array() -> None:
    rows = last(list[Row], '[["2024-05-17", 3], ["2024-05-18", 4')

    assert rows == [Row(datetime.date(2024, 5, 17), 3), [datetime.date(2024, 5, 18)]]


def test_an_object_without_a_required_field_stays_open() -> None:
    assert last(list[Step], '[{"min', 'utes": 3}', ', {"text": "') == [{"minutes": 3}, {"text": ""}]
