"""Each result is in the place of its element: `execute/ordered`.

Tried with results of every kind and handlers that end in any order, and after prior use of the
scope.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ORDERED, calling, calls, source
from haiway_conformance.programs.operations import Block, Process
from haiway_conformance.suite.helpers.checks import (
    described_end,
    expect_results_in_place,
    has_empty_source,
)
from haiway_conformance.suite.helpers.programs import calls_after_prior_use, handler_bodies


@calls
def results_of_all_kinds(build: Builder) -> Block:
    """Draw handlers that return objects of every kind, and end in any order; no sets."""
    bodies = handler_bodies(build, 0, 6)
    if build.seldom():
        bodies += [()] * 11
    return (Process("h1", source(build, bodies, ORDERED, odd=True), build.number(1, 4)),)


@clause("execute/ordered")
@given(program=results_of_all_kinds())
def test_each_result_is_in_the_place_of_its_element(explore: Explorer, program: Program) -> None:
    """If this fails, check whether results are ordered by when calls ended, or lost if falsy."""
    empty = has_empty_source(program)
    for run in explore(calling(program, "execute"), any_ending=empty):
        end = described_end(run)
        expect(
            (empty and not end.startswith("returned")) or end.startswith("returned a sequence"),
            f"execute_concurrently {end}, not a sequence",
        )
        run.premise(expect_results_in_place(run))


@pytest.mark.haiway_prior_use
@clause("execute/ordered")
@given(program=calls_after_prior_use())
def test_each_result_is_in_its_place_after_prior_use(explore: Explorer, program: Program) -> None:
    """If this fails, check what earlier events in the scope leave where results are collected."""
    for run in explore(calling(program, "execute"), any_ending=True):
        run.premise(expect_results_in_place(run))
