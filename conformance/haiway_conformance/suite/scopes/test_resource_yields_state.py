"""`scopes/resource-yields-state`: what entering a resource yields becomes state of its scope."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Form,
    GetState,
    Provided,
    Resource,
    Scope,
    Spawn,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.scopes.programs import some_resources

FORMS: tuple[Form, ...] = ("one", "list", "generator")


@programs
def resources_that_give_state(build: Builder) -> Block:
    """Draw a scope whose resources provide state, which its body and a task look up."""
    form: Form = build.one_of(*FORMS)
    several = (("A", "B"),) if form != "one" else ()
    types = build.one_of(("A",), ("F",), *several)
    gives = tuple(Provided(each, f"{each} of resource1") for each in types)
    first = Resource(build.name("resource"), build.pauses(1), build.pauses(1), gives, form)
    others = some_resources(build, 0, 1)
    resources = (first, *others) if build.flag() else (*others, first)
    lookups = tuple(GetState(each) for each in types)
    outer = tuple(Provided(each, f"{each} of scope1") for each in ("A", "B", "F"))
    task = Spawn("t1", (*build.pauses(1), *lookups))
    inner = Scope("scope2", (*lookups, task, Wait("rest", "idle"), *build.pauses(1)), (), resources)
    return (Scope("scope1", (inner, *map(GetState, ("A", "B", "F"))), outer),)


@clause("scopes/resource-yields-state")
@given(program=resources_that_give_state())
def test_what_a_resource_gives_is_state_of_its_scope(explore: Explorer, program: Program) -> None:
    """If this fails, check that tasks see the resource's state, and that it ends with the scope."""
    for run in explore(program):
        provided_types = {
            each.type
            for scope in program
            for resource in getattr(scope, "resources", ())
            for each in resource.gives
        }
        inner = run.exited("scope2")
        for event in run.trace.of(Did.SAW):
            kind = event.subject.removeprefix("state ")
            if not event.subject.startswith("state ") or inner is None:
                continue
            # A task sees the state that was current when it was spawned, however long it lives.
            inside = event.task != "main" or event.number < inner.number
            owner = "resource1" if inside and kind in provided_types else "scope1"
            run.premise(owner == "resource1")
            expect(
                event.detail == f"{kind} of {owner}",
                f"{event.task} saw '{event.detail}' as the state of type {kind}"
                f" {'in' if inside else 'after'} scope2, where '{kind} of {owner}' is current",
            )
