"""Every fault that we can name comes to its expected end, in every protocol.

Keys are looked for after one case of each kind of end; `python -m tests.faults` looks after all.
"""

from __future__ import annotations

import pytest

from tests.faults.expectations import expected
from tests.faults.outcomes import Case, cases, judge, one_of_each_end, sample_cases, whole_cases
from tests.faults.sinks import NoTrail, Trail

from . import fault_runs, whole_runs

PIECEWISE = [*cases(), *sample_cases()]
SEARCHED = one_of_each_end([*PIECEWISE, *whole_cases()])


def trail_of(case: Case) -> Trail:
    return Trail() if case in SEARCHED else NoTrail()


@pytest.mark.parametrize("case", PIECEWISE, ids=str)
async def test_the_fault_comes_to_its_expected_end(case: Case) -> None:
    wanted = expected(case.fault, case.protocol, stream=case.stream)

    played = await fault_runs.play(case, trail_of(case))

    assert judge(played, wanted) == ("passed", "")


@pytest.mark.parametrize("case", whole_cases(), ids=str)
async def test_so_it_does_where_answers_come_in_one_piece(case: Case) -> None:
    wanted = expected(case.fault, case.protocol, stream=False)

    played = await whole_runs.play(case, trail_of(case))

    assert judge(played, wanted) == ("passed", "")
