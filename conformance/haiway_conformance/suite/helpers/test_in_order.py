"""Properties of `process/in-order` and `execute/in-order`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.sources import calling
from haiway_conformance.suite.helpers.checks import begun, call_of, index_of
from haiway_conformance.suite.helpers.programs import handlers_that_end_together


@clause("process/in-order", "execute/in-order")
@given(program=handlers_that_end_together())
def test_calls_begin_in_the_order_of_the_source(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: do several workers race for the next element?"""
    for run in explore(calling(program, chapter)):
        run.premise(in_order(run))


def in_order(run: Run) -> bool:
    """Demand that the calls begin in the order of the source."""
    if call_of(run).source.kind == "set":
        return False  # its order is its own
    order = [index_of(each.subject) for each in begun(run)]
    expect(
        order == sorted(order),
        f"the source gives its elements in order, but the handler calls of h1 began in the order"
        f" {', '.join(f'h1[{index}]' for index in order)}",
    )
    return len(order) > 1
