"""JSON Schema documents: the keywords, and what is no schema at all."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from ai_sdk.schema import SchemaValidationError, UnsupportedSchemaError, as_schema, lower

OBJECT = {
    "type": "object",
    "properties": {"a": {"type": "integer"}, "b": {"type": "string"}},
    "required": ["a"],
}
CLOSED = {**OBJECT, "additionalProperties": False}
TREE = {
    "$ref": "#/$defs/T",
    "$defs": {"T": {"type": "object", "properties": {"next": {"$ref": "#/$defs/T"}}}},
}
SELF = {"type": "array", "items": {"$ref": "#"}}
ODD_NAMES = {
    "$ref": "#/$defs/a~1b%20c",
    "$defs": {"a/b c": {"type": "null"}},
}

# schema, values that fit, values that do not with what is said of them
TABLE: list[tuple[dict[str, Any], list[Any], list[tuple[Any, str]]]] = [
    ({}, [None, 1, "a", [], {}], []),
    ({"type": "string"}, ["", "a"], [(None, "$: expected string, got null")]),
    ({"type": "integer"}, [1, 1.0], [(1.5, "$: expected integer, got 1.5"), (True, "got boolean")]),
    ({"type": "number"}, [1, 1.5], [("1", "$: expected number, got string"), (False, "boolean")]),
    ({"type": ["string", "null"]}, ["a", None], [(1, "$: expected string or null, got integer")]),
    ({"type": "string", "nullable": True}, ["a", None], [(1, "expected string")]),
    ({"enum": ["a", 1, None]}, ["a", 1, 1.0, None], [("b", '"a", 1, null; got "b"'), (True, "")]),
    ({"const": {"a": [1]}}, [{"a": [1.0]}], [({"a": [True]}, "expected {")]),
    ({"const": False}, [False], [(0, "expected false, got 0")]),
    ({"minimum": 1}, [1, 2, "x"], [(0, "$: expected at least 1, got 0")]),
    ({"maximum": 1}, [1, 0.5], [(2, "$: expected at most 1, got 2")]),
    ({"exclusiveMinimum": 1}, [1.1], [(1, "$: expected more than 1, got 1")]),
    ({"exclusiveMaximum": 1}, [0.9], [(1, "$: expected less than 1, got 1")]),
    ({"multipleOf": 3}, [9, 0, 4.5e1], [(10, "$: expected a multiple of 3, got 10")]),
    ({"multipleOf": 0.1}, [0.3, 1], [(0.25, "multiple of 0.1")]),
    ({"minLength": 2}, ["ab", 1], [("a", "$: expected at least 2 characters, got 1")]),
    ({"maxLength": 1}, ["a", "\U0001f600"], [("ab", "at most 1 characters, got 2")]),
    ({"pattern": "^a+$"}, ["aa", 1], [("b", 'expected text like ^a+$, got "b"')]),
    ({"pattern": "\\p{L}"}, ["1"], []),
    ({"format": "email"}, ["no"], []),
    ({"items": {"type": "integer"}}, [[], [1], "x"], [(["a"], "$[0]: expected integer")]),
    ({"items": False}, [[]], [([1], "expected at most 0 items, got 1")]),
    (
        {"prefixItems": [{"type": "integer"}], "items": {"type": "string"}},
        [[], [1], [1, "a"]],
        [(["a"], "$[0]: expected integer"), ([1, 1], "$[1]: expected string")],
    ),
    (
        {"items": [{"type": "integer"}], "additionalItems": False},
        [[1]],
        [([1, 1], "$: expected at most 1 items, got 2")],
    ),
    ({"minItems": 1}, [[1]], [([], "$: expected at least 1 items, got 0")]),
    ({"maxItems": 1}, [[1]], [([1, 2], "$: expected at most 1 items, got 2")]),
    (
        {"uniqueItems": True},
        [[1, True, "1", [1], [True], {"a": 1}]],
        [([1, 1.0], "$: expected items that all differ"), ([{"a": [1]}, {"a": [1]}], "differ")],
    ),
    ({"uniqueItems": False}, [[1, 1]], []),
    ({"contains": {"type": "null"}}, [[1, None]], [([1], "$: 0 items are of the kind")]),
    (
        {"contains": {"const": 1}, "minContains": 0, "maxContains": 1},
        [[], [1]],
        [([1, 1], "$: 2 items")],
    ),
    (
        OBJECT,
        [{"a": 1}, {"a": 1, "c": None}],
        [
            ({}, "$.a: missing, expected integer"),
            ({"a": "x", "b": 1}, "$.a: expected integer, got string; $.b: expected string"),
            ([], "$: expected object, got array"),
        ],
    ),
    (CLOSED, [{"a": 1}], [({"a": 1, "c": 2}, "$.c: this property is not allowed")]),
    (
        {"additionalProperties": {"type": "integer"}},
        [{"a": 1}],
        [({"a b": "x"}, '$["a b"]: expected integer')],
    ),
    (
        {"patternProperties": {"^x": {"type": "integer"}}, "additionalProperties": False},
        [{"x1": 1}],
        [({"x1": "a"}, "$.x1: expected integer"), ({"y": 1}, "$.y: this property")],
    ),
    ({"propertyNames": {"maxLength": 1}}, [{"a": 1}], [({"ab": 1}, '$: key "ab": expected at')]),
    ({"minProperties": 1}, [{"a": 1}], [({}, "$: expected at least 1 properties, got 0")]),
    ({"maxProperties": 0}, [{}], [({"a": 1}, "$: expected at most 0 properties, got 1")]),
    (
        {"dependentRequired": {"a": ["b"]}},
        [{}, {"b": 1}, {"a": 1, "b": 1}],
        [({"a": 1}, '$.b: missing, needed beside "a"')],
    ),
    (
        {"anyOf": [{"type": "integer"}, {"type": "null"}, {"$ref": "#/$defs/X"}],
         "$defs": {"X": {"const": "x"}}},
        [1, None, "x"],
        [("y", '$: expected integer or null or X, got "y"')],
    ),
    (
        {"anyOf": [CLOSED, {"type": "null"}]},
        [{"a": 1}, None],
        [({"a": "x"}, "$.a: expected integer, got string"), (1, "$: expected object or null")],
    ),
    (
        {"oneOf": [{"minimum": 1}, {"maximum": 1}]},
        [0, 2],
        [(1, "$: fits 2 of the alternatives, must fit exactly one")],
    ),
    ({"oneOf": [{"const": 1}, {"enum": [2, 3]}]}, [1, 3], [(4, "$: expected 1 or one of 2, 3, got 4")]),
    (
        {"allOf": [OBJECT, {"required": ["b"]}]},
        [{"a": 1, "b": "x"}],
        [({"a": 1}, "$.b: missing, expected a value")],
    ),
    ({"not": {"type": "null"}}, [1], [(None, "$: null is excluded")]),
    (
        {"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}},
        [{"a": 1, "b": 1}, {"c": 1}],
        [({"a": 1}, "$.b: missing"), ({}, "$.c: missing")],
    ),
    ({"if": {"type": "null"}, "then": False}, [1], [(None, "$: nothing is allowed here")]),
    ({"properties": {"a": False, "b": True}}, [{"b": 1}], [({"a": 1}, "$.a: nothing is allowed")]),
    (TREE, [{}, {"next": {"next": {}}}], [({"next": {"next": 1}}, "$.next.next: expected object")]),
    (SELF, [[], [[], [[]]]], [([[1]], "$[0][0]: expected array")]),
    ({"$ref": "#"}, [1, "circles end"], []),
    (
        {"$ref": "#/definitions/A", "definitions": {"A": {"type": "null"}}},
        [None],
        [(1, "$: expected null")],
    ),
    ({"anyOf": [{"$ref": "#/anyOf/1"}, {"type": "null"}]}, [None], [(1, "$: expected")]),
    (ODD_NAMES, [None], [(1, "$: expected null")]),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "fitting", "refused"), TABLE, ids=lambda each: str(each)[:50])
def test_keywords(
    schema: dict[str, Any], fitting: list[Any], refused: list[tuple[Any, str]]
) -> None:
    made = as_schema(schema)
    for value in fitting:
        assert made.validate(value) is value
    for value, message in refused:
        with pytest.raises(SchemaValidationError) as caught:
            made.validate(value)
        assert message in str(caught.value)


def test_a_document_comes_back_as_it_is() -> None:
    document = {"title": "Age", "description": "In years.", "type": "integer", "x-own": 1}
    schema = as_schema(document)
    assert schema.json_schema == document
    assert (schema.name, schema.description) == ("Age", "In years.")


MALFORMED: list[tuple[Any, str]] = [
    ({"type": "str"}, "$: there is no type 'str'"),
    ({"type": ["string", 1]}, "$: there is no type 1"),
    ({"properties": []}, "$: properties must be an object"),
    ({"properties": {"a": "string"}}, "$.properties.a: a schema is an object, not 'string'"),
    ({"properties": {"a b": {"type": "x"}}}, '$.properties["a b"]: there is no type'),
    ({"required": "a"}, "$: required must be a list of names"),
    ({"required": [1]}, "$: required must be a list of names"),
    ({"items": {"enum": "a"}}, "$.items: enum must be a list"),
    ({"enum": []}, "$: enum must be a list with something in it"),
    ({"anyOf": {}}, "$: anyOf must be a list"),
    ({"anyOf": [{"type": "x"}]}, "$.anyOf[0]: there is no type"),
    ({"items": [{"type": "x"}]}, "$.items[0]: there is no type"),
    ({"minimum": "1"}, "$: minimum must be a number"),
    ({"exclusiveMinimum": True}, "$: exclusiveMinimum must be a number"),
    ({"multipleOf": 0}, "$: multipleOf must be more than 0"),
    ({"multipleOf": "x"}, "$: multipleOf must be a number"),
    ({"minLength": -1}, "$: minLength must be a whole number"),
    ({"maxItems": 1.5}, "$: maxItems must be a whole number"),
    ({"description": 1}, "$: description must be text"),
    ({"dependentRequired": {"a": "b"}}, "$: dependentRequired must map"),
    ({"$ref": "#/$defs/X"}, "$: $ref '#/$defs/X' points at nothing"),
    ({"$ref": "other.json#/A"}, "$: $ref 'other.json#/A' points out of the schema"),
    ({"$ref": "#/title", "title": "x"}, "$: $ref '#/title' points at something that is no schema"),
    ({"$ref": "#/anyOf/7", "anyOf": [{}]}, "points at nothing"),
    ({"$ref": 1}, "$: $ref must be text"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "message"), MALFORMED)
def test_what_is_no_schema(schema: Any, message: str) -> None:
    with pytest.raises(UnsupportedSchemaError) as caught:
        as_schema(schema)
    assert message in str(caught.value)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.path, again.problem, str(again)) == (
        caught.value.path,
        caught.value.problem,
        str(caught.value),
    )


def test_a_schema_is_an_object() -> None:
    for wrong in (True, [], "string"):
        with pytest.raises(UnsupportedSchemaError, match="a schema is an object"):
            lower(wrong, "plain")  # type: ignore[arg-type]


def test_endless_nesting_is_refused() -> None:
    schema: dict[str, Any] = {}
    for _ in range(400):
        schema = {"not": schema}
    with pytest.raises(UnsupportedSchemaError, match="nested too deeply"):
        as_schema(schema)
    loop: dict[str, Any] = {"type": "array"}
    loop["items"] = loop
    with pytest.raises(UnsupportedSchemaError, match="nested too deeply"):
        as_schema(loop)
