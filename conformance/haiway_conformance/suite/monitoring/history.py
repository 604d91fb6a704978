"""A run's trace, with what is current at each event: `History`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from haiway_conformance.judgement import Run
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Wait
from haiway_conformance.programs.places import Places
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.monitoring.theme import Piece, Theme

__all__ = (
    "History",
    "Monitor",
    "monitored",
)


@lru_cache(maxsize=1)
def _places(program: Program) -> Places:
    """Where the parts are; all runs of one program come one after the other."""
    return Places(program)


class History:
    """What monitors look at.

    Args:
        run: The run.

    Attributes:
        run: The run.
        places: Where its program's parts are.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.places = _places(run.program)

    @cached_property
    def _current(self) -> list[str | None]:
        stacks: dict[str, list[str | None]] = {}
        current: list[str | None] = []
        for each in self.run.trace:
            if each.task not in stacks:
                stacks[each.task] = [self.places.scope_of(each.task)]
            stack = stacks[each.task]
            current.append(stack[-1])
            if each.did is Did.ENTERED:
                stack.append(each.subject)
            elif each.did is Did.EXITED and stack[-1] == each.subject:
                stack.pop()
        return current

    def current(self, event: Event) -> str | None:
        """The scope that is current, by the specification, for who does what an event says.

        Of the entry of a scope it is the scope around it; until its exit is complete, the scope.
        """
        return self._current[event.number]

    @cached_property
    def failures(self) -> list[Event]:
        """All ends by an exception, of whatever."""
        return self.run.trace.of(Did.FAILED)

    @cached_property
    def requests(self) -> list[Event]:
        """All requests of the program."""
        return self.run.trace.of(Did.REQUESTS)

    @cached_property
    def idle_points(self) -> frozenset[str]:
        """The points that complete only when nothing else can run."""
        return frozenset(
            each.point
            for each in self.run.program
            if isinstance(each, Wait) and each.until == "idle"
        )

    def tasks(self) -> list[str]:
        """The spawned tasks that began."""
        spawned = [each.subject for each in self.run.trace.of(Did.SPAWNING)]
        return [each for each in spawned if self.run.began(each)]

    def is_task(self, frame: str) -> bool:
        """Whether something is a spawned task."""
        return self.run.trace.first(Did.SPAWNING, subject=frame) is not None

    def is_leaf(self, frame: str) -> bool:
        """Whether a task only waits: it neither awaits, reads, spawns nor enters anything."""
        return not any(
            each.task == frame
            for each in self.run.trace.of(
                Did.AWAITS, Did.ASKS, Did.SPAWNING, Did.ENTERING, Did.HELPS, Did.OPENS
            )
        )

    def open_at(self, scope: str, number: int) -> bool:
        """Whether a scope had been entered, and not been exited, at an event."""
        entering = self.run.trace.first(Did.ENTERING, subject=scope)
        exited = self.run.exited(scope)
        return (
            entering is not None
            and entering.number < number
            and (exited is None or exited.number > number)
        )

    def exiting_by(self, scope: str, number: int) -> bool:
        """Whether the body of a scope had ended at an event."""
        exiting = self.run.exiting(scope)
        return exiting is not None and exiting.number < number

    def failing_by(self, scope: str, number: int) -> bool:
        """Whether a task of a scope had failed at an event."""
        return any(
            each.number < number
            and self.places.scope_of(each.subject) == scope
            and self.is_task(each.subject)
            for each in self.failures
        )


@dataclass(frozen=True, slots=True)
class Monitor:
    """How a clause is watched.

    Attributes:
        holds: Demand what the clause says of a run; return whether it said anything of that one.
        theme: What the programs are about in which it often does.
    """

    holds: Callable[[History], bool]
    theme: Theme


def monitored(
    checks: Mapping[str, Callable[[History], bool]],
    *always: Piece,
    failing: bool | None = None,
    stopping: bool | None = None,
) -> dict[str, Monitor]:
    """Say what programs several clauses are watched in.

    Args:
        checks: Their checks, by the clauses' ids.
        always: What is drawn in each of them.
        failing: Whether anything fails; None for in half of the programs.
        stopping: Whether anybody is asked to stop; None likewise.
    """
    theme = Theme(failing, stopping, always)
    return {clause: Monitor(holds, theme) for clause, holds in checks.items()}
