"""`process_concurrently` returns None, whatever its handlers return: `process/returns-none`."""

from hypothesis import given
from hypothesis import strategies as st

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.suite.helpers.checks import handler_calls, helper_end, helper_returned
from haiway_conformance.suite.helpers.programs import (
    calls_with_tolerated_failures,
    elements_of_all_kinds,
)


@clause("process/returns-none")
@given(program=st.one_of(elements_of_all_kinds(), calls_with_tolerated_failures()))
def test_it_returns_none(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the results of handlers, or their failures, are returned."""
    for run in explore(program, any_ending=True):
        end = helper_end(run)
        if run.premise(end and helper_returned(run) and handler_calls(run)) and end:
            expect(
                end.detail == "returned None",
                f"process_concurrently {end.detail}, not None",
            )
