"""`tasks/context-copied`: a task has its own copy of the context variables, made at its spawn.

Body and tasks set and look up context variables before and after spawns.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    CleanUp,
    GetContext,
    Scope,
    SetContext,
    Spawn,
    Wait,
)
from haiway_conformance.simulated_loop import Did


@programs
def context_variables(build: Builder) -> Block:
    """Draw tasks and their children that set and look up context variables, as their spawners do.

    Some are spawned by a handler or a generator, and some look them up as their scope exits.
    """

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


@clause("tasks/context-copied")
@given(program=context_variables())
def test_context_variables_are_those_at_spawn(explore: Explorer, program: Program) -> None:
    """If this fails, check whether each spawn copies the current context, at once."""
    for run in explore(program):
        values = {"main": {"context x": "unset", "context y": "unset"}}
        spawners = {each.subject: each.task for each in run.trace.of(Did.SPAWNING)}
        setters = {each.detail: each.task for each in run.trace.of(Did.SET)}
        for event in run.trace:
            if event.did is Did.SPAWNING:
                values[event.subject] = dict(values[event.task])
            elif event.did is Did.SET:
                # The values that a handler or a generator begins with are left to other clauses.
                values.setdefault(event.task, {})[event.subject] = event.detail
            elif event.did is Did.SAW and event.subject.startswith("context"):
                setter = setters.get(event.detail, "main")
                of_task = setter == "main" or setter in spawners
                if not of_task and spawners.get(event.task) != setter:
                    continue  # what handlers and generators set, and who sees it, is left to them
                expected = values[event.task][event.subject]
                run.premise(any(each.get(event.subject) != expected for each in values.values()))
                expect(
                    event.detail == expected,
                    f"task {event.task} saw {event.subject} = {event.detail}; as of its spawn and"
                    f" what it set since, it is {expected}",
                )
