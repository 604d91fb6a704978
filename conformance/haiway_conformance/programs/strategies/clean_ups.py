"""Programs in which tasks and bodies that were cancelled clean up at length."""

from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    Catch,
    CleanUp,
    Close,
    Consume,
    Deadline,
    Fail,
    Next,
    Open,
    Operation,
    Process,
    Scope,
    Sleep,
    Start,
    Wait,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.sources import generator, source

__all__ = (
    "bodies_that_clean_up",
    "clean_ups_beside_a_failure",
    "failing_in_clean_ups",
    "long_clean_ups",
)


@programs
def failing_in_clean_ups(build: Builder) -> Block:
    """A cancelled task in whose clean-up a scope fails; the clean-up would go on after it."""
    failing = build.spawn((*build.pauses(1), Fail("error")))
    inside = Catch((Scope("scope2", (failing, Wait("p", "idle"))),))
    clean_up = (inside, build.suspension(), *build.pauses(1))
    task = build.spawn((CleanUp((build.for_ever(),), clean_up),))
    return (Scope("scope1", (task, Wait("rest", "idle"))),)


def _clean_up(build: Builder, depth: int = 1) -> Block:
    """Draw a clean-up with suspensions of every kind, none of which fails.

    Scopes and helpers in it are caught: whether they take tasks while an outer scope is exited is
    not the point.
    """
    match build.number(0, 9 if depth else 3):
        case 0:
            block: Block = (build.suspension(),)
        case 1:
            block = (Deadline(1, (build.for_ever(),)),)
        case 2:
            name = build.name("own")
            block = (Start(name, build.pauses(2)), Await(name, "gather"))
        case 3 | 8:
            bodies = [build.pauses(1) for _ in range(build.number(1, 2))]
            block = (Catch((Process(build.name("helper"), source(build, bodies)),)),)
        case 4:
            block = (CleanUp(_clean_up(build, depth - 1), _clean_up(build, depth - 1)),)
        case 5:
            task = build.spawn(build.pauses(2))
            block = (Catch((build.scope((task, Await(task.task))),)),)
        case 6 | 9:
            stream = Open(build.name("s"), generator(build, 1, 2))
            read = build.one_of(Consume(stream.stream), Next(stream.stream))
            block = (Catch((build.scope((stream, read, Close(stream.stream))),)),)
        case _:
            name = build.name("scope")
            tasks = build.some(1, 2, lambda: build.spawn(build.busy_until_exit(name)))
            block = (Catch((Scope(name, (*tasks, *build.pauses(1))),)),)
    return (*block, *build.pauses())


def _helped(build: Builder) -> Block:
    """Call a helper whose calls end by cancellation alone, and clean up one longer than another."""
    bodies: list[Block] = [
        (CleanUp((build.for_ever(),), _clean_up(build, 0)),) for _ in range(build.number(2, 3))
    ]
    return (Process(build.name("helper"), source(build, bodies), len(bodies)),)


@programs
def clean_ups_beside_a_failure(build: Builder) -> Block:
    """Tasks that clean up at length because another one fails, as their scope comes to its end."""

    def cleaning() -> Operation:
        return build.spawn((CleanUp((build.for_ever(),), build.pauses(3, least=1)),))

    failing = build.spawn((*build.pauses(1), Fail("error")))
    tasks = build.some(1, 2, cleaning)
    return (Catch((build.scope((*tasks, failing, Wait("p", "idle"), *build.pauses(1))),)),)


@programs
def long_clean_ups(build: Builder) -> Block:
    """Scopes whose tasks clean up at length, when a body returns, fails or is cancelled."""

    def task() -> Operation:
        body: Block = (*build.pauses(1), build.for_ever())
        if build.seldom():
            return build.spawn(_helped(build))
        if build.seldom():
            body = (build.scope((build.spawn((CleanUp(body, _clean_up(build)),)), *body)),)
        if build.seldom():
            return build.spawn((Catch(body, "cancellation"), *_clean_up(build)))
        return build.spawn((CleanUp(body, _clean_up(build)),))

    end: Block = ()
    request: Block = ()
    match build.number(0, 3):
        case 0:
            pass
        case 1:
            end = (Fail("error"),)
        case 2:
            end = (build.spawn((*build.pauses(1), Fail("error"))), Wait("failure", "idle"))
        case _:
            end = (build.for_ever(),)
            request = (Wait("request", "idle"), Wait("then", "idle"), Cancel("runner"))
    tasks = build.some(1, 2, task)
    block: Block = (build.scope((*tasks, Wait("p", "idle"), *end)),)
    if build.seldom():
        block = (build.scope((*build.some(0, 1, task), *block)),)
    return (Start("runner", (Catch(block),)), *request)


@programs
def bodies_that_clean_up(build: Builder) -> Block:
    """A body that cleans up because tasks of its scope fail, at one time or one after the other."""

    def task() -> Operation:
        fail = Fail(build.name("error"))
        if build.flag():
            return build.spawn((*build.pauses(), fail))
        return build.spawn((CleanUp((build.until_exit("scope1"),), (*build.pauses(), fail)),))

    first = build.spawn((*build.pauses(1), Fail(build.name("error"))))
    # Not for ever: that a failure cancels the body at once is another clause (failures/fails-fast).
    body = CleanUp((Wait("p", "idle"), Sleep(9_999)), (build.suspension(), *build.pauses()))
    block: Block = (Scope("scope1", (first, *build.some(0, 3, task), body)),)
    if build.seldom():
        block = (Scope("around", (build.spawn(build.busy_until_exit("around")), *block)),)
    return (Start("runner", (Catch(block),)),)
