"""Properties of `observability/trace-continues`."""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.simulation import Did
from haiway_conformance.suite.observability.checks import Look, looks
from haiway_conformance.suite.observability.programs import (
    concurrent_outermost_scopes,
    executing_handlers_that_look,
    generators_that_look,
    processing_handlers_that_look,
    tasks_and_scopes_that_look,
)


@clause("observability/trace-continues")
@given(program=tasks_and_scopes_that_look())
def test_a_trace_goes_on_in_tasks_and_nested_scopes(explore: Explorer, program: Program) -> None:
    """If this fails: does a nested scope or a task begin a trace of its own?"""
    for run in explore(program):
        run.premise(_one_trace(run))


def _one_trace(run: Run) -> bool:
    """Demand that all under one outermost scope see the same trace, and that it is one.

    Returns:
        Whether there was anything to compare.
    """
    first: dict[str, Look] = {}
    met = False
    for look in looks(run, "trace"):
        event, outermost = look.event, look.scopes[-1]
        expect(
            event.detail != "no trace",
            f"under scope {outermost}, `trace_id()` gave {event.task} None, which is no identity",
        )
        expect(
            not event.detail.startswith("raised"),
            f"under scope {outermost}, `trace_id()` {event.detail} in {event.task}",
        )
        earlier = first.setdefault(outermost, look)
        met = met or earlier is not look
        given_ = " and then ".join(
            f"{each.event.detail} to {each.event.task} in scope {each.scopes[0]}"
            for each in (earlier, look)
        )
        expect(
            event.detail == earlier.event.detail,
            f"all under scope {outermost} is one trace, but `trace_id()` gave {given_}",
        )
    return met


@clause("observability/trace-continues")
@given(program=concurrent_outermost_scopes())
def test_a_trace_stays_while_others_begin(explore: Explorer, program: Program) -> None:
    """If this fails: is the trace kept per process or loop?"""
    for run in explore(program):
        run.premise(_one_trace(run))


@clause("observability/trace-continues")
@pytest.mark.needs("stream")
@given(program=generators_that_look())
def test_a_trace_goes_on_in_generators(explore: Explorer, program: Program) -> None:
    """If this fails: does a generator run in a context of its own, and begin a trace in it?"""
    for run in explore(program):
        _one_trace(run)
        run.premise(run.trace.first(Did.SAW, subject="trace", task="source of stream"))


@clause("observability/trace-continues")
@pytest.mark.needs("process")
@given(program=processing_handlers_that_look())
def test_a_trace_goes_on_in_processing_handlers(explore: Explorer, program: Program) -> None:
    """If this fails: do handlers begin traces of their own?"""
    for run in explore(program):
        run.premise(_one_trace(run))


@clause("observability/trace-continues")
@pytest.mark.needs("execute")
@given(program=executing_handlers_that_look())
def test_a_trace_goes_on_in_executing_handlers(explore: Explorer, program: Program) -> None:
    """If this fails: do handlers begin traces of their own?"""
    for run in explore(program):
        run.premise(_one_trace(run))
