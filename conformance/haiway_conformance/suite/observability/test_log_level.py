"""`observability/log-level`: each logging function makes a record of its own level."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Level, LogLevel
from haiway_conformance.suite.observability.programs import anywhere

LEVELS: tuple[Level, ...] = ("error", "warning", "info", "debug")


@programs
def messages_of_all_levels(build: Builder) -> Block:
    """Draw messages logged with any of the functions, some with an exception, under a scope."""
    error = build.one_of("", "error")
    return anywhere(build, lambda: LogLevel(build.one_of(*LEVELS), "probe", error))


# The levels that the standard library shows by default; at lower ones a record may be dropped.
SHOWN = ("error", "warning")


@clause("observability/log-level")
@given(program=messages_of_all_levels())
def test_each_function_logs_at_its_level(explore: Explorer, program: Program) -> None:
    """If this fails, check which level each logging function passes on."""
    for run in explore(program):
        for level in LEVELS:
            for seen in run.seen(f"level of log_{level}"):
                if seen == "no record" and level not in SHOWN:
                    continue
                run.premise(True)  # noqa: FBT003 - a message was logged
                expect(
                    seen == level.upper(),
                    f"a message logged with log_{level} made a record of level {seen}"
                    if seen != "no record"
                    else f"a message logged with log_{level} made no record",
                )
