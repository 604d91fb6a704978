"""Checks that several properties of chapter failures share, and what they need to know of a run."""

import re
from asyncio import CancelledError

from haiway_conformance.judgement import Run, expect
from haiway_conformance.programs.execution import described
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.scopes.checks import how

__all__ = (
    "exception_text",
    "expect_failures_surface",
    "failure_names",
    "left_as_raised",
    "surfaced_names",
    "unhandled_failures",
)

# The names of failures in the description of an exception. A member of a failure that is a group
# is described with the failure's name, and stands for it: whether groups are kept is left open.
_NAMES = re.compile(r"\berror(?:\d+| of source of \w+(?:\.\w)?)?\b")


def exception_text(error: BaseException | None) -> str:
    """Return an exception, or that there is none, in words."""
    return "None" if error is None else described(error)


def failure_names(described: str) -> set[str]:
    """Return the names of the failures that the description of an exception mentions."""
    return set(_NAMES.findall(described))


def surfaced_names(run: Run, scope: str, *, context: bool = False) -> set[str]:
    """Return the names of the failures that surfaced from a scope.

    Args:
        run: The run.
        scope: The scope.
        context: True to look along `__context__` too.
    """
    return {name for each in run.surfaced(scope, context=context) for name in failure_names(each)}


def left_as_raised(run: Run, scope: str) -> bool:
    """Return whether what the body of a scope raised left the scope as the same object.

    Of a CancelledError it need not be the same: asyncio itself may raise another one each time.

    Args:
        run: The run.
        scope: A scope whose body raised.
    """
    body, left = run.bodies[scope].error, run.raised.get(scope)
    return left is body or (isinstance(body, CancelledError) and isinstance(left, CancelledError))


def unhandled_failures(run: Run, scope: str) -> dict[str, str]:
    """Return the failures of a scope's tasks that were delivered to no code.

    Args:
        run: The run.
        scope: The scope.

    Returns:
        For the name of each failure the task that it ended.
    """
    found: dict[str, str] = {}
    for task in run.tasks_of(scope):
        failed = run.trace.first(Did.FAILED, subject=task)
        if failed is None:
            continue
        found |= dict.fromkeys(failure_names(failed.detail) - _delivered(run, task), task)
    return found


def _delivered(run: Run, task: str) -> set[str]:
    """Return the failures of a task that code got by awaiting it, or from its methods."""
    got = [
        each.detail
        for each in run.trace.of(Did.GOT, subject=task)
        if each.detail.startswith("raised")
    ]
    for method in ("result", "exception"):
        got += [each.detail for each in run.trace.of(Did.SAW, subject=f"{method}() of {task}")]
    return {name for each in got for name in failure_names(each)}


def expect_failures_surface(run: Run, scope: str, failures: dict[str, str]) -> bool:
    """Expect that failures of tasks surface from a scope's exit.

    Args:
        run: The run.
        scope: The scope.
        failures: For the name of each failure the task that it ended.

    Returns:
        True if the scope was exited, and there were failures: pass it to `run.premise`.
    """
    exited = run.exited(scope)
    if exited is None:
        return False
    surfaced = surfaced_names(run, scope)
    for name, task in failures.items():
        expect(
            name in surfaced,
            f"task {task} of scope {scope} failed with {name}, which no code has handled, but it"
            f" did not surface: the scope was exited {how(exited)}",
        )
    return bool(failures)
