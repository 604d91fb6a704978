"""`observability/record`, `observability/record-incomplete`: complete records, and others.

Events, metrics and attributes can be recorded. A record that lacks a part must raise an error.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Measure, Operation, Record
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.observability.programs import anywhere

MEASURES: tuple[Measure, ...] = ("histogram", "counter", "gauge")


VALUES = (1.5, 0, 7, 0.0, -2)


UNITS = ("s", None)


# Attributes that log records of the standard library already have, and names of parameters.
RESERVED = ("name", "args", "message", "event", "metric", "value", "unit", "kind")


def _attributes(build: Builder) -> tuple[tuple[str, str], ...]:
    return tuple(
        (build.one_of(build.name("key"), *RESERVED), build.name("value"))
        for _ in range(build.number(0, 2))
    )


@programs
def complete_records(build: Builder) -> Block:
    """Draw complete records of events, metrics and attributes, anywhere under a scope."""

    def record() -> Operation:
        kind: Measure = build.one_of(*MEASURES)
        match build.number(0, 3):
            case 0:
                return Record(event=build.name("event"), attributes=_attributes(build))
            case 1:
                return Record(
                    metric=build.name("metric"),
                    value=build.one_of(*VALUES),
                    unit=build.one_of(*UNITS),
                    kind=kind,
                    attributes=_attributes(build),
                )
            case 2:  # no more than a metric needs
                return Record(metric=build.name("metric"), value=build.one_of(*VALUES), kind=kind)
            case _:
                return Record(attributes=(("key", "value"), *_attributes(build)))

    return anywhere(build, record)


@clause("observability/record")
@given(program=complete_records())
def test_complete_records_are_accepted(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a value of 0 counts as missing, or a part is not optional."""
    for run in explore(program):
        for each in _records(run):
            run.premise(True)  # noqa: FBT003 - something was recorded
            expect(
                each.detail == "accepted",
                f"{each.task} could not make a {each.subject}: {each.detail}",
            )


def _records(run: Run) -> list[Event]:
    return [each for each in run.trace.of(Did.SAW) if each.subject.startswith("record of ")]


@programs
def incomplete_records(build: Builder) -> Block:
    """Draw metrics without value or kind, and values, units and kinds without a metric.

    The clause leaves open superfluous parts, and records of nothing at all.
    """

    def record() -> Operation:
        value, unit = build.one_of(*VALUES), build.one_of(*UNITS)
        kind: Measure = build.one_of(*MEASURES)
        perhaps: Measure | None = build.one_of(kind, None)
        attributes = _attributes(build)
        match build.number(0, 5):
            case 0:
                return Record(None, build.name("metric"), None, unit, kind, attributes)
            case 1:
                return Record(None, build.name("metric"), value, unit, None, attributes)
            case 2:
                return Record(None, build.name("metric"), None, unit, None, attributes)
            case 3:
                return Record(None, None, value, unit, perhaps, attributes)
            case 4:
                return Record(None, None, None, None, kind, attributes)
            case _:
                return Record(None, None, None, "s", perhaps, attributes)

    return anywhere(build, record)


@clause("observability/record-incomplete")
@given(program=incomplete_records())
def test_incomplete_records_are_errors(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a record without a metric or value is dropped silently."""
    for run in explore(program):
        for each in _records(run):
            run.premise(True)  # noqa: FBT003 - something was recorded
            expect(
                each.detail != "accepted",
                f"{each.task} made a {each.subject}, which is incomplete, and there was no error",
            )
