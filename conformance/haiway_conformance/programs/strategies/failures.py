"""Programs for the chapter on failures."""

from dataclasses import replace

from haiway_conformance.programs.operations import (
    INTERRUPTION,
    Await,
    Block,
    Cancel,
    Catch,
    CleanUp,
    Deadline,
    Fail,
    Failing,
    Gather,
    Join,
    Operation,
    Query,
    Reach,
    Scope,
    Sleep,
    Spawn,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.programs.strategies.building import Builder, programs

__all__ = (
    "close_finishes",
    "failing_clean_ups",
    "failing_tasks",
    "failing_together",
    "failing_under_a_swallowed_cancellation",
    "failing_when_asked_to_stop",
    "failing_while_all_wait",
    "tasks_that_end_cancelled",
)

# What `except Exception` catches.
EXCEPTIONS: tuple[Failing, ...] = (
    "exception",
    "falsy",
    "twin",
    "lookup",
    "stop",
    "timeout",
    "group",
)

KINDS: tuple[Failing, ...] = (*EXCEPTIONS, "base")

# Of this many tasks each has pauses of its own, to keep the draws few.
FEW = 2

# The last of the ways to cancel: a time-out.
OUT_OF_TIME = 5


def a_failure(build: Builder, *kinds: Failing) -> Fail:
    return Fail(build.name("error"), build.one_of(*(kinds or KINDS)))


def failing_task(build: Builder, scope: str, *kinds: Failing, depth: int = 1) -> Spawn:
    """A task that fails: before it waits for anything, later, while it cleans up, or by a child."""
    fail = a_failure(build, *kinds)
    match build.number(0, 3 if depth else 2):
        case 0:
            return build.spawn((fail,))
        case 1:
            return build.spawn((*build.pauses(2, least=1), fail))
        case 2:
            busy = (*build.pauses(1), build.until_exit(scope))
            return build.spawn((CleanUp(busy, (*build.pauses(1), fail)),))
        case _:
            child = failing_task(build, scope, *kinds, depth=depth - 1)
            return build.spawn((child, *build.pauses(1), fail) if build.flag() else (child,))


def busy_tasks(build: Builder, scope: str, most: int = 1) -> Block:
    return build.some(0, most, lambda: build.spawn(build.busy_until_exit(scope)))


@programs
def failing_tasks(build: Builder) -> Block:
    """Scopes, nested or not, with tasks that fail at any step; nobody awaits them.

    Some have a callback, and some are waited for by who does not look at how they ended.
    """
    body: Block = ()
    for level in range(build.number(1, 2), 0, -1):
        name = f"scope{level}"
        tasks = tuple(failing_task(build, name) for _ in range(build.number(1, 2)))
        looks: Block = ()
        match build.number(0, 3):
            case 0:
                looks = (Deadline(2, (Join(tasks[0].task),)), *build.pauses(1))
            case 1:
                looks = tuple(Query(each.task) for each in tasks)
            case 2:
                looks = (Deadline(2, (Join(tasks[-1].task),)),)
            case _:
                pass
        scope = Scope(name, (*body, *busy_tasks(build, name), *tasks, *looks, *build.pauses()))
        body = build.in_a_task((scope,)) if level > 1 else (scope,)
    return body


@programs
def close_finishes(build: Builder) -> Block:
    """Tasks that fail about when the body ends, counted in iterations."""

    def steps() -> Block:
        return (Yield(),) * build.number(0, 4)

    def task() -> Operation:
        return build.spawn((*steps(), a_failure(build)))

    busy = busy_tasks(build, "scope1")
    together: Block = (Wait("p", "idle"),) if build.seldom() else ()
    tasks = build.some(1, 2, task)
    return (Scope("scope1", (*busy, *tasks, *together, *steps())),)


@programs
def failing_under_a_swallowed_cancellation(build: Builder) -> Block:
    """A scope a task of which fails, and whose body goes on when it is cancelled for that."""
    tasks = build.some(1, 2, lambda: failing_task(build, "scope1"))
    wait: Block = (*build.pauses(1), Wait("rest", "idle"))
    return (Scope("scope1", (*tasks, Catch(wait, "cancellation"), *build.pauses(1))),)


@programs
def failing_when_asked_to_stop(build: Builder) -> Block:
    """A scope tasks of which fail about when its own task is cancelled, or runs out of time."""
    tasks = build.some(1, 2, lambda: failing_task(build, "scope1"))
    scope = Scope("scope1", (*busy_tasks(build, "scope1"), *tasks, Wait("rest", "idle"), Sleep(9)))
    if build.seldom():
        return (Deadline(build.number(1, 3), (scope,)),)
    after = build.one_of("entered scope1", "exit of scope1")
    request = Wait("request", "any", after=after)
    return (Start("runner", (scope,)), request, *build.pauses(1), Cancel("runner"))


@programs
def failing_while_all_wait(build: Builder) -> Block:
    """A task fails while siblings, their children and the body wait for what comes last.

    What they wait for comes only when the loop has been idle after the failure. Another scope may
    have failed before in the same task.
    """
    scope = _waiting_while_one_fails(build, "scope1")
    if build.seldom():
        return (Catch((scope,)), _waiting_while_one_fails(build, "scope2"))
    return (scope,)


def _waiting_while_one_fails(build: Builder, name: str) -> Scope:
    failing_now = f"failing in {name}"

    def rest() -> Operation:
        if build.seldom():
            return Sleep(86_400)
        return Wait(build.name("rest"), "idle", after=failing_now)

    def around(body: Block) -> Block:
        if build.seldom():
            return (Scope(build.name("inner"), body),)
        return build.with_clean_up(body)

    def sibling() -> Operation:
        child: Block = (build.spawn((rest(),)),) if build.seldom() else ()
        return build.spawn((*child, *around((rest(),))))

    before, after = build.some(0, 2, sibling), build.some(0, 2, sibling)
    fail: Block = (*build.pauses(), Reach(failing_now), a_failure(build, *KINDS, "base", "base"))
    failing = build.spawn((build.spawn(fail), rest()) if build.flag() else fail)
    return Scope(name, (*before, failing, *after, *around((rest(),))))


@programs
def failing_together(build: Builder) -> Block:
    """Several tasks of one scope fail in the same iteration, or all in their clean-ups."""
    # Most often all are of one kind: an implementation may take them for one.
    own = build.seldom()
    kind: Failing = "exception" if own else build.one_of("exception", "twin", "twin", "base")
    # Tasks that are spawned together, and then do the same, keep step with each other.
    before: Block = build.one_of((), (Yield(),), (Yield(), Yield()), (Sleep(1),))
    late = build.seldom()

    def task(number: int) -> Spawn:
        fail = a_failure(build) if own else Fail(build.name("error"), kind)
        if not late:
            return build.spawn((*before, fail))
        clean_up = build.pauses(1) if number < FEW else ()
        return build.spawn((CleanUp((build.until_exit("scope1"),), (*clean_up, fail)),))

    failing = [task(number) for number in range(build.number(2, 5) + build.one_of(0, 0, 0, 8))]
    tasks: Block = tuple(failing)
    if build.seldom():
        tasks = (build.spawn((*tasks, *build.pauses(1))),)
    elif not (late or build.seldom()):
        # Who gathers them is told of one.
        tasks = (*tasks, Catch((Gather(tuple(each.task for each in failing)),)))
    end: Block = build.pauses(1) if build.seldom() else (Wait("rest", "idle"),)
    scope = Scope("scope1", (*tasks, *busy_tasks(build, "scope1"), *end))
    if build.seldom():
        # In a task that nobody awaits, and that then fails with all of them.
        return (
            Scope("around", (build.spawn((scope,)), Wait("last", "idle", after="exit of scope1"))),
        )
    return (scope,)


@programs
def failing_clean_ups(build: Builder) -> Block:
    """Tasks that fail while they react to a cancellation, however that came about."""
    way = build.number(0, OUT_OF_TIME)

    def task() -> Spawn:
        fail = a_failure(build)
        work = (*build.pauses(1), build.until_exit("scope1"))
        if build.seldom():
            return build.spawn((Catch(work, "cancellation"), *build.pauses(), fail))
        fail = replace(fail, cause=build.one_of("", INTERRUPTION))
        return build.spawn((CleanUp(work, (*build.pauses(), fail)),))

    tasks = [task() for _ in range(build.number(1, 3))]
    rest: Block = (Wait("rest", "idle"), *build.pauses(1))
    end: Block = (Sleep(9),) if way == OUT_OF_TIME else ()
    match way:
        case 1:
            end = (a_failure(build),)
        case 2:
            rest = (build.spawn((*build.pauses(), a_failure(build))), *rest)
        case 3:
            cancel = Cancel(build.one_of(*tasks).task)
            rest = (*rest, build.spawn((cancel,)) if build.flag() else cancel, *build.pauses(1))
        case _:
            pass
    scope = Scope("scope1", (*tasks, *rest, *end))
    match way:
        case 4:
            wait = Wait("request", "idle", after="entered scope1")
            return (Start("runner", (scope,)), wait, *build.pauses(1), Cancel("runner"))
        case 5:  # OUT_OF_TIME
            return (Deadline(3, (scope,)),)
        case _:
            return (Scope("around", build.in_a_task((scope,))),) if build.seldom() else (scope,)


@programs
def tasks_that_end_cancelled(build: Builder) -> Block:
    """Scopes, nested or not, whose tasks end cancelled, for whatever reason; nothing fails."""

    def task(scope: str) -> Block:
        busy = build.spawn(build.busy_until_exit(scope))
        match build.number(0, 5):
            case 0:
                return (busy,)
            case 1:
                return (busy, *build.pauses(1), Cancel(busy.task))
            case 2:
                # The awaiter of a cancelled task is cancelled as well.
                awaiter = build.spawn((Await(busy.task),))
                return (busy, awaiter, *build.pauses(1), Cancel(busy.task))
            case 3:
                return (build.spawn((*build.pauses(1), Fail(build.name("end"), "cancelled"))),)
            case 4:
                return (busy, build.spawn((*build.pauses(1), Cancel(busy.task))))
            case _:
                inner = f"inner of {busy.task}"
                child = build.spawn(build.busy_until_exit(inner))
                scope_ = Scope(inner, (child, build.until_exit(scope)))
                runner = build.spawn((scope_,))
                return (runner, *build.pauses(1), Cancel(runner.task))

    body: Block = ()
    for level in range(build.number(1, 2), 0, -1):
        name = f"scope{level}"
        parts = [task(name) for _ in range(build.number(1, 3))]
        tasks = tuple(each for part in parts for each in part)
        body = (Scope(name, (*tasks, *body, *build.pauses())),)
    return body
