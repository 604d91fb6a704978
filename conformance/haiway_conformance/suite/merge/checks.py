"""Checks and queries that properties of merged streams share, inside scopes and outside any."""

from haiway_conformance.judgement import Run, expect
from haiway_conformance.programs.operations import Merge
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.consumers.checks import (
    delivered,
    expect_items_in_order,
    source_name,
    sources_of,
)

__all__ = (
    "expect_nothing_lost",
    "has_tie",
    "source_end",
    "source_failure",
)


def expect_nothing_lost(run: Run) -> bool:
    """Check that the stream delivered what came before its end; everything, if it is exhaustive.

    Returns:
        Whether there was a tie between the sources.
    """
    expect_items_in_order(run)
    ended = run.trace.first(Did.ENDED, subject="s1")
    if ended is None:
        return has_tie(run)
    merge = next(each for each in run.program if isinstance(each, Merge))
    items = {each.detail for each in delivered(run)}
    ends = [end for owner in sources_of(run) if (end := source_end(run, owner))]
    for read in run.trace.of(Did.READ):
        # The first end counts: an implementation that reads ahead may see the other one, too.
        before = bool(ends) and all(read.iteration < end.iteration for end in ends)
        if (merge.exhaustive or before) and read.number < ended.number:
            expect(
                read.subject in items,
                f"{read.subject} was given before the stream ended"
                f"{'' if merge.exhaustive else ', in an earlier iteration than any source ended'},"
                " and was never delivered",
            )
    return has_tie(run)


def source_failure(run: Run) -> Event | None:
    """Return the event with which a source failed, or None."""
    failures = (
        run.trace.first(Did.FAILED, subject=source_name(owner)) for owner in sources_of(run)
    )
    return next((each for each in failures if each is not None), None)


def has_tie(run: Run, *, apart: int = 0) -> bool:
    """Return whether both sources gave an element, failed or ended in the same iteration.

    Args:
        run: The run.
        apart: How many iterations there may be between the two.
    """
    first, second = (
        [
            each.iteration
            for each in run.trace.of(Did.READ, Did.RETURNED, Did.FAILED, task=source_name(owner))
        ]
        for owner in sources_of(run)
    )
    return any(abs(one - other) <= apart for one in first for other in second)


def source_end(run: Run, owner: str) -> Event | None:
    """Return the event with which a source ended, or None."""
    return run.trace.first(Did.RETURNED, subject=source_name(owner))
