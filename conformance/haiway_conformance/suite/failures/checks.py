"""What several properties ask about the failures of a scope's tasks."""

import re

from haiway_conformance.judgement import Run, expect
from haiway_conformance.simulation import Did

__all__ = (
    "all_surface",
    "named",
    "unhandled",
)

# The names of failures in the description of an exception. A member of a failure that is a group
# is described with the failure's name, and stands for it: whether groups are kept is left open.
_NAMES = re.compile(r"\berror(?:\d+| of source of \w+(?:\.\w)?)?\b")


def named(described: str) -> set[str]:
    """The names of the failures that a description of an exception mentions."""
    return set(_NAMES.findall(described))


def unhandled(run: Run, scope: str) -> dict[str, str]:
    """The failures of a scope's tasks that were delivered to nobody.

    Args:
        run: The run.
        scope: The scope.

    Returns:
        For each failure's name the task that it ended.
    """
    found: dict[str, str] = {}
    for task in run.tasks_of(scope):
        failed = run.trace.first(Did.FAILED, subject=task)
        if failed is None:
            continue
        found |= dict.fromkeys(named(failed.detail) - _told(run, task), task)
    return found


def _told(run: Run, task: str) -> set[str]:
    """The failures of a task that somebody got: by awaiting it, or by asking it."""
    got = [
        each.detail
        for each in run.trace.of(Did.GOT, subject=task)
        if each.detail.startswith("raised")
    ]
    for method in ("result", "exception"):
        got += [each.detail for each in run.trace.of(Did.SAW, subject=f"{method}() of {task}")]
    return {name for each in got for name in named(each)}


def all_surface(run: Run, scope: str, failures: dict[str, str]) -> bool:
    """Demand that failures of tasks surface from a scope's exit.

    Args:
        run: The run.
        scope: The scope.
        failures: For each failure's name the task that it ended.

    Returns:
        Whether there were any, and an exit.
    """
    exited = run.exited(scope)
    if exited is None:
        return False
    surfaced = {found for name in run.surfaced(scope) for found in named(name)}
    for name, task in failures.items():
        expect(
            name in surfaced,
            f"task {task} of scope {scope} failed with {name}, which nobody has handled, but it"
            f" did not surface: the scope was exited {_how(exited.detail)}",
        )
    return bool(failures)


def _how(detail: str) -> str:
    return detail if detail == "normally" else f"with {detail}"
