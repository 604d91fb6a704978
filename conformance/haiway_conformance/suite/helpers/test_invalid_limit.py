"""Properties of `process/invalid-limit` and `execute/invalid-limit`.

And of `process/invalid-limit-value-error` and `execute/invalid-limit-value-error`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import CONSUMED, calling, calls, source
from haiway_conformance.programs.operations import Block, Process
from haiway_conformance.simulation import Did
from haiway_conformance.suite.helpers.checks import begun, call_of, how, over, returned
from haiway_conformance.suite.helpers.programs import handler_bodies


@calls
def invalid_limits(build: Builder) -> Block:
    """A limit below 1."""
    drawn = source(build, handler_bodies(build, 0, 2), CONSUMED)
    return (Process("h1", drawn, build.one_of(0, -1, -7)),)


@clause("process/invalid-limit", "execute/invalid-limit")
@given(program=invalid_limits())
def test_a_limit_below_1_is_refused(explore: Explorer, chapter: str, program: Program) -> None:
    """If this fails: is the limit looked at late, or by an assertion, which `-O` strips?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(refused_before_reading(run))
        if "AssertionError" in how(run):
            stripped = explore.under_optimization(run.program, Did.HELPED)
            expect(
                stripped is None or stripped.startswith("raised"),
                f"a limit below 1 is refused by an assertion only: under `python -O` it was"
                f" accepted, and h1 {stripped}",
            )


def refused_before_reading(run: Run) -> bool:
    """Demand that a limit below 1 is refused, and that nothing was read or called by then."""
    done = over(run)
    run.must_end()
    if done is None:
        return False
    limit = call_of(run).limit
    expect(not returned(run), f"a limit of {limit} was accepted: helper h1 {done.detail}")
    expect(
        not run.trace.of(Did.READ) and not begun(run) and run.began("source of h1") is None,
        f"a limit of {limit} was refused only after the source had been touched",
    )
    return True


@clause("process/invalid-limit-value-error", "execute/invalid-limit-value-error")
@given(program=invalid_limits())
def test_the_error_for_an_invalid_limit_is_a_value_error(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the limit checked by an assertion, or by what uses it?"""
    for run in explore(calling(program, chapter), any_ending=True):
        if run.premise(not returned(run)):
            expect(
                how(run).startswith("raised the exception ValueError"),
                f"helper h1 was called with a limit below 1, and {how(run)}",
            )
