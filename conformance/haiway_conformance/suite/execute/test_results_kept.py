"""`execute/results-kept`: results that were returned stay, however many calls follow."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ORDERED, calling, calls, source
from haiway_conformance.programs.operations import Block, Catch, LookAgain, Process
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.helpers.programs import bodies_of_which_some_fail, handler_bodies


@calls
def results_that_are_looked_at_again(build: Builder) -> Block:
    """Draw two helpers, one after the other; the results of the first are looked at again."""
    same_handler = "f" if build.flag() else ""
    tolerant = build.seldom()
    bodies = bodies_of_which_some_fail(build) if tolerant else handler_bodies(build, 1, 4)
    limits = build.number(1, 3), build.number(1, 3)
    first = Process(
        "h1", source(build, bodies, ORDERED), limits[0], tolerant, same_handler=same_handler
    )
    following = handler_bodies(build, 0, 5)
    second = Process("h2", source(build, following, ORDERED), limits[1], same_handler=same_handler)
    return (first, *build.pauses(1), Catch((second,)), LookAgain("h1"))


@clause("execute/results-kept")
@given(program=results_that_are_looked_at_again())
def test_results_are_the_same_after_the_next_call(explore: Explorer, program: Program) -> None:
    """If this fails, check whether calls of the helper share the list that they return."""
    for run in explore(calling(program, "execute"), any_ending=True):
        looked = run.trace.first(Did.SAW, subject="results of h1")
        if not run.premise(looked):
            continue
        before = {
            each.subject: each.detail for each in run.trace.of(Did.GOT) if "h1[" in each.subject
        }
        again = {
            each.subject: each.detail for each in run.trace.of(Did.SAW) if "h1[" in each.subject
        }
        expect(
            again == before,
            f"execute_concurrently h1 returned {before}; after the call of h2 that was {again}",
        )
