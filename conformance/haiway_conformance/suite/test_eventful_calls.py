"""What a helper does, whatever has happened in its scope: that is over, and changes nothing.

What fails here alone fails for a thing left behind by something that was used in the scope.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.strategies import eventful_calls as draw
from haiway_conformance.programs.strategies.sources import calling
from haiway_conformance.simulation import Did
from haiway_conformance.suite import failing_calls, helper_calls


def _was_called(run: Run) -> bool:
    """Whether it came to the call: what keeps the program from it is another clause."""
    return run.trace.first(Did.HELPS, subject="h1") is not None


@clause("process/each-once", "execute/each-once")
@given(program=draw.calls_after_events())
def test_each_element_is_handled_once_whatever_has_happened(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: what in the program is left in something that the next call uses?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(helper_calls.each_once(run))


@clause("process/at-most-limit", "execute/at-most-limit")
@given(program=draw.calls_after_events())
def test_the_limit_holds_whatever_has_happened(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: what in the program is left in something that counts the calls?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(helper_calls.at_most_limit(run))


@clause("process/first-failure", "execute/first-failure")
@given(program=draw.failing_calls_after_events())
def test_the_first_failure_ends_the_helper_whatever_has_happened(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: what in the program makes the helper, or its scope, keep the failure?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(_was_called(run) and failing_calls.first_failure(run))


@clause("process/caller-cancelled", "execute/caller-cancelled")
@given(program=draw.cancelled_calls_after_events())
def test_a_cancelled_caller_leaves_no_call_behind_whatever_has_happened(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: what in the program makes the helper take the request for its own?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(_was_called(run) and failing_calls.caller_cancelled(run))


@clause("execute/ordered")
@given(program=draw.calls_after_events())
def test_each_result_is_in_its_place_whatever_has_happened(
    explore: Explorer, program: Program
) -> None:
    """If this fails: what in the program is left in something that collects the results?"""
    for run in explore(calling(program, "execute"), any_ending=True):
        run.premise(failing_calls.results_in_place(run))
