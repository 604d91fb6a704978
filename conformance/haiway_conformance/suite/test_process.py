"""What `process_concurrently` alone promises; what it has in common is in `test_helper_calls`."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.strategies import helper_calls as draw
from haiway_conformance.programs.strategies import tolerated_calls as tolerated
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite import failing_calls
from haiway_conformance.suite.helper_calls import begun, is_call, over, returned


@clause("process/returns-none")
@given(program=st.one_of(draw.elements_of_all_kinds(), tolerated.tolerated_failures()))
def test_it_returns_none(explore: Explorer, program: Program) -> None:
    """If this fails: is the result of a handler, or the list of failures, given back?"""
    for run in explore(program, any_ending=True):
        done = over(run)
        if run.premise(done and returned(run) and begun(run)) and done:
            expect(
                done.detail == "returned None",
                f"process_concurrently {done.detail}, not None",
            )


@clause("process/tolerates")
@given(program=tolerated.tolerated_failures())
def test_it_goes_on_through_failures(explore: Explorer, program: Program) -> None:
    """If this fails: does a failure end the helper though it is to be ignored?"""
    for run in explore(program, any_ending=True):
        run.premise(failing_calls.tolerates(run))


@clause("process/logs-ignored")
@given(program=tolerated.ignored_failures())
def test_each_ignored_failure_is_logged(explore: Explorer, program: Program) -> None:
    """If this fails: is only the first logged, or the message without the exception?"""
    for run in explore(program, any_ending=True):
        logged = Counter(each.subject for each in run.trace.of(Did.LOGGED))
        seen = Counter[str]()
        for failed in _ignored(run):
            run.premise(failed)
            seen[failed.detail] += 1
            times = f" for the {seen[failed.detail]}. time" if seen[failed.detail] > 1 else ""
            expect(
                logged[f"the exception object {failed.detail}"] >= seen[failed.detail],
                f"handler call {failed.subject} raised {failed.detail}{times}, which was ignored,"
                " and no log record of level ERROR has that exception",
            )


def _ignored(run: Run) -> list[Event]:
    """The failures of calls that were ignored.

    Where the source failed later, those that had been noticed before: since then the loop was idle.
    Else none was ignored for certain, unless the helper returned.
    """
    failed = [each for each in run.trace.of(Did.FAILED) if is_call(each.subject)]
    if returned(run):
        return failed
    noticed = run.trace.last(Did.GOES_ON, subject="noticed")
    failure = run.trace.first(Did.FAILED, subject="source of h1")
    if noticed is None or failure is None or run.insisted:
        return []
    return [each for each in failed if each.iteration < noticed.iteration]
