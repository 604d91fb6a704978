"""Programs for the chapter on state: those in which tasks, generators and handlers look it up."""

from haiway_conformance.programs.operations import (
    Await,
    Block,
    CleanUp,
    Consume,
    Element,
    Execute,
    Open,
    Operation,
    Process,
    Scope,
    Source,
    Spawn,
    Wait,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.state import (
    COMBINATIONS,
    TYPES,
    looks,
    scope_with,
    state_of,
)

__all__ = (
    "handlers_with_state",
    "state_at_spawn",
    "streams_with_state",
    "tasks_with_state",
)


@programs
def tasks_with_state(build: Builder) -> Block:
    """Tasks and their children look up state, at several depths, some in scopes of their own."""

    def task(depth: int) -> Spawn:
        child: Block = ()
        if depth:
            spawn = task(depth - 1)
            child = (spawn, Await(spawn.task)) if build.flag() else (spawn,)
            if build.seldom():
                name = build.name("inner")
                child = (Scope(name, (*child, *build.pauses(1)), state_of(name, ("B", "D"))),)
        end = looks(build, TYPES)
        if build.seldom():  # awaited by nobody, it looks when the scope is exited
            return build.spawn((*child, CleanUp((build.until_exit("scope1"),), end)))
        return build.spawn((*build.pauses(1), *looks(build, TYPES), *child, *end))

    tasks = build.some(1, 2, lambda: task(build.number(0, 2)))
    body: Block = (*tasks, Wait("rest", "idle"), *build.pauses(1))
    if build.flag():
        types = build.one_of(*COMBINATIONS)
        body = (scope_with(build, "scope2", types, body, by_resource=build.seldom()),)
    return (Scope("scope1", body, state=state_of("scope1", TYPES)),)


@programs
def state_at_spawn(build: Builder) -> Block:
    """Tasks spawned before their spawner enters further scopes, where some are awaited.

    They look up state when those scopes have been entered, when they are exited, and later.
    """

    def task() -> Spawn:
        work: Block = ()
        for _ in range(build.number(1, 2)):
            after = build.one_of("entered scope2", "exit of scope2", "entered scope3")
            moment = build.one_of(Wait(build.name("p"), "any", after=after), Wait(build.name("p")))
            work = (*work, moment, *looks(build, TYPES))
        if build.seldom():
            work = (build.spawn(work), *build.pauses(1))
        return build.spawn(work)

    tasks = [task() for _ in range(build.number(1, 2))]
    # What waits for the end of this scope can't be awaited within it.
    at_entry: tuple[Operation, ...] = tuple(Await(each.task) for each in tasks)
    late = any(
        isinstance(each, Wait) and each.after and each.after != "entered scope2"
        for spawn in tasks
        for operation in spawn.body
        for each in (operation, *getattr(operation, "body", ()))
    )
    inside = at_entry if not late and build.flag() else build.pauses(1)
    types = build.one_of(*COMBINATIONS)
    second = scope_with(build, "scope2", types, (*inside, *looks(build, TYPES)))
    third = scope_with(build, "scope3", build.one_of(*COMBINATIONS), at_entry)
    nested = (*tasks, *build.pauses(1), second, third)
    return (Scope("scope1", nested, state=state_of("scope1", TYPES)),)


@programs
def streams_with_state(build: Builder) -> Block:
    """Streams whose generators look up state at each step, consumed where it is other state.

    In some programs there was another stream before, where it was other state, too.
    """
    before: Block = (*build.pauses(1), *looks(build, TYPES))
    if build.flag():
        types = build.one_of(*COMBINATIONS)
        before = (*before, Scope("inner", looks(build, TYPES), state=state_of("inner", types)))
        before = (*before, *looks(build, TYPES))
    source = Source("async generator", (Element(),) * build.number(1, 3), before)
    each: Block = build.pauses(1)
    if build.flag():
        types = build.one_of(*COMBINATIONS)
        each = (Scope("each", build.pauses(1), state=state_of("each", types)),)
    consume: Block = (Consume("stream", each),)
    match build.number(0, 2):
        case 0:
            types = build.one_of(*COMBINATIONS)
            consume = (Scope("around", consume, state=state_of("around", types)),)
        case 1:
            consumer = build.spawn(consume)
            consume = (consumer, Await(consumer.task))
        case _:
            pass
    body: Block = (Open("stream", source), *build.pauses(1), *consume)
    if build.seldom():
        another: Block = (Open("stream0", Source("async generator")), Consume("stream0"))
        types = build.one_of(*COMBINATIONS)
        body = (Scope("earlier", another, state=state_of("earlier", types)), *body)
    if build.flag():
        body = (Scope("scope2", body, state=state_of("scope2", build.one_of(*COMBINATIONS))),)
    return (Scope("scope1", body, state=state_of("scope1", TYPES)),)


@programs
def handlers_with_state(build: Builder) -> Block:
    """Helpers whose handlers look up state; so do tasks and scopes of these."""

    def work() -> Block:
        look = looks(build, TYPES)
        match build.number(0, 2):
            case 0:
                return (*build.pauses(1), *look)
            case 1:
                task = build.spawn((*build.pauses(1), *look))
                return (task, Await(task.task))
            case _:
                name = build.name("inner")
                types = build.one_of(*COMBINATIONS)
                return (Scope(name, look, state=state_of(name, types)), *look)

    elements = tuple(Element(body=work()) for _ in range(build.number(1, 3)))
    source = Source(build.one_of("list", "generator", "async generator"), elements)
    helper = build.one_of(Process, Execute)("helper", source, build.number(1, 3))
    body: Block = build.in_a_task(build.hosted((helper,)))
    if build.flag():
        types = build.one_of(*COMBINATIONS)
        body = (Scope("scope2", body, state=state_of("scope2", types)),)
    return (Scope("scope1", (*build.pauses(1), *body), state=state_of("scope1", TYPES)),)
