"""Helpers whose handler, source or caller does not go on to the end: `process` and `execute`."""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.strategies import cancelled_callers
from haiway_conformance.programs.strategies import failing_calls as draw
from haiway_conformance.programs.strategies import tolerated_calls as tolerated
from haiway_conformance.programs.strategies.sources import calling
from haiway_conformance.simulation import Did
from haiway_conformance.suite import failing_calls, helper_calls
from haiway_conformance.suite.helper_calls import how, is_call, returned


@clause("process/sources", "execute/sources")
@given(program=draw.endless_sources())
def test_endless_sources_end_with_the_helper(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is a failure or cancellation looked at only when the source has ended?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(helper_calls.sources(run))


@clause("process/at-most-limit", "execute/at-most-limit")
@given(program=tolerated.tolerated_endings())
def test_the_limit_holds_where_failures_are_tolerated(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the place of a call that failed or ended cancelled freed twice?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(helper_calls.at_most_limit(run))


@clause("process/first-failure", "execute/first-failure")
@given(program=draw.failing_calls())
def test_the_first_failure_ends_the_helper(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the failure looked at late, wrapped, taken for false, or left alone?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(failing_calls.first_failure(run))


@clause("process/first-failure", "execute/first-failure")
@given(program=draw.simultaneous_failures())
def test_of_simultaneous_failures_one_leaves(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: are several failures put into a group, or is one of them lost unseen?"""
    for run in explore(calling(program, chapter), any_ending=True):
        # Whoever stops the others soon enough keeps them from failing.
        run.premise(failing_calls.first_failure(run) and len(helper_calls.begun(run)) > 1)


@clause("process/first-failure", "execute/first-failure")
@given(program=draw.failures_beside_a_silent_source())
def test_a_failure_is_noticed_while_the_source_is_silent(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is a failure looked at only when the source gives its next element?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(failing_calls.first_failure(run) and _source_waited(run))


@clause("process/first-failure", "execute/first-failure")
@given(program=draw.failures_beside_a_stubborn_source())
def test_a_source_that_goes_on_after_a_failure_begins_nothing(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is what a source gives after a failure handled as if nothing had happened?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(failing_calls.first_failure(run) and _source_waited(run))


def _source_waited(run: Run) -> bool:
    """Whether the helper waited for its source when the first call failed."""
    failed = next(each for each in run.trace.of(Did.FAILED) if is_call(each.subject))
    return run.waiting_at("source of h1", failed) is not None


@clause("process/first-failure", "execute/first-failure")
@given(program=draw.failing_clean_ups())
def test_failing_clean_ups_do_not_replace_the_failure(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: does the exception that is noticed last win?"""
    for run in explore(calling(program, chapter), any_ending=True):
        met = failing_calls.first_failure(run)
        failed = {each.subject for each in run.trace.of(Did.FAILED)}
        run.premise(met and failed & {each.task for each in run.trace.of(Did.INTERRUPTED)})


@clause("process/first-failure", "execute/first-failure")
@given(program=draw.failures_beside_a_source_that_fails_too())
def test_what_a_source_raises_when_stopped_does_not_replace_the_failure(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is what ends the reading of the source taken for the first failure?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(failing_calls.first_failure(run) and _source_waited(run))


@clause("process/failure-stays-inside", "execute/failure-stays-inside")
@pytest.mark.needs("spawn")
@given(program=draw.failures_that_stay_inside())
def test_a_handled_failure_does_not_fail_the_scope(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: are handler calls spawned as tasks of the scope?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.must_end()
        failed = [each for each in run.trace.of(Did.FAILED) if is_call(each.subject)]
        exited = run.exited("scope1")
        run.premise(failed)
        expect(
            exited is None or exited.detail == "normally",
            f"{' and '.join(each.subject for each in failed) or 'nothing'} failed, helper h1"
            f" {how(run)}, which was caught; and yet scope1 was exited with"
            f" {exited.detail if exited else ''}",
        )
        for each in run.trace.of(Did.INTERRUPTED):
            if not is_call(each.task) and each.task != "source of h1":
                exiting = run.exiting("scope1")
                expect(
                    exiting is not None and each.number > exiting.number,
                    f"task {each.task} of scope1 was cancelled because of a failure of h1 that was"
                    " caught or tolerated",
                )


@clause("process/source-failure", "execute/source-failure")
@given(program=draw.failing_sources())
def test_a_failure_of_the_source_ends_the_helper(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the failure of the source tolerated, wrapped, or raised too early?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(failing_calls.source_failure(run))


@clause("process/source-failure", "execute/source-failure")
@given(program=draw.sources_that_end_cancelled())
def test_a_source_that_ends_cancelled_is_not_exhausted(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is CancelledError of the source taken for a request, or for its end?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(failing_calls.source_failure(run))


@clause("process/source-closed", "execute/source-closed")
@given(program=draw.generators_left_early())
def test_a_generator_that_is_left_early_is_closed(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the generator left to the garbage collector?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(failing_calls.source_closed(run))


@clause("process/caller-cancelled", "execute/caller-cancelled")
@given(program=cancelled_callers.callers_that_are_cancelled())
def test_a_cancelled_caller_leaves_no_call_behind(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: are running calls cancelled and awaited before CancelledError goes on?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(failing_calls.caller_cancelled(run))


@clause("process/caller-cancelled", "execute/caller-cancelled")
@given(program=cancelled_callers.callers_that_are_cancelled_twice())
def test_a_second_request_leaves_no_call_behind(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: does a request that arrives while the helper waits for calls end the wait?"""
    for run in explore(calling(program, chapter), any_ending=True):
        met = failing_calls.caller_cancelled(run)
        done = helper_calls.over(run)
        requests = run.trace.of(Did.REQUESTS, subject="runner")
        before = [each for each in requests if done and each.number < done.number]
        run.premise(met and len(before) > 1)


@clause("process/handler-cancelled", "execute/handler-cancelled")
@given(program=draw.cancellations_in_any_mode())
def test_a_handler_that_ends_cancelled_harms_no_other(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the end of a cancelled call never noticed, or its place never free?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(failing_calls.handler_cancelled(run))


@clause("process/handler-cancelled-default", "execute/handler-cancelled-default")
@given(program=draw.handlers_that_end_cancelled())
def test_what_a_helper_does_after_a_cancelled_handler(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """Records whether the helper goes on, or raises CancelledError."""
    for run in explore(calling(program, chapter), any_ending=True):
        if any(is_call(each.subject) for each in run.trace.of(Did.STOPPED)):
            explore.observe("goes on" if returned(run) else "raises CancelledError")


@clause("process/handler-cancelled-tolerant", "execute/handler-cancelled-tolerant")
@given(program=draw.tolerated_cancellations())
def test_a_tolerant_helper_goes_on_after_a_cancelled_handler(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is CancelledError of a call taken for a request to the helper?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(failing_calls.goes_on_after_cancelled(run))
