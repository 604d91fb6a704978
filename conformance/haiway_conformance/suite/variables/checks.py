"""Variables: what a task sets is seen by that task alone.

All values set in a program differ, so a value that is seen where it should not be tells who had
set it; which clause that breaks follows from how the two tasks are related.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from haiway_conformance.judgement import Run, expect
from haiway_conformance.simulation import Did, Event

__all__ = (
    "looks_in",
    "own_values_only",
    "set_before",
    "task_that_set",
)


@dataclass(frozen=True, slots=True)
class Look:
    """A variable that was looked up.

    Attributes:
        event: The event.
        own: All that the same task had set the variable to by then, in the same scope, in order.
    """

    event: Event
    own: tuple[str, ...]

    @property
    def value(self) -> str | None:
        """The value seen; None for none, which a default also stands for."""
        value = self.event.detail
        return None if value == "None" or value.startswith("default") else value

    def __str__(self) -> str:
        return f"{self.event.task} saw {self.event.subject} = {self.event.detail}"


def looks_in(run: Run) -> Iterator[Look]:
    """Yield the lookups of variables in a run."""
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
            yield Look(event, own.get(key, ()))


def task_that_set(run: Run, value: str) -> str | None:
    """Return the task that set a variable to a value, or None."""
    event = next((each for each in run.trace.of(Did.SET) if each.detail == value), None)
    return event.task if event else None


def set_before(run: Run, look: Look) -> set[str]:
    """The tasks that had set the variable by the time that somebody looked."""
    return {
        each.task
        for each in run.trace.of(Did.SET, subject=look.event.subject)
        if each.number < look.event.number
    }


def _since(run: Run, look: Look) -> str:
    """What a task did last, if that was not to set something, before it found a variable unset."""
    done = [
        each
        for each in run.trace[: look.event.number]
        if each.task == look.event.task and each.did is not Did.SAW
    ]
    return "" if done[-1].did is Did.SET else f"; since then: {done[-1].in_words}"


def own_values_only(run: Run) -> None:
    """Demand that each lookup found what its own task, handler or generator had set last."""
    for look in looks_in(run):
        expected = look.own[-1] if look.own else None
        expect(
            look.value == expected,
            f"{look}; all that it had set itself: {expected or 'nothing'}"
            + (f"; that was set by {task_that_set(run, look.value)}" if look.value else "")
            + (_since(run, look) if look.own and not look.value else ""),
        )
