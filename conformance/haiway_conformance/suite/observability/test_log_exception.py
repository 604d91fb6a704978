"""`observability/log-exception`: an exception that is logged is attached to its record.

Exceptions of many kinds, false ones included, are logged at every level.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Failing, Level, LogFailure, Operation
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.observability.programs import anywhere


@programs
def logged_failures(build: Builder) -> Block:
    """Draw exceptions of many kinds, logged at any level, anywhere under a scope."""

    def failure() -> Operation:
        level: Level = build.one_of("error", "warning", "debug", "info")
        kind: Failing = build.one_of("exception", "base", "group", "lookup", "twin", "cancelled")
        return LogFailure(level, build.name("error"), kind, build.seldom())

    return anywhere(build, failure)


@clause("observability/log-exception")
@given(program=logged_failures())
def test_an_exception_is_attached_to_its_record(explore: Explorer, program: Program) -> None:
    """If this fails, check whether every level passes `exception` on as `exc_info`."""
    for run in explore(program):
        _is_attached(run)


# The levels that the standard library shows by default; at lower ones a record may be dropped.
SHOWN = ("log_error", "log_warning")


def _is_attached(run: Run) -> None:
    """Demand that each exception is attached to its record."""
    for each in run.trace.of(Did.SAW):
        if not each.subject.startswith("log_"):
            continue
        if each.detail == "nothing at all" and each.subject not in SHOWN:
            continue
        run.premise(True)  # noqa: FBT003 - an exception was logged
        expect(
            each.detail.startswith("a record with exc_info of the exception object "),
            f"an exception given to {each.subject} made: {each.detail}",
        )


@programs
def logged_falsy_failures(build: Builder) -> Block:
    """Draw exceptions with a false truth value, logged at any level that takes an exception."""

    def failure() -> Operation:
        level: Level = build.one_of("error", "warning", "debug")
        return LogFailure(level, build.name("error"), "falsy")

    return anywhere(build, failure)


@clause("observability/log-exception")
@given(program=logged_falsy_failures())
def test_an_exception_that_is_false_is_attached_too(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the exception is tested for truth instead of for None."""
    for run in explore(program):
        _is_attached(run)
