"""Checks that several properties of chapter scopes share."""

from haiway_conformance.judgement import Run, expect
from haiway_conformance.simulation import Did

__all__ = (
    "each_entered_resource_is_exited_once",
    "endless_tasks_were_cancelled",
    "failures_of_tasks_surface",
    "no_task_is_alive_when_a_resource_is_exited",
    "none_outlived",
    "tasks_ended_inside",
    "undisturbed_endless_tasks_were_cancelled",
)


def endless_tasks_were_cancelled(run: Run, scope: str) -> bool:
    """Demand that tasks which waited for what never comes saw CancelledError at that wait.

    Args:
        run: The run.
        scope: The scope.

    Returns:
        Whether there was such a task.
    """
    exiting = run.exiting(scope)
    if exiting is None:
        return False
    met = False
    for task in run.tasks_of(scope):
        wait = run.waiting_at(task, exiting)
        if wait is None or not wait.subject.startswith("never"):
            continue
        met = True
        expect(
            run.trace.first(Did.INTERRUPTED, subject=wait.subject, task=task),
            f"the body of scope {scope} had ended ({exiting.detail}), but its task {task} was"
            f" never cancelled at its wait for {wait.subject}",
        )
    return met


def tasks_ended_inside(run: Run, scope: str) -> bool:
    """Demand that each task of a scope that began had ended when the scope's exit completed.

    Args:
        run: The run.
        scope: The scope.

    Returns:
        Whether a task had not ended when the exit began, so that there was something to wait for.
    """
    exiting, exited = run.exiting(scope), run.exited(scope)
    if exited is None:
        return False
    waited = False
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
        waited = waited or (
            exiting is not None and ended is not None and exiting.number < ended.number
        )
    return waited


def none_outlived(run: Run, outermost: str) -> None:
    """Demand that whatever was spawned had ended when the outermost scope was exited.

    It is asked where it is open which scope is current: while resources are entered and exited, and
    generators closed. So it is to the outermost, at the latest, that what is spawned may belong.

    Args:
        run: The run.
        outermost: The outermost scope.
    """
    exited = run.exited(outermost)
    for spawned in run.trace.of(Did.SPAWNING):
        began, ended = run.began(spawned.subject), run.ended(spawned.subject)
        expect(
            began is None
            or (ended is not None and exited is not None and ended.number < exited.number),
            f"task {spawned.subject}, spawned by {spawned.task}, outlived even {outermost}, the"
            " outermost",
        )


def failures_of_tasks_surface(run: Run) -> None:
    """Demand that the failures of tasks surface from one of the two scopes."""
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


def undisturbed_endless_tasks_were_cancelled(run: Run) -> bool:
    """Demand that scope1, whatever else goes wrong, does not wait for what it has not cancelled."""
    if run.hung_in_exit and run.exiting("scope1") and not run.exited("scope1"):
        run.must_end()
    return endless_tasks_were_cancelled(run, "scope1")
