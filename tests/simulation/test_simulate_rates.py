"""`simulate` finds what the portfolio finds, as soon: its own loop asks the same questions."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "exploration"))

from canonical_programs import PROGRAMS, schedules_simulated_until_found, schedules_until_found

AT_MOST = 150


@pytest.mark.parametrize("program", PROGRAMS)
def test_it_finds_canonical_bugs_as_soon_as_the_portfolio(program):
    def found(by):
        return [by(PROGRAMS[program], each, AT_MOST) for each in range(4)]

    assert found(schedules_simulated_until_found) == found(schedules_until_found)
