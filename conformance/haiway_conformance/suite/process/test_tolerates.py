"""Properties of `process/tolerates`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.suite.helpers.checks import tolerates
from haiway_conformance.suite.helpers.programs import tolerated_failures


@clause("process/tolerates")
@given(program=tolerated_failures())
def test_it_goes_on_through_failures(explore: Explorer, program: Program) -> None:
    """If this fails: does a failure end the helper though it is to be ignored?"""
    for run in explore(program, any_ending=True):
        run.premise(tolerates(run))
