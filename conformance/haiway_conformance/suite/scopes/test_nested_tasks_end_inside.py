"""Properties of `scopes/nested-tasks-end-inside`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.simulation import Did
from haiway_conformance.suite.scopes.checks import tasks_ended_inside
from haiway_conformance.suite.scopes.programs import nested_scopes_with_tasks


@clause("scopes/nested-tasks-end-inside")
@given(program=nested_scopes_with_tasks())
def test_tasks_of_an_inner_scope_end_inside_it(explore: Explorer, program: Program) -> None:
    """If this fails: have nested scopes task sets of their own, or do all share one?"""
    for run in explore(program):
        for scope in run.scopes[1:]:
            run.premise(tasks_ended_inside(run, scope))


@clause("scopes/nested-tasks-end-inside")
@given(program=nested_scopes_with_tasks())
def test_tasks_of_the_outer_scope_are_untouched_by_an_inner_exit(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does an inner exit cancel by something wider than its own tasks?"""
    for run in explore(program):
        outer, *inner = run.scopes
        exiting = run.exiting(outer)
        if exiting is None:
            continue
        for task in run.tasks_of(outer):
            began, interrupted = run.began(task), run.trace.first(Did.INTERRUPTED, task=task)
            inner_exits = [run.exiting(scope) for scope in inner]
            run.premise(began and any(each and each.number > began.number for each in inner_exits))
            expect(
                interrupted is None or interrupted.number > exiting.number,
                f"task {task} of scope {outer} was cancelled while the body of {outer} was still"
                f" running; only a scope within it, one of {inner}, was being exited",
            )
