"""Programs in whose scopes much has happened when they end: see `events`."""

from collections.abc import Callable

from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    Catch,
    CleanUp,
    Element,
    Fail,
    Failing,
    GetContext,
    GetState,
    Log,
    Operation,
    Process,
    Provided,
    Reach,
    Resource,
    Scope,
    Source,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.events import (
    ALL,
    CONTAINED,
    QUIET,
    UNASKED,
    events,
)
from haiway_conformance.programs.strategies.failures import failing_task

__all__ = (
    "eventful_scopes",
    "eventful_scopes_asked_to_stop",
    "eventful_scopes_that_fail",
    "eventful_scopes_that_fail_alone",
    "eventful_scopes_whose_tasks_fail",
    "eventful_scopes_with_busy_tasks",
    "eventful_scopes_within",
    "state_after_events",
)

KINDS: tuple[Failing, ...] = ("exception", "falsy", "twin", "base", "group", "timeout", "stop")


def _around(build: Builder, block: Block) -> Block:
    """The operations; or they are in other scopes, or in a task of one."""
    match build.number(0, 4):
        case 0 | 1:
            return block
        case 2:
            return (build.scope((*build.pauses(1), *block, *build.pauses(1))),)
        case 3:
            return (build.scope((build.scope((build.scope(block),)),)),)
        case _:
            task = build.spawn(block)
            return (build.scope((task, Await(task.task))),)


def _scope(build: Builder, name: str, body: Block) -> Scope:
    """The scope that the program is about."""
    state = (Provided("A", f"of {name}"),) if build.flag() else ()
    resources = tuple(
        Resource(build.name("resource"), build.pauses(1), build.pauses(1))
        for _ in range(build.one_of(0, 0, 1, 2))
    )
    return Scope(name, body, state, resources)


def _tasks(build: Builder, most: int, body: Callable[[], Block]) -> Block:
    """Tasks, some of which are given an argument."""

    def task() -> Operation:
        keyword = build.one_of((), (("key", "x"),))
        return Spawn(build.name("t"), body(), keyword=keyword)

    return build.some(1, most, task)


def _endless(build: Builder) -> Block:
    """Tasks that end by cancellation alone."""
    return _tasks(build, 3, build.endless)


def _ending(build: Builder, name: str, tasks: Callable[[], Block]) -> Block:
    """A scope in which much has happened, and has tasks, spawned before that or after it."""
    # In the clean-up of a task that was asked to stop, nothing is to fail.
    cleaning_up = build.seldom()
    before = events(build, QUIET if cleaning_up else ALL)
    first, last = (tasks(), ()) if build.flag() else ((), tasks())
    scope: Block = (_scope(build, name, (*first, *before, *last, Wait(build.name("p"), "idle"))),)
    if cleaning_up:
        runner = Start("runner", (CleanUp((build.for_ever(),), scope),))
        return (runner, Wait(build.name("p"), "idle"), Cancel("runner"))
    return _around(build, (Catch(scope),))


@programs
def eventful_scopes(build: Builder) -> Block:
    """A scope in which much has happened, and tasks wait for what never comes; its body ends."""
    return _ending(build, build.name("scope"), lambda: _endless(build))


@programs
def eventful_scopes_with_busy_tasks(build: Builder) -> Block:
    """A scope in which much has happened, and whose tasks end after its exit has begun."""
    name = build.name("scope")
    return _ending(build, name, lambda: _tasks(build, 2, lambda: build.busy_until_exit(name)))


def _failing(build: Builder, last: int) -> Block:
    name = build.name("scope")
    fail = Fail(build.name("error"), build.one_of(*KINDS), build.one_of("", "cause"))
    end: Block = (fail,)
    if build.seldom():  # another one is its context
        end = (CleanUp((Fail(build.name("error")),), end),)
    before = events(build, last)
    tasks = _endless(build)
    return (_scope(build, name, (*tasks, *before, *build.pauses(1), *end)),)


@programs
def eventful_scopes_that_fail(build: Builder) -> Block:
    """A scope in which much has happened, and tasks wait for what never comes; its body raises."""
    return _around(build, (Catch(_failing(build, ALL)),))


@programs
def eventful_scopes_that_fail_alone(build: Builder) -> Block:
    """The same, and nothing else fails, nor is anybody asked to stop."""
    return _around(build, (Catch(_failing(build, UNASKED)),))


@programs
def eventful_scopes_whose_tasks_fail(build: Builder) -> Block:
    """A scope in which much has happened, and of which a task fails then."""
    name = build.name("scope")
    task = failing_task(build, name)
    body = (*events(build), task, Wait("rest", "idle"), *build.pauses(1))
    return _around(build, (Catch((_scope(build, name, body),)),))


@programs
def eventful_scopes_asked_to_stop(build: Builder) -> Block:
    """A scope in which much has happened, in a task that is asked to stop then, or in its exit.

    There is a suspension after everything.
    """
    name = build.name("scope")
    before = events(build)
    tasks = _endless(build)
    at_work, happened = build.flag(), Reach("much has happened")
    if not at_work:
        tasks = (*tasks, build.spawn((CleanUp((build.for_ever(),), build.pauses(2, least=1)),)))
    end = build.for_ever() if at_work else Wait(build.name("p"), "idle")
    scope: Block = (_scope(build, name, (*tasks, *before, happened, end)),)
    after = happened.milestone if at_work else f"exit of {name}"
    runner = Start("runner", (*scope, Wait("last", "idle"), GetContext("x")))
    return (runner, Wait("request", "any", after=after), *build.pauses(1), Cancel("runner"))


@programs
def eventful_scopes_within(build: Builder) -> Block:
    """A scope in which much happens, within another, which looks around before it and after it."""
    outer, name = build.name("scope"), build.name("scope")
    look: Block = (GetState("A"), Log("probe1"))
    end: Block = (Fail(build.name("error")),) if build.seldom() else ()
    inner = _scope(build, name, (*build.pauses(1), *events(build), *end))
    until_exit = Wait(f"end of {outer}", "any", after=f"exit of {outer}")
    before, after = (Spawn(name, (until_exit,)) for name in ("before1", "after1"))
    body = (*look, before, Catch((inner,)), *look, after, Wait("rest1", "idle"))
    return _around(build, (Scope(outer, body, (Provided("A", f"of {outer}"),)),))


@programs
def state_after_events(build: Builder) -> Block:
    """A scope with state in which much has happened; body, task and handler look it up then."""
    scope = build.name("scope")
    look: Block = (GetState("A"), GetState("D"))
    task = build.spawn((*build.pauses(1), *look))
    handling = Process(build.name("h"), Source(elements=(Element(body=look),)))
    body = (*events(build, CONTAINED), *look, task, Await(task.task), handling)
    given = Provided("A", f"A of {scope}"), Provided("D", f"D of {scope}")
    return (Scope(scope, body, given),)
