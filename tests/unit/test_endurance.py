"""The long runs, in small: `python -m tests.endurance` makes them at full size."""

from __future__ import annotations

import os
import sys

import pytest

from tests.endurance import bombs, cancels, outage, processes, soak, streams
from tests.endurance.report import Table

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


@on_linux
def test_random_cancels_leave_nothing_behind() -> None:
    tables = cancels.run(small=True)

    assert [table.failed for table in tables] == [[], []]
    assert all(isinstance(row[1], int) and row[1] > 0 for table in tables for row in table.rows)


@needs_fork
def test_forks_threads_and_loops_get_their_own_answers() -> None:
    [table] = processes.run(small=True)

    assert table.failed == []
    assert [row[3] for row in table.rows[:-1]] == [100] * 8


@on_linux
def test_bombs_stay_below_twice_the_cap() -> None:
    [table] = bombs.run(small=True)

    assert table.failed == []
    assert len(table.rows) == 4


@on_linux
def test_many_streams_at_once_are_all_whole() -> None:
    [table] = streams.run(small=True)

    assert [what for what in table.failed if "whole" in what or "KiB" in what] == []
    assert table.rows[0][1] == "60 of 60"


def test_retries_do_not_multiply_an_outage() -> None:
    tables = outage.run(small=True)

    assert [table.failed for table in tables] == [[], []]
    assert [row[1:4] for table in tables for row in table.rows] == [(1_000, 1_000, 1_100)] * 2


@on_linux
def test_everything_at_once_leaves_nothing_behind() -> None:
    [table] = soak.run(small=True)

    assert table.failed == []
    assert [row[-1] for row in table.rows] == [0] * 20


def test_a_table_tells_what_failed() -> None:
    table = Table("numbers", ("what", "how many"))
    table.add("ones", 1_000)
    table.expect(True, "unseen")
    table.expect(False, "one is missing")

    assert "| ones |    1,000 |" in table.shown()
    assert "FAILED: one is missing" in table.shown()
    assert table.data()["rows"] == [{"what": "ones", "how many": 1_000}]
