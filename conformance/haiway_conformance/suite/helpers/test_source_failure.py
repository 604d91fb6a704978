"""An exception of the source leaves the helper as itself.

Tried with sources that fail after some elements.
Properties of `process/source-failure` and `execute/source-failure`.
"""

from collections.abc import Callable
from typing import Final

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import CONSUMED, calling, calls, source
from haiway_conformance.programs.operations import Block, Catch, Failing, Process
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.helpers.checks import helper_end
from haiway_conformance.suite.helpers.failing_calls import slow

SOURCE_FAILURES: Final[tuple[Failing, ...]] = (
    *("runtime", "lookup", "falsy", "exception", "timeout", "group"),
    *("base", "base"),
)


@calls
def failing_sources(build: Builder) -> Block:
    """Draw a source that raises after some elements, while calls run that take very long."""
    return a_failing_source(build, SOURCE_FAILURES)


@clause("process/source-failure", "execute/source-failure")
@given(program=failing_sources())
def test_a_failure_of_the_source_ends_the_helper(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the source's failure is tolerated, wrapped or raised early."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_source_failure(run))


@calls
def failures_that_look_like_an_end(build: Builder) -> Block:
    """Draw a source that raises what iterating over something else might end with."""
    return a_failing_source(build, ("lookup", "runtime"))


@clause("process/source-failure", "execute/source-failure")
@given(program=failures_that_look_like_an_end())
def test_a_failure_is_not_taken_for_the_end_of_the_source(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether an error of the source's own code is caught with its end."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_source_failure(run))


def a_failing_source(
    build: Builder,
    kinds: tuple[Failing, ...],
    running: Callable[[Builder], Block] = slow,
) -> Block:
    """Draw a source that raises after some elements, of one of some kinds of exceptions."""
    limit = build.number(1, 3)
    bodies = [build.pauses(1) for _ in range(build.number(0, 3))]
    bodies += [running(build) for _ in range(build.number(0, limit - 1))]
    drawn_source = source(build, bodies, CONSUMED, ending="fails", error=build.one_of(*kinds))
    return (Catch((Process("h1", drawn_source, limit, build.flag()),)),)


def expect_source_failure(run: Run) -> bool:
    """Check that what the source raises leaves the helper as itself."""
    failed = run.trace.first(Did.FAILED, subject="source of h1")
    if failed is None:
        return False  # it was not read so far: what other clauses ask, if the program hangs
    run.must_end()
    end = helper_end(run)
    if end is None:
        return False
    expect(
        end.detail == f"raised the exception object {failed.detail}",
        f"the source of h1 raised {failed.detail}, but helper h1 {end.detail}",
    )
    return True
