"""What the chapter on scopes says of any run."""

from collections.abc import Callable, Iterator
from typing import Final

from haiway_conformance.judgement import expect
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.monitoring import History, Monitor, monitored
from haiway_conformance.suite.scopes.checks import endless_tasks_were_cancelled

__all__ = ("MONITORS",)


def _exit_cancels(history: History) -> bool:
    run = history.run
    expect(
        not run.hung_in_exit,
        f"the program never ends: a scope waits for tasks that it did not cancel. {run.stuck()}",
    )
    return sum(endless_tasks_were_cancelled(run, scope) for scope in run.scopes) > 0


type _Which = Callable[[History, str, str], bool]


def _outlived(history: History, which: _Which) -> Iterator[tuple[str, str, Event, Event | None]]:
    """Each task of a scope that was exited: scope, task, exit, end."""
    run = history.run
    for task in history.tasks():
        scope = history.places.scope_of(task)
        exited = None if scope is None else run.exited(scope)
        if scope is not None and exited is not None and which(history, scope, task):
            yield scope, task, exited, run.ended(task)


def _ended_inside(which: _Which, why: str) -> Callable[[History], bool]:
    """Make a monitor: tasks of some kind have ended when their scope's exit is complete."""

    def monitor(history: History) -> bool:
        met = False
        for scope, task, exited, ended in _outlived(history, which):
            met = True
            expect(
                ended is not None and ended.number < exited.number,
                f"scope {scope} was exited ({exited.detail}) before its task {task}, {why}, had"
                f" ended{'' if ended else f'; {task} never ended at all'}",
            )
        return met

    return monitor


def _how_body_ended(history: History, scope: str) -> str:
    exiting = history.run.exiting(scope)
    return "" if exiting is None else exiting.detail


def _body_ended_normally(history: History, scope: str, _: str) -> bool:
    return _how_body_ended(history, scope) == "normally"


def _body_failed(history: History, scope: str, task: str) -> bool:
    return not _body_ended_normally(history, scope, task) and not _body_stopped(
        history, scope, task
    )


def _body_stopped(history: History, scope: str, _: str) -> bool:
    return _how_body_ended(history, scope).startswith("CancelledError")


def _nested(history: History, scope: str, _: str) -> bool:
    return history.places.scope_of(scope) is not None


def _descends(history: History, scope: str, task: str) -> bool:
    place, around = history.places.of(task), history.places.of(scope)
    return place is not None and around is not None and place.frame != around.frame


def _spawned_late(history: History, scope: str, task: str) -> bool:
    spawning = history.run.trace.first(Did.SPAWNING, subject=task)
    return spawning is not None and history.exiting_by(scope, spawning.number)


_late_tasks_end_inside = _ended_inside(_spawned_late, "spawned when the body had ended")


def _late_spawn(history: History) -> bool:
    """A task that is spawned during the exit is refused, or ends inside."""
    _late_tasks_end_inside(history)
    return any(
        history.exiting_by(spawning.detail, spawning.number)
        for spawning in history.run.trace.of(Did.SPAWNING)
    )


MONITORS: Final[dict[str, Monitor]] = {
    **monitored(
        {
            "scopes/exit-cancels-tasks": _exit_cancels,
            "scopes/exit-awaits-tasks": _ended_inside(
                _body_ended_normally, "the body had ended normally"
            ),
            "scopes/nested-tasks-end-inside": _ended_inside(
                _nested, "which is within another scope"
            ),
            "scopes/descendants": _ended_inside(_descends, "spawned by another task of the scope"),
        },
        "scope",
        "spawn",
        "endless",
    ),
    **monitored(
        {"scopes/error-cancels-tasks": _ended_inside(_body_failed, "the body had failed")},
        "endless",
        "spawn",
        "fail",
        failing=True,
        stopping=False,
    ),
    **monitored({"scopes/late-spawn": _late_spawn}, "late", "late"),
    **monitored(
        {"cancellation/downward": _ended_inside(_body_stopped, "the body was asked to stop")},
        "scope",
        "endless",
        stopping=True,
    ),
}
