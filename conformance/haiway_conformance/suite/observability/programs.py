"""Programs for the chapter on observability."""

from collections.abc import Callable

from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Await,
    Block,
    CleanUp,
    Consume,
    Element,
    Execute,
    Kind,
    Level,
    Log,
    Open,
    Operation,
    Process,
    Scope,
    Source,
    Spawn,
    Start,
    Trace,
    Wait,
)

__all__ = (
    "anywhere",
    "concurrent_outermost_scopes",
    "executing_handlers_that_look",
    "generators_that_look",
    "processing_handlers_that_look",
    "tasks_and_scopes_that_look",
)

# What tells of the scope that the code is in.
LOOK: Block = (Log("probe"), Trace())


def _look(build: Builder, look: Block = LOOK) -> Block:
    """A look, before or after which some time may pass."""
    return (*look, build.pause(), *look) if build.flag() else look


def _tree(build: Builder, scope: str, depth: int, look: Block) -> Block:
    """Looks in the body of a scope or task, in its tasks, and in scopes within it."""

    def spawned() -> Spawn:
        work = _tree(build, scope, depth - 1, look) if depth else _look(build, look)
        if build.seldom():
            # Awaited by nobody, and looking around when the scope is being exited.
            work = (CleanUp((*work, build.until_exit(scope)), look),)
        return build.spawn(work)

    block: Block = _look(build, look)
    for _ in range(build.number(0, 2)):
        task = spawned()
        block = (*block, task)
        if depth and build.flag():
            inner = build.name("scope")
            block = (*block, Scope(inner, _tree(build, inner, depth - 1, look)))
        if build.flag() and not isinstance(task.body[-1], CleanUp):
            block = (*block, Await(task.task))
        block = (*block, *look)
    return block


@programs
def tasks_and_scopes_that_look(build: Builder) -> Block:
    """Scopes within each other, with tasks and their tasks; all look where they are, alike."""
    level: Level = build.one_of("info", "debug")
    look: Block = (Log("probe", level), Trace())
    tree: Block = (
        Scope(name := build.name("scope"), _tree(build, name, build.number(0, 2), look)),
    )
    for _ in range(build.one_of(0, 0, 0, 5)):
        tree = (build.scope((*look, *tree)),)
    return tree


@programs
def concurrent_outermost_scopes(build: Builder) -> Block:
    """Outermost scopes in tasks of the program's own, at the same time, each with a task."""

    def request() -> Operation:
        name = build.name("scope")
        task = build.spawn((*build.pauses(1), *LOOK))
        body: Block = (*LOOK, build.pause(), task, *_look(build), Await(task.task), *LOOK)
        return Start(build.name("request"), (*build.pauses(1), Scope(name, body)))

    return build.some(2, 3, request)


@programs
def generators_that_look(build: Builder) -> Block:
    """A stream whose generator looks; it is consumed elsewhere than it was made."""
    before: Block = (*build.pauses(1), *LOOK, *build.pauses(1))
    elements = tuple(Element() for _ in range(build.number(0, 2)))
    stream = Open("stream", Source("async generator", elements, before))
    consume: Block = (Consume("stream", LOOK), *LOOK)
    match build.number(0, 3):
        case 0:
            pass
        case 1:
            consume = (build.scope((*LOOK, *consume)),)
        case 2:
            task = build.spawn((*LOOK, *consume))
            consume = (task, Await(task.task))
        case _:
            task = build.spawn((build.scope((*LOOK, *consume)),))
            consume = (build.scope((*LOOK, task, Await(task.task))),)
    body: Block = (*LOOK, stream, *build.pauses(1), *consume, *LOOK)
    if build.flag():
        body = (build.scope(body),)
        return (build.scope((*LOOK, *body, *LOOK)),)
    return (build.scope(body),)


def _handlers(build: Builder, call: Callable[[str, Source, int], Process | Execute]) -> Block:
    def handler() -> Block:
        work = _look(build)
        if build.seldom():
            task = build.spawn(_look(build))
            work = (*work, task, Await(task.task))
        if build.seldom():
            work = (*work, build.scope(_look(build)), *LOOK)
        return work

    elements = tuple(Element(body=handler()) for _ in range(build.number(1, 4)))
    kind: Kind = build.one_of("list", "async generator")
    calls: Block = (call("h1", Source(kind, elements), build.number(1, 3)), *LOOK)
    body: Block = (*LOOK, *build.in_a_task((*LOOK, *calls)))
    if build.flag():
        body = (*LOOK, build.scope(body), *LOOK)
    return (build.scope(body),)


@programs
def processing_handlers_that_look(build: Builder) -> Block:
    """Handlers of `process_concurrently` that look, and have tasks and scopes of their own."""
    return _handlers(build, Process)


@programs
def executing_handlers_that_look(build: Builder) -> Block:
    """Handlers of `execute_concurrently` that look, and have tasks and scopes of their own."""
    return _handlers(build, Execute)


def anywhere(build: Builder, make: Callable[[], Operation]) -> Block:
    """Operations in a scope's body, a task of it, a clean-up at its exit, a scope within it."""
    block = build.some(1, 2, make)
    match build.number(0, 4):
        case 0:
            block = build.hosted(block)
        case 1:
            task = build.spawn((*build.pauses(1), *block))
            block = (task, Await(task.task))
        case 2:
            block = (build.scope((*build.pauses(1), *block)),)
        case 3:  # no stream, since whether one can still be made then is open
            task = build.spawn((CleanUp((build.until_exit("scope0"),), block),))
            return (Scope("scope0", (task, Wait("rest", "idle"))),)
        case _:
            inner = build.spawn(block)
            task = build.spawn((build.scope((inner, Await(inner.task))),))
            block = (task, Await(task.task))
    return (build.scope((*build.pauses(1), *block)),)
