"""Streams that are easily missed when the scope that made them is left are closed as well.

Tried with streams that are made while the scope ends, with streams that the program forgets, and
with one of many. Properties of `streams/early-stop` and `merge/early-stop`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import clean_up, generator
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    CleanUp,
    CollectGarbage,
    ForgetStream,
    Next,
    Open,
    Scope,
    Sleep,
    UseOften,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.consumers.checks import (
    expect_clean_up_completed,
    expect_closed_by_exit,
)
from haiway_conformance.suite.consumers.programs import reading

# More than a hundred, which is a likely limit.
_MANY = 130


def _left_early(build: Builder, stream: str = "s1") -> Open:
    return Open(stream, generator(build, 1, 3, ending="silent", clean_up=clean_up(build)))


@programs
def made_in_clean_ups(build: Builder) -> Block:
    """Draw a stream that is made and left early in a clean-up which runs while the scope ends.

    It is the clean-up of a task, or that of another stream's generator.
    """
    late: Block = (*build.pauses(1), Catch((_left_early(build), Next("s1"))))
    source = generator(build, 1, 1, ending="silent", clean_up=late)
    task = build.spawn((CleanUp((Sleep(9_999),), late),))
    cleans_up: Block = build.one_of(
        (Open("s2", source), Next("s2")),
        (task, Wait("begun", "idle")),
    )
    return (Scope("scope1", (*cleans_up, *build.pauses(1))),)


@clause("streams/early-stop", "merge/early-stop")
@given(program=made_in_clean_ups())
def test_a_stream_that_is_made_while_the_scope_ends_is_closed(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether exit closes the streams of which it knew at its beginning."""
    for run in explore(reading(program, chapter), any_ending=True):
        run.must_end()
        # A scope that ends may refuse the stream: then there is nothing to close.
        run.premise(run.trace.first(Did.OPENS, subject="s1"))
        expect_closed_by_exit(run)
        expect_clean_up_completed(run)


@programs
def forgotten_streams(build: Builder) -> Block:
    """Draw a stream that is left early, and to which nothing in the program refers any more."""
    forgotten: Block = (ForgetStream("s1"), *build.pauses(1), CollectGarbage())
    return (Scope("scope1", (_left_early(build), Next("s1"), *forgotten, *build.pauses(1))),)


@clause("streams/early-stop", "merge/early-stop")
@given(program=forgotten_streams())
def test_a_stream_that_nobody_refers_to_is_closed(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the scope refers to its streams weakly."""
    for run in explore(reading(program, chapter), any_ending=True):
        run.must_end()
        run.premise(expect_closed_by_exit(run))
        expect_clean_up_completed(run)


@programs
def one_of_many(build: Builder) -> Block:
    """Draw a stream that is left early before or after many others are."""
    others = UseOften("open stream", _MANY)
    left: Block = (_left_early(build), Next("s1"))
    both = build.one_of((*left, others), (others, *left))
    return (Scope("scope1", (*both, *build.pauses(1))),)


@clause("streams/early-stop", "merge/early-stop")
@given(program=one_of_many())
def test_one_of_many_streams_is_closed(explore: Explorer, chapter: str, program: Program) -> None:
    """If this fails, check whether the scope keeps a limited number of streams."""
    for run in explore(reading(program, chapter), any_ending=True):
        run.must_end()
        run.premise(expect_closed_by_exit(run))
        expect_clean_up_completed(run)
