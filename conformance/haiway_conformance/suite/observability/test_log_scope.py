"""`observability/log-scope`: a log record identifies the scope of the code that logs it.

Messages are logged in bodies, tasks, nested scopes, generators and handlers. Records of a scope
must identify it as those of its body do, and those of a nested scope must differ.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.execution import MASKED
from haiway_conformance.simulation import Did
from haiway_conformance.suite.observability.checks import observations
from haiway_conformance.suite.observability.programs import (
    concurrent_outermost_scopes,
    handlers_of_execute,
    handlers_of_process,
    stream_generators,
    tasks_and_scopes,
)


@clause("observability/log-scope")
@given(program=tasks_and_scopes())
def test_records_of_tasks_identify_the_scope_they_were_spawned_in(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a task logs in no scope, or in that of other code."""
    for run in explore(program):
        run.premise(_identify_their_scope(run))


def _identify_their_scope(run: Run) -> bool:
    """Demand that records logged elsewhere identify their scope as those of its body do.

    Returns:
        True if there was a record logged elsewhere to compare.
    """
    found = [each for each in observations(run, "log") if each.event.detail != "no record"]
    bodies: dict[str, str] = {}
    for each in found:
        if each.in_body:
            bodies.setdefault(each.scopes[0], each.event.detail)
    met = False
    for each in found:
        scope, event = each.scopes[0], each.event
        if scope not in bodies:
            continue
        met = met or not each.in_body
        where = "its body" if each.in_body else event.task
        expect(
            event.detail == bodies[scope],
            f"a record logged in the body of scope {scope} identifies {bodies[scope]}; one logged"
            f" in {scope} by {where} identifies {event.detail}",
        )
    return met


@clause("observability/log-scope")
@given(program=tasks_and_scopes())
def test_records_of_a_nested_scope_identify_the_nested_scope(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a nested scope logs in no scope, or in the one around it."""
    for run in explore(program):
        bodies: dict[str, str] = {}
        for each in observations(run, "log"):
            (scope, *outer), seen = each.scopes, each.event.detail
            if not each.in_body or seen == "no record":  # records of its level may be dropped
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
    """If this fails, check whether the current scope is kept per process or per loop."""
    for run in explore(program):
        run.premise(_identify_their_scope(run))
        for each in observations(run, "log"):
            scope, seen = each.scopes[0], each.event.detail
            if seen.startswith("scope "):
                expect(
                    scope in seen.removeprefix("scope ").split(", "),
                    f"a record logged in scope {scope} by {each.event.task} identifies {seen}",
                )


@clause("observability/log-scope")
@given(program=stream_generators())
def test_records_of_generators_identify_the_scope_they_were_created_in(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a generator logs in the scope of its consumer."""
    for run in explore(program):
        _identify_their_scope(run)
        run.premise(run.trace.first(Did.SAW, subject="log", task="source of stream"))


@clause("observability/log-scope")
@given(program=handlers_of_process())
def test_records_of_processing_handlers_identify_the_scope_of_the_call(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether handlers run in the context of a worker made elsewhere."""
    for run in explore(program):
        run.premise(_identify_their_scope(run))


@clause("observability/log-scope")
@given(program=handlers_of_execute())
def test_records_of_executing_handlers_identify_the_scope_of_the_call(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether handlers run in the context of a worker made elsewhere."""
    for run in explore(program):
        run.premise(_identify_their_scope(run))
