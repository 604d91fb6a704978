"""Log records and traces identify their scope."""

import logging

import pytest
from haiway_reference import ctx


@pytest.fixture(autouse=True)
def records(caplog):
    caplog.set_level(logging.DEBUG, logger="haiway_reference")
    return caplog


@pytest.mark.parametrize(
    ("log", "level"),
    [
        (ctx.log_error, logging.ERROR),
        (ctx.log_warning, logging.WARNING),
        (ctx.log_info, logging.INFO),
        (ctx.log_debug, logging.DEBUG),
    ],
)
def test_level_arguments_exception_and_extra(run_program, records, log, level):
    error = ValueError("attached")

    async def main():
        async with ctx.scope("50% of all"):
            log("%s and %d%%", "text", 5, exception=error, name="any", message="any")

    run_program(main)
    (record,) = records.records
    assert record.levelno == level
    assert record.getMessage() == "text and 5%"
    assert record.scope.name == "50% of all"
    assert record.exc_info[1] is error
    assert record.attributes == {"name": "any", "message": "any"}


def test_an_exception_that_is_false_is_attached_too(run_program, records):
    class FalsyError(Exception):
        def __bool__(self):
            return False

    error = FalsyError()

    async def main():
        async with ctx.scope("scope"):
            ctx.log_error("failed", exception=error)

    run_program(main)
    assert records.records[0].exc_info[1] is error


def test_a_message_without_arguments_is_taken_literally(run_program, records):
    async def main():
        async with ctx.scope("scope"):
            ctx.log_info("100% done")

    run_program(main)
    assert records.records[0].getMessage() == "100% done"
    assert records.records[0].exc_info is None


def test_logging_works_outside_of_any_scope(records):
    ctx.log_info("alone")
    assert records.records[0].getMessage() == "alone"
    assert records.records[0].scope is None


def test_the_trace_goes_on_in_nested_scopes_and_tasks(run_program):
    async def main():
        async def deeper():
            return ctx.trace_id()

        async def task():
            async with ctx.scope("in task"):
                return {ctx.trace_id(), await ctx.spawn(deeper)}

        async with ctx.scope("outer"):
            traces = {ctx.trace_id()} | await ctx.spawn(task)
        async with ctx.scope("other"):
            assert ctx.trace_id() not in traces
        assert len(traces) == 1
        with pytest.raises(RuntimeError, match="scope"):
            ctx.trace_id()

    run_program(main)
