"""Properties of `variables/not-inherited`, `variables/not-leaked` and `variables/siblings`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Await, Block, SetVariable, Wait
from haiway_conformance.simulation import Did
from haiway_conformance.suite.variables.checks import looks_in, set_before, task_that_set
from haiway_conformance.suite.variables.programs import look_ups, uses_of_variables


@programs
def tasks_with_variables(build: Builder) -> Block:
    """Body, tasks and their children, all of which set and look up variables, at the same time.

    Some set them in a scope of their own.
    """

    def task(depth: int) -> Block:
        inner: Block = ()
        if depth:
            inner = task(depth - 1)
        touches = uses_of_variables(build, 0, 3)
        if build.seldom():
            touches = (build.scope((*touches, SetVariable("A", build.name("value")))),)
        spawn = build.spawn((*look_ups(), *touches, *inner, *build.pauses(1), *look_ups()))
        return (
            (spawn, *uses_of_variables(build, 0, 2), Await(spawn.task))
            if build.flag()
            else (spawn,)
        )

    body: Block = (SetVariable("A", build.name("value")), *uses_of_variables(build, 0, 2))
    for _ in range(build.number(1, 3)):
        # A handler or a generator may spawn them; not in a task, which may be late for that.
        value = SetVariable("B", build.name("value"))
        hosted = build.hosted((value, *task(build.number(0, 2))))
        body = (*body, *hosted, *uses_of_variables(build, 0, 2))
    return (build.scope((*body, Wait("rest", "idle"), *look_ups())),)


@clause("variables/not-inherited")
@given(program=tasks_with_variables())
def test_a_task_starts_with_no_variables(explore: Explorer, program: Program) -> None:
    """If this fails: does a task share, or copy, the store of its spawner?"""
    for run in explore(program):
        for look in looks_in(run):
            ancestors = _ancestors(run, look.event.task)
            run.premise(not look.own and set_before(run, look) & set(ancestors))
            expect(
                look.value is None or task_that_set(run, look.value) not in ancestors,
                f"{look}, which {task_that_set(run, look.value or '')}, by which it was spawned,"
                " had set",
            )


def _ancestors(run: Run, task: str) -> list[str]:
    spawned = run.trace.first(Did.SPAWNING, subject=task)
    return [spawned.task, *_ancestors(run, spawned.task)] if spawned else []


@clause("variables/not-leaked")
@given(program=tasks_with_variables())
def test_what_a_task_sets_its_spawner_never_sees(explore: Explorer, program: Program) -> None:
    """If this fails: do task and spawner write into one store?"""
    for run in explore(program):
        for look in looks_in(run):
            task = look.event.task
            run.premise(any(task in _ancestors(run, each) for each in set_before(run, look)))
            setter = task_that_set(run, look.value) if look.value else None
            expect(
                setter is None or task not in _ancestors(run, setter),
                f"{look}, which {setter}, a task that it had spawned, had set",
            )
            expect(
                not look.own or look.value is not None,
                f"{look}; it had set {', '.join(look.own)}, and a task that it spawned undid it",
            )


@clause("variables/siblings")
@given(program=tasks_with_variables())
def test_siblings_do_not_see_each_other(explore: Explorer, program: Program) -> None:
    """If this fails: do tasks of one scope write into one store?"""
    for run in explore(program):
        for look in looks_in(run):
            task = look.event.task
            others = set_before(run, look) - {task, *_ancestors(run, task)}
            run.premise(any(task not in _ancestors(run, each) for each in others))
            setter = task_that_set(run, look.value) if look.value else None
            related = setter is None or setter in (task, *_ancestors(run, task))
            expect(
                related or task in _ancestors(run, setter or ""),
                f"{look}, which {setter}, neither its spawner nor spawned by it, had set",
            )
