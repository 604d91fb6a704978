"""Programs that call a helper whose handler, source or caller does not go on to the end."""

from dataclasses import replace
from typing import Final

from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    CancelCurrent,
    Catch,
    CleanUp,
    Element,
    Fail,
    Failing,
    Join,
    Process,
    Reach,
    Scope,
    Sleep,
    Source,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.sources import (
    ASYNCHRONOUS,
    CONSUMED,
    ORDERED,
    busy,
    calls,
    source,
)

__all__ = (
    "cancellations_in_any_mode",
    "endless_sources",
    "failing_calls",
    "failing_clean_ups",
    "failing_sources",
    "failures_beside_a_silent_source",
    "failures_beside_a_source_that_fails_too",
    "failures_beside_a_stubborn_source",
    "failures_that_stay_inside",
    "generators_left_early",
    "handlers_that_end_cancelled",
    "simultaneous_failures",
    "sources_that_end_cancelled",
    "tolerated_cancellations",
)

# What ends a call by default; a BaseException is not drawn where it would have to be caught.
FAILURES: Final[tuple[Failing, ...]] = (
    "exception",
    "falsy",
    "lookup",
    "timeout",
    "group",
    "stop",
    "twin",
    "base",
)
TOLERABLE: Final[tuple[Failing, ...]] = FAILURES[:-1]
OF_SOURCES: Final[tuple[Failing, ...]] = (
    "runtime",
    "lookup",
    "falsy",
    "exception",
    "timeout",
    "group",
    "base",
)


def _fail(build: Builder, kinds: tuple[Failing, ...] = FAILURES) -> Fail:
    return Fail(build.name("error"), build.one_of(*kinds))


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
    bodies.append((*build.pauses(2), _fail(build)))
    bodies += [busy(build) for _ in range(build.number(0, 3))]
    given = source(build, bodies, ORDERED)
    return _probed(f"h1[{at}]", Process("h1", given, limit))


@calls
def simultaneous_failures(build: Builder) -> Block:
    """Several calls that fail in one iteration, before their first suspension or after it."""
    way: Block = build.one_of((), (Yield(),), (Sleep(1),))
    count = build.number(2, 3)
    bodies = [(*way, _fail(build)) for _ in range(count)]
    bodies += [busy(build) for _ in range(build.number(0, 1))]
    given = source(build, bodies, ORDERED)
    return _probed("h1[0]", Process("h1", given, build.number(2, 4)))


@calls
def failures_beside_a_silent_source(build: Builder) -> Block:
    """A call that fails while the helper waits for a source that gives nothing more."""
    limit = build.number(1, 3)
    others = [busy(build) for _ in range(build.number(0, limit - 1))]
    failing: Block = (Wait("p", after="silence of source of h1"), _fail(build))
    if len(others) + 1 == limit:
        # There is no place free, so the source may be asked for nothing.
        failing = (*build.pauses(1), _fail(build))
    given = source(build, [*others, failing], ASYNCHRONOUS, ending="silent")
    return _probed(f"h1[{len(others)}]", Process("h1", given, limit))


@calls
def failures_beside_a_stubborn_source(build: Builder) -> Block:
    """A call that fails while the source waits; cancelled for that, the source goes on."""
    bodies: list[Block] = [(*build.pauses(1), _fail(build))]
    bodies += [build.pauses(1) for _ in range(build.number(1, 2))]
    given = source(build, bodies, ASYNCHRONOUS, clean_up=build.pauses(1))
    late: Block = build.one_of((), (Wait("late", "idle"),), (Sleep(1),))
    given = replace(given, before=(Catch((Sleep(9_999),), "cancellation"), *late))
    return _probed("h1[0]", Process("h1", given, build.number(2, 3)))


@calls
def failing_clean_ups(build: Builder) -> Block:
    """A call that fails, while others and the source fail too when they are cancelled for it."""
    limit = build.number(2, 3)
    bodies: list[Block] = []
    for _ in range(limit - 1):
        clean_up = (*build.pauses(1), _fail(build))
        bodies.append((CleanUp((build.for_ever(),), clean_up),))
    failing: Block = (Wait("p", "idle"), _fail(build, TOLERABLE))
    clean_up: Block = ()
    if build.flag():
        clean_up = (_fail(build, ("exception",)),)
    given = source(build, [*bodies, failing], ASYNCHRONOUS[:1], ending="silent", clean_up=clean_up)
    return _probed(f"h1[{limit - 1}]", Process("h1", given, limit))


@calls
def failures_beside_a_source_that_fails_too(build: Builder) -> Block:
    """A call that fails while the source is waited for, which fails as well when it is stopped."""
    bodies: list[Block] = [build.endless() for _ in range(build.number(0, 1))]
    failing: Block = (Wait("p", "idle"), _fail(build, TOLERABLE))
    clean_up = (*build.pauses(1), _fail(build, ("exception",)))
    given = source(build, [*bodies, failing], ASYNCHRONOUS[:1], ending="silent", clean_up=clean_up)
    return _probed(f"h1[{len(bodies)}]", Process("h1", given, len(bodies) + 2))


@programs
def failures_that_stay_inside(build: Builder) -> Block:
    """A helper whose failures are caught or tolerated, in a scope that has more to do."""
    tolerant = build.flag()
    bodies: list[Block] = []
    for _ in range(build.number(1, 4)):
        body = build.pauses(1)
        bodies.append((*body, _fail(build, TOLERABLE)) if build.flag() else body)
    bodies[0] = (*build.pauses(1), _fail(build, TOLERABLE))
    call: Block = (Process("h1", source(build, bodies), build.number(1, 3), tolerant),)
    sibling = build.spawn((build.until_exit("scope1"),))
    another: Block = (Process("h2", Source(elements=(Element(),))),) if build.flag() else ()
    within = build.in_a_task((Catch(call), Wait("afterwards", "idle"), *another))
    body: Block = (sibling, *build.pauses(1), *within, Wait("rest", "idle"))
    return (Scope("scope1", body),)


def _failing_source(build: Builder, kinds: tuple[Failing, ...]) -> Block:
    limit = build.number(1, 3)
    bodies = [build.pauses(1) for _ in range(build.number(0, 3))]
    bodies += [busy(build) for _ in range(build.number(0, limit - 1))]
    given = source(build, bodies, CONSUMED, ending="fails", error=build.one_of(*kinds))
    return (Catch((Process("h1", given, limit, build.flag()),)),)


@calls
def failing_sources(build: Builder) -> Block:
    """A source that raises after some elements, while calls run that do not end by themselves."""
    return _failing_source(build, OF_SOURCES)


@calls
def sources_that_end_cancelled(build: Builder) -> Block:
    """A source that raises CancelledError by itself, as one that awaits a cancelled task does."""
    return _failing_source(build, ("cancelled",))


@calls
def generators_left_early(build: Builder) -> Block:
    """An async generator that is read from no more, since a call failed."""
    limit = build.number(1, 4)
    bodies: list[Block] = [(*build.pauses(1), _fail(build, TOLERABLE))]
    bodies += [busy(build) for _ in range(build.number(0, 3))]
    ending = build.one_of("silent", "silent", "endless", "ends")
    clean_up = build.pauses(2)
    if build.seldom():
        # Calls end one after the other while the generator cleans up.
        slow = [(CleanUp((build.for_ever(),), (Sleep(seconds),)),) for seconds in (1, 2)]
        bodies, limit, ending, clean_up = [bodies[0], *slow], 4, "silent", (Sleep(3),)
    given = source(
        build, bodies, ASYNCHRONOUS[:1], ending=ending, clean_up=clean_up, rest=(Sleep(1),)
    )
    return (Catch((Process("h1", given, limit),)),)


@calls
def endless_sources(build: Builder) -> Block:
    """A source that never ends: until a call fails, or the caller is cancelled."""
    # The loop may never be idle here, so nothing waits for that.
    bodies = [build.some(0, 1, build.moment) for _ in range(build.number(0, 3))]
    fails = build.flag()
    if fails:
        bodies.append((build.moment(), _fail(build, TOLERABLE)))
    given = replace(
        source(build, bodies, CONSUMED, ending="endless", rest=(build.moment(),)),
        before=build.some(0, 1, build.moment),
    )
    call: Block = (Process("h1", given, build.number(1, 3)),)
    if fails:
        return (Catch(call),)
    after = build.one_of("call of h1", "h1[0] began", "h1[5] began")
    request: Block = (Wait("request", after=after), Cancel("runner"))
    return (Start("runner", (CleanUp(call, (Reach(after),)),)), *request, Join("runner"))


def ends_cancelled(build: Builder) -> Block:
    """What a call does that ends cancelled though nobody else asked it to."""
    if build.flag():
        return (*build.pauses(1), Fail(build.name("error"), "cancelled"))
    return (*build.pauses(1), CancelCurrent(), Wait(build.name("p")))


@calls
def handlers_that_end_cancelled(build: Builder) -> Block:
    """A call that ends cancelled though nobody asked it to, among others that succeed."""
    return _with_cancelled(build, tolerant=False)


@calls
def tolerated_cancellations(build: Builder) -> Block:
    """The same, where failures are tolerated; there may be several."""
    return _with_cancelled(build, tolerant=True)


@calls
def cancellations_in_any_mode(build: Builder) -> Block:
    """The same, where failures are tolerated or not."""
    return _with_cancelled(build, tolerant=build.flag())


def _with_cancelled(build: Builder, *, tolerant: bool) -> Block:
    bodies = [build.pauses(1) for _ in range(build.number(1, 4))]
    for index in range(len(bodies)):
        if index == 0 or (tolerant and build.seldom()):
            bodies[index] = ends_cancelled(build)
    if build.flag():
        bodies.reverse()
    call = Process("h1", source(build, bodies), build.number(1, 3), tolerant)
    return (Catch((call,), "cancellation"), *build.pauses(1))
