"""Properties of `observability/log-scope`."""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.interpreter import MASKED
from haiway_conformance.simulation import Did
from haiway_conformance.suite.observability.checks import looks
from haiway_conformance.suite.observability.programs import (
    concurrent_outermost_scopes,
    executing_handlers_that_look,
    generators_that_look,
    processing_handlers_that_look,
    tasks_and_scopes_that_look,
)


@clause("observability/log-scope")
@given(program=tasks_and_scopes_that_look())
def test_records_of_tasks_identify_the_scope_they_were_spawned_in(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does a task log in the scope that is current elsewhere, or in none?"""
    for run in explore(program):
        run.premise(_identified_alike(run))


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
@given(program=tasks_and_scopes_that_look())
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
@given(program=concurrent_outermost_scopes())
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
@given(program=generators_that_look())
def test_records_of_generators_identify_the_scope_they_were_created_in(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does a generator log in the scope of whoever reads it?"""
    for run in explore(program):
        _identified_alike(run)
        run.premise(run.trace.first(Did.SAW, subject="log", task="source of stream"))


@clause("observability/log-scope")
@pytest.mark.needs("process")
@given(program=processing_handlers_that_look())
def test_records_of_processing_handlers_identify_the_scope_of_the_call(
    explore: Explorer, program: Program
) -> None:
    """If this fails: do handlers run in the context of a worker made elsewhere?"""
    for run in explore(program):
        run.premise(_identified_alike(run))


@clause("observability/log-scope")
@pytest.mark.needs("execute")
@given(program=executing_handlers_that_look())
def test_records_of_executing_handlers_identify_the_scope_of_the_call(
    explore: Explorer, program: Program
) -> None:
    """If this fails: do handlers run in the context of a worker made elsewhere?"""
    for run in explore(program):
        run.premise(_identified_alike(run))
