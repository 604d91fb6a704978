"""What is asked of a run with a merged stream, inside a scope or outside of any."""

from haiway_conformance.judgement import Run, expect
from haiway_conformance.programs.operations import Merge
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.consumed_streams import (
    delivered,
    prefix_in_order,
    source_of,
    sources_of,
)

__all__ = (
    "complete",
    "complete_before_a_failure",
    "end_told",
    "ends_with_the_first",
    "exhausts",
    "failure",
    "fair",
    "in_order",
    "prompt",
    "source_cancelled",
    "tie",
    "told_again",
)

# Of so many deliveries one at least is of each source that is always ready.
WINDOW = 64


# Each returns whether the run met the premise of what it demands.


def in_order(run: Run) -> bool:
    """Demand that what was delivered of each source is a beginning of it, in its order."""
    prefix_in_order(run)
    owners = [each.detail.partition("[")[0] for each in delivered(run)]
    return len(set(owners)) < len(owners)


def complete(run: Run) -> bool:
    """Demand that what came before the end was delivered, and all of it if it is exhaustive."""
    prefix_in_order(run)
    ended = run.trace.first(Did.ENDED, subject="s1")
    if ended is None:
        return tie(run)
    merge = next(each for each in run.program if isinstance(each, Merge))
    items = {each.detail for each in delivered(run)}
    ends = [end for owner in sources_of(run) if (end := _end_of(run, owner))]
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


def complete_before_a_failure(run: Run) -> bool:
    """Demand that what was there before a source failed was delivered before the failure."""
    prefix_in_order(run)
    failed = _failed(run)
    if failed is None:
        return False
    # What the consumer gets then, is another clause (merge/failure); before that it gets these.
    got = run.trace.first(Did.GOT, subject="s1") or run.trace[-1]
    items = {each.detail for each in delivered(run) if each.number < got.number}
    for read in run.trace.of(Did.READ):
        expect(
            read.subject in items or read.iteration >= failed.iteration,
            f"{read.subject} was given in an earlier iteration than {failed.task} failed, and was"
            " not delivered before the failure",
        )
    return tie(run, apart=1)


def _failed(run: Run) -> Event | None:
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


def end_told(run: Run) -> Event:
    """Demand that the consumer, who reads to the end, was told of it."""
    ended = run.trace.first(Did.ENDED, subject="s1")
    last = run.trace.last(Did.INTERRUPTED, Did.GOT, subject="s1")
    stopped = run.trace.last(Did.INTERRUPTED, subject="stream s1") or last
    told = f"{stopped.did} {stopped.detail}" if stopped else "was told nothing"
    expect(
        ended,
        "sources of the merged stream s1 have ended, and it does not end: who asked it for another"
        f" element {told}",
    )
    return ended or run.trace[-1]


def _end_of(run: Run, owner: str) -> Event | None:
    return run.trace.first(Did.RETURNED, subject=source_of(owner))


def ends_with_the_first(run: Run) -> bool:
    """Demand that the stream ends once a source has ended, and not before."""
    ended = end_told(run)
    ends = [end for owner in sources_of(run) if (end := _end_of(run, owner))]
    expect(
        any(end.number < ended.number for end in ends),
        "the merged stream s1 ended before either of its sources had ended",
    )
    later = [each for each in delivered(run) if each.number > ended.number]
    expect(not later, f"the merged stream s1 had ended, and yet delivered {later}")
    complete(run)
    return True


def exhausts(run: Run) -> bool:
    """Demand that the stream ends after all its sources, having delivered everything."""
    end_told(run)
    for owner, source in sources_of(run).items():
        own = [each for each in delivered(run) if each.detail.startswith(f"{owner}[")]
        expect(
            len(own) == len(source.elements),
            f"{source_of(owner)} has {len(source.elements)} elements; the merged stream, which is"
            f" exhaustive, ended after {len(own)} of them",
        )
    ends = [end.number for owner in sources_of(run) if (end := _end_of(run, owner))]
    return any(min(ends, default=0) < each.number for each in delivered(run))


def prompt(run: Run) -> bool:
    """Demand that elements are delivered though the other source is silent."""
    counts = {owner: len(source.elements) for owner, source in sources_of(run).items()}
    expect(
        len(delivered(run)) == sum(counts.values()),
        f"a source of stream s1 is silent, the other has {sum(counts.values())} elements; of"
        f" these, {len(delivered(run))} were delivered",
    )
    return True


def fair(run: Run) -> bool:
    """Demand that of any `WINDOW` deliveries in a row some are of each source."""
    owners = list(sources_of(run))
    taken = [each.detail.partition("[")[0] for each in delivered(run)]
    for start in range(max(0, len(taken) - WINDOW + 1)):
        window = taken[start : start + WINDOW]
        for owner in owners:
            expect(
                owner in window,
                f"both sources of stream s1 are always ready, and {WINDOW} deliveries in a row"
                f" were of {next(other for other in owners if other != owner)} alone",
            )
    return len(taken) >= WINDOW


def failure(run: Run) -> bool:
    """Demand that a source's failure reaches the consumer as itself, and ends the other source."""
    failed = _failed(run)
    if failed is None:
        return False
    got = run.trace.first(Did.GOT, subject="s1")
    expect(
        got is not None and got.detail == f"raised the exception object {failed.detail}",
        f"{failed.task} raised {failed.detail}; the consumer of the merged stream"
        f" {got.detail if got else 'was not told'}",
    )
    prefix_in_order(run)
    owner = failed.task.removeprefix("source of ")
    own = [each for each in delivered(run) if each.detail.startswith(f"{owner}[")]
    count = len(sources_of(run)[owner].elements)
    expect(
        len(own) == count,
        f"{failed.task} gave {count} elements before it failed; of these, {len(own)} were"
        " delivered before the failure",
    )
    idle = run.trace.first(Did.GOES_ON, subject="rest")
    for other in sources_of(run):
        began, ended = run.began(source_of(other)), run.ended(source_of(other))
        expect(
            began is None or idle is None or (ended is not None and ended.number < idle.number),
            f"{failed.task} failed, which was delivered, and the loop has been idle since, but the"
            f" other one, {source_of(other)}, was not closed",
        )
    return True


def told_again(run: Run) -> bool:
    """Demand that a consumer that was cancelled as a source failed is told when it asks again."""
    failed = _failed(run)
    told = run.trace.of(Did.INTERRUPTED, Did.GOT, Did.ENDED, task="reader")
    if failed is None or not any(each.did is Did.INTERRUPTED for each in told[:-1]):
        return False
    if not failed.number < told[0].number:
        return False
    expect(
        any(failed.detail in each.detail for each in told),
        f"{failed.task} raised {failed.detail}; the consumer of the merged stream s1, which was"
        " cancelled before it was told, asked again: it was told"
        f" {', then '.join(f'{each.did} {each.subject}' for each in told)}",
    )
    return True


def source_cancelled(run: Run) -> bool:
    """Demand that a CancelledError of a source is a failure: no hang, and no end."""
    run.must_end()
    stopped = [
        event
        for owner in sources_of(run)
        if (event := run.trace.first(Did.STOPPED, subject=source_of(owner)))
    ]
    ended = run.trace.first(Did.ENDED, subject="s1")
    expect(
        not stopped or ended is None or stopped[0].number > ended.number,
        "a source of stream s1 raised CancelledError, and the merged stream ended as if all were"
        " well",
    )
    return bool(stopped)
