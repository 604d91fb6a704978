"""Properties of `cancellation/not-swallowed`."""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import generator
from haiway_conformance.programs.operations import (
    Block,
    CancelCurrent,
    Catch,
    CleanUp,
    Close,
    Consume,
    Element,
    Execute,
    Iterate,
    Next,
    Open,
    Process,
    Reach,
    Resource,
    Scope,
    Source,
    Start,
    Wait,
)
from haiway_conformance.simulation import Did
from haiway_conformance.suite.cancellation.checks import open_at, request_to_runner, stops
from haiway_conformance.suite.cancellation.programs import (
    ASYNCHRONOUS,
    KINDS,
    helper_call,
    helpers_at_work,
    runner,
    source_kind,
    used_scopes_cancelled,
)


def _ending(build: Builder) -> Process | Execute:
    elements = tuple(
        Element(body=build.with_clean_up(build.pauses())) for _ in range(build.number(1, 4))
    )
    kind = source_kind(build, *KINDS)
    before = build.pauses(1) if kind in ASYNCHRONOUS else ()
    return helper_call(build, Source(kind, elements, before), tolerant=build.seldom())


@programs
def helpers_cancelled(build: Builder) -> Block:
    """A helper that ends by itself; the runner is cancelled at any moment.

    It may ask itself to stop before it calls the helper, which is then where it is stopped.
    """
    call = _ending(build)
    before: Block = (CancelCurrent(),) if build.seldom() else ()
    block: Block = (Scope("scope0", (*before, call, *build.pauses(1))),)
    milestones = ("call of", "call of", "end of")
    return runner(build, block, f"{build.one_of(*milestones)} {call.helper}")


@clause("cancellation/not-swallowed")
@pytest.mark.needs("process", "execute")
@given(program=helpers_cancelled())
def test_a_helper_swallows_no_request(explore: Explorer, program: Program) -> None:
    """If this fails: is CancelledError taken for a failure of a handler, and tolerated?"""
    for run in explore(program, any_ending=True):
        run.premise(_asked_in_helper(run))
        _stops(run, "its helper")


def _stops(run: Run, what: str) -> None:
    """Demand that the runner ends cancelled, and say whether it was asked in something or after."""
    request, done = request_to_runner(run), run.trace.first(Did.HELPED)
    after = request is not None and done is not None and done.number < request.number
    stops(run, request, f"{'after' if after else 'in'} {what}")


def _asked_in_helper(run: Run) -> bool:
    """Whether the runner was asked to stop while its helper was at work, or directly before."""
    request = request_to_runner(run)
    called, done = run.trace.first(Did.HELPS), run.trace.first(Did.HELPED)
    if request is None or called is None or request.number + 1 < called.number:
        return False
    return done is None or request.number < done.number


@clause("cancellation/not-swallowed")
@pytest.mark.needs("process", "execute", "spawn")
@given(program=helpers_at_work())
def test_a_helper_that_would_go_on_swallows_no_request(explore: Explorer, program: Program) -> None:
    """If this fails: is CancelledError taken for a failure of a handler, and tolerated?"""
    for run in explore(program, any_ending=True):
        run.premise(_asked_in_helper(run))
        _stops(run, "its helper")


@programs
def streams_cancelled(build: Builder) -> Block:
    """A loop over a stream that ends by itself; the runner is cancelled at any moment.

    Perhaps it asks itself to stop, before it reads.
    """
    if build.seldom():
        stream = Iterate("stream", build.number(1, 3), (Wait(build.name("p"), "idle"),))
        loop: Block = (Scope("scope0", (CancelCurrent(), stream)), Wait("rest", "idle"))
        return (Start("runner", loop),)
    stream = Iterate("stream", build.number(0, 3), build.pauses(1), build.pauses(1))
    return runner(build, (Scope("scope0", (stream, *build.pauses(1))),), "entered scope0")


@clause("cancellation/not-swallowed")
@pytest.mark.needs("stream")
@given(program=streams_cancelled())
def test_a_loop_over_a_stream_swallows_no_request(explore: Explorer, program: Program) -> None:
    """If this fails: is CancelledError taken for the end of the stream?"""
    for run in explore(program, any_ending=True):
        request, began, left = request_to_runner(run), run.began("stream"), run.exiting("scope0")
        by_itself = request is not None and request.task == "runner"
        if request is not None and began is not None and not by_itself:
            # The generator may have ended long before the loop over what it gave.
            going_on = left is None or request.number < left.number
            run.premise(going_on and began.number < request.number)
        run.premise(by_itself)
        _stops(run, "its loop over a stream")


@programs
def streams_cancelled_as_they_close(build: Builder) -> Block:
    """A stream is closed whose generator takes its time over that; then the runner is cancelled."""
    clean_up = (Reach("closing"), *build.some(1, 2, build.suspension))
    source = Source("async generator", (Element(),), clean_up=clean_up)
    # Should it not come to that, the request is made all the same: it must not be waited for.
    close = CleanUp((Close("s1"),), (Reach("closing"),))
    block: Block = (Open("s1", source), Next("s1"), close, *build.pauses(1))
    return runner(build, (Scope("scope0", block),), "closing")


@clause("cancellation/not-swallowed")
@pytest.mark.needs("stream")
@given(program=streams_cancelled_as_they_close())
def test_the_closing_of_a_stream_swallows_no_request(explore: Explorer, program: Program) -> None:
    """If this fails: is CancelledError dropped by who waits for a generator's clean-up?"""
    for run in explore(program, any_ending=True):
        request = request_to_runner(run)
        # Where there is no `aclose`, or it does not wait, the stream is closed soon after.
        closing = run.trace.first(Did.WAITS, Did.SAW, subject="aclose of s1")
        run.premise(request and closing and closing.number < request.number)
        _stops(run, "its closing of a stream")


@programs
def cancelled_at_any_moment(build: Builder) -> Block:
    """Nested scopes whose bodies end by themselves; the request may come during any exit."""
    block: Block = ()
    names: list[str] = []
    for _ in range(build.number(1, 3)):
        name = build.name("scope")
        names.append(name)
        tasks = build.some(0, 2, lambda name=name: build.spawn(build.busy_until_exit(name)))
        block = (Scope(name, (*tasks, *build.pauses(1), *block, *build.pauses(1))),)
    moments = ("entering", "entered", "exit of", "exit of")
    milestones = (f"{build.one_of(*moments)} {name}" for name in names)
    return runner(build, (*block, *build.pauses(1)), *milestones)


@clause("cancellation/not-swallowed")
@given(program=cancelled_at_any_moment())
def test_a_scope_swallows_no_request_at_any_moment(explore: Explorer, program: Program) -> None:
    """If this fails: is a CancelledError that arrives during the exit raised after it?"""
    for run in explore(program, any_ending=True):
        request = request_to_runner(run)
        run.premise(request is not None and open_at(run, request))
        stops(run, request)


@programs
def cancelled_with_resources(build: Builder) -> Block:
    """A scope with resources that take their time to be entered and exited."""

    def resource() -> Resource:
        return Resource(build.name("resource"), enter=build.pauses(), exit=build.pauses())

    resources = tuple(resource() for _ in range(build.number(1, 2)))
    tasks = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("scope1")))
    block: Block = (Scope("scope1", (*tasks, *build.pauses(1)), resources=resources),)
    moments = ("entering", "entered", "exit of")
    return runner(build, block, *(f"{each} scope1" for each in moments))


@clause("cancellation/not-swallowed")
@pytest.mark.needs("disposables", "spawn")
@given(program=cancelled_with_resources())
def test_a_scope_with_resources_swallows_no_request(explore: Explorer, program: Program) -> None:
    """If this fails: is a request lost that arrives while a resource is entered or exited?"""
    for run in explore(program, any_ending=True):
        _is_not_swallowed_by_scope1(run)


def _is_not_swallowed_by_scope1(run: Run) -> None:
    request = request_to_runner(run)
    exited = run.exited("scope1")
    run.premise(request and exited and request.number < exited.number)
    stops(run, request)


@programs
def cancelled_with_streams(build: Builder) -> Block:
    """A scope that is left with streams open, which take their time to be closed."""

    def stream() -> Block:
        name = build.name("s")
        ending = build.one_of("silent", "ends")
        source = generator(build, 1, 2, ending=ending, clean_up=build.pauses(2, least=1))
        return (Open(name, source), Consume(name, (), 1))

    streams = (*stream(), *(stream() if build.seldom() else ()))
    tasks = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("scope1")))
    block: Block = (Scope("scope1", (*tasks, *streams)),)
    return runner(build, block, "exit of scope1")


@clause("cancellation/not-swallowed")
@pytest.mark.needs("stream", "spawn")
@given(program=cancelled_with_streams())
def test_a_scope_with_open_streams_swallows_no_request(explore: Explorer, program: Program) -> None:
    """If this fails: is a request lost that arrives while the exit closes a stream?"""
    for run in explore(program, any_ending=True):
        _is_not_swallowed_by_scope1(run)


def _answering(build: Builder) -> Block:
    return (*build.pauses(1), Catch((build.for_ever(),), "cancellation"), *build.pauses(1))


@programs
def answered_in_handlers(build: Builder) -> Block:
    """A helper each of whose handlers catches the request to stop, and returns."""
    elements = tuple(Element(body=_answering(build)) for _ in range(build.number(1, 3)))
    kind = build.one_of(Process, Execute)
    call = kind("helper1", Source(elements=elements), build.number(1, 3), tolerant=build.seldom())
    return runner(build, (Scope("scope0", (call, *build.pauses(1))),), "call of helper1")


@clause("cancellation/not-swallowed")
@pytest.mark.needs("process", "execute")
@given(program=answered_in_handlers())
def test_a_helper_stops_though_its_handlers_return(explore: Explorer, program: Program) -> None:
    """If this fails: does a helper return what it has, since nothing was cut off?"""
    _stopped_still(explore, program)


def _stopped_still(explore: Explorer, program: Program) -> None:
    for run in explore(program, any_ending=True):
        request, ended = request_to_runner(run), run.ended("runner")
        if request is None:
            continue
        caught = [each.task for each in run.trace.of(Did.CAUGHT) if each.number > request.number]
        if ended is None:
            run.must_end()  # what keeps others from ending is another clause
        elif run.premise(caught):
            expect(
                ended.did is Did.STOPPED,
                f"runner was asked to stop, {', '.join(caught)} caught that and went on, and runner"
                f" did not end cancelled: it {ended.did} {ended.detail}".rstrip(),
            )


@programs
def answered_in_tasks(build: Builder) -> Block:
    """A scope each of whose tasks catches the request to stop, and returns."""
    tasks = build.some(1, 3, lambda: build.spawn(_answering(build)))
    moment = build.one_of("entered scope0", "exit of scope0")
    return runner(build, (Scope("scope0", (*tasks, *build.pauses(2))),), moment)


@clause("cancellation/not-swallowed")
@pytest.mark.needs("spawn")
@given(program=answered_in_tasks())
def test_a_scope_stops_though_its_tasks_return(explore: Explorer, program: Program) -> None:
    """If this fails: does a scope all of whose tasks ended well count as left well?"""
    _stopped_still(explore, program)


@pytest.mark.needs("scope", "spawn")
@clause("cancellation/not-swallowed")
@given(program=used_scopes_cancelled())
def test_no_request_is_swallowed_whatever_has_happened(explore: Explorer, program: Program) -> None:
    """If this fails: what in the program makes the exit take the request for its own?"""
    for run in explore(program, any_ending=True):
        request = request_to_runner(run, by="main")  # it may have asked itself, and caught that
        run.premise(request is not None and open_at(run, request))
        stops(run, request)
