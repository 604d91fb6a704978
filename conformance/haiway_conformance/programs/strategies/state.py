"""Programs for the chapter on state."""

from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    Catch,
    CleanUp,
    Deadline,
    Fail,
    GetState,
    Provided,
    Reach,
    Resource,
    Scope,
    Sleep,
    Start,
    Wait,
)
from haiway_conformance.programs.strategies.building import Builder, programs

__all__ = (
    "given_state",
    "given_twice",
    "nobody_gave_it",
    "overridden_state",
    "state_around_every_way_out",
    "state_around_failed_resources",
)

# Of what types a scope is given state. `F` has false objects, those of `E` are all equal; `C` has
# the name of `A`, and `D` could be made by default.
COMBINATIONS: tuple[tuple[str, ...], ...] = (
    ("A",),
    ("F",),
    ("D",),
    ("A", "B"),
    ("C", "E"),
    ("A", "D", "F"),
    ("A", "B", "C", "D", "E", "F"),
)

TYPES = ("A", "B", "C", "D", "E", "F")

# The ways out of a scope by which `_left` makes scopes be left.
WAYS_OUT = 5


def state_of(scope: str, types: tuple[str, ...]) -> tuple[Provided, ...]:
    return tuple(Provided(each, f"of {scope}") for each in types)


def looks(build: Builder, types: tuple[str, ...]) -> Block:
    """Look up one of some types, or all; what is named as a default is not to be found."""
    default = build.one_of(None, None, "fallback")
    if build.flag():
        types = (build.one_of(*types),)
    return tuple(GetState(each, default) for each in types)


def scope_with(
    build: Builder, name: str, types: tuple[str, ...], body: Block, *, by_resource: bool = False
) -> Scope:
    """A scope that is given state of some types, by itself or by a resource."""
    given = state_of(name, types)
    if not by_resource:
        return Scope(name, body, state=given)
    forms = ("one", "list", "generator") if len(given) == 1 else ("list", "generator")
    resource = Resource(
        build.name("resource"), build.pauses(1), gives=given, form=build.one_of(*forms)
    )
    return Scope(name, body, resources=(resource,))


@programs
def given_state(build: Builder) -> Block:
    """Scopes, nested or not, each with state of its own types, looked up in their bodies."""
    first, *more = build.one_of(
        (("A",),),
        (("F",),),
        (("A",), ("B",)),
        (("F",), ("D",)),
        (("A", "D"), ("B", "C")),
        (("A", "B", "D", "F"), ()),
    )
    types = first
    body = (*looks(build, types), *build.pauses(), *looks(build, types))
    for each in more:
        types = (*types, *each)
        inner = (*build.pauses(1), *looks(build, types))
        if build.seldom():
            inner = (CleanUp(inner, (*build.pauses(1), *looks(build, types))),)
        body = (*body, scope_with(build, "scope2", each, inner, by_resource=build.seldom()))
    for _ in range(build.one_of(0, 0, 0, 5)):  # scopes that give nothing
        body = (Scope(build.name("empty"), body),)
    return (scope_with(build, "scope1", first, body, by_resource=build.seldom()),)


@programs
def overridden_state(build: Builder) -> Block:
    """Nested scopes that give the same types, some of them or none, looked up at each level."""
    body: Block = ()
    for level in range(build.number(2, 3), 0, -1):
        types = TYPES
        if level > 1:
            types = build.one_of(TYPES, ("A", "D", "F"), ("F",), ("E",), ("A",), ())
        look = (*looks(build, TYPES), *build.pauses(1))
        if build.seldom():
            task = build.spawn(look)
            look = (task, Await(task.task))
        inner = build.in_a_task(body) if body else body
        name = f"scope{level}"
        body = (scope_with(build, name, types, (*look, *inner), by_resource=build.seldom()),)
    return body


@programs
def state_around_every_way_out(build: Builder) -> Block:
    """State looked up after scopes that gave other state have been left, in any way."""
    body: Block = ()
    request: Block = ()
    for level in range(build.number(2, 3), 1, -1):
        name = f"scope{level}"
        left, cancelled = _left(build, name, (*looks(build, TYPES), *body))
        spawned = build.spawn((*build.pauses(1), *looks(build, TYPES)))
        after: Block = (spawned, Wait(build.name("rest"), "idle")) if build.seldom() else ()
        body = (*left, *looks(build, TYPES), *after, *build.pauses(1), *looks(build, ("A", "F")))
        if cancelled and not request:
            moment = f"entered {name}"
            request = (Wait("request", "any", after=moment), *build.pauses(1), Cancel("runner"))
            # A time-out may come before that; the request is not to wait for it then.
            body = (CleanUp(body, (Reach(moment),)),)
    scope = Scope("scope1", (*looks(build, TYPES), *body), state=state_of("scope1", TYPES))
    return (Start("runner", (scope,)), *request)


def _left(build: Builder, name: str, body: Block) -> tuple[Block, bool]:
    """A scope and a way out of it, stopped around it; and whether that needs a cancellation."""
    types = build.one_of(*COMBINATIONS)
    fail = Fail(build.name("error"), build.one_of("exception", "falsy", "stop", "group"))
    rest: Block = (Wait(build.name("rest"), "idle"),)
    seconds: int | None = None
    way = build.number(0, WAYS_OUT)
    match way:
        case 0:
            end: Block = build.pauses(1)
        case 1:
            end = (*build.pauses(1), fail)
        case 2:
            end = (build.spawn((*build.pauses(1), fail)), *rest)
        case 3:
            clean_up = (*build.pauses(1), fail)
            end = (build.spawn((CleanUp((build.until_exit(name),), clean_up),)), *rest)
        case 4:
            end, seconds = (Sleep(9),), build.number(1, 3)
        case _:
            end = (*rest, Sleep(9))
    scope = Scope(name, (*body, *end), state=state_of(name, types))
    block: Block = (Catch((scope,)),)
    if seconds is not None:
        block = (Deadline(seconds, block),)
    if way == WAYS_OUT:
        block = (Catch(block, "cancellation"),)
    return block, way == WAYS_OUT


@programs
def state_around_failed_resources(build: Builder) -> Block:
    """State looked up after a scope one of whose resources could not be entered or exited."""
    fail: Block = (*build.pauses(1), Fail("error", build.one_of("exception", "falsy", "stop")))
    name, types = build.name("resource"), build.one_of(*COMBINATIONS)
    failing = Resource(name, enter=fail) if build.flag() else Resource(name, exit=fail)
    other = Resource(build.name("resource"), build.pauses(1))
    resources = build.one_of((failing,), (other, failing), (failing, other))
    body: Block = (*looks(build, TYPES), *build.pauses(1))
    inner = Scope("scope2", body, state=state_of("scope2", types), resources=resources)
    after = (*looks(build, TYPES), *build.pauses(1), *looks(build, types))
    task = build.spawn((Catch((inner,)), *after))
    work: Block = (task, Await(task.task)) if build.flag() else (Catch((inner,)), *after)
    return (Scope("scope1", work, state=state_of("scope1", TYPES)),)


@programs
def nobody_gave_it(build: Builder) -> Block:
    """Types that nobody gave are looked up, with a default and without, again and again."""

    def ask() -> GetState:
        type_, default = build.one_of("D", "A", "F"), build.one_of(None, "first", "second")
        derived = build.one_of(None, "G") if type_ == "A" and default else None
        return GetState(type_, default, derived)

    def asks() -> Block:
        return build.some(1, 4, ask)

    body: Block = asks()
    if build.flag():
        task = build.spawn((*build.pauses(1), *asks()))
        body = (*body, task, Await(task.task), *asks())
    if build.flag():
        body = (*body, Scope("scope2", asks(), state=build.one_of((), state_of("scope2", ("A",)))))
    return (Scope("scope1", (*body, *asks()), state=state_of("scope1", ("B",))),)


@programs
def given_twice(build: Builder) -> Block:
    """A scope that is given the same type twice, by itself and, in some, by a resource."""
    first, second = Provided("A", "first"), Provided("A", "second")
    look: Block = (GetState("A"),)
    match build.number(0, 2):
        case 0:
            return (Catch((Scope("both", look, state=(first, second)),)),)
        case 1:
            resource = Resource("resource", gives=(second,), form="one")
            return (Catch((Scope("mixed", look, state=(first,), resources=(resource,)),)),)
        case _:
            resources = tuple(
                Resource(f"resource{number}", gives=(each,), form="one")
                for number, each in enumerate((first, second))
            )
            return (Catch((Scope("resources", look, resources=resources),)),)
