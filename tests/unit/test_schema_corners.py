"""Types that few programs ask for, and answers that nearly fit them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypedDict

import pytest

from ai_sdk.schema import as_schema
from ai_sdk.schema.errors import MAX_ISSUES, SchemaValidationError


@dataclass
class Made:
    """A class with a field that no answer fills."""

    name: str
    length: int = field(init=False)

    def __post_init__(self) -> None:
        self.length = len(self.name)


def test_a_field_that_the_class_makes_itself_is_not_asked_for() -> None:
    schema = as_schema(Made)

    assert list(schema.json_schema["properties"]) == ["name"]
    assert schema.validate({"name": "abc"}).length == 3


@pytest.mark.parametrize(
    "tp", [{"type": "array", "items": {"type": "integer"}}, list[int]], ids=["schema", "type"]
)
def test_only_a_handful_of_problems_is_told(tp: Any) -> None:
    with pytest.raises(SchemaValidationError) as caught:
        as_schema(tp).validate(["x"] * 1000)

    assert len(caught.value.issues) == MAX_ISSUES


class Small(TypedDict):
    a: int


def test_of_two_objects_the_one_that_fits_is_taken() -> None:
    schema = as_schema(list[Small | dict[str, str]])

    assert schema.validate([{"a": 1}, {"x": "y"}]) == [{"a": 1}, {"x": "y"}]
    with pytest.raises(SchemaValidationError):
        schema.validate(["neither"])
