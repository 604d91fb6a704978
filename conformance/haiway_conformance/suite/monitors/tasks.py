"""What the chapter on tasks says of any run."""

from typing import Final

from haiway_conformance.judgement import expect
from haiway_conformance.programs.operations import Spawn
from haiway_conformance.simulation import Did
from haiway_conformance.suite.monitors.history import History, Watch, watches
from haiway_conformance.suite.monitors.requests import may_be_stopped
from haiway_conformance.suite.outcomes import named_result

__all__ = ("WATCHES",)


def _result(history: History) -> bool:
    """What awaiting a task that returned gives is what it returned."""
    run = history.run
    met = False
    for got in run.trace.of(Did.GOT):
        place = history.places.of(got.subject)
        if place is None or not isinstance(place.operation, Spawn):
            continue
        ended = run.ended(got.subject)
        if ended is None or ended.did is not Did.RETURNED or got.detail.startswith("raised"):
            continue
        met = True
        expected = named_result(place.operation.result, got.subject)
        expect(
            got.detail == expected,
            f"task {got.subject} returned {expected}; {got.task}, which awaited it, got"
            f" {got.detail}",
        )
    return met


def _called_once(history: History) -> bool:
    """No function of a task is called twice, nor begins twice."""
    trace = history.run.trace
    for task in history.tasks():
        times = max(len(trace.of(did, subject=task)) for did in (Did.CALLED, Did.BEGAN))
        expect(times == 1, f"task {task} was spawned once, and its function ran {times} times")
    return bool(history.tasks())


def _unawaited(history: History) -> bool:
    """When the loop has been idle, every task that was spawned has begun, unless it was stopped."""
    run = history.run
    met = False
    for rest in run.trace.of(Did.GOES_ON):
        if rest.subject not in history.idle_points:
            continue
        waits = run.trace.first(Did.WAITS, subject=rest.subject)
        for spawned in run.trace.of(Did.SPAWNED):
            task = spawned.subject
            # Only if it was waited for since is it certain that the loop was idle since.
            if (
                waits is None
                or spawned.number > waits.number
                or may_be_stopped(history, task, rest.number)
            ):
                continue
            met = True
            began = run.began(task)
            expect(
                began is not None and began.number < rest.number,
                f"{spawned.task} spawned task {task}; then nothing could run until {rest.subject}"
                f" completed, and {task} had not begun by then",
            )
    return met


WATCHES: Final[dict[str, Watch]] = {
    **watches({"tasks/result": _result, "tasks/called-once": _called_once}, "spawn", "await"),
    **watches({"tasks/unawaited": _unawaited}, "spawn", "pause", failing=False, stopping=False),
}
