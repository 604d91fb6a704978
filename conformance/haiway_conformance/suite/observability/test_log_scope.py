"""`observability/log-scope`, `observability/log-nested-scope`: records identify their scope.

Messages are logged in bodies, tasks, nested scopes, generators and handlers. Records of a scope
must identify it as those of its body do, and those of a nested scope must differ.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.execution import MASKED
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.observability.checks import Observation, observations
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
        if scope not in bodies or _is_of_generator(each):
            continue
        met = met or not each.in_body
        where = "its body" if each.in_body else event.task
        expect(
            event.detail == bodies[scope],
            f"a record logged in the body of scope {scope} identifies {bodies[scope]}; one logged"
            f" in {scope} by {where} identifies {event.detail}",
        )
    return met


@clause("observability/log-nested-scope")
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
    """If this fails, check whether a generator logs in the scope of its consumer, or in none."""
    for run in explore(program):
        _identify_their_scope(run)
        outside = run.trace.first(Did.SAW, subject="log")
        found = list(observations(run, "log"))
        for each in found:
            if _is_of_generator(each):
                run.premise(True)  # noqa: FBT003 - a generator logged
                _identifies_no_other(each, found, outside.detail if outside else "")


def _is_of_generator(observation: Observation) -> bool:
    return observation.event.task.startswith("source of ")


def _identifies_no_other(each: Observation, found: list[Observation], outside: str) -> None:
    """Demand that a generator's record identifies the scope in which its stream was created.

    It may identify a scope within that, too, which the implementation has made for the stream. That
    one is not known, and is told by what it is not.

    Args:
        each: The record.
        found: All records that were made in scopes.
        outside: What a record identifies that is logged outside of any scope.
    """
    scope, seen = each.scopes[0], each.event.detail
    made = f"a record logged by the generator of a stream created in {scope} identifies"
    if seen.startswith("scope "):
        named = seen.removeprefix("scope ").split(", ")
        expect(scope in named, f"{made} {seen}")
        return
    own = {one.event.detail for one in found if one.scopes[0] == scope and one.in_body}
    if MASKED in seen or seen == "no record" or seen in own:
        return
    expect(seen != outside, f"{made} no scope, as one that is logged outside of any: {seen}")
    for one in found:
        expect(
            one.scopes[0] == scope or not one.in_body or one.event.detail != seen,
            f"{made} {one.scopes[0]}, as a record logged in the body of that: {seen}",
        )


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
