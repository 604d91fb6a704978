"""Programs, and parts of programs, that several properties of chapter state draw."""

from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.preambles import CONTAINED, preamble
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
    "looks",
    "scope_with",
    "state_after_events",
    "state_of",
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


def state_of(scope: str, types: tuple[str, ...]) -> tuple[Provided, ...]:
    """Return a state of each type, named after its scope."""
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
def state_after_events(build: Builder) -> Block:
    """A scope with state in which much has happened; body, task and handler look it up then."""
    scope = build.name("scope")
    look: Block = (GetState("A"), GetState("D"))
    task = build.spawn((*build.pauses(1), *look))
    handling = Process(build.name("h"), Source(elements=(Element(body=look),)))
    body = (*preamble(build, CONTAINED), *look, task, Await(task.task), handling)
    given = Provided("A", f"A of {scope}"), Provided("D", f"D of {scope}")
    return (Scope(scope, body, given),)
