"""A limit below 1 is refused before the source is touched, with a ValueError.

Properties of `process/invalid-limit` and `execute/invalid-limit`; and, for the kind of error, of
`process/invalid-limit-value-error` and `execute/invalid-limit-value-error`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import (
    COLLECTIONS,
    RECORDED,
    calling,
    calls,
    source,
)
from haiway_conformance.programs.operations import Block, Process
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.helpers.checks import (
    described_end,
    handler_calls,
    helper_call,
    helper_end,
    helper_returned,
)


@calls
def invalid_limits(build: Builder) -> Block:
    """Draw a call with a limit below 1, and a source, which may record if it is touched.

    It has no elements: if the limit is accepted, there are no places for them, and the helper might
    look for one for ever, without giving the loop a turn.
    """
    return (Process("h1", source(build, (), (*RECORDED, *COLLECTIONS)), build.one_of(0, -1, -7)),)


@clause("process/invalid-limit", "execute/invalid-limit")
@given(program=invalid_limits())
def test_a_limit_below_1_is_refused(explore: Explorer, chapter: str, program: Program) -> None:
    """If this fails, check whether the limit is checked late, or by an assert that `-O` strips."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_refused_unread(run))
        if "AssertionError" in described_end(run):
            stripped = explore.under_optimization(run.program, Did.HELPED)
            expect(
                stripped is None or stripped.startswith("raised"),
                "a limit below 1 is refused by an assertion only: under `python -O` it was"
                f" accepted, and h1 {stripped}",
            )


def expect_refused_unread(run: Run) -> bool:
    """Check that a limit below 1 is refused before anything is read or called."""
    end = helper_end(run)
    run.must_end()
    if end is None:
        return False
    limit = helper_call(run).limit
    expect(not helper_returned(run), f"a limit of {limit} was accepted: helper h1 {end.detail}")
    expect(
        not run.trace.of(Did.READ) and not handler_calls(run) and run.began("source of h1") is None,
        f"a limit of {limit} was refused only after the source had been touched",
    )
    return True


@clause("process/invalid-limit-value-error", "execute/invalid-limit-value-error")
@given(program=invalid_limits())
def test_the_error_for_an_invalid_limit_is_a_value_error(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the limit is checked by an assert, or only by what uses it."""
    for run in explore(calling(program, chapter), any_ending=True):
        if run.premise(not helper_returned(run)):
            expect(
                described_end(run).startswith("raised the exception ValueError"),
                f"helper h1 was called with a limit below 1, and {described_end(run)}, not a"
                " ValueError",
            )
