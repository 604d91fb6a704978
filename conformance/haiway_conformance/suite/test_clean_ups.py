"""What cancelled tasks and bodies do as they clean up is not cut off by scopes."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.strategies import clean_ups as draw
from haiway_conformance.simulation import Did


@clause("cancellation/failing-in-clean-up")
@given(program=draw.failing_in_clean_ups())
def test_a_scope_that_fails_in_a_clean_up(explore: Explorer, program: Program) -> None:
    """Records whether a clean-up goes on after a scope in it has failed."""
    for run in explore(program, any_ending=True, hygiene=False):
        exited = run.exited("scope2")
        failed = run.trace.first(Did.FAILED)
        if exited is None or failed is None or exited.task == "main":
            continue
        done = run.trace.first(Did.CLEANED_UP, task=exited.task)
        explore.observe("the clean-up goes on" if done else "the clean-up is interrupted")


@clause("cancellation/clean-up-runs")
@given(program=draw.long_clean_ups())
def test_the_end_of_a_scope_interrupts_no_clean_up(explore: Explorer, program: Program) -> None:
    """If this fails: is a task cancelled again and again until it ends?"""
    for run in explore(program):
        for scope in run.scopes:
            for task in run.tasks_of(scope):
                run.premise(_cleans_up_undisturbed(run, task))
        # What a helper has called is cancelled by it, once, as its own task is.
        for call in [each.subject for each in run.trace.of(Did.BEGAN) if "[" in each.subject]:
            run.premise(_cleans_up_undisturbed(run, call))


@clause("cancellation/clean-up-runs")
@given(program=draw.clean_ups_beside_a_failure())
def test_the_end_of_a_failing_scope_interrupts_no_clean_up(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does exit cancel once more what a failure has cancelled?"""
    for run in explore(program, any_ending=True):
        for task in run.tasks_of("scope1"):
            met = _cleans_up_undisturbed(run, task)
            run.premise(met and run.trace.of(Did.FAILED))


@clause("cancellation/clean-up-runs")
@given(program=draw.bodies_that_clean_up())
def test_further_failures_interrupt_no_clean_up_of_the_body(
    explore: Explorer, program: Program
) -> None:
    """If this fails: is the body cancelled for each failure anew?"""
    for run in explore(program):
        _cleans_up_undisturbed(run, "runner")
        # A scope that does not fail fast cancels no body; that one cleans up later, undisturbed.
        run.premise(run.trace.first(Did.CLEANS_UP, task="runner"))


def _cleans_up_undisturbed(run: Run, task: str) -> bool:
    """Demand that what a task does after its cancellation is carried out to its end."""
    interrupted = run.trace.first(Did.INTERRUPTED, task=task)
    if interrupted is None:
        return False
    began = run.trace.first(Did.CLEANS_UP, Did.CAUGHT, task=task)
    if began is None or began.number < interrupted.number:
        return False
    clean_ups = run.trace.of(Did.CLEANS_UP, Did.CLEANED_UP, task=task)
    opened = sum(1 if each.did is Did.CLEANS_UP else -1 for each in clean_ups)
    again = run.trace.last(Did.INTERRUPTED, task=task)
    expect(
        not opened,
        f"{task} was cancelled at {interrupted.subject}, and its clean-up was cut off"
        + (f" at {again.subject}" if again and again.number > began.number else "")
        + ", though nobody but its scope or helper had asked it to stop",
    )
    ended = run.ended(task)
    expect(
        began.did is not Did.CAUGHT or (ended and ended.did is Did.RETURNED),
        f"{task} had been cancelled at {interrupted.subject} and had caught that; it was cancelled"
        f" again{f' at {again.subject}' if again else ''}, though nobody but its scope or helper"
        " had asked it to stop",
    )
    return True
