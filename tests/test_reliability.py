"""The report of reliability shows what is kept, and what is kept names no machine."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.reliability.__main__ import main
from tests.reliability.coverage import table_of
from tests.reliability.record import FOLDER, PARTS, tables_of

KEPT = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_what_is_kept_is_of_a_part_and_says_what_it_was_measured_on(path: Any) -> None:
    kept = json.loads(path.read_text())

    assert path.stem in {part.name for part in PARTS}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", kept["date"])
    assert re.fullmatch(r"[0-9a-f]{7,12}", kept["commit"])
    assert kept["tables"] and all(table["rows"] for table in kept["tables"])
    assert not re.search(r"/home/|/root/|/tmp/", path.read_text())


def test_the_report_prints_every_part(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--recorded"])

    printed = capsys.readouterr().out
    assert re.findall(r"^# (.+)$", printed, re.M) == [part.title for part in PARTS]


@pytest.mark.parametrize(
    "told",
    [
        {"tables": [{"title": "t", "rows": [{"a": 1}], "failed": []}]},
        {"rows": [{"a": 1}]},
        [{"a": 1}],
        [{"title": "t", "rows": [{"a": 1}], "failed": []}],
        {"x": {"a": 1}},
    ],
)
def test_every_shape_of_figures_becomes_tables(told: Any) -> None:
    (table,) = tables_of(told, "t")

    assert table["title"] == "t"
    assert table["rows"][0]["a"] == 1


@pytest.mark.parametrize(
    ("branches", "failed"), [(98, []), (97, ["branches: 97.0 % is less than 98 %"])]
)
def test_coverage_is_of_statements_and_branches(branches: int, failed: list[str]) -> None:
    totals = {"num_statements": 100, "covered_lines": 100}
    totals |= {"num_branches": 100, "covered_branches": branches}

    table = table_of({"totals": totals})

    assert table.rows[1] == ("branches", 100, branches, float(branches))
    assert table.rows[2][:3] == ("both together", 200, 100 + branches)
    assert table.failed == failed
