"""`tasks/call-error-surfaces` and `tasks/call-error-at-spawn`: a call that raises is noticed.

The function raises when it is called, before there is a coroutine. Its exception must surface, and
should do so at the spawn.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.tasks.programs import task_whose_call_raises


@clause("tasks/call-error-surfaces")
@given(program=task_whose_call_raises())
def test_the_error_of_a_call_is_not_lost(explore: Explorer, program: Program) -> None:
    """If this fails, check whether `spawn` handles the call's exception as one of its own."""
    for run in explore(program, any_ending=True):
        run.must_end()
        if not run.premise(run.trace.of(Did.CALLED, subject="odd")):
            continue
        refused = run.trace.first(Did.REFUSED, subject="odd")
        got = run.trace.first(Did.GOT, subject="odd")
        surfaced = (
            (refused and "call of odd" in refused.detail)
            or (got and "call of odd" in got.detail)
            or any("call of odd" in run.surfaced(scope) for scope in run.scopes)
        )
        expect(
            surfaced,
            "the function of task odd raised 'call of odd' when it was called, and the exception"
            " was lost: `spawn` did not raise it, nor did awaiting the task, nor any scope",
        )


@clause("tasks/call-error-at-spawn")
@given(program=task_whose_call_raises())
def test_a_call_that_raises_surfaces_at_spawn(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the function is called only after `spawn` has returned."""
    for run in explore(program, any_ending=True):
        if run.premise(run.trace.first(Did.CALLED, subject="odd")):
            expect(
                run.trace.first(Did.REFUSED, subject="odd"),
                "the function of task odd raised when it was called, but `spawn` returned",
            )
