"""`evolve` copies where making an instance only stores its fields, and calls attrs elsewhere."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pytest

from ai_sdk.types._value import evolve, field, value
from ai_sdk.types.telemetry import Telemetry
from ai_sdk.types.timeouts import Timeout


@value
class Pair:
    left: int
    right: int = 2


@value
class Named:
    _name: str = field(alias="name")

    @cached_property
    def length(self) -> int:
        return len(self._name)


def test_the_copy_is_equal_and_the_first_one_unchanged() -> None:
    first = Pair(1)
    changed = evolve(first, left=5)
    assert (changed, first) == (Pair(5, 2), Pair(1, 2))
    assert type(changed) is Pair
    assert hash(changed) == hash(Pair(5, 2))
    with pytest.raises(AttributeError):
        changed.left = 6  # type: ignore[misc]


def test_a_wrong_name_is_refused() -> None:
    with pytest.raises(TypeError, match="middle"):
        evolve(Pair(1), middle=3)


def test_what_was_computed_is_computed_again() -> None:
    named = Named("abc")
    assert named.length == 3
    assert evolve(named, name="ab").length == 2


def test_a_subclass_with_an_init_of_its_own_is_asked() -> None:
    class Doubled(Pair):
        def __init__(self, left: int, right: int) -> None:
            super().__init__(left * 2, right)

    assert evolve(Doubled(1, 2), right=3).left == 4


@pytest.mark.parametrize("wrong", [{"total": "long"}, {"idle": -1}])
def test_checks_of_a_class_are_made(wrong: Any) -> None:
    with pytest.raises(Exception, match="timeout"):
        evolve(Timeout(), **wrong)


def test_converters_are_called() -> None:
    assert evolve(Telemetry(), metadata={"a": 1}).metadata == {"a": 1}
