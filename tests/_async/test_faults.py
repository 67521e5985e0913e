"""Every fault that we can name comes to its expected end, in every protocol."""

from __future__ import annotations

import pytest

from tests.faults.expectations import expected
from tests.faults.outcomes import Case, cases, judge, whole_cases

from . import whole_runs
from .fault_runs import play


@pytest.mark.parametrize("case", cases(), ids=str)
async def test_the_fault_comes_to_its_expected_end(case: Case) -> None:
    wanted = expected(case.fault, case.protocol, stream=case.stream)

    played = await play(case)

    assert judge(played, wanted) == ("passed", "")


@pytest.mark.parametrize("case", whole_cases(), ids=str)
async def test_so_it_does_where_answers_come_in_one_piece(case: Case) -> None:
    wanted = expected(case.fault, case.protocol, stream=False)

    played = await whole_runs.play(case)

    assert judge(played, wanted) == ("passed", "")
