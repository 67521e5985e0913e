"""What type checkers make of schemas: read by mypy and pyright, never run."""

from __future__ import annotations

from typing import Annotated, Any, Literal, assert_type

import attrs

from ai_sdk.schema import Schema, array_schema, as_schema, function_schema, schema_for


@attrs.define
class Recipe:
    name: str


def ask(question: str) -> int:
    return len(question)


def of_classes(cls: type[Recipe]) -> None:
    assert_type(schema_for(Recipe), Schema[Recipe])
    assert_type(schema_for(cls), Schema[Recipe])
    assert_type(schema_for(Recipe).validate({"name": "a"}), Recipe)
    assert_type(array_schema(schema_for(Recipe)).validate([]), list[Recipe])


def of_forms() -> None:
    assert_type(schema_for(int | str), Schema[int | str])
    assert_type(schema_for(Recipe | None).validate(None), Recipe | None)
    assert_type(schema_for(Literal["a", "b"]).validate("a"), Literal["a", "b"])
    assert_type(schema_for(list[Recipe]).validate([]), list[Recipe])
    assert_type(schema_for(dict[str, int]).validate({}), dict[str, int])
    assert_type(schema_for(Annotated[str, "a name"]).validate("a"), str)


def of_anything(document: dict[str, Any]) -> None:
    assert_type(as_schema(Recipe), Schema[Recipe])
    assert_type(as_schema(Recipe | int), Schema[Recipe | int])
    assert_type(as_schema(schema_for(int)), Schema[int])
    assert_type(as_schema(document), Schema[Any])
    assert_type(as_schema({"type": "object"}), Schema[Any])
    assert_type(function_schema(ask).validate({}), dict[str, Any])
