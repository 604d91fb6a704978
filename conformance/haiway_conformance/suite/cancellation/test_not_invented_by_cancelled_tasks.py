"""`cancellation/not-invented`: a task that ends cancelled by itself cancels no other.

Tried with tasks that raise CancelledError though nothing cancelled them, as one does that awaits a
cancelled future. Their siblings and the body wait meanwhile, and go on.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Fail, Scope, Start, Wait
from haiway_conformance.simulated_loop import Did


@programs
def tasks_that_end_cancelled_by_themselves(build: Builder) -> Block:
    """Draw a scope with tasks that end cancelled by themselves, and others that go on."""
    ending = build.some(
        1, 2, lambda: build.spawn((*build.pauses(1), Fail(build.name("end"), "cancelled")))
    )
    busy = build.some(0, 2, lambda: build.spawn(build.busy_until_exit("scope1")))
    tasks = (*busy, *ending) if build.flag() else (*ending, *busy)
    scope = Scope("scope1", (*tasks, Wait("rest", "idle"), *build.pauses(1)))
    return (Start("runner", (scope,)),) if build.flag() else (scope,)


@clause("cancellation/not-invented")
@given(program=tasks_that_end_cancelled_by_themselves())
def test_a_task_that_ends_cancelled_by_itself_cancels_no_other(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a task's own CancelledError makes its scope end."""
    for run in explore(program, any_ending=True):
        exiting = run.exiting("scope1")
        ended = [
            each.subject
            for each in run.trace.of(Did.STOPPED)
            if not exiting or each.number < exiting.number
        ]
        run.premise(ended)
        for event in run.trace.of(Did.INTERRUPTED):
            expect(
                exiting is not None and exiting.number < event.number,
                f"{event.task} was cancelled at {event.subject}, though nothing had requested that:"
                f" {', '.join(ended)} had ended cancelled by itself, and the scope was not exiting",
            )
