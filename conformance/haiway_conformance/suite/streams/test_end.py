"""A stream that has ended stays ended, for every consumer: `streams/end`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import clean_up, generator
from haiway_conformance.programs.operations import Await, Block, Consume, Deadline, Next, Open
from haiway_conformance.simulation import Did
from haiway_conformance.suite.consumers.programs import PATIENCE, slow_generator


@programs
def exhausted_streams(build: Builder) -> Block:
    """Draw a stream that is asked for items several times after its end."""
    opened = Open("s1", generator(build, 0, 3, clean_up=clean_up(build)))
    again = (Next("s1", build.number(1, 3)), *build.pauses(1), Consume("s1"))
    return (build.scope((opened, Consume("s1"), *build.pauses(1), *again)),)


@clause("streams/end")
@given(program=exhausted_streams())
def test_an_exhausted_stream_stays_exhausted(explore: Explorer, program: Program) -> None:
    """If this fails, check whether asking again after the end waits for an ended generator."""
    for run in explore(program, any_ending=True):
        run.must_end()
        run.premise(expect_stays_ended(run))


def expect_stays_ended(run: Run, stream: str = "s1") -> bool:
    """Check that a stream raises StopAsyncIteration at its end, and each time after that."""
    asks, ended = run.trace.of(Did.ASKS, subject=stream), run.trace.first(Did.ENDED, subject=stream)
    if ended is None:
        expect(
            not asks,
            f"stream {stream} was asked for an item {len(asks)} times, and never raised"
            " StopAsyncIteration",
        )
        return False
    later = [each for each in asks if each.number > ended.number]
    ends = [each for each in run.trace.of(Did.ENDED, subject=stream) if each.number > ended.number]
    cut_off = [
        each
        for each in run.trace.of(Did.INTERRUPTED, subject=f"stream {stream}")
        if each.number > ended.number  # a time-out may interrupt any wait for an item
    ]
    expect(
        len(ends) + len(cut_off) == len(later),
        f"stream {stream} had ended; it was asked for an item {len(later)} times after that, and"
        f" raised StopAsyncIteration {len(ends)} times",
    )
    return True


@programs
def ends_after_interruptions(build: Builder) -> Block:
    """Draw a stream that ends after a wait for an item timed out, or for another task."""
    opened = Open("s1", slow_generator(build, build.number(0, 1)))
    timed_out: Block = (Deadline(PATIENCE, (Next("s1"),)),) * build.number(0, 2)
    again: Block = (Next("s1", build.number(1, 3)),)
    read: Block = (*timed_out, Consume("s1"))
    if build.flag():
        return (build.scope((opened, *read, *build.pauses(1), *again)),)
    reader, other = build.spawn(read), build.spawn(again)
    return (build.scope((opened, reader, Await(reader.task), other, Await(other.task), *again)),)


@clause("streams/end")
@given(program=ends_after_interruptions())
def test_the_end_is_there_for_everybody(explore: Explorer, program: Program) -> None:
    """If this fails, check whether StopAsyncIteration is raised once only, or for one task only."""
    for run in explore(program, any_ending=True):
        ended = run.ended("source of s1")
        if ended is None or ended.did is not Did.RETURNED:
            continue  # a cancelled wait for an item may close the generator
        run.must_end()
        run.premise(expect_stays_ended(run))
