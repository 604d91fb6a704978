"""What `execute_concurrently` alone promises; what it has in common is in `test_helper_calls`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.strategies import helper_calls as draw
from haiway_conformance.programs.strategies import tolerated_calls as tolerated
from haiway_conformance.programs.strategies.sources import calling
from haiway_conformance.suite import failing_calls
from haiway_conformance.suite.helper_calls import over


@clause("execute/ordered")
@given(program=draw.results_of_all_kinds())
def test_each_result_is_in_the_place_of_its_element(explore: Explorer, program: Program) -> None:
    """If this fails: are results in the order of ending, or lost where they are false?"""
    for run in explore(calling(program, "execute")):
        done = over(run)
        expect(
            done is not None and done.detail.startswith("returned a sequence"),
            f"execute_concurrently {done.detail if done else 'was never done'}, not a sequence",
        )
        run.premise(failing_calls.results_in_place(run))


@clause("execute/returns-exceptions")
@given(program=tolerated.tolerated_failures())
def test_each_failure_is_in_the_place_of_its_element(explore: Explorer, program: Program) -> None:
    """If this fails: is a failure raised though it is to be returned, or lost if it is false?"""
    for run in explore(calling(program, "execute"), any_ending=True):
        run.premise(failing_calls.tolerates(run))
        failing_calls.results_in_place(run)
