"""Properties of `process/returns-none`."""

from hypothesis import given
from hypothesis import strategies as st

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.suite.helpers.checks import begun, over, returned
from haiway_conformance.suite.helpers.programs import elements_of_all_kinds, tolerated_failures


@clause("process/returns-none")
@given(program=st.one_of(elements_of_all_kinds(), tolerated_failures()))
def test_it_returns_none(explore: Explorer, program: Program) -> None:
    """If this fails: is the result of a handler, or the list of failures, given back?"""
    for run in explore(program, any_ending=True):
        done = over(run)
        if run.premise(done and returned(run) and begun(run)) and done:
            expect(
                done.detail == "returned None",
                f"process_concurrently {done.detail}, not None",
            )
