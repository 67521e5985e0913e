"""JSON Schema documents given by the user: checked once for their form, values pass unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .errors import Mismatch, UnsupportedSchemaError, place
from .nodes import Node
from .pointers import resolve
from .validate import Validator

if TYPE_CHECKING:
    from .definitions import Definitions

__all__ = ["DocumentNode", "check_schema", "subschemas"]

KINDS = ("null", "boolean", "integer", "number", "string", "array", "object")
_ONE = ("items", "additionalProperties", "additionalItems", "contains", "propertyNames", "not")
_IF = ("if", "then", "else")
_MANY = ("anyOf", "oneOf", "allOf", "prefixItems")
_NAMED = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
_NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_COUNTS = (
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "minContains",
    "maxContains",
)
_TEXTS = ("description", "title", "pattern", "format", "$ref")


class DocumentNode(Node):
    """A schema that is a JSON document."""

    def __init__(self, document: dict[str, Any]) -> None:
        check_schema(document)
        self._document = document
        self._validator = Validator(document)

    def schema(self, defs: Definitions) -> dict[str, Any]:
        from .references import collect

        bare, brought = collect(self._document)
        return defs.adopt({**bare, "$defs": brought} if brought else bare, "")

    def load(self, value: Any) -> Any:
        problems = self._validator.problems(value)
        if problems:
            raise Mismatch.gather(problems)
        return value


def subschemas(schema: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """The schemas directly inside a schema, with the steps to each."""
    for keyword in (*_ONE, *_IF):
        if keyword in schema and not (keyword == "items" and isinstance(schema[keyword], list)):
            yield (keyword,), schema[keyword]
    for keyword in (*_MANY, "items"):
        if isinstance(schema.get(keyword), list):
            for index, each in enumerate(schema[keyword]):
                yield (keyword, index), each
    for keyword in _NAMED:
        if isinstance(schema.get(keyword), dict):
            for name, each in schema[keyword].items():
                yield (keyword, name), each


def check_schema(schema: Any) -> None:
    """Refuse what is no JSON Schema.

    Raises:
        UnsupportedSchemaError: something is malformed, or a reference leads nowhere; with its
            place.
    """
    if not isinstance(schema, dict):
        raise UnsupportedSchemaError("$", f"a schema is an object, not {schema!r:.60}")
    _check(schema, schema, ())


def _check(schema: Any, root: dict[str, Any], path: tuple[str | int, ...]) -> None:
    if isinstance(schema, bool):
        return
    here = place(path)
    if not isinstance(schema, dict):
        raise UnsupportedSchemaError(here, f"a schema is an object, not {schema!r:.60}")
    if len(path) > 200:
        raise UnsupportedSchemaError(place(path[:6]), "the schema is nested too deeply")
    for problem in _problems(schema):
        raise UnsupportedSchemaError(here, problem)
    if "$ref" in schema:
        resolve(root, schema["$ref"], here)
    for steps, each in subschemas(schema):
        _check(each, root, (*path, *steps))


def _problems(schema: dict[str, Any]) -> Iterator[str]:
    kinds = schema.get("type", [])
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if kind not in KINDS:
            yield f"there is no type {kind!r}; there are {', '.join(KINDS)}"
    for keyword in _TEXTS:
        if not isinstance(schema.get(keyword, ""), str):
            yield f"{keyword} must be text"
    for keyword in _NUMBERS:
        if isinstance(schema.get(keyword, 0), bool) or not isinstance(
            schema.get(keyword, 0), (int, float)
        ):
            yield f"{keyword} must be a number"
    if schema.get("multipleOf", 1) <= 0:
        yield "multipleOf must be more than 0"
    for keyword in _COUNTS:
        count = schema.get(keyword, 0)
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            yield f"{keyword} must be a whole number, 0 or more"
    yield from _lists(schema)


def _lists(schema: dict[str, Any]) -> Iterator[str]:
    for keyword in (*_MANY, "enum"):
        members = schema.get(keyword, [{}])
        if not isinstance(members, list) or not members:
            yield f"{keyword} must be a list with something in it"
    for keyword in _NAMED:
        if not isinstance(schema.get(keyword, {}), dict):
            yield f"{keyword} must be an object"
    required = schema.get("required", [])
    if not isinstance(required, list) or not all(isinstance(each, str) for each in required):
        yield "required must be a list of names"
    needed = schema.get("dependentRequired", {})
    if not isinstance(needed, dict) or not all(isinstance(each, list) for each in needed.values()):
        yield "dependentRequired must map names to lists of names"
