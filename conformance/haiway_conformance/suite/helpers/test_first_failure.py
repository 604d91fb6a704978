"""The first failure of a handler call ends the helper, and is raised as itself.

Tried with failures at any step, several at once, with sources and clean-ups that fail too, and
after prior use of the scope.
Properties of `process/first-failure` and `execute/first-failure`.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.drawing.preambles import CONTAINED_FAILURES, preamble
from haiway_conformance.programs.drawing.sources import (
    ASYNCHRONOUS,
    ORDERED,
    calling,
    calls,
    source,
)
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    CleanUp,
    Meet,
    Process,
    Scope,
    Sleep,
    Wait,
    Yield,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.helpers.checks import handler_calls, helper_was_called
from haiway_conformance.suite.helpers.failing_calls import (
    any_failure,
    expect_first_failure,
    failing_calls_beside_slow_ones,
    slow,
    source_waited,
    with_probe,
)
from haiway_conformance.suite.helpers.programs import TOLERABLE, calls_that_raise


@clause("process/first-failure", "execute/first-failure")
@given(program=failing_calls_beside_slow_ones())
def test_the_first_failure_ends_the_helper(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the failure is noticed late, wrapped, or tested for truth."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_first_failure(run))


@calls
def simultaneous_failures(build: Builder) -> Block:
    """Draw several calls that fail in one iteration, before their first suspension or after it."""
    count, limit = build.number(2, 3), build.number(3, 4)
    # The calls of a helper that takes its time to begin them are at the barrier together.
    way: Block = build.one_of((Meet("barrier", count),), (), (Yield(),), (Sleep(1),))
    bodies = [(*way, any_failure(build)) for _ in range(count)]
    bodies += [slow(build) for _ in range(build.number(0, 1))]
    drawn_source = source(build, bodies, ORDERED)
    return with_probe("h1[0]", Process("h1", drawn_source, limit))


@clause("process/first-failure", "execute/first-failure")
@given(program=simultaneous_failures())
def test_of_simultaneous_failures_one_leaves(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether several failures are raised as a group, or none at all."""
    for run in explore(calling(program, chapter), any_ending=True):
        # An implementation that cancels the other calls soon enough keeps them from failing.
        run.premise(expect_first_failure(run) and len(handler_calls(run)) > 1)


@calls
def failures_of_the_call_itself(build: Builder) -> Block:
    """Draw a handler, a plain function, that raises at the call itself for some elements."""
    return with_probe("h1[0]", calls_that_raise(build, tolerant=False))


@clause("process/first-failure", "execute/first-failure")
@given(program=failures_of_the_call_itself())
def test_what_the_call_itself_raises_ends_the_helper(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether only what is raised by an awaited coroutine is a failure."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_first_failure(run))


@calls
def failing_clean_ups(build: Builder) -> Block:
    """Draw a call that fails; others, and perhaps the source, fail when cancelled because of it."""
    limit = build.number(2, 3)
    bodies: list[Block] = []
    for _ in range(limit - 1):
        clean_up = (*build.pauses(1), any_failure(build))
        bodies.append((CleanUp((Sleep(9_999),), clean_up),))
    failing: Block = (Wait("p", "idle"), a_failure(build, *TOLERABLE))
    clean_up: Block = ()
    if build.flag():
        clean_up = (a_failure(build, "exception"),)
    drawn_source = source(
        build, [*bodies, failing], ASYNCHRONOUS[:1], ending="silent", clean_up=clean_up
    )
    return with_probe(f"h1[{limit - 1}]", Process("h1", drawn_source, limit))


@clause("process/first-failure", "execute/first-failure")
@given(program=failing_clean_ups())
def test_failing_clean_ups_do_not_replace_the_failure(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the exception that is noticed last wins."""
    for run in explore(calling(program, chapter), any_ending=True):
        met = expect_first_failure(run)
        failed = {each.subject for each in run.trace.of(Did.FAILED)}
        run.premise(met and failed & {each.task for each in run.trace.of(Did.INTERRUPTED)})


@calls
def failures_beside_a_source_that_fails_too(build: Builder) -> Block:
    """Draw a call that fails while the helper waits for a source that fails when cancelled."""
    bodies: list[Block] = [slow(build) for _ in range(build.number(0, 1))]
    failing: Block = (Wait("p", "idle"), a_failure(build, *TOLERABLE))
    clean_up = (*build.pauses(1), a_failure(build, "exception"))
    drawn_source = source(
        build, [*bodies, failing], ASYNCHRONOUS[:1], ending="silent", clean_up=clean_up
    )
    return with_probe(f"h1[{len(bodies)}]", Process("h1", drawn_source, len(bodies) + 2))


@clause("process/first-failure", "execute/first-failure")
@given(program=failures_beside_a_source_that_fails_too())
def test_what_a_source_raises_when_stopped_does_not_replace_the_failure(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether what the cancelled source raises counts as the first failure."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_first_failure(run) and source_waited(run))


@programs
def failing_calls_after_prior_use(build: Builder) -> Block:
    """Draw a helper, called after prior use of its scope, of which a handler call fails."""
    scope, helper = build.name("scope"), build.name("h")
    before = preamble(build, CONTAINED_FAILURES)
    failing = (*build.pauses(1), a_failure(build, "exception", "falsy", "twin"))
    bodies = [failing, build.pauses(1), build.pauses(1)]
    call = Process(helper, source(build, bodies), build.number(1, 2))
    return (Scope(scope, (*before, Catch((call,)))),)


@pytest.mark.haiway_prior_use
@clause("process/first-failure", "execute/first-failure")
@given(program=failing_calls_after_prior_use())
def test_the_first_failure_ends_the_helper_after_prior_use(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether earlier events make the helper or its scope keep the failure."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(helper_was_called(run) and expect_first_failure(run))
