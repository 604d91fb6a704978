"""Checks that several properties of chapter scopes share.

A check that returns a bool says whether its clause applied to the run: pass it to `run.premise`.
"""

from haiway_conformance.judgement import Run, expect
from haiway_conformance.simulated_loop import Did, Event

__all__ = (
    "expect_endless_tasks_cancelled",
    "expect_entered_resources_exited_once",
    "expect_failures_of_resource_tasks_surface",
    "expect_no_task_alive_at_resource_exit",
    "expect_no_task_outlives_scope1",
    "expect_no_trace_of_scope2",
    "expect_scope1_cancels_endless_tasks",
    "expect_tasks_ended_inside",
    "how",
)


def how(exited: Event) -> str:
    """Return how a scope was exited, for a message: "normally", or "with" an exception."""
    return exited.detail if exited.detail == "normally" else f"with {exited.detail}"


def expect_endless_tasks_cancelled(run: Run, scope: str) -> bool:
    """Expect CancelledError in each task that was waiting for ever when a scope's body ended.

    Args:
        run: The run.
        scope: The scope.

    Returns:
        True if there was such a task.
    """
    exiting = run.exiting(scope)
    if exiting is None:
        return False
    applies = False
    for task in run.tasks_of(scope):
        wait = run.waiting_at(task, exiting)
        if wait is None or not wait.subject.startswith("never"):
            continue
        applies = True
        expect(
            run.trace.first(Did.INTERRUPTED, subject=wait.subject, task=task),
            f"the body of scope {scope} had ended ({exiting.detail}), but its task {task} was"
            f" never cancelled at its wait for {wait.subject}",
        )
    return applies


def expect_scope1_cancels_endless_tasks(run: Run) -> bool:
    """Expect the same of scope1, and that its exit does not hang.

    For programs in which other scopes may hang: a run that does so elsewhere is not a violation.

    Args:
        run: The run.

    Returns:
        True if a task of scope1 was waiting for ever when its body ended.
    """
    if run.hung_in_exit and run.exiting("scope1") and not run.exited("scope1"):
        run.must_end()
    return expect_endless_tasks_cancelled(run, "scope1")


def expect_tasks_ended_inside(run: Run, scope: str) -> bool:
    """Expect that every task of a scope that began had ended when the scope's exit completed.

    Args:
        run: The run.
        scope: The scope.

    Returns:
        True if a task was still running when the exit began, so that exit had to wait for it.
    """
    exiting, exited = run.exiting(scope), run.exited(scope)
    if exited is None:
        return False
    applies = False
    for task in run.tasks_of(scope):
        began, ended = run.began(task), run.ended(task)
        expect(
            began is None or began.number < exited.number,
            f"task {task} began after scope {scope}, in which it was spawned, had been exited",
        )
        expect(
            ended is not None and ended.number < exited.number,
            f"scope {scope} was exited ({exited.detail}) before its task {task} had ended"
            + ("" if ended else f"; {task} never ended at all"),
        )
        applies = applies or (
            exiting is not None and ended is not None and exiting.number < ended.number
        )
    return applies


def expect_no_task_outlives_scope1(run: Run) -> None:
    """Expect that every spawned task had ended when scope1, the outermost, was exited.

    For tasks that are spawned while resources are entered or exited, or generators closed: which
    scope is current there is open, so all that can be asked is that the outermost one ends them.
    """
    exited = run.exited("scope1")
    for spawned in run.trace.of(Did.SPAWNING):
        began, ended = run.began(spawned.subject), run.ended(spawned.subject)
        expect(
            began is None
            or (ended is not None and exited is not None and ended.number < exited.number),
            f"task {spawned.subject}, spawned by {spawned.task}, outlived even scope1, the"
            " outermost scope",
        )


def expect_failures_of_resource_tasks_surface(run: Run) -> None:
    """Expect that failures of tasks surface from scope2, or from scope1 around it.

    To which of the two a task belongs that a resource of scope2 has spawned is open.
    """
    surfaced = run.surfaced("scope2") | run.surfaced("scope1")
    exited = run.exited("scope2")
    for failed in run.trace.of(Did.FAILED):
        expect(
            failed.task == "main" or failed.detail in surfaced,
            f"task {failed.task}, spawned by a resource of scope2, failed with '{failed.detail}',"
            " but that surfaced neither from scope2 nor from scope1, the outermost; scope2 was"
            f" {'exited ' + how(exited) if exited else 'never exited'}",
        )


def expect_entered_resources_exited_once(run: Run) -> None:
    """Expect that each resource that was entered was exited exactly once."""
    for entered in run.trace.of(Did.RESOURCE_ENTERED):
        exits = run.trace.of(Did.RESOURCE_EXITING, subject=entered.subject)
        expect(
            len(exits) == 1,
            f"{entered.subject} was entered, and exited {len(exits)} times",
        )


def expect_no_task_alive_at_resource_exit(run: Run, scope: str) -> None:
    """Expect that resources are exited only after the last task of their scope has ended."""
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


def expect_no_trace_of_scope2(run: Run) -> None:
    """Expect that after scope2, in which a resource failed, scope1 is current, and owns tasks."""
    for what in ("state A", "log"):
        seen = run.seen(what, task="main")
        expect(
            len(set(seen)) <= 1,
            f"in scope1, {what} was '{seen[0] if seen else ''}' before scope2 inside it failed,"
            f" and '{seen[-1] if seen else ''}' after that",
        )
    spawned = run.trace.first(Did.SPAWNING, subject="after1")
    exiting, ended = run.exiting("scope1"), run.ended("after1")
    if spawned is not None and exiting is not None:
        expect(
            ended is None or ended.number > exiting.number,
            "task after1, spawned in scope1 after scope2 had failed, ended while the body of scope1"
            " was still running",
        )
    expect_tasks_ended_inside(run, "scope1")
