"""`scopes/outer-tasks-go-on`: an inner exit leaves the tasks of the outer scope alone.

Tried with tasks in nested scopes, busy until the exit of their own scope.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.scopes.programs import nested_scopes_with_tasks


@clause("scopes/outer-tasks-go-on")
@given(program=nested_scopes_with_tasks())
def test_tasks_of_the_outer_scope_are_untouched_by_an_inner_exit(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether an inner exit cancels more than its own tasks."""
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
                f" running, though only a scope inside it ({', '.join(inner)}) was exiting",
            )
