"""The number of schedules until races and deadlocks are found, the canonical one included.

Of the mutants, `tests/mutants/kill_table.py` tells the same.
"""

from statistics import median, quantiles

import pytest
from canonical_programs import PROGRAMS, schedules_until_found

SEEDS = 200
AT_MOST = 400  # what is not found by then counts as found there


@pytest.mark.parametrize("program", PROGRAMS)
def test_schedules_until_found(benchmark, tell, program):
    found = benchmark.pedantic(
        lambda: [schedules_until_found(PROGRAMS[program], each, AT_MOST) for each in range(SEEDS)],
        rounds=1,
    )
    tell("median", median(found), "schedules")
    tell("nine of ten within", quantiles(found, n=10)[-1], "schedules")
