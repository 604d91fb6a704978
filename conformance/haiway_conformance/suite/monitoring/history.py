"""The trace of a run, with the scope that is current at each event: `History`."""

from functools import cached_property, lru_cache

from haiway_conformance.judgement import Run
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Catch,
    Fail,
    HelperCall,
    Merge,
    Open,
    Operation,
    Source,
    Wait,
)
from haiway_conformance.programs.ownership import Ownership
from haiway_conformance.simulated_loop import Did, Event

__all__ = ("History",)


@lru_cache(maxsize=1)
def _ownership(program: Program) -> Ownership:
    """Find the parts of a program; the runs of one program follow one another, so one is kept."""
    return Ownership(program)


def _sources(operation: Operation) -> tuple[Source, ...]:
    """Return the sources that an operation reads, or has read."""
    match operation:
        case HelperCall() | Open():
            return (operation.source,)
        case Merge():
            return operation.sources
        case _:
            return ()


class History:
    """A run as monitors see it.

    Args:
        run: The run.

    Attributes:
        run: The run.
        ownership: Which task and scope each part of its program belongs to.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.ownership = _ownership(run.program)

    @cached_property
    def _current(self) -> list[str | None]:
        stacks: dict[str, list[str | None]] = {}
        current: list[str | None] = []
        for each in self.run.trace:
            if each.task not in stacks:
                stacks[each.task] = [self.ownership.scope_of(each.task)]
            stack = stacks[each.task]
            current.append(stack[-1])
            if each.did is Did.ENTERED:
                stack.append(each.subject)
            elif each.did is Did.EXITED and stack[-1] == each.subject:
                stack.pop()
        return current

    def current(self, event: Event) -> str | None:
        """Return the scope that, by the specification, is current for the task of an event.

        It is the scope itself until its exit is complete, but the scope around it as it is entered.
        """
        return self._current[event.number]

    @cached_property
    def has_unique_names(self) -> bool:
        """True if the run made no two tasks, scopes, streams or helper calls of one name.

        Operations that are carried out again and again, in a loop or for each item of a generator,
        make several.
        """
        made = [
            (did, each.subject)
            for did in (Did.SPAWNING, Did.ENTERING, Did.OPENS, Did.HELPS)
            for each in self.run.trace.of(did)
        ]
        return len(set(made)) == len(made)

    @cached_property
    def failures(self) -> list[Event]:
        """All events in which a task, call, generator or anything else ended by an exception."""
        return self.run.trace.of(Did.FAILED)

    @cached_property
    def requests(self) -> list[Event]:
        """All requests to cancel that the program made."""
        return self.run.trace.of(Did.REQUESTS)

    @cached_property
    def catches_cancellation(self) -> bool:
        """True if the program itself catches a cancellation somewhere, and goes on."""
        return any(
            isinstance(each, Catch) and each.what == "cancellation" for each in self.run.program
        )

    @cached_property
    def raises_cancellation(self) -> bool:
        """True if the program itself raises CancelledError somewhere, without any request."""
        return any(
            (isinstance(each, Fail) and each.kind == "cancelled")
            or any(source.error == "cancelled" for source in _sources(each))
            for each in self.run.program
        )

    @cached_property
    def exits_interpreter(self) -> bool:
        """True if the program raises KeyboardInterrupt or SystemExit somewhere."""
        return any(
            isinstance(each, Fail) and each.kind in ("interrupt", "exit")
            for each in self.run.program
        )

    @cached_property
    def idle_events(self) -> frozenset[str]:
        """The external events that complete only when nothing else can run."""
        return frozenset(
            each.event
            for each in self.run.program
            if isinstance(each, Wait) and each.until == "idle"
        )

    def tasks(self) -> list[str]:
        """Return the spawned tasks that began."""
        spawned = [each.subject for each in self.run.trace.of(Did.SPAWNING)]
        return [each for each in spawned if self.run.began(each)]

    def is_task(self, frame: str) -> bool:
        """Return whether the name is that of a spawned task."""
        return self.run.trace.first(Did.SPAWNING, subject=frame) is not None

    def is_spawned_by_a_resource(self, task: str) -> bool:
        """Return whether a task is spawned as a resource is entered or exited."""
        place = self.ownership.of(task)
        resources = {each.task for each in self.run.trace.of(Did.RESOURCE_ENTERING)}
        return place is not None and place.frame in resources

    def is_leaf(self, frame: str) -> bool:
        """Return whether a task awaits, reads, spawns, calls, opens and enters nothing."""
        return not any(
            each.task == frame
            for each in self.run.trace.of(
                Did.AWAITS, Did.ASKS, Did.SPAWNING, Did.ENTERING, Did.HELPS, Did.OPENS
            )
        )

    def open_at(self, scope: str, number: int) -> bool:
        """Return whether the entry of a scope had begun, and its exit not ended, at an event."""
        entering = self.run.trace.first(Did.ENTERING, subject=scope)
        exited = self.run.exited(scope)
        return (
            entering is not None
            and entering.number < number
            and (exited is None or exited.number > number)
        )

    def exiting_by(self, scope: str, number: int) -> bool:
        """Return whether a scope had begun to exit, or to fail to enter, before an event."""
        left = self.run.exiting(scope)
        if left is None and self.run.exited(scope) is not None:
            left = self.run.trace.first(Did.ENTERING, subject=scope)
        return left is not None and left.number < number

    def failing_by(self, scope: str, number: int) -> bool:
        """Return whether a task of a scope had failed before an event."""
        return any(
            each.number < number
            and self.ownership.scope_of(each.subject) == scope
            and self.is_task(each.subject)
            for each in self.failures
        )
