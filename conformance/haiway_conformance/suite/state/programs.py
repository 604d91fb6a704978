"""Programs, and parts of programs, that several properties of chapter state use."""

from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.preambles import CONTAINED_FAILURES, preamble
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Element,
    GetState,
    Process,
    Provided,
    Resource,
    Scope,
    Source,
)

__all__ = (
    "COMBINATIONS",
    "TYPES",
    "get_state",
    "scope_with",
    "state_after_prior_use",
    "state_of",
)

# The types of state that a scope is given. `C` has the same name as `A`, `D` can be made without
# arguments, all objects of `E` are equal, and those of `F` are false.
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


def state_of(scope: str, types: tuple[str, ...]) -> tuple[Provided, ...]:
    """Return state of each type, named after its scope."""
    return tuple(Provided(each, f"of {scope}") for each in types)


def get_state(build: Builder, types: tuple[str, ...]) -> Block:
    """Draw lookups of one of the types, or of all of them, perhaps with a default."""
    default = build.one_of(None, None, "fallback")
    if build.flag():
        types = (build.one_of(*types),)
    return tuple(GetState(each, default) for each in types)


def scope_with(
    build: Builder, name: str, types: tuple[str, ...], body: Block, *, by_resource: bool = False
) -> Scope:
    """Draw a scope with state of some types, given directly or by a resource."""
    state = state_of(name, types)
    if not by_resource:
        return Scope(name, body, state=state)
    forms = ("one", "list", "generator") if len(state) == 1 else ("list", "generator")
    resource = Resource(
        build.name("resource"), build.pauses(1), gives=state, form=build.one_of(*forms)
    )
    return Scope(name, body, resources=(resource,))


@programs
def state_after_prior_use(build: Builder) -> Block:
    """Draw a used scope with state, which its body, a task and a handler then look up."""
    scope = build.name("scope")
    look: Block = (GetState("A"), GetState("D"))
    task = build.spawn((*build.pauses(1), *look))
    handling = Process(build.name("h"), Source(elements=(Element(body=look),)))
    body = (*preamble(build, CONTAINED_FAILURES), *look, task, Await(task.task), handling)
    state = Provided("A", f"A of {scope}"), Provided("D", f"D of {scope}")
    return (Scope(scope, body, state),)
