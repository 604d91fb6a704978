"""Properties of `process/source-failure` and `execute/source-failure`."""

from typing import Final

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import CONSUMED, busy, calling, calls, source
from haiway_conformance.programs.operations import Block, Catch, Failing, Process
from haiway_conformance.simulation import Did
from haiway_conformance.suite.helpers.checks import calls_ended_inside, over, returned

OF_SOURCES: Final[tuple[Failing, ...]] = (
    "runtime",
    "lookup",
    "falsy",
    "exception",
    "timeout",
    "group",
    "base",
)


def _failing_source(build: Builder, kinds: tuple[Failing, ...]) -> Block:
    limit = build.number(1, 3)
    bodies = [build.pauses(1) for _ in range(build.number(0, 3))]
    bodies += [busy(build) for _ in range(build.number(0, limit - 1))]
    given = source(build, bodies, CONSUMED, ending="fails", error=build.one_of(*kinds))
    return (Catch((Process("h1", given, limit, build.flag()),)),)


@calls
def failing_sources(build: Builder) -> Block:
    """A source that raises after some elements, while calls run that do not end by themselves."""
    return _failing_source(build, OF_SOURCES)


@clause("process/source-failure", "execute/source-failure")
@given(program=failing_sources())
def test_a_failure_of_the_source_ends_the_helper(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the failure of the source tolerated, wrapped, or raised too early?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(source_failure(run))


def source_failure(run: Run) -> bool:
    """Demand that what the source raises leaves the helper as itself, after all calls ended."""
    run.must_end()
    done = over(run)
    failed = run.trace.first(Did.FAILED, subject="source of h1")
    # Nobody has asked the source to stop: CancelledError is its own.
    stopped = run.trace.first(Did.STOPPED, subject="source of h1")
    if done is None or (failed is None and stopped is None):
        return False
    calls_ended_inside(run)
    if failed is None:
        expect(
            not returned(run),
            "the source of h1 raised CancelledError, and helper h1 returned as if it had come to"
            " its end",
        )
        return True
    expect(
        done.detail == f"raised the exception object {failed.detail}",
        f"the source of h1 raised {failed.detail}, but helper h1 {done.detail}",
    )
    return True


@calls
def sources_that_end_cancelled(build: Builder) -> Block:
    """A source that raises CancelledError by itself, as one that awaits a cancelled task does."""
    return _failing_source(build, ("cancelled",))


@clause("process/source-failure", "execute/source-failure")
@given(program=sources_that_end_cancelled())
def test_a_source_that_ends_cancelled_is_not_exhausted(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is CancelledError of the source taken for a request, or for its end?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(source_failure(run))
