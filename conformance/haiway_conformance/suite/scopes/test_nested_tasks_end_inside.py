"""`scopes/nested-tasks-end-inside`: an inner exit ends the inner scope's tasks.

Tried with tasks in nested scopes, busy until the exit of their own scope.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.suite.scopes.checks import expect_tasks_ended_inside
from haiway_conformance.suite.scopes.programs import nested_scopes_with_tasks


@clause("scopes/nested-tasks-end-inside")
@given(program=nested_scopes_with_tasks())
def test_tasks_of_an_inner_scope_end_inside_it(explore: Explorer, program: Program) -> None:
    """If this fails, check whether each nested scope has its own set of tasks."""
    for run in explore(program):
        for scope in run.scopes[1:]:
            run.premise(expect_tasks_ended_inside(run, scope))
