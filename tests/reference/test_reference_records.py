"""The log records of events, metrics and attributes, and the errors for incomplete ones."""

import logging

import pytest
from haiway_reference import ObservabilityMetricKind, ctx


@pytest.fixture(autouse=True)
def records(caplog):
    caplog.set_level(logging.DEBUG, logger="haiway_reference")
    return caplog


@pytest.mark.parametrize(
    "given",
    [
        {"event": "begun"},
        {"event": "begun", "attributes": {"items": 3, "rate": "5%"}},
        {"metric": "duration", "value": 0, "kind": "gauge"},
        {"metric": "duration", "value": 1.5, "unit": "s", "kind": "histogram"},
        {"metric": "calls", "value": 1, "kind": "counter", "attributes": {"event": "any"}},
        {"attributes": {"level": 5, "msg": None}},
    ],
)
def test_what_is_complete_is_recorded_anywhere(run_program, records, given):
    async def main():
        async def generator():
            ctx.record(**given)
            yield

        async def task():
            ctx.record(logging.INFO, **given)

        async with ctx.scope("here"):
            ctx.record(**given)
            await ctx.spawn(task)
            await anext(ctx.stream(generator))

    run_program(main)
    assert [record.attributes for record in records.records] == [given] * 3
    assert [record.levelname for record in records.records] == ["DEBUG", "INFO", "DEBUG"]
    for record in records.records:
        assert record.scope.name == "here"
        for name, value in given.items():
            assert f"{name}={value}" in record.getMessage()


@pytest.mark.parametrize(
    "given",
    [
        {"metric": "duration"},
        {"metric": "duration", "value": 1},
        {"metric": "duration", "kind": "gauge"},
        {"value": 0},
        {"event": "begun", "unit": "s"},
        {"kind": "gauge", "attributes": {}},
    ],
)
def test_what_is_incomplete_is_refused(run_program, records, given):
    async def main():
        async with ctx.scope("here"):
            with pytest.raises(TypeError, match=f"given: {', '.join(given)}"):
                ctx.record(**given)

    run_program(main)
    assert not records.records


def test_kinds_are_known_by_name_and_by_text(run_program, records):
    async def main():
        async with ctx.scope("here"):
            for kind in ObservabilityMetricKind:
                ctx.record(metric="m", value=1, kind=kind)
                ctx.record(metric="m", value=1, kind=str(kind))

    run_program(main)
    kinds = [record.attributes["kind"] for record in records.records]
    assert kinds == ["counter", "counter", "histogram", "histogram", "gauge", "gauge"]
