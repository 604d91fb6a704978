"""The first failure of a handler call ends the helper at once, and is raised as itself.

Tried with failures at any step, several at once, beside a source that is silent, goes on or fails,
with clean-ups that fail, and after prior use of the scope.
Properties of `process/first-failure` and `execute/first-failure`.
"""

from dataclasses import replace

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.drawing.preambles import CONTAINED_FAILURES, preamble
from haiway_conformance.programs.drawing.sources import (
    ASYNCHRONOUS,
    ORDERED,
    busy,
    calling,
    calls,
    source,
)
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    CleanUp,
    Fail,
    Process,
    Scope,
    Sleep,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.helpers.checks import (
    expect_calls_ended_first,
    handler_calls,
    helper_end,
    helper_was_called,
    is_handler_call,
)
from haiway_conformance.suite.helpers.programs import HANDLER_FAILURES, TOLERABLE


@calls
def failing_calls(build: Builder) -> Block:
    """Draw a call that fails at some step, while others run that only cancellation ends."""
    limit = build.number(1, 3)
    at = build.number(0, 2)
    bodies = [build.pauses(1) for _ in range(at)]
    # As many as fit beside the failing call are busy until they are cancelled.
    for index in range(min(at, limit - 1)):
        bodies[index] = busy(build)
    bodies.append((*build.pauses(2), _failure(build)))
    bodies += [busy(build) for _ in range(build.number(0, 3))]
    drawn_source = source(build, bodies, ORDERED)
    return _with_probe(f"h1[{at}]", Process("h1", drawn_source, limit))


@clause("process/first-failure", "execute/first-failure")
@given(program=failing_calls())
def test_the_first_failure_ends_the_helper(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the failure is noticed late, wrapped, or tested for truth."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_first_failure(run))


def _failure(build: Builder) -> Fail:
    return a_failure(build, *HANDLER_FAILURES)


def _with_probe(failing: str, call: Process) -> Block:
    """Return a call and a task that records when the loop is idle after a handler call ended."""
    probe = Start("probe", (Wait("idle", "idle", after=f"end of {failing}"),))
    return (probe, CleanUp((Catch((call,)),), (Cancel("probe"),)))


def expect_first_failure(run: Run) -> bool:
    """Check that the first failure ends the helper at once, and is raised as itself."""
    failures = _first_failures(run)
    if not failures:
        return False  # if it hangs, other clauses are to blame
    first, end = failures[0], helper_end(run)
    _expect_noticed(run, first)
    run.must_end()
    expect(end is not None, "helper h1 never ended")
    if end is None:
        return False
    expect_calls_ended_first(run)
    allowed = [f"raised the exception object {each.detail}" for each in failures]
    expect(
        end.detail in allowed,
        f"handler call {first.subject} raised {first.detail}, but helper h1 {end.detail}"
        f"{_origin(run, end)}",
    )
    return True


def _first_failures(run: Run) -> list[Event]:
    """Return the failures of calls of which any may count as the first.

    These are the ones before the loop was idle again: which of several in quick succession is
    noticed first is open. A call that fails when it is cancelled is not among them, as it does so
    because of another failure.
    """
    idle = run.trace.first(Did.GOES_ON, subject="idle")
    return [
        each
        for each in run.trace.of(Did.FAILED)
        if is_handler_call(each.subject)
        and (idle is None or each.number < idle.number)
        and run.trace.first(Did.INTERRUPTED, task=each.subject) is None
    ]


def _origin(run: Run, end: Event) -> str:
    """Say for a message which task raised the exception that left the helper instead."""
    name = end.detail.removeprefix("raised the exception object ")
    task = next((each.task for each in run.trace.of(Did.FAILED) if each.detail == name), None)
    return f", which {task} raised when it was cancelled because of that" if task else ""


def _expect_noticed(run: Run, first: Event) -> None:
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
def simultaneous_failures(build: Builder) -> Block:
    """Draw several calls that fail in one iteration, before their first suspension or after it."""
    way: Block = build.one_of((), (Yield(),), (Sleep(1),))
    count = build.number(2, 3)
    bodies = [(*way, _failure(build)) for _ in range(count)]
    bodies += [busy(build) for _ in range(build.number(0, 1))]
    drawn_source = source(build, bodies, ORDERED)
    return _with_probe("h1[0]", Process("h1", drawn_source, build.number(2, 4)))


@clause("process/first-failure", "execute/first-failure")
@given(program=simultaneous_failures())
def test_of_simultaneous_failures_one_leaves(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether several failures are raised as a group, or none at all."""
    for run in explore(calling(program, chapter), any_ending=True):
        # An implementation that cancels the other calls soon enough keeps them from failing.
        run.premise(expect_first_failure(run) and len(handler_calls(run)) > 1)


@calls
def failures_beside_a_silent_source(build: Builder) -> Block:
    """Draw a call that fails while the helper waits for a source that gives nothing more."""
    limit = build.number(1, 3)
    others = [busy(build) for _ in range(build.number(0, limit - 1))]
    failing: Block = (Wait("p", after="silence of source of h1"), _failure(build))
    if len(others) + 1 == limit:
        # No place is free, so the source may not be read at all.
        failing = (*build.pauses(1), _failure(build))
    drawn_source = source(build, [*others, failing], ASYNCHRONOUS, ending="silent")
    return _with_probe(f"h1[{len(others)}]", Process("h1", drawn_source, limit))


@clause("process/first-failure", "execute/first-failure")
@given(program=failures_beside_a_silent_source())
def test_a_failure_is_noticed_while_the_source_is_silent(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether a failure is noticed only when the source gives an element."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_first_failure(run) and _source_waited(run))


def _source_waited(run: Run) -> bool:
    """Return whether the helper waited for its source when the first call failed."""
    failed = next(each for each in run.trace.of(Did.FAILED) if is_handler_call(each.subject))
    return run.waiting_at("source of h1", failed) is not None


@calls
def failures_beside_a_stubborn_source(build: Builder) -> Block:
    """Draw a call that fails while the source waits; the source catches its cancellation."""
    bodies: list[Block] = [(*build.pauses(1), _failure(build))]
    bodies += [build.pauses(1) for _ in range(build.number(1, 2))]
    drawn_source = source(build, bodies, ASYNCHRONOUS, clean_up=build.pauses(1))
    late: Block = build.one_of((), (Wait("late", "idle"),), (Sleep(1),))
    drawn_source = replace(drawn_source, before=(Catch((Sleep(9_999),), "cancellation"), *late))
    return _with_probe("h1[0]", Process("h1", drawn_source, build.number(2, 3)))


@clause("process/first-failure", "execute/first-failure")
@given(program=failures_beside_a_stubborn_source())
def test_a_source_that_goes_on_after_a_failure_begins_nothing(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether elements that the source gives after a failure are handled."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_first_failure(run) and _source_waited(run))


@calls
def failing_clean_ups(build: Builder) -> Block:
    """Draw a call that fails; others, and perhaps the source, fail when cancelled because of it."""
    limit = build.number(2, 3)
    bodies: list[Block] = []
    for _ in range(limit - 1):
        clean_up = (*build.pauses(1), _failure(build))
        bodies.append((CleanUp((build.for_ever(),), clean_up),))
    failing: Block = (Wait("p", "idle"), a_failure(build, *TOLERABLE))
    clean_up: Block = ()
    if build.flag():
        clean_up = (a_failure(build, "exception"),)
    drawn_source = source(
        build, [*bodies, failing], ASYNCHRONOUS[:1], ending="silent", clean_up=clean_up
    )
    return _with_probe(f"h1[{limit - 1}]", Process("h1", drawn_source, limit))


@clause("process/first-failure", "execute/first-failure")
@given(program=failing_clean_ups())
def test_failing_clean_ups_do_not_replace_the_failure(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the exception that is noticed last wins."""
    for run in explore(calling(program, chapter), any_ending=True):
        met = expect_first_failure(run)
        failed = {each.subject for each in run.trace.of(Did.FAILED)}
        run.premise(met and failed & {each.task for each in run.trace.of(Did.INTERRUPTED)})


@calls
def failures_beside_a_source_that_fails_too(build: Builder) -> Block:
    """Draw a call that fails while the helper waits for a source that fails when cancelled."""
    bodies: list[Block] = [build.endless() for _ in range(build.number(0, 1))]
    failing: Block = (Wait("p", "idle"), a_failure(build, *TOLERABLE))
    clean_up = (*build.pauses(1), a_failure(build, "exception"))
    drawn_source = source(
        build, [*bodies, failing], ASYNCHRONOUS[:1], ending="silent", clean_up=clean_up
    )
    return _with_probe(f"h1[{len(bodies)}]", Process("h1", drawn_source, len(bodies) + 2))


@clause("process/first-failure", "execute/first-failure")
@given(program=failures_beside_a_source_that_fails_too())
def test_what_a_source_raises_when_stopped_does_not_replace_the_failure(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether what the cancelled source raises counts as the first failure."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_first_failure(run) and _source_waited(run))


@programs
def failing_calls_after_prior_use(build: Builder) -> Block:
    """Draw a helper, called after prior use of its scope, of which a handler call fails."""
    scope, helper = build.name("scope"), build.name("h")
    before = preamble(build, CONTAINED_FAILURES)
    failing = (*build.pauses(1), a_failure(build, "exception", "falsy", "twin"))
    bodies = [failing, build.pauses(1), build.pauses(1)]
    call = Process(helper, source(build, bodies), build.number(1, 2))
    return (Scope(scope, (*before, Catch((call,)))),)


@clause("process/first-failure", "execute/first-failure")
@given(program=failing_calls_after_prior_use())
def test_the_first_failure_ends_the_helper_after_prior_use(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether earlier events make the helper or its scope keep the failure."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(helper_was_called(run) and expect_first_failure(run))
