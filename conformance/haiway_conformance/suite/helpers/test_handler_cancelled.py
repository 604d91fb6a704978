"""Properties of `process/handler-cancelled` and `execute/handler-cancelled`.

And of their sides: `process/handler-cancelled-default`, `execute/handler-cancelled-default`,
`process/handler-cancelled-tolerant` and `execute/handler-cancelled-tolerant`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import calling, calls, source
from haiway_conformance.programs.operations import Block, Catch, Process
from haiway_conformance.simulation import Did
from haiway_conformance.suite.helpers.checks import (
    call_of,
    each_once,
    is_call,
    over,
    results_in_place,
    returned,
)
from haiway_conformance.suite.helpers.programs import ends_cancelled


def _with_cancelled(build: Builder, *, tolerant: bool) -> Block:
    bodies = [build.pauses(1) for _ in range(build.number(1, 4))]
    for index in range(len(bodies)):
        if index == 0 or (tolerant and build.seldom()):
            bodies[index] = ends_cancelled(build)
    if build.flag():
        bodies.reverse()
    call = Process("h1", source(build, bodies), build.number(1, 3), tolerant)
    return (Catch((call,), "cancellation"), *build.pauses(1))


@calls
def cancellations_in_any_mode(build: Builder) -> Block:
    """The same, where failures are tolerated or not."""
    return _with_cancelled(build, tolerant=build.flag())


@clause("process/handler-cancelled", "execute/handler-cancelled")
@given(program=cancellations_in_any_mode())
def test_a_handler_that_ends_cancelled_harms_no_other(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the end of a cancelled call never noticed, or its place never free?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(handler_cancelled(run))


def handler_cancelled(run: Run) -> bool:
    """Demand that a call which ends cancelled by itself hangs nothing, loses and shifts nothing."""
    run.must_end()
    cancelled = [each for each in run.trace.of(Did.STOPPED) if is_call(each.subject)]
    each_once(run)
    results_in_place(run, [each.subject for each in cancelled])
    return bool(cancelled)


@calls
def handlers_that_end_cancelled(build: Builder) -> Block:
    """A call that ends cancelled though nobody asked it to, among others that succeed."""
    return _with_cancelled(build, tolerant=False)


@clause("process/handler-cancelled-default", "execute/handler-cancelled-default")
@given(program=handlers_that_end_cancelled())
def test_what_a_helper_does_after_a_cancelled_handler(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """Records whether the helper goes on, or raises CancelledError."""
    for run in explore(calling(program, chapter), any_ending=True):
        if any(is_call(each.subject) for each in run.trace.of(Did.STOPPED)):
            explore.observe("goes on" if returned(run) else "raises CancelledError")


@calls
def tolerated_cancellations(build: Builder) -> Block:
    """The same, where failures are tolerated; there may be several."""
    return _with_cancelled(build, tolerant=True)


@clause("process/handler-cancelled-tolerant", "execute/handler-cancelled-tolerant")
@given(program=tolerated_cancellations())
def test_a_tolerant_helper_goes_on_after_a_cancelled_handler(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is CancelledError of a call taken for a request to the helper?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(goes_on_after_cancelled(run))


def goes_on_after_cancelled(run: Run) -> bool:
    """Demand that a helper that tolerates failures goes on after a call that ended cancelled."""
    run.must_end()
    done = over(run)
    cancelled = [each.subject for each in run.trace.of(Did.STOPPED) if is_call(each.subject)]
    if done is None or not cancelled:
        return False
    expect(
        returned(run),
        f"handler call {cancelled[0]} ended cancelled, nobody asked the caller to stop, failures"
        f" are to be tolerated, but helper h1 {done.detail}",
    )
    each_once(run)
    results_in_place(run, cancelled)
    for each in run.trace.of(Did.GOT):
        if each.subject in cancelled and call_of(run).source.kind != "set":
            kept = each.detail.startswith(("the exception CancelledError", "the exception object"))
            expect(
                kept and "result of" not in each.detail,
                f"handler call {each.subject} ended cancelled; in its place is {each.detail}",
            )
    return True
