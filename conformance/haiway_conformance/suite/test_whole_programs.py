"""Whole programs: everything within everything, watched by monitors of the clauses.

The net for what no directed property thought of. Each clause that can be watched in a program that
was not made for it has a monitor (`suite/monitors`), and a property of its own here, so that a
violation names its clause and shrinks to what it takes.

Besides what programs do themselves, somebody outside may ask their tasks to stop, at any suspension
(`programs/requested`). Each is tried by itself, in programs in which nobody else asks anybody.
"""

from functools import partial
from typing import Final

import pytest

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs.whole import interrupted_programs, whole_program
from haiway_conformance.suite.monitors import WATCHES, History, Watch

# What is about being asked to stop is tried with so many times as many requests as what is not.
SHARES: Final = 4

_WATCHED = [
    pytest.param(watch, marks=clause(identifier), id=identifier)
    for identifier, watch in WATCHES.items()
]


@pytest.mark.net
@pytest.mark.parametrize("watch", _WATCHED)
def test_the_clause_holds_in_whole_programs(explore: Explorer, watch: Watch) -> None:
    """If this fails: what do parts do to each other that each of them does right by itself?"""
    for seed in explore.seeds():
        program = whole_program(seed, watch.theme)
        for run in explore(program, any_ending=True, about_exit=True):
            run.premise(watch.monitor(History(run)))
    if watch.theme.stopping is False:
        return  # the monitor says nothing where anybody is asked
    shares = SHARES if watch.theme.stopping else 1
    for program in explore.sampled(partial(interrupted_programs, theme=watch.theme), shares):
        for run in explore(program, any_ending=True, about_exit=True, once=True):
            run.premise(watch.monitor(History(run)))
