"""Each ignored failure is logged at level ERROR, with the exception: `process/logs-ignored`."""

from collections import Counter
from dataclasses import replace

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, calls, source
from haiway_conformance.programs.operations import Block, Catch, Fail, Listen, Process, Wait
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.helpers.checks import helper_returned, is_handler_call
from haiway_conformance.suite.helpers.programs import bodies_of_which_some_fail


@calls
def ignored_failures(build: Builder) -> Block:
    """Draw a tolerant helper with failing handler calls, whose log records are recorded.

    Two calls may raise the same exception object. The source may fail later; the loop is idle
    before that, so that the helper has noticed all earlier failures.
    """
    bodies = bodies_of_which_some_fail(build)
    if build.seldom():
        bodies += [(*build.pauses(1), Fail("alike")) for _ in range(2)]
    drawn_source = source(build, bodies)
    if build.seldom():
        drawn_source = source(build, bodies, ASYNCHRONOUS, ending="fails")
        drawn_source = replace(drawn_source, before=(Wait("noticed", "idle"),))
    call = Process("h1", drawn_source, build.number(1, 3), tolerant=True)
    return (Listen((Catch((call,)),)),)


@clause("process/logs-ignored")
@given(program=ignored_failures())
def test_each_ignored_failure_is_logged(explore: Explorer, program: Program) -> None:
    """If this fails, check whether only the first is logged, or only the exception's message."""
    for run in explore(program, any_ending=True):
        logged = Counter(each.subject for each in run.trace.of(Did.LOGGED))
        raised = Counter[str]()
        for failed in _ignored(run):
            run.premise(failed)
            raised[failed.detail] += 1
            times, records = raised[failed.detail], logged[f"the exception object {failed.detail}"]
            expect(
                records >= times,
                f"handler call {failed.subject} raised {failed.detail}, which was ignored, and"
                f" {f'only {records} of {times}' if records else 'no'} log record"
                f"{'s' if records else ''} of level ERROR {'have' if records else 'has'} that"
                " exception",
            )


def _ignored(run: Run) -> list[Event]:
    """Return the failures of calls that the helper has certainly ignored.

    If the helper returned, it ignored all. If the source failed, it ignored those that it had
    noticed before, when the loop was idle.
    """
    failed = [each for each in run.trace.of(Did.FAILED) if is_handler_call(each.subject)]
    if helper_returned(run):
        return failed
    noticed = run.trace.last(Did.GOES_ON, subject="noticed")
    failure = run.trace.first(Did.FAILED, subject="source of h1")
    if noticed is None or failure is None or run.insisted:
        return []
    return [each for each in failed if each.iteration < noticed.iteration]
