"""Programs that log messages and ask for trace ids in tasks, scopes, generators and handlers."""

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
    "handlers_of_execute",
    "handlers_of_process",
    "stream_generators",
    "tasks_and_scopes",
)

# Two observations of the scope that the code is in.
PROBE: Block = (Log("probe"), Trace())


def _probe(build: Builder, probe: Block = PROBE) -> Block:
    """Draw a probe, or one before and one after a pause."""
    return (*probe, build.pause(), *probe) if build.flag() else probe


def _tree(build: Builder, scope: str, depth: int, probe: Block) -> Block:
    """Draw probes in the body of a scope or task, in its tasks, and in nested scopes."""

    def spawned() -> Spawn:
        work = _tree(build, scope, depth - 1, probe) if depth else _probe(build, probe)
        if build.seldom():
            # Awaited by nobody, it probes again while the scope exits.
            work = (CleanUp((*work, build.until_exit(scope)), probe),)
        return build.spawn(work)

    block: Block = _probe(build, probe)
    for _ in range(build.number(0, 2)):
        task = spawned()
        block = (*block, task)
        if depth and build.flag():
            inner = build.name("scope")
            block = (*block, Scope(inner, _tree(build, inner, depth - 1, probe)))
        if build.flag() and not isinstance(task.body[-1], CleanUp):
            block = (*block, Await(task.task))
        block = (*block, *probe)
    return block


@programs
def tasks_and_scopes(build: Builder) -> Block:
    """Draw nested scopes with tasks and their children, which all probe where they are."""
    level: Level = build.one_of("info", "debug")
    probe: Block = (Log("probe", level), Trace())
    tree: Block = (
        Scope(name := build.name("scope"), _tree(build, name, build.number(0, 2), probe)),
    )
    for _ in range(build.one_of(0, 0, 0, 5)):
        tree = (build.scope((*probe, *tree)),)
    return tree


@programs
def concurrent_outermost_scopes(build: Builder) -> Block:
    """Draw two or three tasks without a scope that each enter an outermost scope and spawn."""

    def request() -> Operation:
        name = build.name("scope")
        task = build.spawn((*build.pauses(1), *PROBE))
        body: Block = (*PROBE, build.pause(), task, *_probe(build), Await(task.task), *PROBE)
        return Start(build.name("request"), (*build.pauses(1), Scope(name, body)))

    return build.some(2, 3, request)


@programs
def stream_generators(build: Builder) -> Block:
    """Draw a stream whose generator probes, consumed in another scope or task than its own.

    First of all, a message is logged outside of any scope, to be compared.
    """
    before: Block = (*build.pauses(1), *PROBE, *build.pauses(1))
    elements = tuple(Element() for _ in range(build.number(0, 2)))
    stream = Open("stream", Source("async generator", elements, before))
    consume: Block = (Consume("stream", PROBE), *PROBE)
    match build.number(0, 3):
        case 0:
            pass
        case 1:
            consume = (build.scope((*PROBE, *consume)),)
        case 2:
            task = build.spawn((*PROBE, *consume))
            consume = (task, Await(task.task))
        case _:
            task = build.spawn((build.scope((*PROBE, *consume)),))
            consume = (build.scope((*PROBE, task, Await(task.task))),)
    body: Block = (*PROBE, stream, *build.pauses(1), *consume, *PROBE)
    if build.flag():
        body = (build.scope(body),)
        return (Log("probe"), build.scope((*PROBE, *body, *PROBE)))
    return (Log("probe"), build.scope(body))


def _handlers(build: Builder, helper: type[Process | Execute]) -> Block:
    """Draw a helper whose handlers probe, some of them in a task or a nested scope as well."""

    def handler() -> Block:
        work = _probe(build)
        if build.seldom():
            task = build.spawn(_probe(build))
            work = (*work, task, Await(task.task))
        if build.seldom():
            work = (*work, build.scope(_probe(build)), *PROBE)
        return work

    elements = tuple(Element(body=handler()) for _ in range(build.number(1, 4)))
    kind: Kind = build.one_of("list", "async generator")
    calls: Block = (helper("h1", Source(kind, elements), build.number(1, 3)), *PROBE)
    body: Block = (*PROBE, *build.in_a_task((*PROBE, *calls)))
    if build.flag():
        body = (*PROBE, build.scope(body), *PROBE)
    return (build.scope(body),)


@programs
def handlers_of_process(build: Builder) -> Block:
    """Draw a call of `process_concurrently` whose handlers probe."""
    return _handlers(build, Process)


@programs
def handlers_of_execute(build: Builder) -> Block:
    """Draw a call of `execute_concurrently` whose handlers probe."""
    return _handlers(build, Execute)


def anywhere(build: Builder, make: Callable[[], Operation]) -> Block:
    """Draw one or two operations in a body, handler, generator, task, clean-up or nested scope."""
    block = build.some(1, 2, make)
    match build.number(0, 4):
        case 0:
            block = build.hosted(block)
        case 1:
            task = build.spawn((*build.pauses(1), *block))
            block = (task, Await(task.task))
        case 2:
            block = (build.scope((*build.pauses(1), *block)),)
        case 3:  # not in a generator: the specification leaves open what may be made during exit
            task = build.spawn((CleanUp((build.until_exit("scope0"),), block),))
            return (Scope("scope0", (task, Wait("rest", "idle"))),)
        case _:
            inner = build.spawn(block)
            task = build.spawn((build.scope((inner, Await(inner.task))),))
            block = (task, Await(task.task))
    return (build.scope((*build.pauses(1), *block)),)
