"""Programs that call a helper whose handler calls succeed."""

from dataclasses import replace

from haiway_conformance.programs.operations import (
    Block,
    Catch,
    Element,
    Fail,
    GetContext,
    GetState,
    GetVariable,
    Join,
    Kind,
    Log,
    Process,
    Provided,
    Scope,
    SetContext,
    SetVariable,
    Sleep,
    Source,
    Spawn,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.sources import (
    CONSUMED,
    MANY,
    ORDERED,
    calls,
    source,
)

__all__ = (
    "consumed_sources",
    "elements_of_all_kinds",
    "handlers_in_handlers",
    "handlers_that_end_together",
    "handlers_that_look_around",
    "handlers_that_meet",
    "handlers_that_meet_again",
    "invalid_limits",
    "one_slow_call",
    "results_of_all_kinds",
    "sources_that_look_around",
    "very_many_elements",
)


def _bodies(build: Builder, low: int, high: int) -> list[Block]:
    """Bodies of handlers: of some elements, each of which may take a while."""
    return [build.pauses(2) for _ in range(build.number(low, high))]


@calls
def elements_of_all_kinds(build: Builder) -> Block:
    """Elements of every value, from none to more than the limit, from sources of every kind.

    Some handlers call a helper themselves.
    """
    bodies = _bodies(build, 0, 6)
    if build.seldom():
        bodies += [()] * 5
    if bodies and build.seldom():
        inner = source(build, _bodies(build, 0, 3), odd=True)
        nested = Process(build.name("inner"), inner, build.number(1, 3))
        bodies[0] = (*bodies[0], nested)
    return (Process("h1", source(build, bodies, odd=True), build.one_of(2, 1, 3, 4, 10)),)


@programs
def very_many_elements(build: Builder) -> Block:
    """Far more elements than are handled at once: few programs, for they take long."""
    kind: Kind = build.one_of("list", "async generator")
    elements = (Element(body=(Yield(),)),) * MANY
    return (Scope("scope1", (Process("h1", Source(kind, elements), 4),)),)


@calls
def results_of_all_kinds(build: Builder) -> Block:
    """Handlers that return objects of all kinds, and end in any order; sources with an order."""
    bodies = _bodies(build, 0, 6)
    if build.seldom():
        bodies += [()] * 11
    return (Process("h1", source(build, bodies, ORDERED, odd=True), build.number(1, 4)),)


@calls
def handlers_that_end_together(build: Builder) -> Block:
    """More elements than the limit; many of the calls end in one iteration."""
    ways: tuple[Block, ...] = ((), (Yield(),), (Sleep(1),), (Yield(), Yield()))
    together = build.one_of(*ways)
    bodies = [
        (Wait(build.name("p")),) if build.seldom() else together for _ in range(build.number(3, 7))
    ]
    return (Process("h1", source(build, bodies), build.one_of(2, 1, 3)),)


@calls
def handlers_that_meet(build: Builder) -> Block:
    """As many elements as the limit, or more; none of the first calls ends before all began.

    The helper may be called in a handler, or beside another helper all of whose calls wait.
    """
    limit = build.one_of(2, 40, 3, 12)
    last = f"h1[{limit - 1}] began"
    bodies: list[Block] = [(Wait(build.name("p"), after=last),) for _ in range(limit)]
    bodies += [build.pauses(1) for _ in range(build.number(0, 2))]
    call: Block = (Process("h1", source(build, bodies, ORDERED), limit),)
    match build.number(0, 3):
        case 0:
            return (Process("outer", source(build, [call]), build.number(1, 2)),)
        case 1:
            held: list[Block] = [(Wait(build.name("held"), after=last),) for _ in range(2)]
            beside = Start("beside", (Process("h2", source(build, held), 2),))
            return (beside, Wait("all held", "idle"), *call, Join("beside"))
        case _:
            return call


@calls
def one_slow_call(build: Builder) -> Block:
    """Calls that go on until the last one has begun, while others come and go.

    One place is left for the others, or more.
    """
    limit = build.number(2, 4)
    count = build.number(limit + 1, limit + 4) + build.one_of(0, 0, 60)
    slow = build.number(1, limit - 1)
    first = build.number(0, limit - slow)
    bodies = [build.pauses(1) if at < limit + 4 else () for at in range(count)]
    for at in range(first, first + slow):
        bodies[at] = (*build.pauses(1), Wait(build.name("slow"), after=f"h1[{count - 1}] began"))
    return (Process("h1", source(build, bodies, ORDERED), limit),)


@calls
def handlers_that_meet_again(build: Builder) -> Block:
    """Calls that end together; none of those that take their places ends before all began."""
    limit = build.number(2, 4)
    end: Block = build.one_of((Sleep(1),), (Yield(),), (), (Wait(build.name("p")),))
    meeting = Wait(build.name("meeting"), after=f"h1[{2 * limit - 1}] began")
    bodies: list[Block] = [*[end] * limit, *[(meeting,)] * limit]
    return (Process("h1", source(build, bodies, ORDERED), limit),)


@calls
def consumed_sources(build: Builder) -> Block:
    """Sources that note each time they are read; handlers that take a while."""
    limit = build.number(1, 3)
    # With fewer, nobody could read too far ahead.
    count = build.number(limit + 2, limit + 4)
    bodies: list[Block] = [(build.pause(), *build.pauses(1)) for _ in range(count)]
    if build.seldom():
        bodies += [(Yield(),)] * 12
    return (Process("h1", source(build, bodies, CONSUMED), limit),)


@calls
def invalid_limits(build: Builder) -> Block:
    """A limit below 1."""
    drawn = source(build, _bodies(build, 0, 2), CONSUMED)
    return (Process("h1", drawn, build.one_of(0, -1, -7)),)


def _looks() -> Block:
    return (GetState("A"), Log("probe"), GetVariable("A"))


@programs
def handlers_that_look_around(build: Builder) -> Block:
    """Handlers that look at what is current, set variables, and spawn tasks of the scope.

    One may fail after that.
    """
    nested = build.flag()
    scope = "scope2" if nested else "scope1"

    def body() -> Block:
        spawn = Spawn(build.name("t"), (*_looks(), *build.busy_until_exit(scope)))
        block = (*_looks(), SetVariable("A", build.name("value")), *build.pauses(1), *_looks())
        return (*block, spawn) if build.seldom() else block

    bodies = [body() for _ in range(build.number(1, 4))]
    if build.seldom():
        spawn = build.spawn(build.busy_until_exit(scope))
        bodies.append((spawn, Wait("then", "idle"), Fail("error")))
    call: Block = (Catch((Process("h1", source(build, bodies), build.number(1, 3)),)),)
    before: Block = (SetVariable("A", build.name("value")),) if build.flag() else ()
    # Whether a task of the scope ends inside it at all is not what this is about.
    control = Spawn("control", (build.until_exit(scope),))
    caller = build.in_a_task((Log("probe"), *call))
    inner = Scope(
        scope,
        (*before, Log("probe"), control, *caller, *build.pauses(1)),
        (Provided("A", f"of {scope}"),),
    )
    if nested:
        return (Scope("scope1", (inner,), (Provided("A", "of scope1"),)),)
    return (inner,)


@programs
def handlers_in_handlers(build: Builder) -> Block:
    """Handlers that call a helper, whose handlers do so; the innermost ones spawn tasks."""
    depth = build.number(2, 3)
    spawn = build.spawn(build.busy_until_exit("scope1"))
    # It has begun when the call goes on: of one that never begins, nothing could be said.
    body: Block = (*build.pauses(1), spawn, Wait(build.name("begun"), "idle"))
    for level in range(depth, 0, -1):
        bodies = [body, *(build.pauses(1) for _ in range(build.number(0, 1)))]
        body = (Process(f"h{level}", source(build, bodies), build.number(1, 2)), *build.pauses(1))
    # Whether a task of the scope ends inside it at all is not what this is about.
    control = Spawn("control", (build.until_exit("scope1"),))
    return (Scope("scope1", (control, *body, *build.pauses(1))),)


@programs
def sources_that_look_around(build: Builder) -> Block:
    """A source that looks at a context variable which caller, handlers and it set."""
    bodies: list[Block] = [
        (SetContext("x", "set by a handler"), *build.pauses(1)) for _ in range(build.number(2, 4))
    ]
    given = source(build, bodies, ("async generator",))
    given = replace(given, before=(GetContext("x"), SetContext("x", "set by the source")))
    call = Process("h1", given, build.number(1, 2))
    return (build.scope((SetContext("x", "set by the caller"), call, GetContext("x"))),)
