"""Each source's elements are delivered in its order: `merge/per-source-order`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause
from haiway_conformance.programs import Program
from haiway_conformance.suite.consumers.checks import delivered, expect_items_in_order
from haiway_conformance.suite.merge.programs import merges_of_all_kinds


@clause("merge/per-source-order")
@given(program=merges_of_all_kinds())
def test_elements_of_a_source_keep_their_order(explore: Explorer, program: Program) -> None:
    """If this fails, check whether an element overtakes another of the same source."""
    for run in explore(program, any_ending=True):
        run.premise(expect_order(run))


def expect_order(run: Run) -> bool:
    """Check that what was delivered of each source is its beginning, in its order."""
    expect_items_in_order(run)
    owners = [each.detail.partition("[")[0] for each in delivered(run)]
    return len(set(owners)) < len(owners)
