"""Properties of `process/at-most-limit` and `execute/at-most-limit`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.drawing.sources import calling, calls, source
from haiway_conformance.programs.operations import Block, Catch, Process
from haiway_conformance.suite.helpers.checks import begun, call_of, unfinished
from haiway_conformance.suite.helpers.programs import (
    TOLERABLE,
    calls_after_prior_use,
    ends_cancelled,
    handlers_that_end_together,
)


@calls
def tolerated_endings(build: Builder) -> Block:
    """More elements than the limit; some calls fail or end cancelled, which is tolerated."""
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
@given(program=tolerated_endings())
def test_the_limit_holds_where_failures_are_tolerated(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the place of a call that failed or ended cancelled freed twice?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(at_most_limit(run))


def at_most_limit(run: Run) -> bool:
    """Demand that there are never more unfinished calls than the limit."""
    limit = call_of(run).limit
    most = 0
    for began, together in unfinished(run):
        most = max(most, len(together))
        expect(
            len(together) <= limit,
            f"with a limit of {limit}, handler call {began.subject} began while so many were"
            f" unfinished: {', '.join(together[:-1])}",
        )
    return len(begun(run)) > limit


@clause("process/at-most-limit", "execute/at-most-limit")
@given(program=handlers_that_end_together())
def test_the_limit_holds_when_calls_end_together(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is a place counted as free twice when two calls end in one iteration?"""
    for run in explore(calling(program, chapter)):
        run.premise(at_most_limit(run))


@clause("process/at-most-limit", "execute/at-most-limit")
@given(program=calls_after_prior_use())
def test_the_limit_holds_whatever_has_happened(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: what in the program is left in something that counts the calls?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(at_most_limit(run))
