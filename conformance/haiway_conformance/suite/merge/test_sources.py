"""Any asynchronous iterable can be merged, more than once, and merged again: `merge/sources`.

Tried with streams and merged streams as sources, and with sources that are given to two merges.
"""

from typing import Final

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, calls
from haiway_conformance.programs.operations import (
    Block,
    Consume,
    Kind,
    Merge,
    Next,
    OpenAgain,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.consumers.checks import (
    delivered,
    expect_items_in_order,
    source_name,
    sources_of,
)
from haiway_conformance.suite.merge.programs import merged_source, with_streams

REITERABLE: Final[tuple[Kind, ...]] = ("async iterable",)
"""Sources that give all their elements to everybody who asks for an iterator."""


@calls
def merges_of_streams(build: Builder) -> Block:
    """Draw a merge of streams and of merged streams, which is read to its end."""
    kinds = with_streams(build)
    first = merged_source(build, 1, 3, kinds[len(ASYNCHRONOUS) :])
    exhaustive = build.has("exhaustive")
    second = merged_source(build, 0, 3, kinds, ending="ends" if exhaustive else "silent")
    sources = (first, second) if build.flag() else (second, first)
    return (Merge("s1", sources, exhaustive), Consume("s1", build.pauses(1)), Next("s1"))


@clause("merge/sources")
@given(program=merges_of_streams())
def test_streams_and_merged_streams_can_be_merged(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a source is taken for something else than an iterable."""
    for run in explore(program, any_ending=True):
        run.must_end()
        run.premise(_expect_all_given(run, "s1"))


@calls
def sources_merged_again(build: Builder) -> Block:
    """Draw a merge that is read to its end, and another one of the same sources after that."""
    exhaustive = build.has("exhaustive")
    # By default a merge that ends with one source closes the other one; when, is open.
    kinds = ASYNCHRONOUS if exhaustive else REITERABLE
    ending = "ends" if exhaustive else "silent"
    sources = (merged_source(build, 1, 3, kinds), merged_source(build, 0, 3, kinds, ending=ending))
    read: Block = (Consume("s1", build.pauses(1)),)
    again: Block = (OpenAgain("s2", "s1"), Consume("s2", build.pauses(1)), Next("s2"))
    return (Merge("s1", sources, exhaustive), *read, *again)


@clause("merge/sources")
@given(program=sources_merged_again())
def test_sources_can_be_merged_again(explore: Explorer, program: Program) -> None:
    """If this fails, check whether something is kept about a source, by what object it is."""
    for run in explore(program, any_ending=True):
        run.must_end()
        _expect_all_given(run, "s1")
        run.premise(_expect_all_given(run, "s2", used=True))


@calls
def iterables_merged_twice(build: Builder) -> Block:
    """Draw two merges of the same iterables that are read in turns, or one of an iterable twice."""
    exhaustive = build.has("exhaustive")
    if exhaustive and build.seldom():
        one = merged_source(build, 1, 3, REITERABLE)
        return (Merge("s1", (one, one), exhaustive, same=True), Consume("s1", build.pauses(1)))
    ending = "ends" if exhaustive else "silent"
    sources = (
        merged_source(build, 1, 3, REITERABLE),
        merged_source(build, 0, 3, REITERABLE, ending=ending),
    )
    both: Block = (Merge("s1", sources, exhaustive), OpenAgain("s2", "s1"))
    turns: Block = tuple(Next(build.one_of("s1", "s2")) for _ in range(build.number(1, 3)))
    return (*both, *turns, Consume("s1", build.pauses(1)), Consume("s2", build.pauses(1)))


@clause("merge/sources")
@given(program=iterables_merged_twice())
def test_two_merges_share_their_iterables(explore: Explorer, program: Program) -> None:
    """If this fails, check whether each merge asks its sources for iterators of its own."""
    for run in explore(program, any_ending=True):
        run.must_end()
        merges = [each.subject for each in run.trace.of(Did.OPENS)]
        complete = [_expect_all_given(run, stream) for stream in merges]
        run.premise(all(complete) and complete)


def _expect_all_given(run: Run, stream: str, *, used: bool = False) -> bool:
    """Check that a merged stream gave all that its sources have, in order, and then ended.

    Args:
        run: The run.
        stream: The stream, which is read to its end.
        used: Whether its sources had been read to their end before.

    Returns:
        True if it ended, having given an element, or with none left to give.
    """
    got = run.trace.first(Did.GOT, subject=stream)
    expect(
        got is None,
        f"no source of the merged stream {stream} failed, but asking it for an element"
        f" {got.detail if got else ''}",
    )
    expect_items_in_order(run, stream)
    if not run.trace.first(Did.ENDED, subject=stream):
        return False  # a consumer that was cancelled out of nowhere is for other clauses to judge
    if sum(each.ending == "ends" for each in sources_of(run, stream).values()) > 1:
        merges = [each for each in run.program if isinstance(each, Merge)]
        if not all(each.exhaustive for each in merges):
            return False  # it ends with one of them, and may lose what the other one gives then
    for owner, source in sources_of(run, stream).items():
        own = [each for each in delivered(run, stream) if each.detail.startswith(f"{owner}[")]
        left = 0 if used and source.kind not in REITERABLE else len(source.elements)
        expect(
            len(own) == left or source.ending != "ends",
            f"{source_name(owner)} ({source.kind}) had {left} elements for the merged stream"
            f" {stream}, which gave {len(own)} of them",
        )
    return bool(delivered(run, stream)) or used
