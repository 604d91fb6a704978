"""Programs for the chapter on failures: those in which the body of a scope raises."""

from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    Catch,
    CleanUp,
    CountRequests,
    Fail,
    Failing,
    Gather,
    Operation,
    Resource,
    Scope,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.failures import (
    a_failure,
    busy_tasks,
    failing_task,
)

__all__ = (
    "bodies_that_await_failures",
    "bodies_that_fail_alone",
    "bodies_that_fail_when_asked_to_stop",
    "failing_with_the_body",
)

# An exit of the interpreter from main itself is an exception like others until it leaves main.
OF_MAIN: tuple[Failing, ...] = ("exception", "falsy", "base", "group", "interrupt", "exit")
OF_ANOTHER: tuple[Failing, ...] = ("cancelled", "stop", "twin", "lookup", "timeout", "group")


@programs
def bodies_that_fail_alone(build: Builder) -> Block:
    """Scopes, nested or not, of which a body raises while no task fails and nobody interferes.

    There are some in main, and some in another task beside it.
    """
    other: Block = _failing_alone(build, OF_ANOTHER, 2)
    if build.seldom():
        return other if build.flag() else (Start("other", other),)
    return (Start("other", other), *_failing_alone(build, OF_MAIN, 3))


def _failing_alone(build: Builder, kinds: tuple[Failing, ...], depth: int) -> Block:
    fail = Fail(build.name("error"), build.one_of(*kinds), build.one_of("", "cause"))
    body: Block = (*build.pauses(), fail)
    if build.seldom():
        body = (CleanUp(body, build.pauses(1)),)
    for _ in range(build.number(1, depth)):
        name = build.name("scope")

        def task(name: str = name) -> Operation:
            cancelled: Block = (Fail(build.name("end"), "cancelled"),) if build.seldom() else ()
            return build.spawn((*build.busy_until_exit(name), *cancelled))

        def resource() -> Resource:
            return Resource(build.name("resource"), build.pauses(1), build.pauses(1))

        tasks = build.some(0, depth - 1, task)
        resources = (resource(),) if build.seldom() else ()
        body = (Scope(name, (*tasks, *body), resources=resources),)
    # A CancelledError that left main would be taken for the end of the run.
    return (Catch(body, "cancellation"),)


@programs
def bodies_that_fail_when_asked_to_stop(build: Builder) -> Block:
    """A scope whose body raises, in a task that is asked to stop before its exit is complete."""
    fail = a_failure(build)
    cause = Fail(fail.error, fail.kind, build.one_of("", "cause"))
    match build.number(0, 2):
        case 0:
            body: Block = (*build.pauses(), cause)
        case 1:
            body = (CleanUp((*build.pauses(1), Wait("rest", "idle")), (cause,)),)
        case _:
            body = (Catch((Wait("rest", "idle"),), "cancellation"), *build.pauses(1), cause)
    slow = (CleanUp((build.until_exit("scope1"),), build.pauses(2, least=1)),)
    tasks = build.some(0, 2, lambda: build.spawn(slow))
    scope: Block = (Scope("scope1", (*tasks, *body)),)
    if build.seldom():
        scope = (Scope("around", (*busy_tasks(build, "around"), *scope)),)
    runner = Start("runner", (CleanUp(scope, (CountRequests(),)), Wait("afterwards", "idle")))
    after = build.one_of("entered scope1", "exit of scope1")
    return (runner, Wait("request", "any", after=after), *build.pauses(1), Cancel("runner"))


@programs
def failing_with_the_body(build: Builder) -> Block:
    """Scopes, nested or not, body and tasks of which fail; the body also when it is cancelled."""
    body: Block = ()
    for level in range(build.number(1, 2), 0, -1):
        name = f"scope{level}"
        tasks = build.some(1, 2, lambda name=name: failing_task(build, name))
        match build.number(0, 4):
            case 0:
                end: Block = (*build.pauses(), a_failure(build))
            case 1:
                wait: Block = (*body, *build.pauses(1), Wait(build.name("rest"), "idle"))
                end = (CleanUp(wait, (*build.pauses(1), a_failure(build))),)
                body = ()
            case 2:
                wait = (*build.pauses(1), Wait(build.name("rest"), "idle"))
                end = (Catch(wait, "cancellation"), *build.pauses(1), a_failure(build))
            case 3:  # what the body raises comes from what a task, the first to fail, has raised
                cause, fail = Fail(build.name("error")), a_failure(build)
                tasks = (build.spawn((*build.pauses(1), cause)), *tasks[1:])
                caused = Fail(fail.error, fail.kind, cause.error)
                end = (Catch((Wait(build.name("rest"), "idle"),), "cancellation"), caused)
            case _:
                end = ((Yield(),) * build.number(0, 3)) + (a_failure(build),)
        body = (Scope(name, (*tasks, *body, *busy_tasks(build, name), *end)),)
    return body


@programs
def bodies_that_await_failures(build: Builder) -> Block:
    """A body awaits tasks some of which fail, and catches nothing."""
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
    # Where a failure cancels the body at once, it gets to awaiting only as it reacts to that.
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
