"""Programs for the chapter on cancellation: requests to single tasks, and what they do to others.

`cancelled_scopes` has the programs in which the task that runs a scope is asked to stop, and
`timeouts` those in which a time-out asks.
"""

from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    CancelCurrent,
    Catch,
    CountRequests,
    Deadline,
    Element,
    Execute,
    Fail,
    GetContext,
    Join,
    Operation,
    Process,
    Scope,
    Sleep,
    Source,
    Spawn,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.tasks import RESULTS

__all__ = (
    "awaited_when_cancelled",
    "cancelled_in_handlers",
    "cancelled_one_by_one",
    "cancelled_when_ended",
    "cancelled_without_suspension",
    "cancelling_themselves",
)


def _cancels_itself(build: Builder) -> Block:
    asks: Block = tuple(CancelCurrent() for _ in range(build.one_of(1, 1, 2)))
    if build.seldom():  # after it has survived a request
        caught = Catch((CancelCurrent(), build.suspension()), "cancellation")
        asks = (caught, *build.pauses(1), *asks)
    return (*build.pauses(1), *asks)


def in_a_task_of_its_own(build: Builder, block: Block) -> Block:
    """The operations in a task that a spawned one has started itself, with asyncio."""
    name = build.name("own")
    return (build.spawn((Start(name, block), Join(name), GetContext("x"))),)


def _suspends(build: Builder) -> Block:
    """What suspends for certain, possibly something before that need not; then a look."""
    match build.number(0, 7):
        case 0:
            last: Block = (Yield(),)
        case 1:
            task = build.name("other")
            last = (Start(task, (build.suspension(),)), Await(task))
        case 2:
            last = (Deadline(9_999, (build.for_ever(),)),)
        case 3:
            last = (Sleep(0),)
        case 4:
            last = (build.for_ever(),)
        case _:
            last = (build.suspension(),)
    before: Block = ()
    if build.seldom():
        name = build.name("scope")
        before = (Scope(name, (build.spawn(build.busy_until_exit(name)),)),)
    return (*before, *last, GetContext("x"))


@programs
def cancelling_themselves(build: Builder) -> Block:
    """A task, the body of a scope or a task's child that asks itself to stop, then suspends."""
    block = build.with_clean_up((*_cancels_itself(build), *_suspends(build)))
    busy = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("scope0")))
    rest = (Wait("rest", "idle"), *build.pauses(1))
    match build.number(0, 3):
        case 0:
            block = (build.spawn(block), *rest)
        case 1:
            child = build.spawn(block)
            block = (build.spawn((child, *build.pauses(1))), *rest)
        case 2:
            block = (*in_a_task_of_its_own(build, block), *rest)
        case _:
            pass
    return (Start("runner", (Scope("scope0", (*busy, *block)),)),)


@programs
def cancelled_in_handlers(build: Builder) -> Block:
    """A handler of a helper that asks itself to stop, then suspends; others are at work."""

    def element(*, asks: bool) -> Element:
        if not asks:
            return Element(body=build.pauses(2))
        return Element(body=(*_cancels_itself(build), build.suspension(), GetContext("x")))

    count = build.number(1, 3)
    asking = build.number(0, count - 1)
    source = Source(elements=tuple(element(asks=index == asking) for index in range(count)))
    call = build.one_of(Process, Execute)("helper", source, build.number(1, 3))
    return (Start("runner", (build.scope((call,)),)),)


@programs
def cancelled_without_suspension(build: Builder) -> Block:
    """Tasks that ask themselves to stop, and return without suspending again; they are awaited."""
    tasks = tuple(
        Spawn(
            build.name("t"),
            (*_cancels_itself(build), *((GetContext("x"),) if build.flag() else ())),
            result=build.one_of(*RESULTS),
        )
        for _ in range(build.number(1, 2))
    )
    names = [task.task for task in tasks]
    awaits: Block = ()
    for _ in range(build.number(1, 3)):
        wait = Await(build.one_of(*names), build.one_of("await", "gather"))
        caught = Catch((wait,), "cancellation")
        match build.number(0, 2):
            case 0:
                awaits = (*awaits, *build.pauses(1), caught)
            case 1:
                awaits = (*awaits, build.spawn((*build.pauses(1), caught)))
            case _:
                name = build.name("other")
                awaits = (*awaits, Start(name, (caught,)), Join(name))
    return (Start("runner", (build.scope((*tasks, *awaits, Wait("rest", "idle"))),)),)


@programs
def cancelled_one_by_one(build: Builder) -> Block:
    """Tasks that are asked to stop one by one, in a scope where others are at work."""
    victims: list[str] = []

    def victim() -> Operation:
        name = build.name("victim")
        victims.append(name)
        children = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("scope0")))
        return Spawn(name, (*build.pauses(1), *children, *build.endless()))

    def other() -> Operation:
        if build.flag():
            return build.spawn(build.busy_until_exit("scope0"))
        inner = build.name("scope")
        busy = build.spawn(build.busy_until_exit(inner))
        return build.spawn((Scope(inner, (busy, build.until_exit("scope0"))),))

    tasks = (*build.some(1, 2, victim), *build.some(1, 2, other))
    at_any_time: Block = ()
    for name in victims:
        begun: Block = (Wait(build.name("request"), "any", after=f"{name} began"),)
        cancels = tuple(Cancel(name) for _ in range(build.one_of(1, 1, 2)))
        request = (*(begun if build.number(0, 3) else ()), *build.pauses(1), *cancels)
        match build.number(0, 2):
            case 0:
                at_any_time = (*at_any_time, *request)
            case 1:
                at_any_time = (*at_any_time, build.spawn(request))
            case _:
                at_any_time = (*at_any_time, Start(build.name("asker"), request))
    rest = (Wait("rest", "idle"), *build.pauses(1), Wait("then", "idle"))
    body = (*tasks, *at_any_time, *rest)
    around = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("around")))
    inner = (*around, Scope("scope0", body), *build.pauses(1))
    return (Start("runner", (Scope("around", inner),)),)


@programs
def awaited_when_cancelled(build: Builder) -> Block:
    """A task that is cancelled before or while body, siblings and others await it."""
    victim = Spawn("victim", build.endless())

    def awaiter() -> Block:
        caught = Catch((Await("victim", build.one_of("await", "gather")),), "cancellation")
        looks = (CountRequests(), *build.pauses(1), CountRequests())
        return (*build.pauses(1), CountRequests(), caught, *looks)

    awaiters: Block = ()
    for _ in range(build.number(0, 2)):
        if build.flag():
            awaiters = (*awaiters, build.spawn(awaiter()))
        else:
            awaiters = (*awaiters, Start(build.name("other"), awaiter()))
    at_once = build.seldom()
    request: Block = (Cancel("victim"),)
    if not at_once:
        begun = Wait("request", "any", after="victim began")
        request = (Start("asker", (begun, *build.pauses(1), *request)),)
    order = (victim, *request, *awaiters) if build.flag() else (victim, *awaiters, *request)
    own = awaiter() if not awaiters or build.flag() else ()
    again = awaiter() if build.seldom() else ()
    body = (*order, *own, Wait("rest", "idle"), *again)
    return (Start("runner", (Scope("scope0", body), *again)),)


@programs
def cancelled_when_ended(build: Builder) -> Block:
    """A task that has returned, failed or been cancelled, and is asked to stop after that."""

    def awaits() -> Operation:
        waits = Await("t0", build.one_of("await", "gather"))
        return Catch((Catch((waits,), "cancellation"),))

    def request() -> Block:
        cancels = tuple(Cancel("t0") for _ in range(build.one_of(1, 1, 2)))
        match build.number(0, 2):
            case 0:
                return cancels
            case 1:
                return (build.spawn(cancels), *build.pauses(1))
            case _:
                name = build.name("other")
                return (Start(name, cancels), Join(name))

    busy = build.some(0, 2, lambda: build.spawn(build.busy_until_exit("scope0")))
    way = build.one_of("returns", "is cancelled", "fails")
    end: Block = ()
    body: Block = (*build.pauses(1), awaits(), *request(), *build.pauses(1), awaits())
    match way:
        case "returns":
            task = Spawn("t0", build.pauses(), result=build.one_of(*RESULTS))
        case "is cancelled":
            task = Spawn("t0", build.endless())
            body = (Cancel("t0"), *body)
        case _:
            task = Spawn("t0", (*build.pauses(1), Fail("error")))
            body = (Wait("failure", "idle"),)
            end = (awaits(), Cancel("t0"))
    inner = Scope("scope0", (task, *busy, *body, Wait("rest", "idle"), *build.pauses(1)))
    after = (*end, *build.pauses(1), awaits(), Cancel("t0"), awaits(), CountRequests())
    return (Start("runner", (CountRequests(), Catch((inner,)), *after)),)
