"""Handler calls begin in the order of the source.

Properties of `process/in-order` and `execute/in-order`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.sources import calling
from haiway_conformance.suite.helpers.checks import element_index, handler_calls, helper_call
from haiway_conformance.suite.helpers.programs import handlers_that_end_together


@clause("process/in-order", "execute/in-order")
@given(program=handlers_that_end_together())
def test_calls_begin_in_the_order_of_the_source(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether several workers race for the next element."""
    for run in explore(calling(program, chapter)):
        order = [element_index(each.subject) for each in handler_calls(run)]
        # A set has no order to compare with.
        if run.premise(len(order) > 1 and helper_call(run).source.kind != "set"):
            expect(
                order == sorted(order),
                "the source gives its elements in order, but the handler calls of h1 began in the"
                f" order {', '.join(f'h1[{index}]' for index in order)}",
            )
