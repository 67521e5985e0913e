"""Lowering: each dialect's words for a table of schemas, its rules kept, and the way back."""

from __future__ import annotations

import copy
import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pytest

from ai_sdk.schema import (
    Dialect,
    UnsupportedSchemaError,
    array_schema,
    as_schema,
    function_schema,
    lower,
    schema_for,
)

from .schema_lowering_cases import CASES, Case

DIALECTS: list[tuple[Dialect, str]] = [
    ("openai-strict", "openai"),
    ("gemini", "gemini"),
    ("anthropic", "anthropic"),
]


def schemas(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for holder in ("properties", "$defs"):
        for each in node.get(holder, {}).values():
            yield from schemas(each)
    for each in node.get("anyOf", ()):
        yield from schemas(each)
    if "items" in node:
        yield from schemas(node["items"])


@pytest.mark.parametrize(("dialect", "field"), DIALECTS)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_table(case: Case, dialect: Dialect, field: str) -> None:
    before = copy.deepcopy(case.schema)
    expected = getattr(case, field)
    if isinstance(expected, str):
        with pytest.raises(UnsupportedSchemaError) as caught:
            lower(case.schema, dialect)
        assert str(caught.value) == expected
        return
    lowered = lower(case.schema, dialect)
    assert json.dumps(lowered.schema, sort_keys=True) == json.dumps(expected, sort_keys=True)
    assert case.schema == before
    assert lowered.path == (("value",) if lowered.wrap else ())
    keep_the_rules(lowered.schema, dialect)


def keep_the_rules(schema: dict[str, Any], dialect: Dialect) -> None:
    """The rules of the dialect, written down once more."""
    for node in schemas(schema):
        assert not node.keys() & {"oneOf", "allOf", "not", "if", "prefixItems", "definitions"}
        if "$ref" in node:
            assert dialect != "gemini"
            assert node["$ref"].removeprefix("#/$defs/") in schema["$defs"]
            assert len(node) == 1
        elif "anyOf" not in node:
            assert "type" in node
        if node.get("type") == "array":
            assert "items" in node
        if node.get("type") == "object" and dialect != "gemini":
            assert node["additionalProperties"] is False
            if dialect == "openai-strict":
                assert node["required"] == list(node["properties"])
    if dialect == "gemini":
        assert not any(
            "additionalProperties" in node or "const" in node for node in schemas(schema)
        )
        assert not any(isinstance(node.get("type"), list) for node in schemas(schema))
    else:
        assert schema["type"] == "object"


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_plain_only_wraps(case: Case) -> None:
    try:
        lowered = lower(case.schema, "plain")
    except UnsupportedSchemaError:
        pytest.fail("plain takes every schema")
    if not lowered.wrap:
        assert lowered.schema == case.schema
        return
    assert lowered.schema["required"] == ["value"]
    as_schema(lowered.schema)
    assert lowered.restore({"value": [1]}) == [1]


def test_plain_keeps_references_right() -> None:
    schema = {"type": "array", "items": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}, "title": "L"}
    wrapped = as_schema(lower(schema, "plain").schema)
    assert wrapped.validate({"value": [[None], []]})
    with pytest.raises(ValueError, match="expected"):
        wrapped.validate({"value": [[1]]})


def test_notes_say_what_was_changed() -> None:
    lowered = lower(CASES["default"].schema, "openai-strict")
    assert lowered.notes == (
        '$.properties.a: said in the description: default: "x"',
        "$.properties.a: optional became nullable",
        "$.properties.b: optional became nullable",
    )
    assert lower(CASES["object"].schema, "anthropic").notes == ()


def test_a_root_that_only_refers_to_anything() -> None:
    for anything in (True, False):
        schema: dict[str, Any] = {"$ref": "#/$defs/A", "$defs": {"A": anything}}
        with pytest.raises(UnsupportedSchemaError, match="allowed here"):
            lower(schema, "openai-strict")
    assert lower({"$ref": "#"}, "plain").wrap


def test_malformed_schemas_and_unknown_dialects() -> None:
    with pytest.raises(UnsupportedSchemaError, match=r"\$\.items: there is no type 'x'"):
        lower({"type": "array", "items": {"type": "x"}}, "plain")
    with pytest.raises(ValueError, match="no dialect 'cobol'; there are openai-strict"):
        lower({}, "cobol")  # type: ignore[arg-type]


@dataclass
class Step:
    text: str
    minutes: int = 1
    tags: list[str] | None = None


@dataclass
class Recipe:
    name: str
    steps: list[Step]
    day: datetime.date | None = None
    kind: Literal["soup", "cake"] = "soup"


@dataclass
class Tree:
    value: int
    left: Tree | None = None


def call(step: Step, many: tuple[int, str], unit: str = "c") -> None: ...


ANSWERS: list[tuple[Any, Any, Any]] = [
    (
        Recipe,
        {
            "name": "a",
            "steps": [{"text": "b", "minutes": None, "tags": None}],
            "day": None,
            "kind": None,
        },
        Recipe("a", [Step("b")]),
    ),
    (int | str, {"value": 3}, 3),
    (list[Step], {"value": [{"text": "a", "minutes": 2, "tags": ["x"]}]}, [Step("a", 2, ["x"])]),
    (Literal["a", "b"], {"value": "b"}, "b"),
    (Tree, {"value": 1, "left": {"value": 2, "left": None}}, Tree(1, Tree(2))),
    (Tree | None, {"value": None}, None),
    (Tree | None, {"value": {"value": 1, "left": None}}, Tree(1)),
    (tuple[int, str], {"value": [1, "a"]}, (1, "a")),
]


@pytest.mark.parametrize(("tp", "answer", "expected"), ANSWERS, ids=lambda each: str(each)[:40])
def test_answers_of_a_strict_model_become_values(tp: Any, answer: Any, expected: Any) -> None:
    schema = schema_for(tp)
    lowered = schema.lower("openai-strict")
    keep_the_rules(lowered.schema, "openai-strict")
    as_schema(lowered.schema).validate(answer)
    assert schema.validate(lowered.restore(answer)) == expected
    assert schema.lower("openai-strict") is lowered


def test_a_strict_tool() -> None:
    schema = function_schema(call)
    lowered = schema.lower("openai-strict")
    assert not lowered.wrap
    keep_the_rules(lowered.schema, "openai-strict")
    answer = {"step": {"text": "a", "minutes": None, "tags": None}, "many": [1, "b"], "unit": None}
    assert schema.validate(lowered.restore(answer)) == {"step": Step("a"), "many": (1, "b")}


def test_elements_of_a_strict_list() -> None:
    schema = array_schema(schema_for(Step))
    lowered = schema.lower("openai-strict")
    assert lowered.path == ("value",)
    assert schema.validate(lowered.restore({"value": []})) == []
    assert schema_for(Step).lower("openai-strict").without_nulls({"text": "a", "tags": None}) == {
        "text": "a",
        "tags": None,
    }


OPTIONAL: dict[str, Any] = {
    "type": "object",
    "properties": {
        "need": {"type": ["string", "null"]},
        "maybe": {"type": "string"},
        "null": {"type": ["string", "null"]},
        "deep": {"$ref": "#/$defs/D"},
        "list": {"type": "array", "items": {"$ref": "#/$defs/D"}},
        "pair": {"type": "array", "prefixItems": [{"$ref": "#/$defs/D"}, {"type": "string"}]},
        "pick": {"anyOf": [{"$ref": "#/$defs/E"}, {"$ref": "#/$defs/D"}]},
        "both": {"allOf": [{"$ref": "#/$defs/D"}, {"properties": {"y": {"type": "string"}}}]},
    },
    "required": ["need"],
    "$defs": {
        "D": {"type": "object", "properties": {"x": {"type": "integer"}}},
        "E": {
            "type": "object",
            "properties": {"tag": {"const": "e"}, "x": {"type": "null"}},
            "required": ["tag"],
        },
    },
}


@pytest.mark.parametrize(
    ("answer", "restored"),
    [
        ({"need": None, "maybe": None, "null": None}, {"need": None, "null": None}),
        ({"need": "a", "deep": {"x": None}}, {"need": "a", "deep": {}}),
        ({"need": "a", "deep": None}, {"need": "a"}),
        ({"need": "a", "list": [{"x": None}, {"x": 1}]}, {"need": "a", "list": [{}, {"x": 1}]}),
        ({"need": "a", "pair": [{"x": None}, "b"]}, {"need": "a", "pair": [{}, "b"]}),
        ({"need": "a", "pick": {"x": None}}, {"need": "a", "pick": {}}),
        (
            {"need": "a", "pick": {"tag": "e", "x": None}},
            {"need": "a", "pick": {"tag": "e", "x": None}},
        ),
        ({"need": "a", "pick": {"tag": 3, "x": "?"}}, {"need": "a", "pick": {"tag": 3, "x": "?"}}),
        ({"need": "a", "both": {"x": None, "y": None}}, {"need": "a", "both": {}}),
        ({"need": "a", "other": None}, {"need": "a", "other": None}),
        ("no object", "no object"),
    ],
)
def test_nulls_for_absent_properties_are_dropped(answer: Any, restored: Any) -> None:
    lowered = lower(OPTIONAL, "openai-strict")
    before = copy.deepcopy(answer)
    assert lowered.restore(answer) == restored
    assert answer == before
    assert lower(OPTIONAL, "anthropic").restore(answer) == answer


def test_an_unwrapped_answer_is_left_alone() -> None:
    lowered = lower({"type": "array", "items": {"type": "string"}}, "openai-strict")
    assert lowered.restore(["a"]) == ["a"]
    assert lowered.restore({"other": 1}) == {"other": 1}
