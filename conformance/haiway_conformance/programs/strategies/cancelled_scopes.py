"""Programs in which the task that runs a scope is asked to stop, or a scope asks its own tasks."""

from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    Catch,
    CleanUp,
    CountRequests,
    Deadline,
    Fail,
    GetContext,
    Operation,
    Resource,
    Scope,
    Sleep,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.programs.strategies.building import Builder, programs

__all__ = (
    "asked_twice",
    "awaiting_the_cancelled",
    "bodies_that_clean_up",
    "cancelled_at_any_moment",
    "cancelled_at_work",
    "cancelled_with_resources",
    "clean_ups_beside_a_failure",
    "failing_in_clean_ups",
    "failing_inside",
    "long_clean_ups",
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
def asked_twice(build: Builder) -> Block:
    """A scope whose tasks clean up when the runner is asked to stop a second time."""

    def task() -> Operation:
        return build.spawn((CleanUp((build.for_ever(),), (build.suspension(), Sleep(5))),))

    body: Block = (*build.some(1, 2, task), Wait("p", "idle"), build.for_ever())
    first: Block = (Wait("first", "idle"), Wait("then", "idle"), Cancel("runner"))
    second: Block = (Wait("second", "any", after="exit of scope1"), *build.pauses(1))
    return (Start("runner", (Scope("scope1", body),)), *first, *second, Cancel("runner"))


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

    Scopes in it are caught: whether they take tasks while an outer one is exited is not the point.
    """
    match build.number(0, 5 if depth else 2):
        case 0:
            block: Block = (build.suspension(),)
        case 1:
            block = (Deadline(1, (build.for_ever(),)),)
        case 2:
            name = build.name("own")
            block = (Start(name, build.pauses(2)), Await(name, "gather"))
        case 3:
            block = (CleanUp(_clean_up(build, depth - 1), _clean_up(build, depth - 1)),)
        case 4:
            task = build.spawn(build.pauses(2))
            block = (Catch((build.scope((task, Await(task.task))),)),)
        case _:
            name = build.name("scope")
            tasks = build.some(1, 2, lambda: build.spawn(build.busy_until_exit(name)))
            block = (Catch((Scope(name, (*tasks, *build.pauses(1))),)),)
    return (*block, *build.pauses())


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
