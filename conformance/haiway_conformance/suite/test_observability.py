"""Observability: what is logged, traced and recorded belongs to a scope, wherever it happens.

Which scope a log record identifies is read from it by the scope's name: in the logger's name, the
message, or an attribute. A record that names no scope is compared as it is: those of two scopes
must differ, or else they identify neither. Where something in them was masked, such as an address,
that may be what differs.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.interpreter import MASKED
from haiway_conformance.programs.strategies import observability as draw
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.looks import Look, looks


def _identified_alike(run: Run) -> bool:
    """Demand that records logged elsewhere identify their scope as those of its body do.

    Returns:
        Whether there was one.
    """
    found = [each for each in looks(run, "log") if each.event.detail != "no record"]
    bodies: dict[str, str] = {}
    for each in found:
        if each.body:
            bodies.setdefault(each.scopes[0], each.event.detail)
    met = False
    for each in found:
        scope, event = each.scopes[0], each.event
        if scope not in bodies:
            continue
        met = met or not each.body
        where = "its body" if each.body else event.task
        expect(
            event.detail == bodies[scope],
            f"a record logged in the body of scope {scope} identifies {bodies[scope]}; one logged"
            f" in {scope} by {where} identifies {event.detail}",
        )
    return met


@clause("observability/log-scope")
@given(program=draw.tasks_and_scopes_that_look())
def test_records_of_tasks_identify_the_scope_they_were_spawned_in(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does a task log in the scope that is current elsewhere, or in none?"""
    for run in explore(program):
        run.premise(_identified_alike(run))


@clause("observability/log-scope")
@given(program=draw.tasks_and_scopes_that_look())
def test_records_of_a_nested_scope_identify_the_nested_scope(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does a nested scope log in the name of the one around it, or of none?"""
    for run in explore(program):
        bodies: dict[str, str] = {}
        for look in looks(run, "log"):
            (scope, *outer), seen = look.scopes, look.event.detail
            if not look.body or seen == "no record":  # what is logged at its level may be dropped
                continue
            bodies.setdefault(scope, seen)
            if not run.premise(outer):
                continue
            where = f"a record logged in the body of scope {scope}, which is within {outer[0]},"
            if seen.startswith("scope "):
                named = seen.removeprefix("scope ").split(", ")
                expect(scope in named, f"{where} identifies {seen}")
            elif MASKED not in seen:
                expect(
                    seen != bodies.get(outer[0]),
                    f"{where} identifies neither; one logged in {outer[0]} is the same: {seen}",
                )


@clause("observability/log-scope")
@given(program=draw.concurrent_outermost_scopes())
def test_records_of_concurrent_scopes_are_told_apart(explore: Explorer, program: Program) -> None:
    """If this fails: is the current scope kept per process or loop?"""
    for run in explore(program):
        run.premise(_identified_alike(run))
        for look in looks(run, "log"):
            seen = look.event.detail
            if seen.startswith("scope "):
                expect(
                    look.scopes[0] in seen.removeprefix("scope ").split(", "),
                    f"a record logged in scope {look.scopes[0]} by {look.event.task} identifies"
                    f" {seen}",
                )


@clause("observability/log-scope")
@pytest.mark.needs("stream")
@given(program=draw.generators_that_look())
def test_records_of_generators_identify_the_scope_they_were_created_in(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does a generator log in the scope of whoever reads it?"""
    for run in explore(program):
        _identified_alike(run)
        run.premise(run.trace.first(Did.SAW, subject="log", task="source of stream"))


@clause("observability/log-scope")
@pytest.mark.needs("process")
@given(program=draw.processing_handlers_that_look())
def test_records_of_processing_handlers_identify_the_scope_of_the_call(
    explore: Explorer, program: Program
) -> None:
    """If this fails: do handlers run in the context of a worker made elsewhere?"""
    for run in explore(program):
        run.premise(_identified_alike(run))


@clause("observability/log-scope")
@pytest.mark.needs("execute")
@given(program=draw.executing_handlers_that_look())
def test_records_of_executing_handlers_identify_the_scope_of_the_call(
    explore: Explorer, program: Program
) -> None:
    """If this fails: do handlers run in the context of a worker made elsewhere?"""
    for run in explore(program):
        run.premise(_identified_alike(run))


# What the standard library shows unless it is told otherwise. Below that, a record may be dropped.
SHOWN = ("log_error", "log_warning")


def _attached(run: Run) -> None:
    for each in run.trace.of(Did.SAW):
        if not each.subject.startswith("log_"):
            continue
        if each.detail == "nothing at all" and each.subject not in SHOWN:
            continue
        run.premise(True)  # noqa: FBT003 - what is logged at this level makes records
        expect(
            each.detail.startswith("a record with exc_info of the exception object "),
            f"an exception given to {each.subject} made: {each.detail}",
        )


@clause("observability/log-exception")
@given(program=draw.logged_failures())
def test_an_exception_is_attached_to_its_record(explore: Explorer, program: Program) -> None:
    """If this fails: is `exception` handed on as `exc_info`, at every level?"""
    for run in explore(program):
        _attached(run)


@clause("observability/log-exception")
@given(program=draw.logged_falsy_failures())
def test_an_exception_that_is_false_is_attached_too(explore: Explorer, program: Program) -> None:
    """If this fails: is the exception asked for its truth value instead of for being None?"""
    for run in explore(program):
        _attached(run)


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
@given(program=draw.tasks_and_scopes_that_look())
def test_a_trace_goes_on_in_tasks_and_nested_scopes(explore: Explorer, program: Program) -> None:
    """If this fails: does a nested scope or a task begin a trace of its own?"""
    for run in explore(program):
        run.premise(_one_trace(run))


@clause("observability/trace-continues")
@given(program=draw.concurrent_outermost_scopes())
def test_a_trace_stays_while_others_begin(explore: Explorer, program: Program) -> None:
    """If this fails: is the trace kept per process or loop?"""
    for run in explore(program):
        run.premise(_one_trace(run))


@clause("observability/trace-continues")
@pytest.mark.needs("stream")
@given(program=draw.generators_that_look())
def test_a_trace_goes_on_in_generators(explore: Explorer, program: Program) -> None:
    """If this fails: does a generator run in a context of its own, and begin a trace in it?"""
    for run in explore(program):
        _one_trace(run)
        run.premise(run.trace.first(Did.SAW, subject="trace", task="source of stream"))


@clause("observability/trace-continues")
@pytest.mark.needs("process")
@given(program=draw.processing_handlers_that_look())
def test_a_trace_goes_on_in_processing_handlers(explore: Explorer, program: Program) -> None:
    """If this fails: do handlers begin traces of their own?"""
    for run in explore(program):
        run.premise(_one_trace(run))


@clause("observability/trace-continues")
@pytest.mark.needs("execute")
@given(program=draw.executing_handlers_that_look())
def test_a_trace_goes_on_in_executing_handlers(explore: Explorer, program: Program) -> None:
    """If this fails: do handlers begin traces of their own?"""
    for run in explore(program):
        run.premise(_one_trace(run))


def _records(run: Run) -> list[Event]:
    return [each for each in run.trace.of(Did.SAW) if each.subject.startswith("record of ")]


@clause("observability/record")
@given(program=draw.complete_records())
def test_what_is_complete_can_be_recorded(explore: Explorer, program: Program) -> None:
    """If this fails: is a value of 0 taken for none, or an optional part demanded?"""
    for run in explore(program):
        for each in _records(run):
            run.premise(True)  # noqa: FBT003 - something was recorded
            expect(
                each.detail == "accepted",
                f"{each.task} could not make a {each.subject}: {each.detail}",
            )


@clause("observability/record")
@given(program=draw.incomplete_records())
def test_what_is_incomplete_is_an_error(explore: Explorer, program: Program) -> None:
    """If this fails: is what has no metric, or no value, silently dropped?"""
    for run in explore(program):
        for each in _records(run):
            run.premise(True)  # noqa: FBT003 - something was recorded
            expect(
                each.detail != "accepted",
                f"{each.task} made a {each.subject}, which is incomplete, and there was no error",
            )
