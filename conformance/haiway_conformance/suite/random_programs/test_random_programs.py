"""Random programs, checked by the monitors of the clauses.

They find what no directed property looks for. Each clause that has a monitor has a property of its
own here, so that a violation names its clause and shrinks to what it takes.

Some of the programs cancel nothing themselves; their tasks are cancelled from outside instead, at
any suspension, once or twice in a program (`programs/cancellation_injection`).
"""

from functools import partial
from typing import Final

import pytest

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.suite.monitoring import History, Monitor
from haiway_conformance.suite.random_programs.cancelled import cancelled_programs
from haiway_conformance.suite.random_programs.growth import deep_program, long_used_program
from haiway_conformance.suite.random_programs.mixture import random_program
from haiway_conformance.suite.random_programs.monitors import MONITORS

SHARES: Final = 4
"""For clauses about cancellation, how many times as many cancellations are injected."""

_MONITORED = [
    pytest.param(monitor, marks=clause(identifier), id=identifier)
    for identifier, monitor in MONITORS.items()
]


@pytest.mark.haiway_random_program
@pytest.mark.parametrize("monitor", _MONITORED)
def test_the_clause_holds_in_random_programs(explore: Explorer, monitor: Monitor) -> None:
    """If this fails, check how the operations of the shrunk program affect one another."""
    for seed in explore.seeds():
        program = random_program(seed, monitor.theme)
        for run in explore(program, any_ending=True, about_exit=True):
            run.premise(monitor.holds(History(run)))
    if monitor.theme.cancelling is False:
        return  # the monitor says nothing where anything is cancelled
    shares = SHARES if monitor.theme.cancelling else 1
    for program in explore.sampled(partial(cancelled_programs, theme=monitor.theme), shares):
        for run in explore(program, any_ending=True, about_exit=True, once=True):
            run.premise(monitor.holds(History(run)))


@pytest.mark.haiway_random_program
@pytest.mark.parametrize("monitor", _MONITORED)
def test_the_clause_holds_after_long_use(explore: Explorer, monitor: Monitor) -> None:
    """If this fails, check what is kept of what has ended: counters, caches, pools, limits."""
    for seed in explore.seeds():
        program = long_used_program(seed, monitor.theme)
        for run in explore(program, any_ending=True, about_exit=True, once=True):
            run.premise(monitor.holds(History(run)))


@pytest.mark.haiway_random_program
@pytest.mark.parametrize("monitor", _MONITORED)
def test_the_clause_holds_on_deep_levels(explore: Explorer, monitor: Monitor) -> None:
    """If this fails, check what happens once there are many scopes or tasks around each other."""
    for seed in explore.seeds():
        program = deep_program(seed, monitor.theme)
        for run in explore(program, any_ending=True, about_exit=True, once=True):
            run.premise(monitor.holds(History(run)))
