"""`merge/end`: after a failure that met a request, a merged stream still answers.

`consumers/test_end.py` has the general properties of this clause.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.merge.checks import source_failure
from haiway_conformance.suite.merge.test_failure import failures_that_meet_a_cancellation


@clause("merge/end")
@given(program=failures_that_meet_a_cancellation())
def test_asking_after_a_failure_that_met_a_request_ends(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a cancelled consumer leaves the stream neither open nor ended.

    What it gives then is open: the failure, StopAsyncIteration, or CancelledError.
    """
    for run in explore(program, any_ending=True):
        failed = source_failure(run)
        asks = run.trace.of(Did.ASKS, subject="s1")
        run.premise(failed is not None and any(each.number > failed.number for each in asks))
        run.must_end()
