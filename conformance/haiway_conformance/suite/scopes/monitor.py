"""Monitors of chapter scopes: the parts of its clauses that hold in any program."""

from collections.abc import Callable
from typing import Final

from haiway_conformance.judgement import expect
from haiway_conformance.programs.execution import tells_cancellation
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.monitoring import History, Monitor, monitored
from haiway_conformance.suite.monitoring.cancellation_reasons import host_may_be_cancelled
from haiway_conformance.suite.scopes.checks import expect_endless_tasks_cancelled

__all__ = ("MONITORS",)


def _exit_cancels_tasks(history: History) -> bool:
    run = history.run
    _expect_no_hung_exit(history, _body_ended_normally)
    scopes = [each for each in run.scopes if _body_ended_normally(history, each, "")]
    return sum(expect_endless_tasks_cancelled(run, scope) for scope in scopes) > 0


type _Selection = Callable[[History, str, str], bool]
"""Select tasks: called with the history, the scope and the task."""


def _expect_no_hung_exit(history: History, selected: _Selection) -> None:
    """Check that no scope waits for ever in its exit for tasks that it did not cancel.

    Args:
        history: The run.
        selected: Selects the scopes by the end of their bodies.
    """
    for exiting in history.run.hung_exits():
        expect(
            not selected(history, exiting.subject, ""),
            f"the program never ends: scope {exiting.subject} waits for tasks that it did not"
            f" cancel. {history.run.stuck()}",
        )


def _cancelled_and_ended_inside(
    selected: _Selection, circumstance: str
) -> Callable[[History], bool]:
    """Make a check: the exit cancels the selected tasks, and they have ended when it completes.

    Args:
        selected: Selects the tasks, by the end of their scope's body.
        circumstance: The circumstance by which they are selected, for the message.
    """
    ended_inside = _ended_inside(selected, circumstance)

    def monitor(history: History) -> bool:
        _expect_no_hung_exit(history, selected)
        return ended_inside(history)

    return monitor


def _ended_inside(selected: _Selection, circumstance: str) -> Callable[[History], bool]:
    """Make a check: the selected tasks have ended when their scope's exit completes.

    Args:
        selected: Selects the tasks.
        circumstance: The circumstance by which they are selected, for the message.
    """

    def monitor(history: History) -> bool:
        run, applies = history.run, False
        for task in history.tasks():
            scope = history.ownership.scope_of(task)
            exited = None if scope is None else run.exited(scope)
            if scope is None or exited is None or not selected(history, scope, task):
                continue
            if history.is_spawned_by_a_resource(task):
                continue  # which scope is current there is left open
            applies = True
            ended = run.ended(task)
            expect(
                ended is not None and ended.number < exited.number,
                f"scope {scope} was exited ({exited.detail}) before its task {task} had ended"
                f"{'' if ended else ' (it never ended at all)'}; {circumstance}",
            )
        return applies

    return monitor


def _body_outcome(history: History, scope: str) -> str:
    exiting = history.run.exiting(scope)
    return "" if exiting is None else exiting.detail


def _body_ended_normally(history: History, scope: str, _: str) -> bool:
    return _body_outcome(history, scope) == "normally"


def _body_failed(history: History, scope: str, task: str) -> bool:
    return not _body_ended_normally(history, scope, task) and not _body_was_cancelled(
        history, scope, task
    )


def _body_was_cancelled(history: History, scope: str, _: str) -> bool:
    return tells_cancellation(_body_outcome(history, scope))


def _scope_is_nested(history: History, scope: str, _: str) -> bool:
    return history.ownership.scope_of(scope) is not None


def _was_spawned_by_a_task(history: History, scope: str, task: str) -> bool:
    place, around, exited = (
        history.ownership.of(task),
        history.ownership.of(scope),
        history.run.exited(scope),
    )
    if place is None or around is None or place.frame == around.frame:
        return False
    # An exit that is cancelled may leave all tasks behind, whoever spawned them:
    # `scopes/exit-under-cancellation` judges that.
    return exited is None or not host_may_be_cancelled(history, scope, exited.number)


def _was_spawned_during_exit(history: History, scope: str, task: str) -> bool:
    spawning = history.run.trace.first(Did.SPAWNING, subject=task)
    return spawning is not None and history.exiting_by(scope, spawning.number)


_late_tasks_end_inside = _ended_inside(
    _was_spawned_during_exit, "it was spawned after the body had ended"
)


def _late_tasks_do_not_outlive(history: History) -> bool:
    """A task that is spawned during the exit is refused, or has ended when the exit completes."""
    _late_tasks_end_inside(history)
    return any(
        history.exiting_by(spawning.detail, spawning.number)
        for spawning in history.run.trace.of(Did.SPAWNING)
    )


MONITORS: Final[dict[str, Monitor]] = {
    **monitored(
        {
            "scopes/exit-cancels-tasks": _exit_cancels_tasks,
            "scopes/exit-awaits-tasks": _ended_inside(
                _body_ended_normally, "the body had ended normally"
            ),
            "scopes/nested-tasks-end-inside": _ended_inside(
                _scope_is_nested, "the scope is nested in another"
            ),
            "scopes/descendants": _ended_inside(
                _was_spawned_by_a_task, "another task of the scope had spawned it"
            ),
        },
        "scope",
        "spawn",
        "endless",
    ),
    **monitored(
        {
            "scopes/error-cancels-tasks": _cancelled_and_ended_inside(
                _body_failed, "the body had failed"
            )
        },
        "endless",
        "spawn",
        "fail",
        failing=True,
        cancelling=False,
    ),
    **monitored({"scopes/late-spawn": _late_tasks_do_not_outlive}, "late", "late"),
    **monitored(
        {
            "cancellation/downward": _cancelled_and_ended_inside(
                _body_was_cancelled, "the body had been cancelled"
            )
        },
        "scope",
        "endless",
        cancelling=True,
    ),
}
