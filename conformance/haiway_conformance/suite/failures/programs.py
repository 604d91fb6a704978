"""Programs, and parts of programs, that several properties of chapter failures draw."""

from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Catch,
    CleanUp,
    Deadline,
    Failing,
    Gather,
    Join,
    Query,
    Scope,
    Spawn,
    Wait,
)

__all__ = (
    "ODD",
    "bodies_that_await_failures",
    "busy_tasks",
    "failing_task",
    "failing_tasks",
)


ODD: tuple[Failing, ...] = ("sealed", "closing", "runtime")
"""The kinds of failures that careless code does not get through.

They are raised in tasks that nobody awaits: in other code they may stumble over asyncio itself.
"""


@programs
def bodies_that_await_failures(build: Builder) -> Block:
    """Draw a body that awaits tasks, some of which fail, and catches nothing."""
    tasks = tuple(
        build.spawn((*build.pauses(), *(() if build.seldom() else (a_failure(build),))))
        for _ in range(build.number(1, 3))
    )
    names = [each.task for each in tasks]
    awaits: Block = (
        (Gather(tuple(names)),)
        if build.seldom()
        else tuple(Await(each, build.one_of("await", "gather")) for each in names)
    )
    # Where a failure cancels the body at once, the body awaits only in reaction to that.
    match build.number(0, 3):
        case 0:
            rest: Block = awaits
        case 1:
            rest = (CleanUp(awaits, (a_failure(build),)),)
        case 2:
            rest = (CleanUp((Wait("rest", "idle"),), awaits),)
        case _:
            rest = (Catch((Wait("rest", "idle"),), "cancellation"), *awaits)
    return (Scope("scope1", (*tasks, *build.pauses(1), *rest)),)


def failing_task(build: Builder, scope: str, *kinds: Failing, depth: int = 1) -> Spawn:
    """Draw a task that fails at once, later, while it cleans up, or because a child does.

    Args:
        build: The builder.
        scope: The task's scope.
        kinds: The kinds of failures; all of them if there are none.
        depth: How many generations may be below it.
    """
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
    """Draw tasks that are busy until their scope's exit."""
    return build.some(0, most, lambda: build.spawn(build.busy_until_exit(scope)))


@programs
def failing_tasks(build: Builder) -> Block:
    """Draw scopes, nested or not, with tasks that fail at any step and that nothing awaits.

    Some are queried, and some are joined by code that ignores how they ended.
    """
    body: Block = ()
    for level in range(build.number(1, 2), 0, -1):
        name = f"scope{level}"
        kinds = ODD if build.seldom() else ()
        tasks = tuple(failing_task(build, name, *kinds) for _ in range(build.number(1, 2)))
        observers: Block = ()
        match build.number(0, 3):
            case 0:
                observers = (Deadline(2, (Join(tasks[0].task),)), *build.pauses(1))
            case 1:
                observers = tuple(Query(each.task) for each in tasks)
            case 2:
                observers = (Deadline(2, (Join(tasks[-1].task),)),)
            case _:
                pass
        scope = Scope(name, (*body, *busy_tasks(build, name), *tasks, *observers, *build.pauses()))
        body = build.in_a_task((scope,)) if level > 1 else (scope,)
    return body
