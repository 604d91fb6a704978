"""`observability/trace-continues`: all code under one outermost scope has the same trace id.

Bodies, tasks, nested scopes, generators and handlers ask for it, at several moments.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.observability.checks import Observation, observations
from haiway_conformance.suite.observability.programs import (
    concurrent_outermost_scopes,
    handlers_of_execute,
    handlers_of_process,
    stream_generators,
    tasks_and_scopes,
)


@clause("observability/trace-continues")
@given(program=tasks_and_scopes())
def test_a_trace_goes_on_in_tasks_and_nested_scopes(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a nested scope or a task begins a trace of its own."""
    for run in explore(program):
        run.premise(_one_trace(run))


def _one_trace(run: Run) -> bool:
    """Demand that there is a trace id, the same one for all code under one outermost scope.

    Returns:
        True if there were two to compare.
    """
    first: dict[str, Observation] = {}
    met = False
    for each in observations(run, "trace"):
        event, outermost = each.event, each.scopes[-1]
        expect(
            event.detail != "no trace",
            f"under scope {outermost}, `trace_id()` gave {event.task} None, which is no identity",
        )
        expect(
            not event.detail.startswith("raised"),
            f"under scope {outermost}, `trace_id()` {event.detail} in {event.task}",
        )
        earlier = first.setdefault(outermost, each)
        met = met or earlier is not each
        answers = " and then ".join(
            f"{one.event.detail} to {one.event.task} in scope {one.scopes[0]}"
            for one in (earlier, each)
        )
        expect(
            event.detail == earlier.event.detail,
            f"all under scope {outermost} is one trace, but `trace_id()` gave {answers}",
        )
    return met


@clause("observability/trace-continues")
@given(program=concurrent_outermost_scopes())
def test_a_trace_stays_while_others_begin(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the trace is kept per process or per loop."""
    for run in explore(program):
        run.premise(_one_trace(run))


@clause("observability/trace-continues")
@given(program=stream_generators())
def test_a_trace_goes_on_in_generators(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a generator begins a trace in a context of its own."""
    for run in explore(program):
        _one_trace(run)
        run.premise(run.trace.first(Did.SAW, subject="trace", task="source of stream"))


@clause("observability/trace-continues")
@given(program=handlers_of_process())
def test_a_trace_goes_on_in_processing_handlers(explore: Explorer, program: Program) -> None:
    """If this fails, check whether handlers begin traces of their own."""
    for run in explore(program):
        run.premise(_one_trace(run))


@clause("observability/trace-continues")
@given(program=handlers_of_execute())
def test_a_trace_goes_on_in_executing_handlers(explore: Explorer, program: Program) -> None:
    """If this fails, check whether handlers begin traces of their own."""
    for run in explore(program):
        run.premise(_one_trace(run))
