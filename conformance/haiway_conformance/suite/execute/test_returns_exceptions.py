"""Properties of `execute/returns-exceptions`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.sources import calling
from haiway_conformance.suite.helpers.checks import results_in_place, tolerates
from haiway_conformance.suite.helpers.programs import tolerated_failures


@clause("execute/returns-exceptions")
@given(program=tolerated_failures())
def test_each_failure_is_in_the_place_of_its_element(explore: Explorer, program: Program) -> None:
    """If this fails: is a failure raised though it is to be returned, or lost if it is false?"""
    for run in explore(calling(program, "execute"), any_ending=True):
        run.premise(tolerates(run))
        results_in_place(run)
