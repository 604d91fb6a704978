"""Properties of `process/first-failure` and `execute/first-failure`."""

from dataclasses import replace

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.preambles import CONTAINED, preamble
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
    begun,
    calls_ended_inside,
    is_call,
    over,
    was_called,
)
from haiway_conformance.suite.helpers.programs import TOLERABLE, any_failure


def _probed(failing: str, call: Process) -> Block:
    """A call, and a task that notes when the loop was idle after a handler call had ended."""
    probe = Start("probe", (Wait("idle", "idle", after=f"end of {failing}"),))
    return (probe, CleanUp((Catch((call,)),), (Cancel("probe"),)))


@calls
def failing_calls(build: Builder) -> Block:
    """A call that fails at some step, while others run that do not end by themselves."""
    limit = build.number(1, 3)
    at = build.number(0, 2)
    bodies = [build.pauses(1) for _ in range(at)]
    # As many as there is room for beside the failing one: busy until they are cancelled.
    for index in range(min(at, limit - 1)):
        bodies[index] = busy(build)
    bodies.append((*build.pauses(2), any_failure(build)))
    bodies += [busy(build) for _ in range(build.number(0, 3))]
    given = source(build, bodies, ORDERED)
    return _probed(f"h1[{at}]", Process("h1", given, limit))


@clause("process/first-failure", "execute/first-failure")
@given(program=failing_calls())
def test_the_first_failure_ends_the_helper(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the failure looked at late, wrapped, taken for false, or left alone?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(first_failure(run))


def first_failure(run: Run) -> bool:
    """Demand that the first failure ends the helper at once, cleanly, and leaves it as itself."""
    failures = _first_failures(run)
    if not failures:
        run.must_end()
        return False
    first, done = failures[0], over(run)
    _noticed_at_once(run, first)
    run.must_end()
    expect(done is not None, "helper h1 was never done")
    if done is None:
        return False
    calls_ended_inside(run)
    allowed = [f"raised the exception object {each.detail}" for each in failures]
    what = _caused(run, done)
    expect(
        done.detail in allowed,
        f"handler call {first.subject} raised {first.detail}, but helper h1 {done.detail}{what}",
    )
    return True


def _first_failures(run: Run) -> list[Event]:
    """The failures of calls that count as the first one.

    Those that came before the loop was idle again: which of several in quick succession is noticed
    first is open. A call that fails when it is cancelled does so because of another failure.
    """
    idle = run.trace.first(Did.GOES_ON, subject="idle")
    return [
        each
        for each in run.trace.of(Did.FAILED)
        if is_call(each.subject)
        and (idle is None or each.number < idle.number)
        and run.trace.first(Did.INTERRUPTED, task=each.subject) is None
    ]


def _caused(run: Run, done: Event) -> str:
    name = done.detail.removeprefix("raised the exception object ")
    task = next((each.task for each in run.trace.of(Did.FAILED) if each.detail == name), None)
    return f", which {task} raised when it was cancelled for that" if task else ""


def _noticed_at_once(run: Run, first: Event) -> None:
    """Demand that, when the loop was idle after a failure, everything had been asked to stop."""
    idle = run.trace.first(Did.GOES_ON, subject="idle")
    if idle is None:
        return
    for call in begun(run):
        ended = run.ended(call.subject)
        if call.number > idle.number:
            # What was read before may begin, and is cancelled then. A collection tells no reads.
            read = run.trace.first(Did.READ, subject=call.subject)
            expect(
                read is None or read.number < idle.number,
                f"handler call {first.subject} had failed, the loop had been idle since, and yet"
                f" an element was read, and {call.subject} began",
            )
            continue
        if ended is not None and ended.number < idle.number:
            continue
        stopped = run.trace.first(Did.INTERRUPTED, task=call.subject)
        expect(
            stopped is not None and stopped.number < idle.number,
            f"handler call {first.subject} had failed and the loop was idle, but {call.subject},"
            " which was running, had not been cancelled: the failure was not noticed",
        )


@calls
def simultaneous_failures(build: Builder) -> Block:
    """Several calls that fail in one iteration, before their first suspension or after it."""
    way: Block = build.one_of((), (Yield(),), (Sleep(1),))
    count = build.number(2, 3)
    bodies = [(*way, any_failure(build)) for _ in range(count)]
    bodies += [busy(build) for _ in range(build.number(0, 1))]
    given = source(build, bodies, ORDERED)
    return _probed("h1[0]", Process("h1", given, build.number(2, 4)))


@clause("process/first-failure", "execute/first-failure")
@given(program=simultaneous_failures())
def test_of_simultaneous_failures_one_leaves(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: are several failures put into a group, or is one of them lost unseen?"""
    for run in explore(calling(program, chapter), any_ending=True):
        # Whoever stops the others soon enough keeps them from failing.
        run.premise(first_failure(run) and len(begun(run)) > 1)


@calls
def failures_beside_a_silent_source(build: Builder) -> Block:
    """A call that fails while the helper waits for a source that gives nothing more."""
    limit = build.number(1, 3)
    others = [busy(build) for _ in range(build.number(0, limit - 1))]
    failing: Block = (Wait("p", after="silence of source of h1"), any_failure(build))
    if len(others) + 1 == limit:
        # There is no place free, so the source may be asked for nothing.
        failing = (*build.pauses(1), any_failure(build))
    given = source(build, [*others, failing], ASYNCHRONOUS, ending="silent")
    return _probed(f"h1[{len(others)}]", Process("h1", given, limit))


@clause("process/first-failure", "execute/first-failure")
@given(program=failures_beside_a_silent_source())
def test_a_failure_is_noticed_while_the_source_is_silent(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is a failure looked at only when the source gives its next element?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(first_failure(run) and _source_waited(run))


def _source_waited(run: Run) -> bool:
    """Whether the helper waited for its source when the first call failed."""
    failed = next(each for each in run.trace.of(Did.FAILED) if is_call(each.subject))
    return run.waiting_at("source of h1", failed) is not None


@calls
def failures_beside_a_stubborn_source(build: Builder) -> Block:
    """A call that fails while the source waits; cancelled for that, the source goes on."""
    bodies: list[Block] = [(*build.pauses(1), any_failure(build))]
    bodies += [build.pauses(1) for _ in range(build.number(1, 2))]
    given = source(build, bodies, ASYNCHRONOUS, clean_up=build.pauses(1))
    late: Block = build.one_of((), (Wait("late", "idle"),), (Sleep(1),))
    given = replace(given, before=(Catch((Sleep(9_999),), "cancellation"), *late))
    return _probed("h1[0]", Process("h1", given, build.number(2, 3)))


@clause("process/first-failure", "execute/first-failure")
@given(program=failures_beside_a_stubborn_source())
def test_a_source_that_goes_on_after_a_failure_begins_nothing(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is what a source gives after a failure handled as if nothing had happened?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(first_failure(run) and _source_waited(run))


@calls
def failing_clean_ups(build: Builder) -> Block:
    """A call that fails, while others and the source fail too when they are cancelled for it."""
    limit = build.number(2, 3)
    bodies: list[Block] = []
    for _ in range(limit - 1):
        clean_up = (*build.pauses(1), any_failure(build))
        bodies.append((CleanUp((build.for_ever(),), clean_up),))
    failing: Block = (Wait("p", "idle"), any_failure(build, TOLERABLE))
    clean_up: Block = ()
    if build.flag():
        clean_up = (any_failure(build, ("exception",)),)
    given = source(build, [*bodies, failing], ASYNCHRONOUS[:1], ending="silent", clean_up=clean_up)
    return _probed(f"h1[{limit - 1}]", Process("h1", given, limit))


@clause("process/first-failure", "execute/first-failure")
@given(program=failing_clean_ups())
def test_failing_clean_ups_do_not_replace_the_failure(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: does the exception that is noticed last win?"""
    for run in explore(calling(program, chapter), any_ending=True):
        met = first_failure(run)
        failed = {each.subject for each in run.trace.of(Did.FAILED)}
        run.premise(met and failed & {each.task for each in run.trace.of(Did.INTERRUPTED)})


@calls
def failures_beside_a_source_that_fails_too(build: Builder) -> Block:
    """A call that fails while the source is waited for, which fails as well when it is stopped."""
    bodies: list[Block] = [build.endless() for _ in range(build.number(0, 1))]
    failing: Block = (Wait("p", "idle"), any_failure(build, TOLERABLE))
    clean_up = (*build.pauses(1), any_failure(build, ("exception",)))
    given = source(build, [*bodies, failing], ASYNCHRONOUS[:1], ending="silent", clean_up=clean_up)
    return _probed(f"h1[{len(bodies)}]", Process("h1", given, len(bodies) + 2))


@clause("process/first-failure", "execute/first-failure")
@given(program=failures_beside_a_source_that_fails_too())
def test_what_a_source_raises_when_stopped_does_not_replace_the_failure(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is what ends the reading of the source taken for the first failure?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(first_failure(run) and _source_waited(run))


@programs
def failing_calls_after_events(build: Builder) -> Block:
    """A scope in which much has happened, and a helper is called then, of which a call fails."""
    scope, helper = build.name("scope"), build.name("h")
    before = preamble(build, CONTAINED)
    failing = (
        *build.pauses(1),
        Fail(build.name("error"), build.one_of("exception", "falsy", "twin")),
    )
    bodies = [failing, build.pauses(1), build.pauses(1)]
    call = Process(helper, source(build, bodies), build.number(1, 2))
    return (Scope(scope, (*before, Catch((call,)))),)


@clause("process/first-failure", "execute/first-failure")
@given(program=failing_calls_after_events())
def test_the_first_failure_ends_the_helper_whatever_has_happened(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: what in the program makes the helper, or its scope, keep the failure?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(was_called(run) and first_failure(run))
