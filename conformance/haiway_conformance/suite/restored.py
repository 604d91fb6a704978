"""What several properties ask of a scope after one within it, or before it, has been exited."""

from haiway_conformance.judgement import Run, expect
from haiway_conformance.simulation import Did

__all__ = ("owns_what_it_owned", "sees_what_it_saw", "was_left_alone")


def sees_what_it_saw(run: Run, scope: str, inner: str) -> None:
    """Demand that a scope's body sees the same before and after a scope within it.

    Args:
        run: The run.
        scope: The scope.
        inner: The one within it.
    """
    body, entered, exited = (
        run.trace.first(Did.ENTERED, subject=scope),
        run.trace.first(Did.ENTERING, subject=inner),
        run.exited(inner),
    )
    exiting = run.exiting(scope)
    if not (body and entered and exited and exiting):
        return
    for what in ("state A", "log"):
        seen = run.trace.of(Did.SAW, subject=what, task=body.task)
        before = [each.detail for each in seen if body.number < each.number < entered.number]
        after = [each.detail for each in seen if exited.number < each.number < exiting.number]
        expect(
            not (before and after) or before[-1] == after[0],
            f"in scope {scope}, {what} was {before[-1:]} before scope {inner} within it, and"
            f" {after[:1]} after {inner} had been exited ({exited.detail})",
        )


def owns_what_it_owned(run: Run, scope: str, before: str, after: str) -> None:
    """Demand that what is spawned after a scope within another belongs to the other as before.

    Args:
        run: The run.
        scope: The outer scope.
        before: A task that was spawned in it before, and ends at its exit only.
        after: One that was spawned after.
    """
    # A scope that does not even keep what was spawned before had nothing to restore.
    if _is_left_alone(run, scope, before):
        was_left_alone(run, scope, after)
    failing = any(run.trace.of(Did.FAILED, subject=each) for each in run.tasks_of(scope))
    refused = run.trace.first(Did.REFUSED, subject=after)
    expect(
        refused is None or failing or run.trace.first(Did.REFUSED, subject=before),
        f"scope {scope} took task {before}, but, after a scope within it had been exited, refused"
        f" task {after} with {refused.detail if refused else ''}",
    )
    exited, kept, ended = run.exited(scope), run.ended(before), run.ended(after)
    if exited and run.began(after) and kept and kept.number < exited.number:
        expect(
            ended is not None and ended.number < exited.number,
            f"scope {scope} was exited before its task {after} had ended; that task was spawned"
            f" after a scope within {scope} had been exited, and {before}, spawned before it, was"
            " waited for",
        )


def was_left_alone(run: Run, scope: str, task: str) -> None:
    """Demand that a task of a scope none of whose tasks failed runs on until its exit.

    Args:
        run: The run.
        scope: The scope.
        task: The task.
    """
    # A scope one of whose tasks failed may end the others at once.
    failing = any(run.trace.of(Did.FAILED, subject=each) for each in run.tasks_of(scope))
    expect(
        failing or _is_left_alone(run, scope, task),
        f"task {task}, spawned in scope {scope} after another scope had been exited, was ended"
        f" while the body of {scope} was still running",
    )


def _is_left_alone(run: Run, scope: str, task: str) -> bool:
    exiting, ended = run.exiting(scope), run.ended(task)
    return ended is None or (exiting is not None and ended.number > exiting.number)
