"""Properties of `streams/undelivered-item` and `merge/undelivered-item`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.simulation import Did
from haiway_conformance.suite.consumers.checks import delivered, prefix_in_order, sources_of
from haiway_conformance.suite.consumers.programs import (
    consumers_that_go_on,
    reading,
    timed_out_again_and_again,
)


@clause("streams/undelivered-item", "merge/undelivered-item")
@given(program=consumers_that_go_on())
def test_a_cancelled_request_loses_no_item(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the item that a cancelled request would have got thrown away?"""
    for run in explore(reading(program, chapter), any_ending=True):
        prefix_in_order(run)
        if run.premise(run.trace.first(Did.INTERRUPTED, subject="stream s1")):
            count = len(sources_of(run)["s1"].elements)
            expect(
                len(delivered(run)) == count,
                "a request for an item of stream s1 was cancelled, and its consumer went on; of"
                f" {count} items it was given {len(delivered(run))}",
            )


@clause("streams/undelivered-item", "merge/undelivered-item")
@given(program=timed_out_again_and_again())
def test_many_requests_that_time_out_lose_no_item(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is a stream given up after some requests were cancelled?"""
    for run in explore(reading(program, chapter), any_ending=True):
        prefix_in_order(run)
        if run.premise(run.trace.first(Did.TIMED_OUT)):
            count, times = len(sources_of(run)["s1"].elements), len(run.trace.of(Did.TIMED_OUT))
            expect(
                len(delivered(run)) == count,
                f"requests for an item of stream s1 timed out {times} time{'s' * (times > 1)}, and"
                f" its consumer went on; of {count} items it was given {len(delivered(run))}",
            )
