"""`variables/not-inherited`, `variables/not-leaked`, `variables/siblings`: none is shared.

A task sees no variables of the task that spawned it, of tasks that it spawns, nor of any others.
Body, tasks and their children set and look up variables at the same time.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Await, Block, SetVariable, Wait
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.variables.checks import lookups, set_before, task_that_set
from haiway_conformance.suite.variables.programs import get_all_variables, use_variables


@programs
def tasks_with_variables(build: Builder) -> Block:
    """Draw tasks and their children that set and look up variables, as does the body.

    Some set them in a nested scope, and some are spawned by a handler or a generator.
    """

    def task(depth: int) -> Block:
        inner: Block = ()
        if depth:
            inner = task(depth - 1)
        uses = use_variables(build, 0, 3)
        if build.seldom():
            uses = (build.scope((*uses, SetVariable("A", build.name("value")))),)
        all_variables = get_all_variables()
        spawn = build.spawn((*all_variables, *uses, *inner, *build.pauses(1), *all_variables))
        return (spawn, *use_variables(build, 0, 2), Await(spawn.task)) if build.flag() else (spawn,)

    body: Block = (SetVariable("A", build.name("value")), *use_variables(build, 0, 2))
    for _ in range(build.number(1, 3)):
        # A handler or a generator may spawn them, but not in a task: it may be too late by then.
        value = SetVariable("B", build.name("value"))
        hosted = build.hosted((value, *task(build.number(0, 2))))
        body = (*body, *hosted, *use_variables(build, 0, 2))
    return (build.scope((*body, Wait("rest", "idle"), *get_all_variables())),)


@clause("variables/not-inherited")
@given(program=tasks_with_variables())
def test_a_task_starts_with_no_variables(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a task shares or copies the variables of its spawner."""
    for run in explore(program):
        for lookup in lookups(run):
            ancestors = _ancestors(run, lookup.event.task)
            setter = task_that_set(run, lookup.value)
            run.premise(not lookup.own and set_before(run, lookup) & set(ancestors))
            expect(
                setter is None or setter not in ancestors,
                f"{lookup}, which {setter}, by which it was spawned, had set",
            )


@clause("variables/not-leaked")
@given(program=tasks_with_variables())
def test_a_spawner_never_sees_what_its_task_sets(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a task and its spawner write to the same store."""
    for run in explore(program):
        for lookup in lookups(run):
            task = lookup.event.task
            setter = task_that_set(run, lookup.value)
            run.premise(any(task in _ancestors(run, each) for each in set_before(run, lookup)))
            expect(
                setter is None or task not in _ancestors(run, setter),
                f"{lookup}, which {setter}, a task that it had spawned, had set",
            )
            expect(
                not lookup.own or lookup.value is not None,
                f"{lookup}; it had set {', '.join(lookup.own)}, and a task that it spawned undid"
                " it",
            )


@clause("variables/siblings")
@given(program=tasks_with_variables())
def test_siblings_do_not_see_each_other(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the tasks of a scope write to the same store."""
    for run in explore(program):
        for lookup in lookups(run):
            task = lookup.event.task
            others = set_before(run, lookup) - {task, *_ancestors(run, task)}
            run.premise(any(task not in _ancestors(run, each) for each in others))
            setter = task_that_set(run, lookup.value)
            expect(
                setter is None
                or setter in (task, *_ancestors(run, task))
                or task in _ancestors(run, setter),
                f"{lookup}, which {setter}, neither its spawner nor spawned by it, had set",
            )


def _ancestors(run: Run, task: str) -> list[str]:
    """Return the spawner of a task, the spawner of that, and so on."""
    spawned = run.trace.first(Did.SPAWNING, subject=task)
    return [spawned.task, *_ancestors(run, spawned.task)] if spawned else []
