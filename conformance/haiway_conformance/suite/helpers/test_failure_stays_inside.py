"""A handler's failure that is tolerated or caught does not fail the surrounding scope.

Properties of `process/failure-stays-inside` and `execute/failure-stays-inside`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.drawing.sources import calling, source
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    Element,
    Process,
    Scope,
    Source,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.helpers.checks import described_end, is_handler_call
from haiway_conformance.suite.helpers.programs import TOLERABLE


@programs
def failures_that_stay_inside(build: Builder) -> Block:
    """Draw a helper whose failures are caught or tolerated, in a scope that goes on after it."""
    tolerant = build.flag()
    bodies: list[Block] = []
    for _ in range(build.number(1, 4)):
        body = build.pauses(1)
        bodies.append((*body, a_failure(build, *TOLERABLE)) if build.flag() else body)
    bodies[0] = (*build.pauses(1), a_failure(build, *TOLERABLE))
    call: Block = (Process("h1", source(build, bodies), build.number(1, 3), tolerant),)
    sibling = build.spawn((build.until_exit("scope1"),))
    another: Block = (Process("h2", Source(elements=(Element(),))),) if build.flag() else ()
    # A helper that raises CancelledError instead of the failure violates `first-failure` only.
    caught = Catch((Catch(call),), "cancellation")
    within = build.in_a_task((caught, Wait("afterwards", "idle"), *another))
    body: Block = (sibling, *build.pauses(1), *within, Wait("rest", "idle"))
    return (Scope("scope1", body),)


@clause("process/failure-stays-inside", "execute/failure-stays-inside")
@given(program=failures_that_stay_inside())
def test_a_handled_failure_does_not_fail_the_scope(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether handler calls are spawned as tasks of the scope."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.must_end()
        failed = [each for each in run.trace.of(Did.FAILED) if is_handler_call(each.subject)]
        exited = run.exited("scope1")
        run.premise(failed)
        expect(
            exited is None or exited.detail == "normally",
            f"{' and '.join(each.subject for each in failed) or 'nothing'} failed, which was"
            f" handled (helper h1 {described_end(run)}), but scope1 was exited with"
            f" {exited.detail if exited else ''}",
        )
        for each in run.trace.of(Did.INTERRUPTED):
            if not is_handler_call(each.task) and each.task != "source of h1":
                exiting = run.exiting("scope1")
                expect(
                    exiting is not None and each.number > exiting.number,
                    f"task {each.task} of scope1 was cancelled because of a failure of h1 that was"
                    " caught or tolerated",
                )
