"""Whole programs: everything within everything, watched by monitors of the clauses.

The net for what no directed property thought of. Each clause that can be watched in a program that
was not made for it has a monitor (`suite/monitors`), and a property of its own here, so that a
violation names its clause and shrinks to what it takes.
"""

import pytest

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs.whole import whole_program
from haiway_conformance.suite.monitors import WATCHES, History, Watch

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
