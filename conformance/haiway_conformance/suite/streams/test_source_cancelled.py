"""A generator that raises CancelledError by itself has failed: `streams/source-cancelled`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import clean_up, generator
from haiway_conformance.programs.operations import Block, Catch, Consume, Open
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.consumers.checks import delivered, sources_of
from haiway_conformance.suite.streams.checks import expect_all_delivered


@programs
def generators_that_end_cancelled(build: Builder) -> Block:
    """Draw a generator that raises CancelledError by itself after some items."""
    source = generator(build, 0, 3, ending="fails", error="cancelled", clean_up=clean_up(build))
    read: Block = (Catch((Consume("s1", build.pauses(1)),), "cancellation"), *build.pauses(1))
    return (build.scope((*build.pauses(1), Open("s1", source), *build.in_a_task(read))),)


@clause("streams/source-cancelled")
@given(program=generators_that_end_cancelled())
def test_a_generator_that_ends_cancelled_has_failed(explore: Explorer, program: Program) -> None:
    """If this fails, check whether CancelledError is taken for the clean-up of the stream."""
    for run in explore(program, any_ending=True):
        run.must_end()
        if not run.premise(run.trace.first(Did.STOPPED, subject="source of s1")):
            continue
        expect_all_delivered(run)
        count = len(sources_of(run)["s1"].elements)
        expect(
            len(delivered(run)) == count,
            f"the generator of stream s1 gave {count} items and then raised CancelledError; the"
            f" consumer got {len(delivered(run))} of them before that",
        )
        ended = run.trace.first(Did.ENDED, subject="s1")
        expect(
            run.trace.first(Did.INTERRUPTED, subject="stream s1"),
            "the generator of stream s1 raised CancelledError by itself, but asking for an item"
            f" {'gave StopAsyncIteration' if ended else 'raised nothing of that kind'}: its"
            " consumer takes what broke off for the end",
        )
