"""Monitors of chapter tasks: what its clauses demand of any run."""

from typing import Final

from haiway_conformance.judgement import expect
from haiway_conformance.programs.operations import Spawn
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.monitoring import History, Monitor, monitored
from haiway_conformance.suite.monitoring.cancellation_reasons import may_be_cancelled
from haiway_conformance.suite.tasks.checks import named_result

__all__ = ("MONITORS",)


def _result(history: History) -> bool:
    """Demand that awaiting a task that returned gives the object that it returned."""
    run = history.run
    met = False
    for got in run.trace.of(Did.GOT):
        place = history.ownership.of(got.subject)
        if place is None or not isinstance(place.operation, Spawn):
            continue
        ended = run.ended(got.subject)
        if ended is None or ended.did is not Did.RETURNED or got.detail.startswith("raised"):
            continue
        met = True
        expected = named_result(place.operation.result, got.subject)
        expect(
            got.detail == expected,
            f"task {got.subject} returned {expected}, but {got.task}, which awaited it, got"
            f" {got.detail}",
        )
    return met


def _called_once(history: History) -> bool:
    """Demand that the function of each task is called and begins once."""
    trace = history.run.trace
    for task in history.tasks():
        times = max(len(trace.of(did, subject=task)) for did in (Did.CALLED, Did.BEGAN))
        expect(times == 1, f"task {task} was spawned once, and its function ran {times} times")
    return bool(history.tasks())


def _unawaited(history: History) -> bool:
    """Demand that every task has begun when the loop has been idle, unless it was cancelled."""
    run = history.run
    met = False
    for rest in run.trace.of(Did.GOES_ON):
        if rest.subject not in history.idle_events:
            continue
        waits = run.trace.first(Did.WAITS, subject=rest.subject)
        for spawned in run.trace.of(Did.SPAWNED):
            task = spawned.subject
            # The loop has certainly been idle since the spawn only if the wait began after it.
            if (
                waits is None
                or spawned.number > waits.number
                or may_be_cancelled(history, task, rest.number)
            ):
                continue
            met = True
            began = run.began(task)
            expect(
                began is not None and began.number < rest.number,
                f"{spawned.task} spawned task {task}, which had not begun when the loop had been"
                f" idle and {rest.subject} completed",
            )
    return met


def _context_copied(history: History) -> bool:
    """Demand that a task sees context variables as of its spawn, or as it has set them since."""
    met = False
    values: dict[str, str | None] = {}
    for each in history.run.trace:
        if each.task not in values:
            # What a handler's call or a generator sees of its caller's variables is left open.
            place = history.ownership.of(each.task)
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
                    f"task {each.task} saw context x = {each.detail}; as of its spawn and what it"
                    f" set since, it is {expected}",
                )
            case _:
                pass
    return met


MONITORS: Final[dict[str, Monitor]] = {
    **monitored({"tasks/result": _result, "tasks/called-once": _called_once}, "spawn", "await"),
    **monitored({"tasks/unawaited": _unawaited}, "spawn", "pause", failing=False, cancelling=False),
    **monitored({"tasks/context-copied": _context_copied}, "context", "spawn", "context"),
}
