"""A stream that has ended stays ended, for every consumer: `streams/end`, `merge/end`.

It has ended when it is exhausted, when it has raised the failure of a source, or when it is closed.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import clean_up, generator
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Catch,
    Close,
    Consume,
    Deadline,
    Next,
    Open,
)
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.consumers.checks import source_name, sources_of
from haiway_conformance.suite.consumers.programs import PATIENCE, reading, slow_generator


@programs
def exhausted_streams(build: Builder) -> Block:
    """Draw a stream that is asked for items several times after its end."""
    opened = Open("s1", generator(build, 0, 3, clean_up=clean_up(build)))
    again = (Next("s1", build.number(1, 3)), *build.pauses(1), Consume("s1"))
    return (build.scope((opened, Consume("s1"), *build.pauses(1), *again)),)


@clause("streams/end", "merge/end")
@given(program=exhausted_streams())
def test_an_exhausted_stream_stays_exhausted(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether asking again after the end waits for an ended generator."""
    for run in explore(reading(program, chapter), any_ending=True):
        run.must_end()
        ended = run.trace.first(Did.ENDED, subject="s1")
        expect(
            ended or chapter == "merge",  # `merge/ends` and `merge/ends-exhaustive` judge that
            "stream s1, whose generator has ended, never raised StopAsyncIteration",
        )
        run.premise(expect_stays_ended(run, ended))


def expect_stays_ended(run: Run, ended: Event | None, stream: str = "s1") -> bool:
    """Check that a stream raises StopAsyncIteration each time it is asked after its end.

    Args:
        run: The run.
        ended: The event with which the stream ended; None if it did not.
        stream: The stream.

    Returns:
        True if it was asked after its end.
    """
    if ended is None:
        return False
    asks = run.trace.of(Did.ASKS, subject=stream)
    later = [each for each in asks if each.number > ended.number]
    ends = [each for each in run.trace.of(Did.ENDED, subject=stream) if each.number > ended.number]
    cut_off = [
        each
        for each in run.trace.of(Did.INTERRUPTED, subject=f"stream {stream}")
        if each.number > ended.number  # a time-out may interrupt any wait for an item
    ]
    how = {Did.GOT: " with a failure", Did.SAW: ", as it was closed"}.get(ended.did, "")
    expect(
        len(ends) + len(cut_off) == len(later),
        f"stream {stream} had ended{how}; it was asked for an item {len(later)} times after that,"
        f" and raised StopAsyncIteration {len(ends)} times",
    )
    return bool(later)


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


@clause("streams/end", "merge/end")
@given(program=ends_after_interruptions())
def test_the_end_is_there_for_everybody(explore: Explorer, chapter: str, program: Program) -> None:
    """If this fails, check whether StopAsyncIteration is raised once only, or for one task only."""
    for run in explore(reading(program, chapter), any_ending=True):
        ended = run.ended("source of s1")
        if ended is None or ended.did is not Did.RETURNED:
            continue  # a cancelled wait for an item may close the generator
        run.must_end()
        run.premise(expect_stays_ended(run, run.trace.first(Did.ENDED, subject="s1")))


@programs
def broken_or_closed_streams(build: Builder) -> Block:
    """Draw a stream that fails or is closed, and is asked for items after that."""
    again: Block = (Catch((Next("s1"),)), *build.pauses(1))
    again *= build.number(1, 3)
    if build.flag():
        source = generator(build, 0, 2, ending="fails", clean_up=clean_up(build))
        read: Block = (Catch((Consume("s1", build.pauses(1)),)),)
    else:
        # Not a silent one: where it can't be closed, what is asked for after that must end, too.
        source = generator(build, 2, 3, clean_up=clean_up(build))
        read = (Next("s1", build.number(0, 1)), Close("s1"))
    return (build.scope((Open("s1", source), *read, *build.pauses(1), *again)),)


@clause("streams/end", "merge/end")
@given(program=broken_or_closed_streams())
def test_a_stream_that_failed_or_was_closed_has_ended(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the failure is raised again, or waited for an ended source."""
    for run in explore(reading(program, chapter), any_ending=True):
        ended = _failed_or_closed(run)
        if run.premise(ended):
            run.must_end()
            expect_stays_ended(run, ended)


def _failed_or_closed(run: Run) -> Event | None:
    """Return the event with which stream s1 told its failure, or had been closed."""
    failed = run.trace.first(Did.GOT, subject="s1")
    closed = run.trace.first(Did.SAW, subject="aclose of s1")
    if failed is not None or closed is None or closed.detail != "done":
        return failed
    for owner in sources_of(run):
        began, ended = run.began(source_name(owner)), run.ended(source_name(owner))
        if began is None or began.number > closed.number:
            continue  # nobody had asked for an item
        if ended is None or ended.number > closed.number:
            return None  # that `aclose` did not close it, is for `streams/aclose` to say
    return closed
