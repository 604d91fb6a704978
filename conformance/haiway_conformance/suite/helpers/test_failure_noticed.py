"""A failure of a handler call is noticed at once, also while the source is silent.

Tried beside sources that are silent, go on, or catch their cancellation.
Properties of `process/failure-noticed` and `execute/failure-noticed`.
"""

from dataclasses import replace

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import (
    ASYNCHRONOUS,
    busy,
    calling,
    calls,
    source,
)
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    Process,
    Sleep,
    StartEagerly,
    Wait,
)
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.helpers.checks import handler_calls
from haiway_conformance.suite.helpers.failing_calls import (
    any_failure,
    failing_calls,
    first_failures,
    source_waited,
    with_probe,
)


@clause("process/failure-noticed", "execute/failure-noticed")
@given(program=failing_calls())
def test_no_call_begins_after_a_failure(explore: Explorer, chapter: str, program: Program) -> None:
    """If this fails, check whether the loop that begins calls looks for failures."""
    for run in explore(calling(program, chapter), any_ending=True):
        failures = first_failures(run)
        if run.premise(failures):
            expect_noticed(run, failures[0])


def expect_failure_noticed(run: Run) -> bool:
    """Check that a failure ends the helper and keeps calls from beginning; the source waits."""
    failures = first_failures(run)
    if not failures or not source_waited(run):
        return False
    expect_noticed(run, failures[0])
    run.must_end()
    return True


def expect_noticed(run: Run, first: Event) -> None:
    """Check that no call begins for an element that was read after the failure was noticed.

    It was, at the latest, when the loop was idle after it. How soon running calls are cancelled is
    open: one after the other, for instance, each when the one before has cleaned up.
    """
    idle = run.trace.first(Did.GOES_ON, subject="idle")
    if idle is None:
        return
    for call in handler_calls(run):
        # A call for an element that was read before may still begin, and is then cancelled. Reads
        # of a collection are not recorded.
        read = run.trace.first(Did.READ, subject=call.subject)
        expect(
            call.number < idle.number or read is None or read.number < idle.number,
            f"handler call {first.subject} had failed and the loop had been idle since, but then an"
            f" element was read, and {call.subject} began",
        )


@calls
def failures_beside_a_silent_source(build: Builder) -> Block:
    """Draw a call that fails while the helper waits for a source that gives nothing more.

    An eager one may have failed before the source is asked again.
    """
    full = build.seldom()
    limit = build.number(1 if full else 2, 3)
    # Whether calls that run are cancelled is another clause's: these end soon after the failure.
    count = limit - 1 if full else build.number(0, limit - 2)
    others: list[Block] = [
        (Wait(build.name("rest"), after=f"end of h1[{count}]"),) for _ in range(count)
    ]
    failing: Block = (Wait("p", after="silence of source of h1"), any_failure(build))
    if full:
        # No place is free, so the source may not be read at all.
        failing = (*build.pauses(1), any_failure(build))
    eagerly: Block = ()
    if build.seldom():
        eagerly, failing = (StartEagerly(),), (any_failure(build),)
    drawn_source = source(build, [*others, failing], ASYNCHRONOUS, ending="silent")
    call = with_probe(f"h1[{len(others)}]", Process("h1", drawn_source, limit))
    return (*eagerly, *call)


@clause("process/failure-noticed", "execute/failure-noticed")
@given(program=failures_beside_a_silent_source())
def test_a_failure_is_noticed_while_the_source_is_silent(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether a failure is noticed only when the source gives an element."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_failure_noticed(run))


@calls
def failures_beside_a_source_that_goes_on(build: Builder) -> Block:
    """Draw a call that fails while places are free, and elements that come when all else waits.

    An earlier call may still run: that its result comes first is no reason to wait for it.
    """
    earlier = build.number(0, 1)
    bodies: list[Block] = [busy(build) for _ in range(earlier)]
    bodies.append((*build.pauses(1), any_failure(build)))
    bodies += [build.pauses(1) for _ in range(build.number(3, 4))]
    drawn_source = source(build, bodies, ASYNCHRONOUS)
    drawn_source = replace(drawn_source, before=(Wait("next", "idle"),))
    call = Process("h1", drawn_source, build.number(2 + earlier, 5))
    return with_probe(f"h1[{earlier}]", call)


@clause("process/failure-noticed", "execute/failure-noticed")
@given(program=failures_beside_a_source_that_goes_on())
def test_a_failure_is_noticed_before_the_next_element(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether a failure is noticed by looking for it now and then."""
    for run in explore(calling(program, chapter), any_ending=True):
        failures = first_failures(run)
        if run.premise(failures):
            expect_noticed(run, failures[0])


@calls
def failures_beside_a_stubborn_source(build: Builder) -> Block:
    """Draw a call that fails while the source waits; the source catches its cancellation."""
    bodies: list[Block] = [(*build.pauses(1), any_failure(build))]
    bodies += [build.pauses(1) for _ in range(build.number(1, 2))]
    drawn_source = source(build, bodies, ASYNCHRONOUS, clean_up=build.pauses(1))
    late: Block = build.one_of((), (Wait("late", "idle"),), (Sleep(1),))
    drawn_source = replace(drawn_source, before=(Catch((Sleep(9_999),), "cancellation"), *late))
    return with_probe("h1[0]", Process("h1", drawn_source, build.number(2, 3)))


@clause("process/failure-noticed", "execute/failure-noticed")
@given(program=failures_beside_a_stubborn_source())
def test_a_source_that_goes_on_after_a_failure_begins_nothing(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether elements that the source gives after a failure are handled."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_failure_noticed(run))
