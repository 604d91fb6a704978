"""What the chapter on tasks says of any run."""

from typing import Final

from haiway_conformance.judgement import expect
from haiway_conformance.programs.operations import Spawn
from haiway_conformance.simulation import Did
from haiway_conformance.suite.monitoring.history import History, Monitor, monitored
from haiway_conformance.suite.monitoring.requests import may_be_stopped
from haiway_conformance.suite.tasks.checks import named_result

__all__ = ("MONITORS",)


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


def _context_copied(history: History) -> bool:
    """A task sees the context variables as they were at its spawn, and what it set itself."""
    met = False
    values: dict[str, str | None] = {}
    for each in history.run.trace:
        if each.task not in values:
            # What a handler's call or a generator sees of its caller's is left open.
            place = history.places.of(each.task)
            known = each.task == "main" or (place is not None and each.task == "runner")
            values[each.task] = "unset" if known else None
        match each.did:
            case Did.SPAWNING:
                values[each.subject] = values[each.task]
            case Did.SET if each.subject == "context x":
                values[each.task] = each.detail
            case Did.HELPED:
                # A helper may call handlers in its caller's context.
                values[each.task] = None
            case Did.SAW if each.subject == "context x":
                expected = values[each.task]
                if expected is None:
                    continue
                met = met or history.is_task(each.task)
                expect(
                    each.detail == expected,
                    f"{each.task} looked for context variable x, which was {expected} when it was"
                    f" spawned, or has been set by it since; it found {each.detail}",
                )
            case _:
                pass
    return met


MONITORS: Final[dict[str, Monitor]] = {
    **monitored({"tasks/result": _result, "tasks/called-once": _called_once}, "spawn", "await"),
    **monitored({"tasks/unawaited": _unawaited}, "spawn", "pause", failing=False, stopping=False),
    **monitored({"tasks/context-copied": _context_copied}, "context", "spawn", "context"),
}
