"""Properties of `execute/ordered`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ORDERED, calling, calls, source
from haiway_conformance.programs.operations import Block, Process
from haiway_conformance.suite.helpers.checks import over, results_in_place
from haiway_conformance.suite.helpers.programs import calls_after_prior_use, handler_bodies


@calls
def results_of_all_kinds(build: Builder) -> Block:
    """Handlers that return objects of all kinds, and end in any order; sources with an order."""
    bodies = handler_bodies(build, 0, 6)
    if build.seldom():
        bodies += [()] * 11
    return (Process("h1", source(build, bodies, ORDERED, odd=True), build.number(1, 4)),)


@clause("execute/ordered")
@given(program=results_of_all_kinds())
def test_each_result_is_in_the_place_of_its_element(explore: Explorer, program: Program) -> None:
    """If this fails: are results in the order of ending, or lost where they are false?"""
    for run in explore(calling(program, "execute")):
        done = over(run)
        expect(
            done is not None and done.detail.startswith("returned a sequence"),
            f"execute_concurrently {done.detail if done else 'was never done'}, not a sequence",
        )
        run.premise(results_in_place(run))


@clause("execute/ordered")
@given(program=calls_after_prior_use())
def test_each_result_is_in_its_place_whatever_has_happened(
    explore: Explorer, program: Program
) -> None:
    """If this fails: what in the program is left in something that collects the results?"""
    for run in explore(calling(program, "execute"), any_ending=True):
        run.premise(results_in_place(run))
