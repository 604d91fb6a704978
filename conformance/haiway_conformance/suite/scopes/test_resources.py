"""`scopes/resources`: a resource is entered before the body, and exited after the last task.

Tried with resources of every form around tasks that clean up, whichever way the scope is left.
"""

from dataclasses import replace

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    Fail,
    Form,
    GetState,
    Provided,
    Resource,
    Scope,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.simulation import Did
from haiway_conformance.suite.scopes.checks import (
    expect_entered_resources_exited_once,
    expect_no_task_alive_at_resource_exit,
    expect_tasks_ended_inside,
)
from haiway_conformance.suite.scopes.programs import busy_task, some_resources


@programs
def resources_around_tasks(build: Builder) -> Block:
    """Draw a scope with resources and tasks, left by return, error or cancellation."""
    resources = some_resources(build, 1, 3)
    tasks = build.some(1, 2, lambda: busy_task(build, "scope1"))
    rest: Block = (*tasks, Wait(build.name("p"), "idle"))
    match build.number(0, 3):
        case 0:
            return (Scope("scope1", rest, resources=resources),)
        case 1:
            return (Catch((Scope("scope1", (*rest, Fail("error")), resources=resources),)),)
        case 2:
            scope = Scope("scope1", (*rest, build.for_ever()), resources=resources)
            request = Wait("request", "idle", after="entered scope1")
        case _:
            scope = Scope("scope1", rest, resources=resources)
            request = Wait("request", after="exit of scope1")
    return (Start("runner", (scope,)), request, Cancel("runner"))


@clause("scopes/resources")
@given(program=resources_around_tasks())
def test_resources_are_open_as_long_as_tasks_run(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a way out exits resources before the last task has ended."""
    for run in explore(program):
        entered = run.trace.first(Did.ENTERED, subject="scope1")
        resources = run.trace.of(Did.RESOURCE_ENTERED)
        if entered is None:
            continue
        run.premise(resources and run.tasks_of("scope1"))
        for resource in resources:
            expect(
                resource.number < entered.number,
                f"{resource.subject} was entered after the body of scope1 had begun",
            )
        expect_entered_resources_exited_once(run)
        expect_no_task_alive_at_resource_exit(run, "scope1")
        expect_tasks_ended_inside(run, "scope1")


@programs
def equal_resources(build: Builder) -> Block:
    """Draw a scope with resources that compare equal, and perhaps one that does not."""
    twins = tuple(replace(each, twin=True) for each in some_resources(build, 2, 3))
    resources = (*twins, *some_resources(build, 0, 1))
    return (Scope("scope1", build.pauses(1), resources=resources),)


@clause("scopes/resources")
@given(program=equal_resources())
def test_resources_that_are_equal_are_all_entered(explore: Explorer, program: Program) -> None:
    """If this fails, check whether resources are kept in a set, or as the keys of a dict."""
    for run in explore(program):
        entered = run.trace.first(Did.ENTERED, subject="scope1")
        if not run.premise(entered) or entered is None:
            continue
        resources = [each.subject for each in run.trace.of(Did.RESOURCE_ENTERED)]
        for resource in _resources(program):
            expect(
                resource in resources,
                f"{resource} of scope1, some of whose resources are equal, was never entered; those"
                f" that were: {', '.join(resources) or 'none'}",
            )
        expect_entered_resources_exited_once(run)


def _resources(program: Program) -> list[str]:
    return [each.name for scope in program if isinstance(scope, Scope) for each in scope.resources]


FORMS: tuple[Form, ...] = ("one", "list", "generator")


@programs
def resources_that_give_state(build: Builder) -> Block:
    """Draw a scope whose resources provide state, which its body and a task look up."""
    form: Form = build.one_of(*FORMS)
    several = (("A", "B"),) if form != "one" else ()
    types = build.one_of(("A",), ("F",), *several)
    gives = tuple(Provided(each, f"{each} of resource1") for each in types)
    first = Resource(build.name("resource"), build.pauses(1), build.pauses(1), gives, form)
    others = some_resources(build, 0, 1)
    resources = (first, *others) if build.flag() else (*others, first)
    lookups = tuple(GetState(each) for each in types)
    outer = tuple(Provided(each, f"{each} of scope1") for each in ("A", "B", "F"))
    task = Spawn("t1", (*build.pauses(1), *lookups))
    inner = Scope("scope2", (*lookups, task, Wait("rest", "idle"), *build.pauses(1)), (), resources)
    return (Scope("scope1", (inner, *map(GetState, ("A", "B", "F"))), outer),)


@clause("scopes/resources")
@given(program=resources_that_give_state())
def test_what_a_resource_gives_is_state_of_its_scope(explore: Explorer, program: Program) -> None:
    """If this fails, check that tasks see the resource's state, and that it ends with the scope."""
    for run in explore(program):
        provided_types = {
            each.type
            for scope in program
            for resource in getattr(scope, "resources", ())
            for each in resource.gives
        }
        inner = run.exited("scope2")
        for event in run.trace.of(Did.SAW):
            kind = event.subject.removeprefix("state ")
            if not event.subject.startswith("state ") or inner is None:
                continue
            # A task sees the state that was current when it was spawned, however long it lives.
            inside = event.task != "main" or event.number < inner.number
            owner = "resource1" if inside and kind in provided_types else "scope1"
            run.premise(owner == "resource1")
            expect(
                event.detail == f"{kind} of {owner}",
                f"{event.task} saw '{event.detail}' as the state of type {kind}"
                f" {'in' if inside else 'after'} scope2, where '{kind} of {owner}' is current",
            )
