"""Every entry of the catalogue of faults leads to faults by name or to tests, and every fault to it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from ai_sdk.testing.faults import FAULTS
from tests.faults.catalogue import CATALOGUE, Entry

TESTS = Path(__file__).parent
ASYNC_ONLY = {"_async/test_http_loops.py", "_async/test_run_cancellation.py"}
"""Tests about event loops, which the other colour has not."""
NUMBERS = pytest.mark.parametrize("number", CATALOGUE)


def test_the_numbers_are_all_there() -> None:
    assert list(CATALOGUE) == list(range(1, 157))


@NUMBERS
def test_an_entry_is_shown_or_says_what_is_absent(number: int) -> None:
    entry = CATALOGUE[number]

    assert bool(entry.faults or entry.tests) != bool(entry.absent)


def named(entry: Entry) -> list[str]:
    """The faults that an entry means."""
    return [
        name
        for start in entry.faults
        for name in FAULTS
        if name == start or (start not in FAULTS and name.startswith(start))
    ]


@NUMBERS
def test_its_faults_are_there(number: int) -> None:
    entry = CATALOGUE[number]

    missing = [each for each in entry.faults if not named(Entry("", (each,)))]
    assert missing == []


@cache
def names_in(path: str) -> str:
    return (TESTS / path).read_text()


@NUMBERS
def test_its_tests_are_there(number: int) -> None:
    for place in CATALOGUE[number].tests:
        path, _, name = place.partition("::")
        assert (TESTS / path).is_file(), place
        assert not name or re.search(rf"def {name}\b", names_in(path)), place
        if path.startswith("_async/") and path not in ASYNC_ONLY:
            assert (TESTS / path.replace("_async/", "_sync/", 1)).is_file()


def test_every_fault_is_in_the_catalogue() -> None:
    meant = {name for entry in CATALOGUE.values() for name in named(entry)}

    assert [name for name in FAULTS if name not in meant] == []


def test_what_is_absent_is_told() -> None:
    absent = {number: entry.absent for number, entry in CATALOGUE.items() if entry.absent}

    assert list(absent) == list(range(149, 157))
