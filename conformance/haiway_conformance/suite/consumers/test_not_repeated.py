"""No item is delivered again after a wait that was cancelled.

Properties of `streams/not-repeated` and `merge/not-repeated`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.suite.consumers.checks import cancelled_while_asking, delivered
from haiway_conformance.suite.consumers.programs import consumers_that_go_on, reading


@clause("streams/not-repeated", "merge/not-repeated")
@given(program=consumers_that_go_on())
def test_nothing_is_delivered_twice_after_a_cancelled_wait(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether an item for a cancelled consumer is also kept for the next."""
    for run in explore(reading(program, chapter), any_ending=True):
        run.premise(cancelled_while_asking(run))
        items = [each.detail for each in delivered(run)]
        twice = sorted({each for each in items if items.count(each) > 1})
        expect(
            not twice,
            "the consumer of stream s1 was cancelled while it waited for an item, and went on; it"
            f" got twice: {', '.join(twice)}",
        )
