"""Merged streams: the elements of two sources, each as soon as it is there."""

from collections.abc import Callable
from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Merge
from haiway_conformance.programs.strategies import merges as draw
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.consumed_streams import (
    closed_by_exit,
    delivered,
    prefix_in_order,
    source_of,
    sources_of,
    stayed_behind,
)

# Of so many deliveries one at least is of each source that is always ready.
WINDOW = 64


def _in_order(run: Run) -> bool:
    prefix_in_order(run)
    owners = [each.detail.partition("[")[0] for each in delivered(run)]
    return len(set(owners)) < len(owners)


def _complete(run: Run) -> bool:
    """Demand that what came before the end was delivered, and all of it if it is exhaustive."""
    prefix_in_order(run)
    ended = run.trace.first(Did.ENDED, subject="s1")
    if ended is None:
        return _tie(run)
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
    return _tie(run)


def _tie(run: Run, *, apart: int = 0) -> bool:
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


def _end_told(run: Run) -> Event:
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


def _ends_with_the_first(run: Run) -> bool:
    """Demand that the stream ends once a source has ended, and not before."""
    ended = _end_told(run)
    ends = [end for owner in sources_of(run) if (end := _end_of(run, owner))]
    expect(
        any(end.number < ended.number for end in ends),
        "the merged stream s1 ended before either of its sources had ended",
    )
    later = [each for each in delivered(run) if each.number > ended.number]
    expect(not later, f"the merged stream s1 had ended, and yet delivered {later}")
    _complete(run)
    return True


def _exhausts(run: Run) -> bool:
    """Demand that the stream ends after all its sources, having delivered everything."""
    _end_told(run)
    for owner, source in sources_of(run).items():
        own = [each for each in delivered(run) if each.detail.startswith(f"{owner}[")]
        expect(
            len(own) == len(source.elements),
            f"{source_of(owner)} has {len(source.elements)} elements; the merged stream, which is"
            f" exhaustive, ended after {len(own)} of them",
        )
    ends = [end.number for owner in sources_of(run) if (end := _end_of(run, owner))]
    return any(min(ends, default=0) < each.number for each in delivered(run))


def _prompt(run: Run) -> bool:
    """Demand that elements are delivered though the other source is silent."""
    counts = {owner: len(source.elements) for owner, source in sources_of(run).items()}
    expect(
        len(delivered(run)) == sum(counts.values()),
        f"a source of stream s1 is silent, the other has {sum(counts.values())} elements; of"
        f" these, {len(delivered(run))} were delivered",
    )
    return True


def _fair(run: Run) -> bool:
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


def _failure(run: Run) -> bool:
    """Demand that a source's failure reaches the consumer as itself, and ends the other source."""
    failed = next(
        (e for o in sources_of(run) if (e := run.trace.first(Did.FAILED, subject=source_of(o)))),
        None,
    )
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


def _told_again(run: Run) -> bool:
    """Demand that a consumer that was cancelled as a source failed is told when it asks again."""
    failed = next(
        (e for o in sources_of(run) if (e := run.trace.first(Did.FAILED, subject=source_of(o)))),
        None,
    )
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


def _source_cancelled(run: Run) -> bool:
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


@clause("merge/per-source-order")
@given(program=draw.merges_of_all_kinds())
def test_elements_of_a_source_keep_their_order(explore: Explorer, program: Program) -> None:
    """If this fails: does an element overtake another one of its source?"""
    for run in explore(program, any_ending=True):
        run.premise(_in_order(run))


@clause("merge/each-once")
@given(program=draw.ties())
def test_nothing_is_lost_or_doubled_in_ties(explore: Explorer, program: Program) -> None:
    """If this fails: is, of two sources that are ready together, only one looked at?"""
    for run in explore(program, any_ending=True):
        run.premise(_complete(run))


@clause("merge/prompt")
@given(program=draw.silent_beside_others())
def test_a_silent_source_holds_up_nothing(explore: Explorer, program: Program) -> None:
    """If this fails: are the sources read in turns?"""
    for run in explore(program, any_ending=True):
        run.premise(_prompt(run))


@clause("merge/bounded")
@given(program=draw.slow_consumers())
def test_a_slow_consumer_stops_the_sources(explore: Explorer, program: Program) -> None:
    """If this fails: do the sources fill a queue without a limit?"""
    for run in explore(program, any_ending=True):
        run.premise(stayed_behind(run))


@clause("merge/fair")
@given(program=draw.always_ready_sources())
def test_sources_that_are_always_ready_take_turns(explore: Explorer, program: Program) -> None:
    """If this fails: is the first source always looked at first?"""
    for run in explore(program, any_ending=True):
        run.premise(_fair(run))


@clause("merge/ends")
@given(program=draw.merges_of_all_kinds())
def test_the_stream_ends_with_the_first_source(explore: Explorer, program: Program) -> None:
    """If this fails: does the stream wait for the other source, or drop what it held?"""
    for run in explore(program, any_ending=True):
        run.premise(_ends_with_the_first(run))


@clause("merge/ends")
@given(program=draw.ties_with_an_end())
def test_the_end_overtakes_no_element(explore: Explorer, program: Program) -> None:
    """If this fails: is an end that is there together with an element looked at first?"""
    for run in explore(program, any_ending=True):
        _ends_with_the_first(run)
        run.premise(_tie(run, apart=1))


@clause("merge/ends-exhaustive")
@given(program=draw.exhaustive_merges())
def test_an_exhaustive_stream_ends_with_the_last_source(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does the end of one source end the other?"""
    for run in explore(program, any_ending=True):
        run.premise(_exhausts(run))


@clause("merge/early-stop")
@given(program=draw.stubborn_sources())
def test_a_source_that_goes_on_is_closed_all_the_same(explore: Explorer, program: Program) -> None:
    """If this fails: does the reader of a source that was cancelled wait to be asked for more?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        closed_by_exit(run)
        run.premise(any(run.trace.first(Did.CAUGHT, task=source_of(o)) for o in sources_of(run)))


@clause("merge/failure")
@given(program=draw.failing_sources())
def test_a_failing_source_ends_the_other(explore: Explorer, program: Program) -> None:
    """If this fails: is the failure wrapped, or the other source left to garbage collection?"""
    for run in explore(program, any_ending=True):
        run.premise(_failure(run))


@clause("merge/failure")
@given(program=draw.failures_that_meet_a_request())
def test_a_failure_that_meets_a_request_is_not_lost(explore: Explorer, program: Program) -> None:
    """If this fails: is it dropped as the wait for the other source's clean-up is cut short?"""
    for run in explore(program, any_ending=True):
        run.premise(_told_again(run))


@clause("merge/source-cancelled")
@given(program=draw.sources_that_end_cancelled())
def test_a_source_that_ends_cancelled_has_failed(explore: Explorer, program: Program) -> None:
    """If this fails: is the end of a cancelled reader never noticed?"""
    for run in explore(program, any_ending=True):
        run.premise(_source_cancelled(run))


@clause("merge/many")
@given(program=draw.three_sources())
def test_more_than_two_sources(explore: Explorer, program: Program) -> None:
    """Records whether three sources are accepted."""
    for run in explore(program, any_ending=True, hygiene=False):
        explore.observe("more than two are accepted" if delivered(run) else "an error")


type Case = tuple[str, Program]

FAMILIES: Final[dict[str, tuple[Callable[[], SearchStrategy[Program]], Callable[[Run], bool]]]] = {
    "per-source-order": (draw.merges_of_all_kinds.outside, _in_order),
    "each-once": (draw.ties.outside, _complete),
    "prompt": (draw.silent_beside_others.outside, _prompt),
    "bounded": (draw.slow_consumers.outside, stayed_behind),
    "ends": (draw.merges_of_all_kinds.outside, _ends_with_the_first),
    "failure": (draw.failing_sources.outside, _failure),
    "source-cancelled": (draw.sources_that_end_cancelled.outside, _source_cancelled),
}


@st.composite
def _outside_any_scope(draw_: DrawFn) -> Case:
    name = draw_(st.sampled_from(sorted(FAMILIES)))
    return name, draw_(FAMILIES[name][0]())


@clause("merge/no-scope")
@given(case=_outside_any_scope())
def test_all_that_holds_outside_any_scope_too(explore: Explorer, case: Case) -> None:
    """If this fails: does the merge need a scope, say because it spawns its readers there?"""
    name, program = case
    for run in explore(program, any_ending=True, hygiene=False):
        run.premise(FAMILIES[name][1](run))
