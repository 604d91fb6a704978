"""Programs for the chapter on tasks."""

from haiway_conformance.programs.operations import (
    Await,
    Block,
    Call,
    Cancel,
    Catch,
    CleanUp,
    Fail,
    Gather,
    GetContext,
    Join,
    Meet,
    Outcome,
    Query,
    Scope,
    SetContext,
    Spawn,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.programs.strategies.building import Builder, programs

__all__ = (
    "awaited_results",
    "barriers",
    "called_in_other_ways",
    "contexts",
    "fire_and_forget",
    "gathered_results",
    "handles",
    "odd_functions",
    "passed_arguments",
    "plain_functions",
    "spawned_and_left_alone",
    "spawned_before_a_rest",
)

# More tasks than this come to a barrier without pauses before it, to keep the draws few.
FEW = 5

CALLS: tuple[Call, ...] = ("raises", "raises LookupError", "raises TypeError")

RESULTS: tuple[Outcome, ...] = (
    "object",
    "none",
    "zero",
    "false",
    "empty",
    "exception",
    "awaitable",
)


@programs
def awaited_results(build: Builder) -> Block:
    """Tasks that return all kinds of objects, awaited by body, siblings and others, repeatedly."""
    tasks = tuple(
        Spawn(build.name("t"), build.pauses(), result=build.one_of(*RESULTS))
        for _ in range(build.number(1, 2))
    )
    names = [task.task for task in tasks]
    awaits = [
        Await(build.one_of(*names), build.one_of("await", "gather"), build.number(1, 2))
        for _ in range(build.number(1, 3))
    ]
    own = build.flag()
    inner: Block = ()
    joins: Block = ()
    for each in awaits:
        match build.number(0, 2):
            case 0:
                inner = (*inner, *build.pauses(1), each)
            case 1:
                sibling = build.spawn((*build.pauses(1), each))
                inner = (*inner, sibling)
                joins = (*joins, Await(sibling.task))
            case _:
                name = build.name("other")
                inner = (*inner, Start(name, (each,)) if own else each)
                joins = (*joins, Join(name))
    scope = build.scope((*tasks, *inner, *joins, *(Await(name) for name in names)))
    return (scope, *(Await(name) for name in names[: build.number(0, 1)]))


@programs
def gathered_results(build: Builder) -> Block:
    """Tasks that end in any order, all awaited in one gather."""
    tasks = tuple(
        Spawn(build.name("t"), build.pauses(), result=build.one_of(*RESULTS))
        for _ in range(build.number(2, 4))
    )
    names = tuple(task.task for task in tasks)
    return (build.scope((*tasks, *build.pauses(1), Gather(names), Gather(names))),)


@programs
def handles(build: Builder) -> Block:
    """Tasks awaited through every function of asyncio that takes a task, and looked at."""
    end: Block = (Fail("error"),) if build.seldom() else ()
    cancel: Block = (Yield(), Cancel("t1")) if not end and build.flag() else ()
    work: Block = (*build.pauses(1), build.suspension(), *end)
    if cancel and build.flag():  # it goes on all the same
        work = (Catch(work, "cancellation"), *build.pauses(1))
    task = Spawn("t1", work, result=build.one_of(*RESULTS))
    ways: Block = tuple(
        Await("t1", build.one_of("wait", "as_completed", "shield"))
        for _ in range(build.number(1, 2))
    )
    if cancel:  # who waits for it goes on, and looks at what was cancelled
        ways = (Catch(ways, "cancellation"),)
    look: Block = (Query("t1", build.one_of("plain", "twice", "in a context")),)
    body: Block = (task, *look, *cancel, *ways, *look, Yield(), Yield(), *build.pauses(1))
    return (Start("runner", (Catch((build.scope((Catch(body), *look, Yield())),)),)),)


@programs
def passed_arguments(build: Builder) -> Block:
    """Tasks with arguments; among the keywords are names of implementations' own parameters."""

    def argument() -> str:
        return build.one_of(build.name("object"), "None", "False", "0", "()", "[]", "{}")

    keywords = ("name", "function", "coro", "task", "scope", "self", "context", "cls", "args")
    tasks = tuple(
        Spawn(
            build.name("t"),
            build.pauses(1),
            tuple(argument() for _ in range(build.number(0, 3))),
            tuple(
                (keyword, argument())
                for keyword in sorted({build.one_of(*keywords) for _ in range(build.number(0, 3))})
            ),
        )
        for _ in range(build.number(1, 3))
    )
    return (build.scope((*tasks, *(Await(task.task) for task in tasks))),)


@programs
def plain_functions(build: Builder) -> Block:
    """Tasks whose function is a plain one that makes a coroutine; awaited, cancelled or neither."""
    tasks = tuple(
        Spawn(build.name("t"), build.pauses(), call="plain") for _ in range(build.number(1, 3))
    )
    rest: Block = ()
    for task in tasks:
        match build.number(0, 2):
            case 0:
                rest = (*rest, Await(task.task))
            case 1:
                rest = (*rest, Cancel(task.task))
            case _:
                rest = (*rest, *build.pauses(1))
    return (build.scope((*tasks, *rest)),)


@programs
def called_in_other_ways(build: Builder) -> Block:
    """A task whose function raises when it is called."""
    call: Call = build.one_of(*CALLS)
    others = build.some(0, 1, lambda: build.spawn(build.pauses(1)))
    spawn = Spawn("odd", keyword=(("key", "object1"),) if build.flag() else (), call=call)
    wait: Block = (Await("odd"),) if build.flag() else ()
    inner: Block = (build.scope((*others, *build.pauses(1), spawn, *wait, *build.pauses(1))),)
    if build.flag():
        inner = (build.scope((Catch(inner), *build.pauses(1))),)
    return (Catch(inner),)


@programs
def barriers(build: Builder) -> Block:
    """As many tasks as a barrier has parties; the body may be one of them, or await them."""
    parties = build.one_of(2, 60, 3, 17)
    body_too = build.flag()
    tasks = tuple(
        build.spawn((*(build.pauses(1) if parties <= FEW else ()), Meet("barrier", parties)))
        for _ in range(parties - body_too)
    )
    meet: Block = (Meet("barrier", parties),) if body_too else ()
    return (build.scope((*tasks, *meet, *(Await(task.task) for task in tasks))),)


@programs
def fire_and_forget(build: Builder) -> Block:
    """Tasks that nobody awaits, while the body waits for something that comes last."""
    tasks = build.some(1, 3, lambda: build.spawn(build.pauses()))
    nested = build.scope((*tasks, Wait("last", "idle")))
    if build.flag():
        return (build.scope((*build.pauses(1), nested)),)
    return (nested,)


@programs
def spawned_and_left_alone(build: Builder) -> Block:
    """Tasks that can't end before the body has gone on."""

    def task() -> Spawn:
        return build.spawn((*build.pauses(1), build.until_exit("scope1")))

    return (Scope("scope1", (*build.some(1, 3, task), *build.pauses(1))),)


@programs
def spawned_before_a_rest(build: Builder) -> Block:
    """A task that is spawned, and nothing else: has it begun when `spawn` returns?"""
    return (build.scope((build.spawn((build.suspension(),)), Wait("rest", "idle"))),)


@programs
def contexts(build: Builder) -> Block:
    """Context variables, set and looked up by body and tasks, before and after spawns."""

    def touch() -> Block:
        block: Block = ()
        for _ in range(build.number(0, 2)):
            variable = build.one_of("x", "y")
            if build.flag():
                block = (*block, SetContext(variable, build.name("value")))
            else:
                block = (*block, *build.pauses(1))
        return (*block, GetContext("x"), GetContext("y"))

    def task(depth: int) -> Spawn:
        children: Block = (task(depth - 1), *touch()) if depth else ()
        clean_up: Block = ()
        if build.flag():
            clean_up = (CleanUp((build.until_exit("scope1"),), touch()),)
        return build.spawn((*touch(), *children, *touch(), *clean_up))

    body = touch()
    for _ in range(build.number(1, 2)):
        known = tuple(SetContext(each, build.name("value")) for each in ("x", "y"))
        body = (*body, *build.hosted((*known, task(build.number(0, 1)), *touch())))
    inner: Block = (Scope("scope1", (*body, Wait("rest", "idle"), *touch())),)
    return (*touch(), *inner, *touch())


@programs
def odd_functions(build: Builder) -> Block:
    """A task whose function returns something that is no coroutine."""
    spawn = Spawn("odd", call="no coroutine")
    return (Catch((build.scope((Catch((spawn, Await("odd"))), *build.pauses(1))),)),)
