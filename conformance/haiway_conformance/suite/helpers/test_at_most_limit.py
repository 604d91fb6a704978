"""There are never more unfinished handler calls than the limit.

Tried where calls end together, where they fail or end cancelled, and after prior use of the scope.
Properties of `process/at-most-limit` and `execute/at-most-limit`.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.drawing.sources import calling, calls, source
from haiway_conformance.programs.operations import Block, Catch, Process
from haiway_conformance.suite.helpers.checks import handler_calls, helper_call, unfinished_calls
from haiway_conformance.suite.helpers.programs import (
    TOLERABLE,
    calls_after_prior_use,
    ends_cancelled,
    handlers_that_end_together,
)


@clause("process/at-most-limit", "execute/at-most-limit")
@given(program=handlers_that_end_together())
def test_the_limit_holds_when_calls_end_together(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether two ends in one iteration free more than two places."""
    for run in explore(calling(program, chapter)):
        run.premise(expect_at_most_limit(run))


def expect_at_most_limit(run: Run) -> bool:
    """Check that there are never more unfinished calls than the limit."""
    limit = helper_call(run).limit
    for began, unfinished in unfinished_calls(run):
        expect(
            len(unfinished) <= limit,
            f"handler call {began.subject} began although the limit of {limit} was reached;"
            f" unfinished were {', '.join(unfinished[:-1])}",
        )
    return len(handler_calls(run)) > limit


@calls
def tolerated_failures_and_cancellations(build: Builder) -> Block:
    """Draw a tolerant helper with more elements than the limit; calls fail or end cancelled."""
    limit = build.one_of(2, 3, 1)
    cancelled = build.flag()
    bodies: list[Block] = []
    for _ in range(build.number(limit + 2, limit + 4)):
        if build.flag():
            bodies.append((build.pause(), *build.pauses(1)))
        elif cancelled:
            bodies.append(ends_cancelled(build))
        else:
            bodies.append((*build.pauses(1), a_failure(build, *TOLERABLE)))
    call = Process("h1", source(build, bodies), limit, tolerant=True)
    return (Catch((call,), "cancellation"),)


@clause("process/at-most-limit", "execute/at-most-limit")
@given(program=tolerated_failures_and_cancellations())
def test_the_limit_holds_where_failures_are_tolerated(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether a call that fails or ends cancelled frees its place twice."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_at_most_limit(run))


@pytest.mark.haiway_prior_use
@clause("process/at-most-limit", "execute/at-most-limit")
@given(program=calls_after_prior_use())
def test_the_limit_holds_after_prior_use(explore: Explorer, chapter: str, program: Program) -> None:
    """If this fails, check what earlier events in the scope leave in whatever counts the calls."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_at_most_limit(run))
