"""Programs in which the task that runs a scope is asked to stop, or a scope asks its own tasks."""

from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    Catch,
    CleanUp,
    Consume,
    CountRequests,
    Deadline,
    Fail,
    GetContext,
    Open,
    Operation,
    Resource,
    Scope,
    Sleep,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.sources import generator

__all__ = (
    "asked_twice",
    "awaiting_the_cancelled",
    "cancelled_at_any_moment",
    "cancelled_at_work",
    "cancelled_with_resources",
    "cancelled_with_streams",
    "failing_inside",
)


def runner(build: Builder, block: Block, *milestones: str) -> Block:
    """A task that does something, is asked to stop at some moment, and would go on after it.

    Args:
        build: The builder.
        block: What it does. Each of the milestones must be reached in it, unless it is cancelled.
        milestones: After one of them the request is made.

    Returns:
        The operations of main. The task is called runner; it is of the program's own, or spawned
        in a scope that a task of the program's own runs: main is never affected.
    """
    request: Block = (
        Wait("request", "any", after=build.one_of("runner began", *milestones)),
        *build.some(0, 2, build.moment),
        Cancel("runner"),
    )
    # The last suspension is there for a request that comes when all else is done.
    block = (*block, Wait("rest", "idle"), GetContext("x"))
    if build.seldom():
        tasks = (Spawn("runner", block), *request, Wait("last", "idle"))
        return (Start("root", (Scope("around", tasks),)),)
    return (Start("runner", block), *request)


def _worker(build: Builder) -> Operation:
    """Spawn a task that ends by cancellation alone; it may run a scope of its own."""
    if build.number(0, 3):
        return build.spawn(build.endless())
    inner = build.scope((build.spawn(build.endless()), build.for_ever()))
    return build.spawn(build.with_clean_up((inner,)))


@programs
def cancelled_at_work(build: Builder) -> Block:
    """Nested scopes with tasks that never end by themselves, nor does the innermost body."""
    match build.number(0, 3):
        case 0:
            task = build.spawn(build.endless())
            block: Block = (task, Await(task.task))
        case 1:
            block = (Deadline(99_999, (build.for_ever(),)),)
        case 2:
            block = build.with_clean_up((build.for_ever(),))
        case _:
            block = (build.for_ever(),)
    names: list[str] = []
    levels = build.number(1, 3)
    for level in range(1, levels + 1):
        name = build.name("scope")
        names.append(name)
        tasks = build.some(0, 2, lambda: _worker(build))
        block = (Scope(name, (*tasks, *build.some(0, 1, build.moment), *block)),)
        if level == 1 < levels and build.seldom():
            block = build.in_a_task(block)
    return runner(build, block, *(f"entered {name}" for name in names), f"entering {names[-1]}")


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


@programs
def asked_twice(build: Builder) -> Block:
    """A scope whose tasks clean up when the runner is asked to stop a second time."""

    def task() -> Operation:
        return build.spawn((CleanUp((build.for_ever(),), (build.suspension(), Sleep(5))),))

    body: Block = (*build.some(1, 2, task), Wait("p", "idle"), build.for_ever())
    first: Block = (Wait("first", "idle"), Wait("then", "idle"), Cancel("runner"))
    second: Block = (Wait("second", "any", after="exit of scope1"), *build.pauses(1))
    return (Start("runner", (Scope("scope1", body),)), *first, *second, Cancel("runner"))


@programs
def awaiting_the_cancelled(build: Builder) -> Block:
    """A scope whose body awaits a task that was cancelled, while others fail as they clean up.

    It is in a task that goes on after it.
    """
    clean_up = (*build.pauses(1), Fail(build.name("error")))
    failing = build.spawn((CleanUp((build.until_exit("scope1"),), clean_up),))
    victim = build.spawn((build.for_ever(),))
    awaits: Block = (Wait("begun", "idle"), Cancel(victim.task), Await(victim.task))
    scope: Block = (Scope("scope1", (failing, victim, *awaits)),)
    after = (CountRequests(), *build.pauses(2, least=1), Wait("rest", "idle"), CountRequests())
    # Which of the two leaves is open; the CancelledError is that of the task that was awaited.
    caught = Catch((Catch(scope, "cancellation"),))
    return (Start("runner", (CountRequests(), caught, *after)),)


@programs
def failing_inside(build: Builder) -> Block:
    """Scopes that fail or not, one after the other, in a task that goes on after each."""

    def scope(depth: int) -> Block:
        name = build.name("scope")

        def failing() -> Operation:
            fail = Fail(build.name("error"))
            if build.flag():
                return build.spawn((*build.pauses(2), fail))
            return build.spawn((CleanUp((build.until_exit(name),), (*build.pauses(1), fail)),))

        tasks = (
            *build.some(0, 2, failing),
            *build.some(0, 1, lambda: build.spawn(build.busy_until_exit(name))),
        )
        body = build.pauses(2)
        match build.number(0, 4):
            case 0:
                body = (Catch((*body, Wait(build.name("p"), "idle")), "cancellation"),)
            case 3:  # the body ends at the moment at which a task fails
                task = build.spawn((*build.pauses(1), Fail(build.name("error"))))
                body = (*body, task, Catch((Await(task.task),)))
            case 1:
                body = (*body, CleanUp((Wait(build.name("p"), "idle"),), build.pauses(1)))
            case 2 if depth:
                body = (*body, *scope(depth - 1))
            case _:
                pass
        return (Catch((Scope(name, (*tasks, *body)),)), CountRequests(), *build.pauses(2, least=1))

    block = (CountRequests(), *scope(1), *(scope(0) if build.flag() else ()), GetContext("x"))
    match build.number(0, 2):
        case 0:
            return (Start("runner", block),)
        case 1:
            busy = build.spawn(build.busy_until_exit("around"))
            return (Start("runner", (Scope("around", (busy, *block)),)),)
        case _:
            busy = build.spawn(build.busy_until_exit("around"))
            tasks = (Spawn("runner", block), busy, Await("runner"), *build.pauses(1))
            return (Start("root", (Scope("around", tasks),)),)
