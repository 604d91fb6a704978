"""Scopes, continued: the resources that a scope is given.

A resource that is closed under the feet of a task, or not at all, is the failure that users find
last; so tasks here clean up for a while, and resources fail at every moment.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Scope
from haiway_conformance.programs.strategies import resources as draw
from haiway_conformance.simulation import Did
from haiway_conformance.suite.outcomes import none_outlived, tasks_ended_inside


@clause("scopes/resources")
@given(program=draw.resources_around_tasks())
def test_resources_are_open_as_long_as_tasks_run(explore: Explorer, program: Program) -> None:
    """If this fails: are resources exited before tasks are awaited, or not on some way out?"""
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
        each_entered_resource_is_exited_once(run)
        no_task_is_alive_when_a_resource_is_exited(run, "scope1")
        tasks_ended_inside(run, "scope1")


def _resources(program: Program) -> list[str]:
    return [each.name for scope in program if isinstance(scope, Scope) for each in scope.resources]


@clause("scopes/resources")
@given(program=draw.equal_resources())
def test_resources_that_are_equal_are_all_entered(explore: Explorer, program: Program) -> None:
    """If this fails: are resources kept in a set, or as the keys of a dict?"""
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
        each_entered_resource_is_exited_once(run)


@clause("scopes/resources")
@given(program=draw.resources_that_give_state())
def test_what_a_resource_gives_is_state_of_its_scope(explore: Explorer, program: Program) -> None:
    """If this fails: is that state there for spawned tasks, and gone after the scope?"""
    for run in explore(program):
        given_types = {
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
            # A task sees what was current at its spawn, however long it lives.
            inside = event.task != "main" or event.number < inner.number
            owner = "resource1" if inside and kind in given_types else "scope1"
            run.premise(owner == "resource1")
            expect(
                event.detail == f"{kind} of {owner}",
                f"{event.task} saw '{event.detail}' as the state of type {kind}"
                f" {'of' if inside else 'after'} scope2, where '{kind} of {owner}' is current",
            )


@clause("scopes/resources")
@given(program=draw.resources_that_fail_to_enter())
def test_a_failed_enter_leaves_no_trace(explore: Explorer, program: Program) -> None:
    """If this fails: who undoes what came before it? Python calls no `__aexit__` then."""
    for run in explore(program):
        failed = run.exited("scope2")
        if failed is None:
            continue
        run.premise(run.trace.of(Did.RESOURCE_ENTERED))
        expect(
            not run.trace.first(Did.ENTERED, subject="scope2"),
            "the body of scope2 ran although one of its resources could not be entered",
        )
        expect(
            "error of enter" in run.surfaced("scope2", context=True),
            f"a resource of scope2 could not be entered, but its error did not leave the scope;"
            f" what left it: {failed.detail}",
        )
        _failures_of_tasks_surface(run)
        each_entered_resource_is_exited_once(run)
        _nothing_of_the_inner_scope_is_left(run)
        none_outlived(run, "scope1")


@clause("failures/surfaces")
@pytest.mark.needs("scope", "spawn", "disposables")
@given(program=draw.resources_whose_tasks_fail())
def test_the_failure_of_a_task_of_a_resource_surfaces(explore: Explorer, program: Program) -> None:
    """If this fails: what leaves a scope whose entry is cancelled because a task failed?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        failed = next((each for each in run.trace.of(Did.FAILED) if each.task != "main"), None)
        entered = run.trace.first(Did.ENTERED, subject="scope2")
        run.premise(failed and not (entered and entered.number < failed.number))
        _failures_of_tasks_surface(run)


def _failures_of_tasks_surface(run: Run) -> None:
    # To which of the two scopes a task of a resource belongs is open.
    surfaced = run.surfaced("scope2") | run.surfaced("scope1")
    exited = run.exited("scope2")
    for failed in run.trace.of(Did.FAILED):
        expect(
            failed.task == "main" or failed.detail in surfaced,
            f"task {failed.task}, spawned by a resource of scope2, failed with '{failed.detail}',"
            " but that surfaced neither from scope2 nor from scope1, the outermost; what left"
            f" scope2: {exited.detail if exited else 'nothing yet'}",
        )


@clause("scopes/resources")
@given(program=draw.resources_that_fail_to_exit())
def test_a_failed_exit_leaves_no_trace_and_hides_nothing(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does one resource's error cut short what is still to be ended?"""
    for run in explore(program):
        exited = run.exited("scope2")
        if exited is None:
            continue
        failed_tasks = run.trace.of(Did.FAILED)
        run.premise(run.trace.first(Did.RESOURCE_EXITING, subject="failing"))
        each_entered_resource_is_exited_once(run)
        no_task_is_alive_when_a_resource_is_exited(run, "scope2")
        tasks_ended_inside(run, "scope2")
        body = run.exiting("scope2")
        surfaced = run.surfaced("scope2")
        expect(
            "error of exit" in surfaced,
            f"a resource of scope2 could not be exited, but its error did not surface; what left"
            f" the scope: {exited.detail}",
        )
        for failed in failed_tasks:
            expect(
                failed.detail in surfaced or failed.task == "main",
                f"task {failed.task} failed with '{failed.detail}', but a resource's error hid it;"
                f" what left the scope: {exited.detail}",
            )
        if body is not None and body.detail == "error of body":
            expect(
                body.detail in run.surfaced("scope2", context=True),
                f"the body of scope2 raised '{body.detail}', but a resource's error hid it; what"
                f" left the scope: {exited.detail}",
            )
        _nothing_of_the_inner_scope_is_left(run)


@clause("scopes/resources")
@given(program=draw.resources_cancelled_while_entering())
def test_a_cancelled_entry_exits_what_was_entered(explore: Explorer, program: Program) -> None:
    """If this fails: who exits what had been entered when the entry was cancelled?"""
    for run in explore(program):
        requested = run.trace.first(Did.REQUESTS, subject="runner")
        exited = run.exited("scope1")
        if requested is None or exited is None:
            continue
        run.premise(run.trace.first(Did.RESOURCE_ENTERED))
        each_entered_resource_is_exited_once(run)
        expect(
            exited.detail.startswith("CancelledError"),
            f"the task that entered scope1 was asked to stop while it waited for a resource, but"
            f" what left the scope was: {exited.detail}",
        )


@clause("scopes/late-spawn")
@pytest.mark.needs("scope", "spawn", "disposables")
@given(program=draw.resources_that_spawn())
def test_a_task_spawned_by_the_exit_of_a_resource_never_outlives_all_scopes(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does `spawn` take tasks again when all that there were have ended?"""
    for run in explore(program):
        run.premise(any(each.task != "main" for each in run.trace.of(Did.SPAWNING)))
        none_outlived(run, "scope1")


@clause("scopes/resource-suppresses")
@given(program=draw.resources_that_suppress())
def test_whether_a_resource_may_suppress(explore: Explorer, program: Program) -> None:
    """Records whether a resource whose exit returns True suppresses the body's exception."""
    for run in explore(program, any_ending=True):
        if exited := run.exited("scope1"):
            suppressed = exited.detail == "normally"
            explore.observe("it suppresses" if suppressed else "the exception leaves the scope")


@clause("scopes/resource-exit-cancelled")
@given(program=draw.resources_cancelled_while_exiting())
def test_whether_the_exit_of_a_resource_can_be_cancelled(
    explore: Explorer, program: Program
) -> None:
    """Records whether a request reaches a resource that is being exited."""
    for run in explore(program, any_ending=True):
        requested = run.trace.first(Did.REQUESTS, subject="runner")
        exiting = run.trace.first(Did.RESOURCE_EXITING)
        if requested and exiting and exiting.number < requested.number:
            interrupted = run.trace.first(Did.INTERRUPTED, task="resource1")
            explore.observe("it is cancelled" if interrupted else "it comes to its end")


def each_entered_resource_is_exited_once(run: Run) -> None:
    """Demand it of all resources of a run."""
    for entered in run.trace.of(Did.RESOURCE_ENTERED):
        exits = run.trace.of(Did.RESOURCE_EXITING, subject=entered.subject)
        expect(
            len(exits) == 1,
            f"{entered.subject} was entered, and exited {len(exits)} times",
        )


def no_task_is_alive_when_a_resource_is_exited(run: Run, scope: str) -> None:
    """Demand that resources are exited after the last task of their scope has ended."""
    for exiting in run.trace.of(Did.RESOURCE_EXITING):
        for task in run.tasks_of(scope):
            began, ended = run.began(task), run.ended(task)
            expect(
                began is None
                or began.number > exiting.number
                or (ended is not None and ended.number < exiting.number),
                f"{exiting.subject} was exited while task {task} of scope {scope}, which may be"
                " using it, had not ended",
            )


def _nothing_of_the_inner_scope_is_left(run: Run) -> None:
    for what in ("state A", "log"):
        seen = run.seen(what, task="main")
        expect(
            len(set(seen)) <= 1,
            f"in scope1, {what} was '{seen[0] if seen else ''}' before scope2 within it failed,"
            f" and '{seen[-1] if seen else ''}' after it",
        )
    spawned = run.trace.first(Did.SPAWNING, subject="after1")
    exiting, ended = run.exiting("scope1"), run.ended("after1")
    if spawned is not None and exiting is not None:
        expect(
            not run.began("after1") or (ended is not None and ended.number > exiting.number),
            "task after1, spawned in scope1 after scope2 within it had failed, did not run until"
            " the end of scope1",
        )
    tasks_ended_inside(run, "scope1")
