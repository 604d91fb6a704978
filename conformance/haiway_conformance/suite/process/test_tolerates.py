"""With `ignore_exceptions=True` the helper goes on after failed calls: `process/tolerates`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.suite.helpers.checks import expect_failures_tolerated
from haiway_conformance.suite.helpers.programs import calls_with_tolerated_failures


@clause("process/tolerates")
@given(program=calls_with_tolerated_failures())
def test_it_goes_on_through_failures(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a failure that is to be ignored ends the helper."""
    for run in explore(program, any_ending=True):
        run.premise(expect_failures_tolerated(run))
