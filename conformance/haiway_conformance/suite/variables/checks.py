"""Read lookups of variables off a run: who found which value, and who had set it.

What a task sets is to be seen by that task alone. All values set in a program differ, so a value
found by another task tells which task set it; how the two are related decides which clause is
broken.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from haiway_conformance.judgement import Run, expect
from haiway_conformance.simulated_loop import Did, Event

__all__ = (
    "Lookup",
    "found_only_own_values",
    "lookups",
    "set_before",
    "task_that_set",
)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A lookup of a variable.

    Attributes:
        event: The event in the trace; its detail is what was found.
        own: The values that the same task had set by then in the same scope, in order.
    """

    event: Event
    own: tuple[str, ...]

    @property
    def value(self) -> str | None:
        """The value found; None if the variable was unset, and so if a default was found."""
        value = self.event.detail
        return None if value == "None" or value.startswith("default") else value

    def __str__(self) -> str:
        return f"{self.event.task} saw {self.event.subject} = {self.event.detail}"


def lookups(run: Run) -> Iterator[Lookup]:
    """Yield all lookups of variables in a run, in order."""
    own: dict[tuple[str, str, str], tuple[str, ...]] = {}
    scopes: dict[str, list[str]] = {}
    for event in run.trace:
        inside = scopes.setdefault(event.task, [""])
        key = (event.task, inside[-1], event.subject)
        if event.did is Did.ENTERED:
            inside.append(event.subject)
        elif event.did is Did.EXITED and inside[-1] == event.subject:
            inside.pop()
        elif event.did is Did.SET:
            own[key] = (*own.get(key, ()), event.detail)
        elif event.did is Did.SAW and event.subject.startswith("variable"):
            yield Lookup(event, own.get(key, ()))


def task_that_set(run: Run, value: str | None) -> str | None:
    """Return the task that set a variable to a value; None if no task did."""
    event = next((each for each in run.trace.of(Did.SET) if each.detail == value), None)
    return event.task if event else None


def set_before(run: Run, lookup: Lookup) -> set[str]:
    """Return the tasks that had set the variable before a lookup."""
    return {
        each.task
        for each in run.trace.of(Did.SET, subject=lookup.event.subject)
        if each.number < lookup.event.number
    }


def found_only_own_values(run: Run) -> None:
    """Demand that each lookup found what its own task, handler or generator had set last."""
    for lookup in lookups(run):
        expected = lookup.own[-1] if lookup.own else None
        expect(
            lookup.value == expected,
            f"{lookup}; all that it had set itself: {expected or 'nothing'}"
            + (f"; that was set by {task_that_set(run, lookup.value)}" if lookup.value else "")
            + (_since(run, lookup) if lookup.own and not lookup.value else ""),
        )


def _since(run: Run, lookup: Lookup) -> str:
    """Describe what the task did between setting the variable and finding it unset, if anything."""
    done = [
        each
        for each in run.trace[: lookup.event.number]
        if each.task == lookup.event.task and each.did is not Did.SAW
    ]
    return "" if done[-1].did is Did.SET else f"; since then: {done[-1].in_words}"
