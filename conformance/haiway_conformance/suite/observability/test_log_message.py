"""`observability/log-message`: a message that is logged without arguments is not formatted."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Level, LogLevel
from haiway_conformance.suite.observability.programs import anywhere

MESSAGES = ("100%", "50% of %s", "%(name)s", "{0} and {name}")


@programs
def messages_that_look_like_formats(build: Builder) -> Block:
    """Draw messages with percent signs and braces, logged without arguments.

    Some are logged with an exception.
    """

    def message() -> LogLevel:
        level: Level = build.one_of("error", "warning", "info", "debug")
        return LogLevel(level, build.one_of(*MESSAGES), build.one_of("", "error"))

    return anywhere(build, message)


@clause("observability/log-message")
@given(program=messages_that_look_like_formats())
def test_a_message_without_arguments_is_logged_as_it_is(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check for `message % args` or `message.format(...)` with nothing to put in."""
    logged = " or ".join(
        sorted({repr(each.message) for each in program if isinstance(each, LogLevel)})
    )
    for run in explore(program):
        for level in ("error", "warning", "info", "debug"):
            for seen in run.seen(f"level of log_{level}"):
                if seen == "no record":
                    continue  # that it makes one is `observability/log-level`
                run.premise(True)  # noqa: FBT003 - a message was logged
                expect(
                    seen != "another message" and not seen.startswith("raised"),
                    f"log_{level}({logged}) was called without arguments, and"
                    + (
                        " the record's message is another one"
                        if seen == "another message"
                        else f" it {seen}"
                    ),
                )
