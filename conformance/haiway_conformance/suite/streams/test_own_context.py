"""A time-out while it waits for an item leaves a consumer in its scope: `streams/own-context`.

`consumers/test_own_context.py` has the general property of this clause.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Deadline,
    GetState,
    Next,
    Open,
    Provided,
    Scope,
    Spawn,
)
from haiway_conformance.simulation import Did
from haiway_conformance.suite.consumers.programs import PATIENCE, slow_generator


@programs
def timed_out_in_an_inner_scope(build: Builder) -> Block:
    """Draw a consumer in an inner scope that times out as it waits for an outer stream's item."""
    look, timed_out = GetState("A"), Deadline(PATIENCE, (Next("s1"),))
    before, after = (Spawn(each, (build.until_exit("scope2"),)) for each in ("before", "after"))
    body = (look, before, timed_out, look, after, *build.pauses(1), look)
    inner = Scope("scope2", body, state=(Provided("A", "of scope2"),))
    outer = (Open("s1", slow_generator(build, 1)), inner, look)
    return (Scope("scope1", outer, state=(Provided("A", "of scope1"),)),)


@clause("streams/own-context")
@given(program=timed_out_in_an_inner_scope())
def test_a_wait_that_times_out_keeps_the_consumers_scope(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether the stream's scope is current while an item is waited for."""
    for run in explore(program, any_ending=True):
        left = run.exiting("scope2")
        seen = [
            each
            for each in run.trace.of(Did.SAW, subject="state A", task="main")
            if left and each.number < left.number
        ]
        # The item takes longer than the consumer waits for it.
        if run.premise(run.trace.first(Did.ASKS)):
            expect(
                all(each.detail == "of scope2" for each in seen),
                "in scope2, before and after a wait for an item of stream s1, made in scope1, timed"
                f" out, the state of type A was {', '.join(each.detail for each in seen)}",
            )
            _expect_scope_unchanged(run)


def _expect_scope_unchanged(run: Run) -> None:
    """Check that scope2 awaits the task spawned after the time-out, as it does the one before."""
    exited, before, after = run.exited("scope2"), run.ended("before"), run.ended("after")
    if exited is None or before is None or before.number > exited.number:
        return  # the scope did not even await the task that was spawned before
    expect(
        run.began("after") is None or (after is not None and after.number < exited.number),
        "task after, spawned in scope2 after a wait for an item of stream s1 timed out, had not"
        " ended when scope2 was exited; task before, spawned before that wait, had",
    )
