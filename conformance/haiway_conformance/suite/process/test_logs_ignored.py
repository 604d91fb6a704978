"""Properties of `process/logs-ignored`."""

from collections import Counter
from dataclasses import replace

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, calls, source
from haiway_conformance.programs.operations import Block, Catch, Fail, Listen, Process, Wait
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.helpers.checks import is_call, returned
from haiway_conformance.suite.helpers.programs import tolerant_call


@calls
def ignored_failures(build: Builder) -> Block:
    """The same, listened to; two calls may raise one exception, and the source may fail later.

    Before it does, all that has happened has been noticed.
    """
    bodies = tolerant_call(build)
    if build.seldom():
        bodies += [(*build.pauses(1), Fail("alike")) for _ in range(2)]
    given = source(build, bodies)
    if build.seldom():
        given = source(build, bodies, ASYNCHRONOUS, ending="fails")
        given = replace(given, before=(Wait("noticed", "idle"),))
    call = Process("h1", given, build.number(1, 3), tolerant=True)
    return (Listen((Catch((call,)),)),)


@clause("process/logs-ignored")
@given(program=ignored_failures())
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
