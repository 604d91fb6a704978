"""Failures of which it is open whether a tolerant helper tolerates them: never a hang.

A BaseException that is no Exception, and what a handler, a plain function, raises at the call
itself. Properties of `process/base-exceptions`, `process/call-errors` and
`process/open-failures-end`, and of the clauses of chapter `execute` with these names.
"""

from hypothesis import given
from hypothesis import strategies as st

from haiway_conformance.judgement import Explorer, Run, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ORDERED, calling, calls, source
from haiway_conformance.programs.operations import Block, Catch, Fail, Process
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.helpers.checks import (
    expect_each_once,
    expect_results_in_place,
    helper_end,
    helper_returned,
    is_handler_call,
)
from haiway_conformance.suite.helpers.programs import calls_that_raise


@calls
def base_exceptions(build: Builder) -> Block:
    """Draw a tolerant helper of which some calls raise a BaseException that is no Exception."""
    bodies = [build.pauses(1) for _ in range(build.number(1, 4))]
    for index in range(len(bodies)):
        if index == 0 or build.seldom():
            bodies[index] = (*bodies[index], Fail(build.name("error"), "base"))
    if build.flag():
        bodies.reverse()
    drawn_source = source(build, bodies, ORDERED)
    return (Process("h1", drawn_source, build.number(1, 3), tolerant=True),)


@clause("process/base-exceptions", "execute/base-exceptions")
@given(program=base_exceptions())
def test_what_becomes_of_base_exceptions(explore: Explorer, chapter: str, program: Program) -> None:
    """Record whether the helper goes on or raises."""
    for run in explore(calling(program, chapter), any_ending=True):
        if _failed(run) and helper_end(run):
            explore.observe("tolerates them" if helper_returned(run) else "raises")


@calls
def tolerated_call_errors(build: Builder) -> Block:
    """Draw a tolerant helper whose handler raises at the call itself for some elements."""
    return (Catch((calls_that_raise(build, tolerant=True),)),)


@clause("process/call-errors", "execute/call-errors")
@given(program=tolerated_call_errors())
def test_what_becomes_of_errors_of_the_call_itself(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """Record whether the helper goes on or raises."""
    for run in explore(calling(program, chapter), any_ending=True):
        if _failed(run) and helper_end(run):
            explore.observe("tolerates them" if helper_returned(run) else "raises")


@clause("process/open-failures-end", "execute/open-failures-end")
@given(program=st.one_of(base_exceptions(), tolerated_call_errors()))
def test_what_need_not_be_tolerated_never_hangs_the_helper(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether only an Exception that is awaited frees a call's place."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_open_failure_ended(run))


def expect_open_failure_ended(run: Run) -> bool:
    """Check that the helper ends, and loses nothing if it goes on."""
    failed = _failed(run)
    if not failed:
        return False
    run.must_end()
    if helper_returned(run):
        expect_each_once(run)
        expect_results_in_place(run, failed)
    return True


def _failed(run: Run) -> list[str]:
    """Return the names of the handler calls that failed."""
    return [each.subject for each in run.trace.of(Did.FAILED) if is_handler_call(each.subject)]
