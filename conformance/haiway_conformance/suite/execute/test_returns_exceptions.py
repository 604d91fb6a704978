"""With `return_exceptions=True` failures are among the results: `execute/returns-exceptions`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.sources import calling
from haiway_conformance.suite.helpers.checks import (
    expect_failures_tolerated,
    expect_results_in_place,
)
from haiway_conformance.suite.helpers.programs import calls_with_tolerated_failures


@clause("execute/returns-exceptions")
@given(program=calls_with_tolerated_failures())
def test_each_failure_is_in_the_place_of_its_element(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a failure is raised, or lost if the exception is falsy."""
    for run in explore(calling(program, "execute"), any_ending=True):
        run.premise(expect_failures_tolerated(run))
        expect_results_in_place(run)
