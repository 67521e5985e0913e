"""A run that is content with some cases has some of each test; a search for keys, one of each end."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from tests import conftest
from tests.faults import run
from tests.faults.expectations import expected
from tests.faults.outcomes import Case, cases, one_of_each_end, whole_cases
from tests.faults.sinks import SINKS, NoTrail


def chosen(tests: dict[str, int], most: int) -> dict[str, list[int]]:
    """Which cases, by number, are left of tests with so many."""
    items: list[Any] = [
        SimpleNamespace(nodeid=f"{test}[{number}]")
        for test, count in tests.items()
        for number in range(count)
    ]
    left = [item.nodeid.rstrip("]").split("[") for item in conftest._some_of_each(items, most)]
    return {test: sorted(int(number) for name, number in left if name == test) for test in tests}


def test_every_test_keeps_some_of_its_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conftest, "SHIFT", 0)
    assert chosen({"a": 1, "b": 3, "c": 9}, 3) == {"a": [0], "b": [0, 1, 2], "c": [0, 3, 6]}

    monkeypatch.setattr(conftest, "SHIFT", 7)  # elsewhere in the list, and as many
    assert chosen({"a": 1, "b": 3, "c": 9}, 3) == {"a": [0], "b": [0, 1, 2], "c": [1, 4, 7]}


def test_tests_of_annotations_keep_all_cases() -> None:
    test = f"{conftest.WHOLE[0]}::test_x"

    assert chosen({test: 9}, 2) == {test: list(range(9))}


def test_each_kind_of_end_is_searched_for_keys_once() -> None:
    every = [*cases(), *whole_cases()]

    def end(case: Case) -> Any:
        wanted = expected(case.fault, case.protocol, stream=case.stream)
        return wanted, case.protocol, case.stream

    searched = [end(case) for case in one_of_each_end(every)]
    assert len(searched) == len(set(searched))
    assert set(searched) == {end(case) for case in every}


def test_a_trail_that_nobody_looks_at_keeps_nothing() -> None:
    trail = NoTrail()
    with trail.watch():
        trail.add_error(ValueError("a"))
        trail.add_result("b")
        trail.add_objects("c")

    assert trail.settings() == {}
    assert trail.texts == {sink: [] for sink in SINKS}


@pytest.mark.parametrize("colour", ["ai_sdk", "ai_sdk.aio"])
def test_a_fault_comes_to_the_same_in_another_process(colour: str) -> None:
    play, numbers = partial(run._ending, colour), range(2)
    with run._mapping(1) as here, run._mapping(2) as there:
        told = list(there(play, numbers))

        assert told == list(here(play, numbers))
    assert [verdict for verdict, *_ in told] == ["passed", "passed"]
