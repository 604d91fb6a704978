"""`cancellation/failing-in-clean-up`: a scope that fails in a clean-up may interrupt it, or not.

Tried with a cancelled task in whose clean-up a scope fails; which of the two happens is recorded.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Catch, CleanUp, Fail, Scope, Wait
from haiway_conformance.simulated_loop import Did


@programs
def failing_in_clean_ups(build: Builder) -> Block:
    """Draw a cancelled task with a clean-up in which a scope fails, and that would go on."""
    failing = build.spawn((*build.pauses(1), Fail("error")))
    inside = Catch((Scope("scope2", (failing, Wait("p", "idle"))),))
    clean_up = (inside, build.suspension(), *build.pauses(1))
    task = build.spawn((CleanUp((build.for_ever(),), clean_up),))
    return (Scope("scope1", (task, Wait("rest", "idle"))),)


@clause("cancellation/failing-in-clean-up")
@given(program=failing_in_clean_ups())
def test_a_scope_that_fails_in_a_clean_up(explore: Explorer, program: Program) -> None:
    """Record whether a clean-up goes on after a scope in it has failed."""
    for run in explore(program, any_ending=True, hygiene=False):
        exited = run.exited("scope2")
        failed = run.trace.first(Did.FAILED)
        if exited is None or failed is None or exited.task == "main":
            continue
        done = run.trace.first(Did.CLEANED_UP, task=exited.task)
        explore.observe("the clean-up goes on" if done else "the clean-up is interrupted")
