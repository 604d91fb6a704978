"""An exception of the generator reaches the consumer, after all items, and nobody else.

Properties of `streams/failure` and `streams/failure-stays-inside`.
"""

from typing import Final

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import clean_up, generator
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    Consume,
    Failing,
    Next,
    Open,
    Scope,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.consumers.checks import delivered, sources_of
from haiway_conformance.suite.streams.checks import expect_all_delivered

GENERATOR_FAILURES: Final[tuple[Failing, ...]] = (
    "exception",
    "falsy",
    "lookup",
    "timeout",
    "group",
    "base",
)


@programs
def failing_generators(build: Builder) -> Block:
    """Draw a generator that raises after some items, at once or after a while.

    The consumer catches that, and may ask for another item.
    """
    source = generator(
        build,
        0,
        3,
        ending="fails",
        error=build.one_of(*GENERATOR_FAILURES),
        clean_up=clean_up(build),
    )
    sibling = build.spawn((build.until_exit("scope1"),))
    read: Block = (Catch((Consume("s1", build.pauses(1)),)),)
    if build.flag():
        read = (*read, Catch((Next("s1"),)))
    return (Scope("scope1", (sibling, Open("s1", source), *read, Wait("rest", "idle"))),)


@clause("streams/failure")
@given(program=failing_generators())
def test_a_failure_reaches_the_consumer_as_itself(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the failure is wrapped, or taken for the end."""
    for run in explore(program, any_ending=True):
        run.must_end()
        failed = run.trace.first(Did.FAILED, subject="source of s1")
        if not run.premise(failed) or failed is None:
            continue
        got = run.trace.first(Did.GOT, subject="s1")
        expect_all_delivered(run)
        expect(
            len(delivered(run)) == len(sources_of(run)["s1"].elements),
            f"the generator of stream s1 gave {len(sources_of(run)['s1'].elements)} items and then"
            f" raised; the consumer got {len(delivered(run))} of them before the exception",
        )
        expect(
            got is not None and got.detail == f"raised the exception object {failed.detail}",
            f"the generator of stream s1 raised {failed.detail}, but"
            f" {f'asking for an item {got.detail}' if got else 'its consumer got no exception'}",
        )


@clause("streams/failure-stays-inside")
@given(program=failing_generators())
def test_a_handled_failure_does_not_fail_the_scope(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the generator runs in a task of the scope, and fails it."""
    for run in explore(program, any_ending=True):
        got = run.trace.first(Did.GOT, subject="s1")
        handled = got is not None and sources_of(run)["s1"].error != "base"
        if run.premise(handled):  # the consumer catches only Exception
            run.must_end()
            _expect_scope_goes_on(run)


def _expect_scope_goes_on(run: Run) -> None:
    """Check that a failure that the consumer handled did not fail the scope."""
    exiting, exited = run.exiting("scope1"), run.exited("scope1")
    expect(
        exited is not None and exited.detail == "normally",
        "the consumer handled the failure of stream s1, but scope1 was exited with"
        f" {exited.detail if exited else ''}",
    )
    for each in run.trace.of(Did.INTERRUPTED, task="t1"):
        expect(
            exiting is not None and each.number > exiting.number,
            "task t1 of scope1 was cancelled because of a failure of stream s1 that was handled",
        )
