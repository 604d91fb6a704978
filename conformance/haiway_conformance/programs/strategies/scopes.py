"""Programs for the chapter on scopes."""

from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    Catch,
    CleanUp,
    Consume,
    EnterAgain,
    Fail,
    Join,
    LeaveElsewhere,
    Open,
    Operation,
    Scope,
    Sleep,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.sources import generator

__all__ = (
    "a_crowd",
    "bodies_that_fail",
    "cancelled_while_exiting",
    "endless_children",
    "endless_late_spawns",
    "endless_tasks",
    "entered_twice",
    "families",
    "late_spawns",
    "left_elsewhere",
    "slow_clean_ups",
    "spawned_outside",
    "streams_that_spawn",
    "tasks_that_wait_long",
    "ticking_tasks",
)

# More tasks than there would be places for, were there a limit.
CROWD = 100


@programs
def endless_tasks(build: Builder) -> Block:
    """Scopes, nested or not, whose bodies end while tasks wait for what never comes."""
    body: Block = ()
    levels = build.number(1, 3)
    for level in range(levels, 0, -1):
        tasks = build.some(1, 4, lambda: build.spawn(build.endless()))
        if build.seldom():
            tasks = (*tasks, *_asked_in_vain(build))
        body = (build.scope((*body, *tasks, *build.pauses())),)
        if level > 1:
            body = build.in_a_task(body)
    return body


@programs
def a_crowd(build: Builder) -> Block:
    """A scope with very many tasks that all wait for ever."""
    tasks = tuple(build.spawn((build.for_ever(),)) for _ in range(CROWD))
    return (build.scope((*tasks, build.one_of(Wait(build.name("p"), "idle"), Sleep(1)))),)


def _asked_in_vain(build: Builder) -> Block:
    """A task that a user asked to stop, and that goes on waiting all the same."""
    caught = Catch((build.for_ever(),), "cancellation")
    task = build.spawn((caught, build.for_ever()))
    waits, goes_on = Wait(build.name("p"), "idle"), Wait(build.name("p"), "idle")
    return (task, waits, Cancel(task.task), goes_on)


@programs
def ticking_tasks(build: Builder) -> Block:
    """A scope with background tasks that go on for ever."""
    tasks = build.some(1, 2, lambda: build.spawn(build.ticking()))
    return (build.scope((*tasks, *build.some(0, 2, build.moment))),)


@programs
def tasks_that_wait_long(build: Builder) -> Block:
    """A scope whose tasks wait for ever, or sleep for a very long time."""
    tasks = build.some(1, 3, lambda: build.spawn((build.one_of(build.for_ever(), Sleep(86_400)),)))
    return (build.scope((*tasks, Wait(build.name("p"), "idle"))),)


@programs
def slow_clean_ups(build: Builder) -> Block:
    """Scopes, nested or not, whose tasks take their time over cleaning up."""

    def task(scope: str) -> Spawn:
        body = (*build.pauses(1), build.until_exit(scope))
        clean_up = (build.suspension(), *build.pauses())
        return build.spawn((CleanUp(body, clean_up),))

    body: Block = ()
    for _ in range(build.number(1, 3)):
        name = build.name("scope")
        first = task(name)
        more = build.some(0, 2, lambda name=name: task(name))
        # By a user, just before the exit.
        end: Block = (Cancel(first.task),) if build.seldom() else ()
        rest = (Wait(build.name("p"), "idle"), *build.pauses())
        body = (Scope(name, (*body, first, *more, *rest, *end)),)
    return body


@programs
def bodies_that_fail(build: Builder) -> Block:
    """Scopes, nested or not, the body of one of which raises while tasks are running."""
    failing = build.number(1, 3)
    body: Block = ()
    for level in range(1, build.number(failing, 3) + 1):
        name = build.name("scope")

        def task(name: str = name, level: int = level) -> Operation:
            # Scopes within the failing one end normally: that is not what this is about.
            return build.spawn(build.busy_until_exit(name) if level < failing else build.endless())

        fail = Fail(build.name("error"), build.one_of("exception", "base", "falsy", "stop"))
        end: Block = (fail,) if level == failing else ()
        tasks = build.some(int(level == failing), 3, task)
        # Spawned first: an error that passes through has to find tasks there.
        body = (Scope(name, (*tasks, *build.pauses(), *body, *end)),)
    return (Catch(body),)


@programs
def families(build: Builder) -> Block:
    """Tasks that spawn tasks that spawn tasks; parents may end before their children."""
    nested = build.flag()
    scope = "scope2" if nested else "scope1"

    def member(depth: int) -> Operation:
        children: Block = (member(depth - 1),) if depth else ()
        if depth and build.flag():
            children = (*children, build.spawn(build.busy_until_exit(scope)))
        end = build.pauses(1) if depth and build.flag() else (build.until_exit(scope),)
        return build.spawn(build.with_clean_up((*build.pauses(1), *children, *end)))

    family = member(build.one_of(1, 2, 3, 3, 7))
    body: Block = (Scope(scope, (family, Wait(build.name("p"), "idle"), *build.pauses())),)
    return (Scope("scope1", (*body, *build.pauses())),) if nested else body


@programs
def endless_children(build: Builder) -> Block:
    """A task that waits for ever, and another whose children do; parents may end before them."""

    def member(depth: int) -> Operation:
        if not depth:
            return build.spawn(build.endless())
        end = build.pauses(1) if build.flag() else build.endless()
        return build.spawn((member(depth - 1), *end))

    tasks: Block = (build.spawn(build.endless()), member(build.one_of(1, 2, 3, 3, 7)))
    return (build.scope((*tasks, Wait(build.name("p"), "idle"), *build.pauses(1))),)


@programs
def late_spawns(build: Builder) -> Block:
    """Tasks that spawn another one while they clean up, because their scope is being exited."""
    nested, endless = build.flag(), build.flag()
    scope = "scope2" if nested else "scope1"

    def late(depth: int) -> Operation:
        body = build.endless() if endless else build.pauses(2)
        if depth and build.flag():
            body = (CleanUp(body, (Catch((late(depth - 1),)),)),)
        return build.spawn(body)

    def task() -> Operation:
        clean_up = (*build.pauses(1), Catch((late(1),)), *build.pauses())
        return build.spawn((CleanUp((build.until_exit(scope),), clean_up),))

    failing: Block = (Fail("error"),) if build.flag() else ()
    inner = Scope(scope, (*build.some(1, 2, task), Wait("rest", "idle"), *failing))
    body: Block = (Catch((inner,)), *build.pauses())
    return (Scope("scope1", body),) if nested else body


@programs
def endless_late_spawns(build: Builder) -> Block:
    """Tasks that spawn, while they clean up, what never ends: their scope exits, or it fails."""

    def task() -> Operation:
        late = build.spawn(build.endless())
        clean_up = (*build.pauses(1), Catch((late,)), *build.pauses(1))
        return build.spawn((CleanUp((build.until_exit("scope1"),), clean_up),))

    failing: Block = ()
    if build.flag():
        failing = (build.spawn((*build.pauses(1), Fail("error"))),)
    inner = Scope("scope1", (*build.some(1, 2, task), *failing, Wait("rest", "idle")))
    return (Catch((inner,)), *build.pauses(1))


@programs
def streams_that_spawn(build: Builder) -> Block:
    """A stream whose generator spawns a task as it is closed, because its scope is being exited."""
    late = build.spawn(build.one_of(build.endless(), build.pauses(2)))
    clean_up = (*build.pauses(1), Catch((late,)), *build.pauses(1))
    source = generator(build, 1, 3, ending=build.one_of("silent", "ends"), clean_up=clean_up)
    read: Block = (Consume("s1", build.pauses(1), 1),)
    inner = Scope("scope2", (Open("s1", source), *read, *build.pauses(1)))
    return (Scope("scope1", (Catch((inner,)), *build.pauses(1))),)


@programs
def cancelled_while_exiting(build: Builder) -> Block:
    """A scope, in a task of the program, that is asked to stop while its exit waits."""

    def task() -> Operation:
        return build.spawn((CleanUp((build.for_ever(),), (build.suspension(), *build.pauses())),))

    tasks = build.some(1, 3, task)
    body: Block = (Scope("scope1", (*tasks, Wait(build.name("p"), "idle"))),)
    if build.flag():
        body = (Scope("around", (*build.some(0, 1, task), *body)),)
    request: Block = (Wait("request", "any", after="exit of scope1"), *build.pauses(1))
    again: Block = (*build.pauses(1), Cancel("runner")) if build.flag() else ()
    return (Start("runner", body), *request, Cancel("runner"), *again)


@programs
def entered_twice(build: Builder) -> Block:
    """A scope object that is entered again, after its exit or in its body."""
    again = EnterAgain("scope1")
    tasks = build.some(0, 1, lambda: build.spawn(build.pauses(2)))
    second: Block = (Start("other", (again,)), Join("other")) if build.seldom() else (again,)
    if build.flag():
        return (Scope("scope1", (*tasks, *second, *build.pauses(1))),)
    return (Scope("scope1", (*tasks, *build.pauses(1))), *second)


@programs
def spawned_outside(build: Builder) -> Block:
    """A task that is spawned, and awaited, while no scope is current."""
    return (Catch((Spawn("t1", build.pauses(1)), Await("t1"))),)


@programs
def left_elsewhere(build: Builder) -> Block:
    """A scope that is entered in one task and exited in another."""
    tasks = build.some(0, 1, lambda: build.spawn(build.pauses(2)))
    return (LeaveElsewhere("scope1", (*tasks, *build.pauses(1))),)
