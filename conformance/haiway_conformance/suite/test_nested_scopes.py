"""Scopes within each other and beside each other: each has its own tasks, and nothing mixes."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.strategies import nested_scopes as draw
from haiway_conformance.simulation import Did
from haiway_conformance.suite.outcomes import tasks_ended_inside
from haiway_conformance.suite.restored import (
    owns_what_it_owned,
    sees_what_it_saw,
    was_left_alone,
)


@clause("scopes/nested-tasks-end-inside")
@given(program=draw.nested_scopes_with_tasks())
def test_tasks_of_an_inner_scope_end_inside_it(explore: Explorer, program: Program) -> None:
    """If this fails: have nested scopes task sets of their own, or do all share one?"""
    for run in explore(program):
        for scope in run.scopes[1:]:
            run.premise(tasks_ended_inside(run, scope))


@clause("scopes/nested-tasks-end-inside")
@given(program=draw.nested_scopes_with_tasks())
def test_tasks_of_the_outer_scope_are_untouched_by_an_inner_exit(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does an inner exit cancel by something wider than its own tasks?"""
    for run in explore(program):
        outer, *inner = run.scopes
        exiting = run.exiting(outer)
        if exiting is None:
            continue
        for task in run.tasks_of(outer):
            began, interrupted = run.began(task), run.trace.first(Did.INTERRUPTED, task=task)
            inner_exits = [run.exiting(scope) for scope in inner]
            run.premise(began and any(each and each.number > began.number for each in inner_exits))
            expect(
                interrupted is None or interrupted.number > exiting.number,
                f"task {task} of scope {outer} was cancelled while the body of {outer} was still"
                f" running; only a scope within it, one of {inner}, was being exited",
            )


@clause("scopes/nesting-restores")
@given(program=draw.scopes_left_in_every_way())
def test_the_outer_scope_is_current_again(explore: Explorer, program: Program) -> None:
    """If this fails: is there a way out (error, failed task, time-out) that restores nothing?"""
    for run in explore(program, any_ending=True):
        for level in (1, 2):
            inner = run.exited(f"scope{level + 1}")
            if run.premise(inner and run.trace.first(Did.SPAWNING, subject=f"after{level}")):
                sees_what_it_saw(run, f"scope{level}", f"scope{level + 1}")
                owns_what_it_owned(run, f"scope{level}", f"before{level}", f"after{level}")


@clause("scopes/nesting-restores")
@given(program=draw.left_into_a_clean_up())
def test_the_outer_scope_is_current_in_a_clean_up(explore: Explorer, program: Program) -> None:
    """If this fails: is nothing restored when what leaves the inner scope is no `Exception`?"""
    for run in explore(program, any_ending=True):
        if run.premise(run.exited("scope2") and run.exiting("scope1")):
            sees_what_it_saw(run, "scope1", "scope2")


@clause("scopes/nesting-restores")
@given(program=draw.consecutive_scopes())
def test_after_the_outermost_scope_everything_begins_anew(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does a scope that was cancelled or failed stay current after its exit?"""
    for run in explore(program, any_ending=True):
        if run.premise(run.trace.first(Did.SPAWNING, subject="after2")):
            seen = run.seen("state A")
            expect(
                seen in ([], ["of scope2"]),
                f"in scope2, entered after scope1 had been exited, the state of type A was {seen}",
            )
            expect(
                "of scope1" not in run.seen("state D"),
                "in scope2, entered after scope1 had been exited, the state of type D, which nobody"
                " else gives, was that of scope1",
            )
            was_left_alone(run, "scope2", "after2")
            tasks_ended_inside(run, "scope2")


@clause("scopes/independence")
@given(program=draw.concurrent_scopes())
def test_scopes_in_concurrent_tasks_leave_each_other_alone(
    explore: Explorer, program: Program
) -> None:
    """If this fails: is something kept per process, loop or name that is one task's?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        scopes = [scope for scope in run.scopes if scope != "around"]
        run.premise(_overlap(run, scopes) and any(run.tasks_of(scope) for scope in scopes))
        nested = "around" in run.scopes
        for scope in scopes:
            # Whether nested scopes keep their tasks is judged elsewhere.
            if not nested:
                tasks_ended_inside(run, scope)
            exiting = run.exiting(scope)
            failed = [each for each in run.trace.of(Did.FAILED) if each.task in run.tasks_of(scope)]
            for task in run.tasks_of(scope):
                interrupted = run.trace.first(Did.INTERRUPTED, task=task)
                own = (*failed, *([exiting] if exiting else []))
                expect(
                    interrupted is None or any(each.number < interrupted.number for each in own),
                    f"task {task} of scope {scope} was cancelled while the body of {scope} was"
                    f" still running; all that was exited or failing was another task's scope",
                )
            runner = scope.replace("scope", "runner")
            seen = run.seen("state A", task=runner)
            expect(
                seen in ([], [f"of {scope}"]),
                f"in scope {scope}, the state of type A was {seen}: another task's scope shows",
            )
            others = [each for each in scopes if each != scope]
            strangers = {
                failed.detail
                for failed in run.trace.of(Did.FAILED)
                if any(failed.task in run.tasks_of(other) for other in others)
            }
            expect(
                not (stray := sorted(strangers & run.surfaced(scope))),
                f"scope {scope} was exited with {', '.join(stray)}: a failure in another task's"
                " scope",
            )
            logged = " ".join(run.seen("log", task=runner))
            expect(
                not any(other in logged for other in others),
                f"a record logged in scope {scope} says: {logged}",
            )


def _overlap(run: Run, scopes: list[str]) -> bool:
    """Whether one scope was entered while another one was open."""
    exits = [run.exited(scope) for scope in scopes]
    entries = run.trace.of(Did.ENTERED)
    return any(
        other.number < entry.number and (exited is None or entry.number < exited.number)
        for entry in entries
        for other, exited in zip(
            (each for each in entries if each.subject in scopes), exits, strict=True
        )
        if entry.subject in scopes
    )
