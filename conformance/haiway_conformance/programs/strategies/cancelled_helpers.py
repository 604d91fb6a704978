"""Programs in which requests and time-outs meet helpers and streams."""

from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    CancelCurrent,
    Catch,
    CheckCancellation,
    CleanUp,
    Close,
    CountRequests,
    Deadline,
    Element,
    Execute,
    Fail,
    GetContext,
    Iterate,
    Kind,
    Next,
    Open,
    Process,
    Reach,
    Scope,
    Source,
    Start,
    Wait,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.cancelled_scopes import runner
from haiway_conformance.programs.strategies.timeouts import goes_on

__all__ = (
    "failing_helpers",
    "failing_streams",
    "helpers_at_work",
    "helpers_cancelled",
    "request_meets_failing_handlers",
    "streams_at_work",
    "streams_cancelled",
    "streams_cancelled_as_they_close",
    "timeouts_around_helpers",
    "timeouts_around_streams",
    "timeouts_inside_helpers",
    "timeouts_inside_streams",
)

KINDS: tuple[Kind, ...] = ("list", "generator", "async generator", "async iterable")
ASYNCHRONOUS: tuple[Kind, ...] = ("async generator", "async iterator", "async iterable")


def _kind(build: Builder, *kinds: Kind) -> Kind:
    kind: Kind = build.one_of(*kinds)
    return kind


def _call(build: Builder, source: Source, *, tolerant: bool = False) -> Process | Execute:
    helper = build.one_of(Process, Execute)
    return helper(build.name("helper"), source, build.number(1, 3), tolerant=tolerant)


def _unending(build: Builder) -> Process | Execute:
    """A call that does not end: handlers wait for ever, or the source is silent."""
    silent = build.seldom()
    least = 0 if silent else 1
    elements = tuple(Element(body=build.endless()) for _ in range(build.number(least, 3)))
    if silent:
        return _call(build, Source(_kind(build, *ASYNCHRONOUS), elements, (), "silent"))
    return _call(build, Source(_kind(build, *KINDS), elements))


def _ending(build: Builder) -> Process | Execute:
    elements = tuple(
        Element(body=build.with_clean_up(build.pauses())) for _ in range(build.number(1, 4))
    )
    kind = _kind(build, *KINDS)
    before = build.pauses(1) if kind in ASYNCHRONOUS else ()
    return _call(build, Source(kind, elements, before), tolerant=build.seldom())


@programs
def helpers_at_work(build: Builder) -> Block:
    """A helper that does not end by itself, in the runner's scope; the runner is cancelled."""
    call = _unending(build)
    busy = build.some(0, 1, lambda: build.spawn(build.endless()))
    block: Block = (Scope("scope0", (*busy, *build.some(0, 1, build.moment), call)),)
    return runner(build, block, "entered scope0", f"call of {call.helper}")


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


def _unending_stream(build: Builder) -> Iterate:
    """A stream whose generator or whose consumer waits for ever, at the first item or later."""
    items = build.number(1, 3)
    if build.flag():
        return Iterate("stream", items, build.with_clean_up((*build.pauses(1), build.for_ever())))
    return Iterate("stream", items, build.pauses(1), (*build.pauses(1), build.for_ever()))


@programs
def streams_at_work(build: Builder) -> Block:
    """A loop over a stream that does not end by itself; the runner is cancelled."""
    busy = build.some(0, 1, lambda: build.spawn(build.endless()))
    block: Block = (Scope("scope0", (*busy, _unending_stream(build))),)
    return runner(build, block, "entered scope0")


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


@programs
def streams_cancelled_as_they_close(build: Builder) -> Block:
    """A stream is closed whose generator takes its time over that; then the runner is cancelled."""
    clean_up = (Reach("closing"), *build.some(1, 2, build.suspension))
    source = Source("async generator", (Element(),), clean_up=clean_up)
    # Should it not come to that, the request is made all the same: it must not be waited for.
    close = CleanUp((Close("s1"),), (Reach("closing"),))
    block: Block = (Open("s1", source), Next("s1"), close, *build.pauses(1))
    return runner(build, (Scope("scope0", block),), "closing")


def _goes_on_in_scope(build: Builder, *parts: Block) -> Block:
    """A task that carries out parts, which are caught, in a scope, and goes on after each."""
    busy = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("around")))
    block: Block = (CountRequests(),)
    for part in parts:
        block = (*block, Catch(part), CountRequests(), *build.pauses(1), Wait(build.name("p")))
    # Left by an error: what a stream left behind is ended by that in any case.
    return (Start("runner", (Catch((Scope("around", (*busy, *block, Fail("end"))),)),)),)


@programs
def failing_helpers(build: Builder) -> Block:
    """Helpers that fail or tolerate failures, in a task that goes on after each."""

    def call() -> Block:
        def element() -> Element:
            fail = (Fail(build.name("error")),) if build.flag() else ()
            return Element(body=(*build.pauses(), *fail))

        kind = _kind(build, *KINDS)
        fails = kind != "list" and build.seldom()
        elements = tuple(element() for _ in range(build.number(1, 3)))
        source = Source(kind, elements, (), "fails" if fails else "ends")
        return (_call(build, source, tolerant=build.seldom()),)

    return _goes_on_in_scope(build, *(call() for _ in range(build.number(1, 2))))


@programs
def failing_streams(build: Builder) -> Block:
    """A loop over a stream whose generator or consumer fails, in a task that goes on after it."""
    fail = (*build.pauses(1), Fail("error"))
    before, body = build.one_of(((), fail), (fail, ()))
    return _goes_on_in_scope(build, (Iterate("stream", build.number(1, 3), before, body),))


@programs
def timeouts_around_helpers(build: Builder) -> Block:
    """A time-out around a helper that does not end by itself."""
    block: Block = (Deadline(build.number(0, 3), (_unending(build),)),)
    if build.seldom():
        block = (Deadline(build.number(1, 2), (*block, build.for_ever())),)
    return _timed(build, block)


def _timed(build: Builder, block: Block) -> Block:
    after = (CountRequests(), *build.pauses(1), Fail("end"))
    return goes_on(build, (Catch((Scope("scope0", (*block, *after)),)),))


@programs
def timeouts_inside_helpers(build: Builder) -> Block:
    """Time-outs that run out in handlers and in what a source does before each element."""

    def timed() -> Block:
        block = build.with_clean_up((build.for_ever(),))
        return (Deadline(build.number(0, 2), block), CountRequests(), *build.pauses(1))

    elements = tuple(
        Element(body=timed() if build.flag() else build.pauses(1))
        for _ in range(build.number(1, 3))
    )
    kind = _kind(build, *KINDS)
    before = timed() if kind in ASYNCHRONOUS and build.seldom() else ()
    return _timed(build, (_call(build, Source(kind, elements, before)),))


@programs
def timeouts_around_streams(build: Builder) -> Block:
    """A time-out around a loop over a stream that does not end by itself."""
    again: Block = ()
    if build.flag():
        again = (CountRequests(), Deadline(4, (Catch((Next("stream"),)), build.for_ever())))
    return _timed(build, (Deadline(build.number(0, 3), (_unending_stream(build),)), *again))


@programs
def timeouts_inside_streams(build: Builder) -> Block:
    """Time-outs that run out in a stream's generator, between its items, or in the loop's body."""

    def timed() -> Block:
        return (Deadline(build.number(0, 2), (build.for_ever(),)), CountRequests())

    before, body = build.one_of((timed(), ()), ((), timed()), (timed(), timed()))
    stream = Iterate("stream", build.number(1, 3), before, (*body, *build.pauses(1)))
    return _timed(build, (stream,))


@programs
def request_meets_failing_handlers(build: Builder) -> Block:
    """A helper whose handlers fail when they are cancelled; the runner is cancelled."""

    def element() -> Element:
        fail = Fail(build.name("error"), build.one_of("exception", "exception", "falsy"))
        if build.seldom():
            return Element(body=build.endless())
        return Element(body=(CleanUp((build.for_ever(),), (*build.pauses(1), fail)),))

    source = Source(_kind(build, *KINDS), tuple(element() for _ in range(build.number(1, 3))))
    call = _call(build, source)
    look: Block = (CountRequests(), CheckCancellation())
    after = (*look, Wait("rest", "idle"), Wait("end", "idle"), *look, GetContext("x"))
    request = (Wait("request", "any", after=f"call of {call.helper}"), Wait("then", "idle"))
    block: Block = (Catch((Scope("scope0", (Catch((call,)), *after)),)), *after)
    return (Start("runner", block), *request, *build.pauses(1), Cancel("runner"))
