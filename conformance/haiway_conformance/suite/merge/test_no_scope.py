"""Properties of `merge/no-scope`."""

from collections.abc import Callable
from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from haiway_conformance.judgement import Explorer, Run, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import calls
from haiway_conformance.programs.operations import Block, Close, Kind, Merge, Next
from haiway_conformance.suite.consumers.checks import delivered, stayed_behind
from haiway_conformance.suite.consumers.test_aclose import closed_at_once
from haiway_conformance.suite.merge.checks import complete
from haiway_conformance.suite.merge.programs import merged_source, merges_of_all_kinds
from haiway_conformance.suite.merge.test_bounded import slow_consumers
from haiway_conformance.suite.merge.test_each_once import ties
from haiway_conformance.suite.merge.test_ends import ends_with_the_first
from haiway_conformance.suite.merge.test_failure import failing_sources, failure
from haiway_conformance.suite.merge.test_per_source_order import in_order
from haiway_conformance.suite.merge.test_prompt import prompt, silent_beside_others
from haiway_conformance.suite.merge.test_source_cancelled import (
    source_cancelled,
    sources_that_end_cancelled,
)

type Case = tuple[str, Program]


FAMILIES: Final[dict[str, tuple[Callable[[], SearchStrategy[Program]], Callable[[Run], bool]]]] = {
    "per-source-order": (merges_of_all_kinds.outside, in_order),
    "each-once": (ties.outside, complete),
    "prompt": (silent_beside_others.outside, prompt),
    "bounded": (slow_consumers.outside, stayed_behind),
    "ends": (merges_of_all_kinds.outside, ends_with_the_first),
    "failure": (failing_sources.outside, failure),
    "source-cancelled": (sources_that_end_cancelled.outside, source_cancelled),
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


@calls
def closed_merges(build: Builder) -> Block:
    """Merged streams that are closed while their sources wait."""
    kinds: tuple[Kind, ...] = ("async generator",)
    end = build.some(0, 2, build.suspension)
    first, second = (
        merged_source(build, 1, 2, kinds, ending="silent", clean_up=end) for _ in range(2)
    )
    return (Merge("s1", (first, second)), Next("s1", build.number(1, 2)), Close("s1"))


@clause("merge/no-scope")
@given(program=closed_merges.outside())
def test_a_merge_can_be_closed_outside_any_scope(explore: Explorer, program: Program) -> None:
    """If this fails: is the closing of the sources left to a scope, and there is none?"""
    for run in explore(program, any_ending=True, hygiene=False):
        run.premise(delivered(run))
        if "missing" not in run.seen("aclose of s1"):  # if it is, it is so inside a scope, too
            closed_at_once(run)
            run.must_end()
