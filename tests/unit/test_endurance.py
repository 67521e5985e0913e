"""The long runs, in small: `python -m tests.endurance` makes them at full size."""

from __future__ import annotations

import sys

import pytest

from tests.endurance import cancels
from tests.endurance.report import Table

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@on_linux
def test_random_cancels_leave_nothing_behind() -> None:
    tables = cancels.run(small=True)

    assert [table.failed for table in tables] == [[], []]
    assert all(isinstance(row[1], int) and row[1] > 0 for table in tables for row in table.rows)


def test_a_table_tells_what_failed() -> None:
    table = Table("numbers", ("what", "how many"))
    table.add("ones", 1_000)
    table.expect(True, "unseen")
    table.expect(False, "one is missing")

    assert "| ones |    1,000 |" in table.shown()
    assert "FAILED: one is missing" in table.shown()
    assert table.data()["rows"] == [{"what": "ones", "how many": 1_000}]
