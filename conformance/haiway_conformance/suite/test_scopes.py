"""Scopes: tasks live no longer than the scope in which they were spawned.

What breaks users most is an exit that hangs or that leaves something running; so most properties
here give tasks a reason not to end, or a clean-up that takes a while, and look at who was still
there when the exit was complete.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.strategies import nested_scopes as draw_nested
from haiway_conformance.programs.strategies import scopes as draw
from haiway_conformance.simulation import Did
from haiway_conformance.suite.outcomes import (
    endless_tasks_were_cancelled,
    none_outlived,
    tasks_ended_inside,
)


@clause("scopes/exit-cancels-tasks")
@given(program=draw.endless_tasks())
def test_tasks_that_wait_for_ever_are_cancelled(explore: Explorer, program: Program) -> None:
    """If this fails: does exit cancel every task, also one that has not begun, before it waits?"""
    for run in explore(program, about_exit=True):
        for scope in run.scopes:
            run.premise(endless_tasks_were_cancelled(run, scope))


@clause("scopes/exit-cancels-tasks")
@given(program=draw.a_crowd())
def test_all_are_cancelled_however_many_there_are(explore: Explorer, program: Program) -> None:
    """If this fails: are tasks kept, or cancelled, up to some number only?"""
    for run in explore(program, about_exit=True):
        run.premise(endless_tasks_were_cancelled(run, "scope1"))


@clause("scopes/exit-cancels-tasks")
@given(program=draw.ticking_tasks())
def test_background_tasks_that_tick_for_ever_are_cancelled(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does exit wait for the guide's `while True` task instead of ending it?"""
    for run in explore(program, about_exit=True):
        for scope in run.scopes:
            for task in run.tasks_of(scope):
                run.premise(True)  # noqa: FBT003 - it has begun, and ends by cancellation alone
                expect(
                    run.ended(task),
                    f"the background task {task} of scope {scope} was never cancelled",
                )


@clause("scopes/exit-cancels-tasks")
@given(program=draw.tasks_that_wait_long())
def test_exit_does_not_wait_before_it_cancels(explore: Explorer, program: Program) -> None:
    """If this fails: is there a period of grace between the body's end and the cancellation?"""
    for run in explore(program, about_exit=True):
        exiting = run.exiting("scope1")
        # Otherwise the world may have let time pass of its own accord.
        if exiting is None or not run.time_stands_still:
            continue
        for interrupted in run.trace.of(Did.INTERRUPTED):
            waited = interrupted.time - exiting.time
            run.premise(interrupted.task in run.tasks_of("scope1"))
            expect(
                waited == 0,
                f"the exit of scope scope1 cancelled task {interrupted.task} only after {waited:g}"
                " virtual seconds: it waited before it cancelled",
            )


@clause("scopes/exit-awaits-tasks")
@given(program=draw.slow_clean_ups())
def test_exit_completes_after_every_clean_up(explore: Explorer, program: Program) -> None:
    """If this fails: does exit await all that it cancelled, however long a `finally` takes?"""
    for run in explore(program):
        for scope in run.scopes:
            tasks_ended_inside(run, scope)
            exiting = run.exiting(scope)
            run.premise(
                exiting is not None
                and any(
                    clean_up.number > exiting.number
                    for task in run.tasks_of(scope)
                    for clean_up in run.trace.of(Did.CLEANS_UP, task=task)
                )
            )


@clause("scopes/exit-awaits-tasks")
@given(program=draw_nested.nested_scopes_with_tasks())
def test_no_task_does_anything_after_its_scope(explore: Explorer, program: Program) -> None:
    """If this fails: which scope owns the task, and does that scope's exit know of it?"""
    for run in explore(program):
        for scope in run.scopes:
            exited = run.exited(scope)
            if exited is None:
                continue
            run.premise(tasks_ended_inside(run, scope))
            tasks = run.tasks_of(scope)
            late = [each for each in run.trace[exited.number :] if each.task in tasks]
            expect(
                not late,
                f"after the exit of scope {scope}, its tasks went on: {late[:1]}",
            )


@clause("scopes/error-cancels-tasks")
@given(program=draw.bodies_that_fail())
def test_tasks_are_cancelled_and_awaited_when_the_body_raises(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does an exception of the body take another way out than its return?"""
    for run in explore(program, about_exit=True):
        for scope in run.scopes:
            exiting = run.exiting(scope)
            if exiting is not None and exiting.detail != "normally":
                run.premise(endless_tasks_were_cancelled(run, scope))
                tasks_ended_inside(run, scope)


@clause("scopes/descendants")
@given(program=draw.families())
def test_what_tasks_spawn_belongs_to_their_scope(explore: Explorer, program: Program) -> None:
    """If this fails: is the set of tasks read once, before children were added to it?"""
    for run in explore(program):
        spawned_by_tasks = [each for each in run.trace.of(Did.SPAWNING) if each.task != "main"]
        for scope in run.scopes:
            if tasks_ended_inside(run, scope):
                run.premise(any(run.began(each.subject) for each in spawned_by_tasks))


@clause("scopes/descendants")
@given(program=draw.endless_children())
def test_what_tasks_spawn_is_cancelled_at_exit_as_they_are(
    explore: Explorer, program: Program
) -> None:
    """If this fails: are only those tasks cancelled that the body itself spawned?"""
    for run in explore(program):
        spawned_by_tasks = [each for each in run.trace.of(Did.SPAWNING) if each.task != "main"]
        run.premise(any(run.began(each.subject) for each in spawned_by_tasks))
        endless_tasks_were_cancelled(run, "scope1")
        tasks_ended_inside(run, "scope1")


@clause("scopes/late-spawn")
@given(program=draw.late_spawns())
def test_a_task_spawned_during_exit_never_outlives_the_scope(
    explore: Explorer, program: Program
) -> None:
    """If this fails: what does `spawn` do between the beginning and the end of an exit?"""
    for run in explore(program):
        for scope in run.scopes:
            exiting = run.exiting(scope)
            late = [
                each
                for each in run.trace.of(Did.SPAWNING)
                if each.detail == scope and exiting and each.number > exiting.number
            ]
            if run.premise(late):
                tasks_ended_inside(run, scope)


@clause("scopes/late-spawn")
@given(program=draw.endless_late_spawns())
def test_a_task_spawned_during_exit_is_refused_or_cancelled(
    explore: Explorer, program: Program
) -> None:
    """If this fails: is it awaited only, or refused by a scope that exits but not if it fails?"""
    for run in explore(program, any_ending=True, about_exit=True):
        stopped = {each.task for each in run.trace.of(Did.INTERRUPTED)}
        late = {each.task for each in run.trace.of(Did.SPAWNING)} - {"main"}
        # That exit cancels those who spawn it is another clause.
        if run.premise(late) and late <= stopped:
            run.must_end()
            tasks_ended_inside(run, "scope1")


@clause("scopes/late-spawn")
@pytest.mark.needs("scope", "spawn", "stream")
@given(program=draw.streams_that_spawn())
def test_a_task_spawned_by_a_stream_that_is_closed_never_outlives_all_scopes(
    explore: Explorer, program: Program
) -> None:
    """If this fails: are streams closed when the scope's tasks have been waited for?"""
    for run in explore(program):
        spawning, exited = run.trace.first(Did.SPAWNING), run.exited("scope1")
        # That a generator is closed in time is another clause.
        if run.premise(spawning and exited and spawning.number < exited.number):
            none_outlived(run, "scope1")


@clause("scopes/exit-under-cancellation")
@given(program=draw.cancelled_while_exiting())
def test_cancellation_during_exit_waits_and_then_goes_on(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does CancelledError end the wait for the tasks, or get lost in it?"""
    for run in explore(program):
        requested = run.trace.first(Did.REQUESTS, subject="runner")
        for scope in run.scopes:
            exiting, exited = run.exiting(scope), run.exited(scope)
            if not (exiting and exited and requested):
                continue
            if run.premise(exiting.number < requested.number < exited.number):
                tasks_ended_inside(run, scope)
                expect(
                    exited.detail.startswith("CancelledError"),
                    f"task runner was asked to stop while the exit of scope {scope} waited, but"
                    f" the scope was exited {exited.detail}: the cancellation was swallowed",
                )


@clause("scopes/single-use")
@given(program=draw.entered_twice())
def test_a_second_entry_is_refused(explore: Explorer, program: Program) -> None:
    """If this fails: does anything note that the object was entered before?"""
    for run in explore(program, any_ending=True, hygiene=False):
        seen = run.seen("second entry of scope1")
        if run.premise(seen):
            expect(
                seen[0].startswith("refused"),
                "the object of scope scope1 was entered a second time, and nobody complained",
            )
            tasks_ended_inside(run, "scope1")
        run.must_end()
        run.must_not_raise_strangers()


@clause("scopes/outside")
@given(program=draw.spawned_outside())
def test_spawn_outside_of_any_scope(explore: Explorer, program: Program) -> None:
    """Records what `spawn` does where no scope is current."""
    for run in explore(program, any_ending=True, hygiene=False):
        refused = run.trace.first(Did.REFUSED, subject="t1")
        if refused:
            explore.observe("spawn: an error")
        elif run.ended("t1"):
            explore.observe("spawn: a detached task")


@clause("scopes/foreign-exit")
@given(program=draw.left_elsewhere())
def test_exit_in_another_task_never_hangs(explore: Explorer, program: Program) -> None:
    """Records what happens; that it must not hang is all that is asked."""
    for run in explore(program, any_ending=True, hygiene=False):
        run.must_end()
        for seen in run.seen("exit of scope1 in another task"):
            explore.observe(seen.partition(" with ")[0])
