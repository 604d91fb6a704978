"""Programs for the chapter on failures: those in which somebody gets or catches a failure."""

from haiway_conformance.programs.operations import (
    Await,
    Block,
    Catch,
    CleanUp,
    Fail,
    Join,
    Scope,
    Start,
    Wait,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.failures import (
    EXCEPTIONS,
    a_failure,
    busy_tasks,
    failing_task,
)

__all__ = ("awaited_failures", "caught_failures", "caught_when_awaited")


@programs
def awaited_failures(build: Builder) -> Block:
    """A task that fails, awaited by body, siblings and others, while it runs and afterwards."""
    at_exit = build.seldom()
    work = (*build.pauses(1), build.until_exit("scope1")) if at_exit else build.pauses()
    fail = a_failure(build)
    if at_exit or build.seldom():
        failing = build.spawn((CleanUp(work, (*build.pauses(1), fail)),))
    else:
        failing = build.spawn((*work, fail))
    name = failing.task

    def wait() -> Await:
        # The other ways need more of a task than must be: they are for `tasks/handle`.
        return Await(name, build.one_of("await", "gather"))

    body: Block = (failing,)
    joins: Block = ()
    for _ in range(build.number(1, 3)):
        waits: Block = (*build.pauses(1), Catch((wait(),)), *([wait()] if build.seldom() else []))
        # What ends only when the body has ended is not awaited in the body.
        match build.number(0, 1 if at_exit else 2):
            case 0:
                body = (*body, build.spawn(waits))
            case 1:
                other = build.name("other")
                body = (*body, Start(other, waits))
                joins = (*joins, Join(other))
            case _:
                body = (*body, *waits)
    scope = Scope("scope1", (*body, Wait("rest", "idle"), *build.pauses(1)))
    afterwards = Catch((Catch((Await(name),)),), "cancellation")
    return (Catch((scope,)), afterwards, *joins)


@programs
def caught_failures(build: Builder) -> Block:
    """A scope in which something fails, within a scope that catches it and goes on."""
    inner = "scope2"
    tasks = build.some(0, 2, lambda: failing_task(build, inner, *EXCEPTIONS))
    end: Block = (a_failure(build, *EXCEPTIONS),) if not tasks or build.seldom() else ()
    scope = Scope(inner, (*tasks, *busy_tasks(build, inner), *build.pauses(), *end))
    if build.seldom():
        scope = Scope("scope3", (*busy_tasks(build, "scope3"), scope))
    body: Block = (Catch((scope,)), *build.pauses(1), Wait("afterwards", "idle"))
    if build.flag():
        runner = build.spawn(body)
        body = (runner, Await(runner.task))
    outer = build.some(0, 2, lambda: build.spawn(build.busy_until_exit("scope1")))
    return (Scope("scope1", (*outer, *body)),)


@programs
def caught_when_awaited(build: Builder) -> Block:
    """A task that fails, and whose awaiter catches that."""
    failing = build.spawn((build.suspension(), Fail("error")))
    caught: Block = (Catch((Await(failing.task),)),)
    rest: Block = (Wait("rest", "idle"),)
    waits: Block
    if build.flag():
        waits = (Start("other", caught), *rest)
    else:
        # The body may be cancelled when the task fails, before it is told of the failure.
        waits = (Catch(rest, "cancellation"), *caught)
    return (Catch((Scope("scope1", (failing, *waits, *build.pauses(1))),)),)
