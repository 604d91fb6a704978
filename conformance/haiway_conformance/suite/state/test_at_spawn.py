"""`state/at-spawn`: a task finds the state of its spawn, not of scopes entered later.

Tasks look up state while their spawner is in scopes that it entered after the spawn, and those that
a resource has spawned, when another one has given state.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Catch,
    Operation,
    Resource,
    Scope,
    Spawn,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.state.checks import is_found, lookups
from haiway_conformance.suite.state.programs import (
    COMBINATIONS,
    TYPES,
    get_state,
    scope_with,
    state_of,
)


@programs
def state_at_spawn(build: Builder) -> Block:
    """Draw tasks spawned before their spawner enters two more scopes, where it may await them.

    They look up state when those scopes have been entered, when they are exited, and later.
    """

    def task() -> Spawn:
        work: Block = ()
        for _ in range(build.number(1, 2)):
            after = build.one_of("entered scope2", "exit of scope2", "entered scope3")
            moment = build.one_of(Wait(build.name("p"), "any", after=after), Wait(build.name("p")))
            work = (*work, moment, *get_state(build, TYPES))
        if build.seldom():
            work = (build.spawn(work), *build.pauses(1))
        return build.spawn(work)

    tasks = [task() for _ in range(build.number(1, 2))]
    # A task that waits for the exit of this scope cannot be awaited within it.
    at_entry: tuple[Operation, ...] = tuple(Await(each.task) for each in tasks)
    late = any(
        isinstance(each, Wait) and each.after and each.after != "entered scope2"
        for spawn in tasks
        for operation in spawn.body
        for each in (operation, *getattr(operation, "body", ()))
    )
    inside = at_entry if not late and build.flag() else build.pauses(1)
    types = build.one_of(*COMBINATIONS)
    second = scope_with(build, "scope2", types, (*inside, *get_state(build, TYPES)))
    third = scope_with(build, "scope3", build.one_of(*COMBINATIONS), at_entry)
    nested = (*tasks, *build.pauses(1), second, third)
    return (Scope("scope1", nested, state=state_of("scope1", TYPES)),)


@clause("state/at-spawn")
@given(program=state_at_spawn())
def test_tasks_do_not_find_state_of_later_scopes(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a lookup uses the scope in which the spawner is now."""
    for run in explore(program, any_ending=True):
        for lookup in lookups(run):
            spawned = lookup.event.task != "main"
            later = run.trace.first(Did.ENTERED, subject="scope2")
            past = later is not None and later.number < lookup.event.number
            run.premise(spawned and lookup.given and past)
            is_found(lookup)


@programs
def state_of_later_resources(build: Builder) -> Block:
    """Draw a scope with a resource that spawns a task, and a later one that gives state.

    Which scope is current while the first one is entered is open.
    """
    work: Block = (Wait(build.name("p"), "any", after="entered scope2"), *get_state(build, ("A",)))
    spawning = Resource("spawning", (Catch((build.spawn(work),)), *build.pauses(1)))
    giving = Resource(
        "giving",
        build.pauses(1),
        gives=state_of("giving", ("A",)),
        form=build.one_of("one", "list", "generator"),
    )
    inner = Scope("scope2", (Wait("rest", "idle"),), resources=(spawning, giving))
    return (Scope("scope1", (inner, *build.pauses(1)), state=state_of("scope1", ("A",))),)


@clause("state/at-spawn")
@given(program=state_of_later_resources())
def test_tasks_do_not_find_state_of_later_resources(explore: Explorer, program: Program) -> None:
    """If this fails, check whether state that a resource gives is put into a mapping in use."""
    for run in explore(program, any_ending=True):
        for seen in run.trace.of(Did.SAW, subject="state A"):
            run.premise(seen.task != "main")
            expect(
                seen.detail != "of giving",
                f"{seen.task}, spawned by a resource of scope2, looked up the state of type A and"
                " found that of another resource, which was entered after the spawn",
            )
