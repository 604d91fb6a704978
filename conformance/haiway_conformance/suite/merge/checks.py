"""What is asked of a run with a merged stream, inside a scope or outside of any."""

from haiway_conformance.judgement import Run, expect
from haiway_conformance.programs.operations import Merge
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.consumers.checks import (
    delivered,
    prefix_in_order,
    source_of,
    sources_of,
)

__all__ = (
    "complete",
    "end_of_source",
    "failure_of_source",
    "tie",
)


def complete(run: Run) -> bool:
    """Demand that what came before the end was delivered, and all of it if it is exhaustive."""
    prefix_in_order(run)
    ended = run.trace.first(Did.ENDED, subject="s1")
    if ended is None:
        return tie(run)
    merge = next(each for each in run.program if isinstance(each, Merge))
    items = {each.detail for each in delivered(run)}
    ends = [end for owner in sources_of(run) if (end := end_of_source(run, owner))]
    for read in run.trace.of(Did.READ):
        # The first end decides: whoever reads ahead may see that of the other source as well.
        before = bool(ends) and all(read.iteration < end.iteration for end in ends)
        if (merge.exhaustive or before) and read.number < ended.number:
            expect(
                read.subject in items,
                f"{read.subject} was given before the stream's end"
                f"{'' if merge.exhaustive else ', in an earlier iteration than any source ended'},"
                " and was never delivered",
            )
    return tie(run)


def failure_of_source(run: Run) -> Event | None:
    """The failure of a source."""
    return next(
        (e for o in sources_of(run) if (e := run.trace.first(Did.FAILED, subject=source_of(o)))),
        None,
    )


def tie(run: Run, *, apart: int = 0) -> bool:
    """Whether both sources gave an element, failed or ended in one iteration.

    Args:
        run: The run.
        apart: How many iterations may have been between.
    """
    first, second = (
        [
            each.iteration
            for each in run.trace.of(Did.READ, Did.RETURNED, Did.FAILED, task=source_of(owner))
        ]
        for owner in sources_of(run)
    )
    return any(abs(one - other) <= apart for one in first for other in second)


def end_of_source(run: Run, owner: str) -> Event | None:
    """Return the event with which a source ended, or None."""
    return run.trace.first(Did.RETURNED, subject=source_of(owner))
