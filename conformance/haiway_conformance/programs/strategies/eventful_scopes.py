"""Programs in whose scopes much has happened when they end.

A helper was called in them, a stream left, a task cancelled, a request answered, something logged.
All that is over, and makes no difference to what a scope does at its end.
"""

from haiway_conformance.programs.operations import (
    Acknowledge,
    Await,
    Block,
    Cancel,
    CancelCurrent,
    Catch,
    CheckCancellation,
    CleanUp,
    Consume,
    CountRequests,
    Deadline,
    Element,
    Execute,
    Fail,
    Failing,
    GetContext,
    GetState,
    GetVariable,
    Kind,
    Log,
    Merge,
    Open,
    Operation,
    Process,
    Provided,
    Reach,
    Record,
    Resource,
    Scope,
    SetVariable,
    Source,
    Spawn,
    Start,
    Trace,
    Wait,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.failures import failing_task
from haiway_conformance.programs.strategies.sources import generator, source

__all__ = (
    "calls_after_events",
    "eventful_scopes",
    "eventful_scopes_asked_to_stop",
    "eventful_scopes_that_fail",
    "eventful_scopes_that_fail_alone",
    "eventful_scopes_whose_tasks_fail",
    "eventful_scopes_within",
    "failing_calls_after_events",
    "state_after_events",
)

# Of the events, the first so many fail nothing at all; so many fail something, but not the scope;
# after the last one, it is open whether the scope fails.
QUIET = 12
CONTAINED = 16
ALL = 17

KINDS: tuple[Failing, ...] = ("exception", "falsy", "twin", "base", "group", "timeout", "stop")


def _events(build: Builder, last: int = QUIET) -> Block:
    """Some events, one after the other; all are over at the end."""
    return tuple(
        each for _ in range(build.number(1, 3)) for each in _event(build, build.number(0, last))
    )


def _event(build: Builder, number: int) -> Block:  # noqa: PLR0911, PLR0912 - one for each event
    match number:
        case 0:
            return (_helper(build, build.pauses(1)),)
        case 1:
            stream = build.name("s")
            items = generator(build, 1, 2)
            return (Open(stream, items), Consume(stream, (), build.one_of(None, 1)))
        case 2:
            sources = generator(build, 0, 1), generator(build, 1, 2)
            merge = Merge(build.name("s"), sources, exhaustive=build.flag())
            return (merge, Consume(merge.stream))
        case 3:
            return (build.scope((build.spawn(build.pauses(2)), *build.pauses(1))),)
        case 4:
            task = Spawn(build.name("t"), build.pauses(1), ("x",), (("key", "y"),))
            return (task, Await(task.task))
        case 5:
            task = build.spawn((build.for_ever(),))
            return (task, _rest(build), Cancel(task.task), _rest(build))
        case 6:
            return (Catch((Fail(build.name("error")),)),)
        case 7:
            return (Deadline(1, (build.for_ever(),)),)
        case 8:
            return (Catch((CancelCurrent(), _rest(build)), "cancellation"), Acknowledge())
        case 9:
            return (GetState("A"), GetState("B"))
        case 10:
            return (SetVariable("A", build.name("value")), GetVariable("A"))
        case 11:
            return (Log("message"), Record(event="event"), Trace())
        case 12:
            return (CheckCancellation(), CountRequests())
        case 13:
            return (_helper(build, (Fail(build.name("error")),), tolerant=True),)
        case 14:
            return (Catch((_helper(build, (Fail(build.name("error")),)),)),)
        case 15:
            failing = build.spawn((*build.pauses(1), Fail(build.name("error"))))
            return (Catch((build.scope((failing, *build.pauses(1))),)),)
        case 16:
            stream = build.name("s")
            items = generator(build, 0, 1, ending="fails")
            return (Open(stream, items), Catch((Consume(stream),)))
        case _:
            return (Catch((Spawn(build.name("t"), call="raises"),)),)


def _helper(build: Builder, handling: Block, *, tolerant: bool = False) -> Operation:
    elements = (Element(body=handling), Element(body=build.pauses(1)))
    kind: Kind = build.one_of("list", "generator", "async generator")
    helper = build.one_of(Process, Execute)
    return helper(build.name("h"), Source(kind, elements), build.number(1, 2), tolerant)


def _rest(build: Builder) -> Wait:
    return Wait(build.name("p"), "idle")


def _scope(build: Builder, name: str, body: Block) -> Scope:
    """The scope that the program is about."""
    state = (Provided("A", f"of {name}"),) if build.flag() else ()
    resources = tuple(
        Resource(build.name("resource"), build.pauses(1), build.pauses(1))
        for _ in range(build.one_of(0, 0, 1, 2))
    )
    return Scope(name, body, state, resources)


def _endless(build: Builder) -> Block:
    """One or two tasks that end by cancellation alone, spawned before the events or after them."""
    return build.some(1, 2, lambda: build.spawn(build.endless()))


@programs
def eventful_scopes(build: Builder) -> Block:
    """A scope in which much has happened, and tasks wait for what never comes; its body ends."""
    name = build.name("scope")
    # In the clean-up of a task that was asked to stop, nothing is to fail.
    cleaning_up = build.seldom()
    events = _events(build, QUIET if cleaning_up else ALL)
    first, last = (_endless(build), ()) if build.flag() else ((), _endless(build))
    scope: Block = (_scope(build, name, (*first, *events, *last, _rest(build))),)
    if cleaning_up:
        runner = Start("runner", (CleanUp((build.for_ever(),), scope),))
        return (runner, _rest(build), Cancel("runner"))
    scope = (Catch(scope),)
    match build.number(0, 2):
        case 0:
            return scope
        case 1:
            return (build.scope((*build.pauses(1), *scope, *build.pauses(1))),)
        case _:
            task = build.spawn(scope)
            return (build.scope((task, Await(task.task))),)


def _failing(build: Builder, last: int) -> Block:
    name = build.name("scope")
    fail = Fail(build.name("error"), build.one_of(*KINDS), build.one_of("", "cause"))
    end: Block = (fail,)
    if build.seldom():  # another one is its context
        end = (CleanUp((Fail(build.name("error")),), end),)
    events = _events(build, last)
    tasks = _endless(build)
    return (_scope(build, name, (*tasks, *events, *build.pauses(1), *end)),)


@programs
def eventful_scopes_that_fail(build: Builder) -> Block:
    """A scope in which much has happened, and tasks wait for what never comes; its body raises."""
    return (Catch(_failing(build, ALL)),)


@programs
def eventful_scopes_that_fail_alone(build: Builder) -> Block:
    """The same, and nothing else fails."""
    return (Catch(_failing(build, QUIET)),)


@programs
def eventful_scopes_whose_tasks_fail(build: Builder) -> Block:
    """A scope in which much has happened, and of which a task fails then."""
    name = build.name("scope")
    task = failing_task(build, name)
    body = (*_events(build), task, Wait("rest", "idle"), *build.pauses(1))
    return (Catch((_scope(build, name, body),)),)


@programs
def eventful_scopes_asked_to_stop(build: Builder) -> Block:
    """A scope in which much has happened, in a task that is asked to stop then, or in its exit.

    Or it runs out of time. There is a suspension after everything.
    """
    name = build.name("scope")
    events = _events(build)
    tasks = _endless(build)
    at_work, happened = build.flag(), Reach("much has happened")
    if not at_work:
        tasks = (*tasks, build.spawn((CleanUp((build.for_ever(),), build.pauses(2, least=1)),)))
    end = build.for_ever() if at_work else _rest(build)
    scope: Block = (_scope(build, name, (*tasks, *events, happened, end)),)
    if at_work and build.seldom():
        return (Deadline(9_999, scope), Wait("last", "idle"))
    after = happened.milestone if at_work else f"exit of {name}"
    runner = Start("runner", (*scope, Wait("last", "idle"), GetContext("x")))
    return (runner, Wait("request", "any", after=after), *build.pauses(1), Cancel("runner"))


@programs
def eventful_scopes_within(build: Builder) -> Block:
    """A scope in which much happens, within another, which looks around before it and after it."""
    outer, name = build.name("scope"), build.name("scope")
    look: Block = (GetState("A"), Log("probe1"))
    end: Block = (Fail(build.name("error")),) if build.seldom() else ()
    inner = _scope(build, name, (*build.pauses(1), *_events(build), *end))
    until_exit = Wait(f"end of {outer}", "any", after=f"exit of {outer}")
    before, after = (Spawn(name, (until_exit,)) for name in ("before1", "after1"))
    body = (*look, before, Catch((inner,)), *look, after, Wait("rest1", "idle"))
    return (Scope(outer, body, (Provided("A", f"of {outer}"),)),)


@programs
def calls_after_events(build: Builder) -> Block:
    """A scope in which much has happened, and a helper is called then."""
    scope, helper = build.name("scope"), build.name("h")
    events = _events(build, CONTAINED)
    bodies = [build.pauses(1) for _ in range(build.number(3, 4))]
    call = Process(helper, source(build, bodies), build.number(1, 2))
    return (_scope(build, scope, (*events, call)),)


@programs
def failing_calls_after_events(build: Builder) -> Block:
    """A scope in which much has happened, and a helper is called then, of which a call fails."""
    scope, helper = build.name("scope"), build.name("h")
    events = _events(build, CONTAINED)
    failing = (*build.pauses(1), Fail(build.name("error"), build.one_of(*KINDS[:3])))
    bodies = [failing, build.pauses(1), build.pauses(1)]
    call = Process(helper, source(build, bodies), build.number(1, 2))
    return (_scope(build, scope, (*events, Catch((call,)))),)


@programs
def state_after_events(build: Builder) -> Block:
    """A scope with state in which much has happened; body, task and handler look it up then."""
    scope = build.name("scope")
    look: Block = (GetState("A"), GetState("D"))
    task = build.spawn((*build.pauses(1), *look))
    handling = Process(build.name("h"), Source(elements=(Element(body=look),)))
    body = (*_events(build, CONTAINED), *look, task, Await(task.task), handling)
    given = Provided("A", f"A of {scope}"), Provided("D", f"D of {scope}")
    return (Scope(scope, body, given),)
