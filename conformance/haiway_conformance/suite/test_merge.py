"""Merged streams: the elements of two sources, each as soon as it is there."""

from collections.abc import Callable
from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from haiway_conformance.judgement import Explorer, Run, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.strategies import merges as draw
from haiway_conformance.simulation import Did
from haiway_conformance.suite.consumed_streams import (
    closed_at_once,
    closed_by_exit,
    delivered,
    source_of,
    sources_of,
    stayed_behind,
)
from haiway_conformance.suite.merged_streams import (
    complete,
    complete_before_a_failure,
    ends_with_the_first,
    exhausts,
    failure,
    fair,
    in_order,
    prompt,
    source_cancelled,
    tie,
    told_again,
)


@clause("merge/per-source-order")
@given(program=draw.merges_of_all_kinds())
def test_elements_of_a_source_keep_their_order(explore: Explorer, program: Program) -> None:
    """If this fails: does an element overtake another one of its source?"""
    for run in explore(program, any_ending=True):
        run.premise(in_order(run))


@clause("merge/each-once")
@given(program=draw.ties())
def test_nothing_is_lost_or_doubled_in_ties(explore: Explorer, program: Program) -> None:
    """If this fails: is, of two sources that are ready together, only one looked at?"""
    for run in explore(program, any_ending=True):
        run.premise(complete(run))


@clause("merge/each-once")
@given(program=draw.ties_with_a_failure())
def test_nothing_is_lost_in_ties_with_a_failure(explore: Explorer, program: Program) -> None:
    """If this fails: is a failure that is there together with an element looked at first?"""
    for run in explore(program, any_ending=True):
        run.premise(complete_before_a_failure(run))


@clause("merge/each-once")
@given(program=draw.very_many_elements())
def test_a_long_source_is_delivered_whole(explore: Explorer, program: Program) -> None:
    """If this fails: does a buffer of some size overflow, or drop what was in it?"""
    for run in explore(program, any_ending=True):
        complete(run)
        run.premise(run.trace.first(Did.ENDED, subject="s1"))


@clause("merge/prompt")
@given(program=draw.silent_beside_others())
def test_a_silent_source_holds_up_nothing(explore: Explorer, program: Program) -> None:
    """If this fails: are the sources read in turns?"""
    for run in explore(program, any_ending=True):
        run.premise(prompt(run))


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
        run.premise(fair(run))


@clause("merge/ends")
@given(program=draw.merges_of_all_kinds())
def test_the_stream_ends_with_the_first_source(explore: Explorer, program: Program) -> None:
    """If this fails: does the stream wait for the other source, or drop what it held?"""
    for run in explore(program, any_ending=True):
        run.premise(ends_with_the_first(run))


@clause("merge/ends")
@given(program=draw.ties_with_an_end())
def test_the_end_overtakes_no_element(explore: Explorer, program: Program) -> None:
    """If this fails: is an end that is there together with an element looked at first?"""
    for run in explore(program, any_ending=True):
        ends_with_the_first(run)
        run.premise(tie(run, apart=1))


@clause("merge/ends-exhaustive")
@given(program=draw.exhaustive_merges())
def test_an_exhaustive_stream_ends_with_the_last_source(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does the end of one source end the other?"""
    for run in explore(program, any_ending=True):
        run.premise(exhausts(run))


@clause("merge/early-stop")
@given(program=draw.stubborn_sources())
def test_a_source_that_goes_on_is_closed_all_the_same(explore: Explorer, program: Program) -> None:
    """If this fails: does the reader of a source that was cancelled wait to be asked for more?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        closed_by_exit(run)
        run.premise(any(run.trace.first(Did.CAUGHT, task=source_of(o)) for o in sources_of(run)))


@clause("merge/early-stop")
@given(program=draw.left_beside_a_broken_one())
def test_an_error_of_a_clean_up_leaves_no_other_source_open(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does the closing of sources end with the first that raises?"""
    for run in explore(program, any_ending=True, hygiene=False):
        run.must_end()
        run.premise(run.trace.first(Did.FAILED))
        closed_by_exit(run)


@clause("merge/failure")
@given(program=draw.failing_sources())
def test_a_failing_source_ends_the_other(explore: Explorer, program: Program) -> None:
    """If this fails: is the failure wrapped, or the other source left to garbage collection?"""
    for run in explore(program, any_ending=True):
        run.premise(failure(run))


@clause("merge/failure")
@given(program=draw.failures_that_meet_a_request())
def test_a_failure_that_meets_a_request_is_not_lost(explore: Explorer, program: Program) -> None:
    """If this fails: is it dropped as the wait for the other source's clean-up is cut short?"""
    for run in explore(program, any_ending=True):
        run.premise(told_again(run))


@clause("merge/source-cancelled")
@given(program=draw.sources_that_end_cancelled())
def test_a_source_that_ends_cancelled_has_failed(explore: Explorer, program: Program) -> None:
    """If this fails: is the end of a cancelled reader never noticed?"""
    for run in explore(program, any_ending=True):
        run.premise(source_cancelled(run))


@clause("merge/many")
@given(program=draw.three_sources())
def test_more_than_two_sources(explore: Explorer, program: Program) -> None:
    """Records whether three sources are accepted."""
    for run in explore(program, any_ending=True, hygiene=False):
        explore.observe("more than two are accepted" if delivered(run) else "an error")


type Case = tuple[str, Program]

FAMILIES: Final[dict[str, tuple[Callable[[], SearchStrategy[Program]], Callable[[Run], bool]]]] = {
    "per-source-order": (draw.merges_of_all_kinds.outside, in_order),
    "each-once": (draw.ties.outside, complete),
    "prompt": (draw.silent_beside_others.outside, prompt),
    "bounded": (draw.slow_consumers.outside, stayed_behind),
    "ends": (draw.merges_of_all_kinds.outside, ends_with_the_first),
    "failure": (draw.failing_sources.outside, failure),
    "source-cancelled": (draw.sources_that_end_cancelled.outside, source_cancelled),
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


@clause("merge/no-scope")
@given(program=draw.closed_merges.outside())
def test_a_merge_can_be_closed_outside_any_scope(explore: Explorer, program: Program) -> None:
    """If this fails: is the closing of the sources left to a scope, and there is none?"""
    for run in explore(program, any_ending=True, hygiene=False):
        run.premise(delivered(run))
        if "missing" not in run.seen("aclose of s1"):  # if it is, it is so inside a scope, too
            closed_at_once(run)
            run.must_end()
