"""Streams are merged outside any scope, too, with the same guarantees: `merge/no-scope`.

Programs of the other clauses are drawn with the stream merged outside any scope.
"""

from collections.abc import Callable
from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from haiway_conformance.adapter import available
from haiway_conformance.judgement import Explorer, Run, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import calls
from haiway_conformance.programs.operations import Block, Close, Kind, Merge, Next
from haiway_conformance.suite.consumers.checks import delivered, expect_bounded
from haiway_conformance.suite.consumers.test_aclose import expect_closed_by_aclose
from haiway_conformance.suite.merge.checks import expect_nothing_lost
from haiway_conformance.suite.merge.programs import merged_source, merges_of_all_kinds
from haiway_conformance.suite.merge.test_bounded import slow_consumers
from haiway_conformance.suite.merge.test_each_once import ties
from haiway_conformance.suite.merge.test_ends import expect_end_with_first_source
from haiway_conformance.suite.merge.test_failure import expect_failure_delivered, failing_sources
from haiway_conformance.suite.merge.test_per_source_order import expect_order
from haiway_conformance.suite.merge.test_prompt import expect_prompt, silent_beside_others
from haiway_conformance.suite.merge.test_source_cancelled import (
    expect_source_cancelled,
    sources_that_end_cancelled,
)
from haiway_conformance.suite.only_outside import check_outside_only

CASES: Final[dict[str, tuple[Callable[[], SearchStrategy[Program]], Callable[[Run], bool]]]] = {
    "per-source-order": (merges_of_all_kinds.outside, expect_order),
    "each-once": (ties.outside, expect_nothing_lost),
    "prompt": (silent_beside_others.outside, expect_prompt),
    "bounded": (slow_consumers.outside, expect_bounded),
    "ends": (merges_of_all_kinds.outside, expect_end_with_first_source),
    "failure": (failing_sources.outside, expect_failure_delivered),
    "source-cancelled": (sources_that_end_cancelled.outside, expect_source_cancelled),
}
"""Programs outside any scope, by the clause that they are about, and its check."""


@st.composite
def _outside_any_scope(draw: DrawFn) -> tuple[str, Program]:
    judged = sorted(each for each in CASES if each != "ends" or "ends-first" in available())
    name = draw(st.sampled_from(judged))
    return name, draw(CASES[name][0]())


@clause("merge/no-scope")
@given(case=_outside_any_scope())
def test_all_that_holds_outside_any_scope_too(explore: Explorer, case: tuple[str, Program]) -> None:
    """If this fails, check whether merging needs a scope, say to spawn readers in."""
    name, program = case
    check_outside_only(explore, program, CASES[name][1], hygiene=False)


@calls
def closed_merges(build: Builder) -> Block:
    """Draw a merged stream that is closed while its sources wait."""
    kinds: tuple[Kind, ...] = ("async generator",)
    end = build.some(0, 2, build.suspension)
    first, second = (
        merged_source(build, 1, 2, kinds, ending="silent", clean_up=end) for _ in range(2)
    )
    return (Merge("s1", (first, second)), Next("s1", build.number(1, 2)), Close("s1"))


@clause("merge/no-scope")
@given(program=closed_merges.outside())
def test_a_merge_can_be_closed_outside_any_scope(explore: Explorer, program: Program) -> None:
    """If this fails, check whether closing the sources is left to a scope."""
    check_outside_only(explore, program, _expect_closed, hygiene=False)


def _expect_closed(run: Run) -> bool:
    premise = run.premise(delivered(run))
    if "missing" not in run.seen("aclose of s1"):  # `merge/aclose` judges that
        expect_closed_by_aclose(run)
        run.must_end()
    return premise
