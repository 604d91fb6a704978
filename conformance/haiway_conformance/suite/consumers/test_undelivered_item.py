"""An item that a cancelled consumer did not get is not lost: it gets it when it asks again.

Properties of `streams/undelivered-item` and `merge/undelivered-item`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.consumers.checks import (
    cancelled_while_asking,
    delivered,
    expect_items_in_order,
    sources_of,
)
from haiway_conformance.suite.consumers.programs import (
    consumers_that_go_on,
    reading,
    timed_out_again_and_again,
)


@clause("streams/undelivered-item", "merge/undelivered-item")
@given(program=consumers_that_go_on())
def test_a_cancelled_wait_loses_no_item(explore: Explorer, chapter: str, program: Program) -> None:
    """If this fails, check whether the item that a cancelled consumer waited for is dropped."""
    for run in explore(reading(program, chapter), any_ending=True):
        expect_items_in_order(run)
        count = len(sources_of(run)["s1"].elements)
        asked = len(run.trace.of(Did.ASKS)) - len(run.trace.of(Did.INTERRUPTED, task="reader"))
        # It has to go on and ask again for what it did not get.
        goes_on = asked >= count or run.hung
        if run.premise(cancelled_while_asking(run) and goes_on):
            expect(
                len(delivered(run)) == count,
                "the consumer of stream s1 was cancelled while it waited for an item, and went on;"
                f" of {count} items it got {len(delivered(run))}",
            )


@clause("streams/undelivered-item", "merge/undelivered-item")
@given(program=timed_out_again_and_again())
def test_waits_that_time_out_lose_no_item(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether a stream is given up after some time-outs."""
    for run in explore(reading(program, chapter), any_ending=True):
        expect_items_in_order(run)
        # The generator takes longer for an item than the consumer waits for it.
        if run.premise(run.trace.first(Did.ASKS)):
            count, times = len(sources_of(run)["s1"].elements), len(run.trace.of(Did.TIMED_OUT))
            expect(
                len(delivered(run)) == count,
                f"the consumer of stream s1 timed out {times} time{'s' * (times > 1)} while it"
                f" waited for an item, and went on; of {count} items it got {len(delivered(run))}",
            )
