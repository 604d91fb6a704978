"""One run of a program, as properties look at it: `Run`."""

from asyncio import CancelledError
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from haiway_conformance.judgement.cycles import Passage
from haiway_conformance.judgement.expectation import BadEnding
from haiway_conformance.judgement.raised import leaves, surfacing
from haiway_conformance.programs import Program
from haiway_conformance.programs.execution import Caused, Failure, Imbalance, Visit, described
from haiway_conformance.programs.operations import Spawn
from haiway_conformance.programs.script import heading
from haiway_conformance.simulated_loop import (
    HUNG,
    Aftermath,
    Deadlock,
    Did,
    Event,
    Livelock,
    Raised,
    Trace,
)

__all__ = ("ENDED", "Run")

ENDED: Final = (Did.RETURNED, Did.FAILED, Did.STOPPED, Did.CLOSED)
"""The events with which a task, a handler or a generator ends."""


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One run of a program.

    Attributes:
        program: The program.
        trace: The events.
        aftermath: Its end, and what it left behind.
        deviations: The answers of its schedule that are not the canonical ones.
        insisted: True if events completed or time passed while callbacks were ready, because the
            loop had not been idle for long.
        questions: The number of choices.
        raised: The exception that left each scope that did not exit normally, or helper that did
            not return, by its name.
        bodies: The exception that the body of each scope raised, with its `__cause__` at that time.
        visits: The calls that entered and exited resources, in order.
        refused_late: The exceptions with which `spawn` refused tasks while their scope was exited
            or failing, as it may.
        lost: What the failure of each task and body that surfaced from a scope has lost of its past
            (cause, context, traceback) by the end of the run, by who failed; empty for nothing.
        unbalanced: The stretches after which `cancelling()` was not the same as before.
        orphans: The tasks that were still alive at the end, without the program's own ones.
        passages: The ways through the implementation of the exceptions that left main, and each
            scope or helper.
        inline: The handler calls that had no asyncio task of their own, each with the task or call
            in whose asyncio task it was carried out. What is requested of that task is delivered to
            the call, as in `for each in source: await handler(each)`.
        premise: Called by the property with its premise, which it returns as a bool. A program
            meets the premise if one of these is true, in any of its runs.
    """

    program: Program
    trace: Trace
    aftermath: Aftermath
    deviations: Mapping[int, int]
    insisted: bool
    questions: int
    raised: Mapping[str, BaseException]
    bodies: Mapping[str, Caused]
    visits: tuple[Visit, ...]
    refused_late: tuple[BaseException, ...]
    lost: Mapping[str, str]
    unbalanced: tuple[Imbalance, ...]
    orphans: tuple[str, ...]
    passages: Mapping[str, Passage]
    inline: Mapping[str, str]
    premise: Callable[[object], bool]

    @property
    def hung(self) -> bool:
        """True if main did not end: nothing could run any more, or made any progress."""
        return isinstance(self.aftermath.ending, HUNG)

    @property
    def time_stands_still(self) -> bool:
        """True if time passed only when nothing else could happen."""
        return not self.deviations and not self.insisted

    @property
    def error(self) -> BaseException | None:
        """The exception that main raised; None if it raised none."""
        ending = self.aftermath.ending
        return ending.error if isinstance(ending, Raised) else None

    @property
    def scopes(self) -> list[str]:
        """The scopes that were entered, in order."""
        return [each.subject for each in self.trace.of(Did.ENTERED)]

    def tasks_of(self, scope: str) -> list[str]:
        """Return the tasks of a scope: those spawned while it was current that began."""
        return [
            each.subject
            for each in self.trace.of(Did.SPAWNING)
            if each.detail == scope and self.began(each.subject)
        ]

    def began(self, task: str) -> Event | None:
        """Return the first step of a task, or None."""
        return self.trace.first(Did.BEGAN, subject=task)

    def ended(self, task: str) -> Event | None:
        """Return the end of a task, clean-up included, or None."""
        return self.trace.first(*ENDED, subject=task)

    def exiting(self, scope: str) -> Event | None:
        """Return the end of the scope's body, or None."""
        return self.trace.first(Did.EXITING, subject=scope)

    def exited(self, scope: str) -> Event | None:
        """Return the end of the scope's exit, or None."""
        return self.trace.first(Did.EXITED, subject=scope)

    def waiting_at(self, task: str, event: Event) -> Event | None:
        """Return the wait in which a task is suspended at an event, or None."""
        last = None
        for each in self.trace:
            if each.number >= event.number:
                break
            if each.task == task:
                last = each
        return last if last is not None and last.did is Did.WAITS else None

    def seen(self, what: str, *, task: str | None = None) -> list[str]:
        """Return the values that a program saw of something, in order."""
        return [each.detail for each in self.trace.of(Did.SAW, subject=what, task=task)]

    def surfaced(self, scope: str, *, context: bool = False) -> set[str]:
        """Return the names of the program's failures that surface from a scope's exit, or a helper.

        Args:
            scope: The scope or helper.
            context: True to include failures that are reached along `__context__`.
        """
        found = surfacing(self.raised.get(scope), context=context)
        return {each.name for each in found if isinstance(each, Failure) and each.genuine}

    def left_by_late_refusals(self, scope: str) -> bool:
        """Return whether all that left a scope are refusals of tasks that it was too late for.

        A task whose `spawn` is refused, because its scope is exited already, fails with that.

        Args:
            scope: The scope.
        """
        left = [*leaves(self.raised.get(scope))]
        return bool(left) and all(any(each is late for late in self.refused_late) for each in left)

    @property
    def cancelled(self) -> bool:
        """True if main ended cancelled, or with a group in which there is nothing else."""
        return self.error is not None and all(
            isinstance(each, CancelledError) for each in leaves(self.error)
        )

    def bad_ending(self) -> BadEnding | None:
        """Return a violation if the run ended as no run may, whatever its program; else None."""
        try:
            self.must_end()
            self.must_not_raise_strangers()
        except BadEnding as violation:
            return violation
        return None

    def must_end(self) -> None:
        """Check that the program ended.

        Raises:
            BadEnding: If it hung; the sentence says which task waits for what.
        """
        ending = self.aftermath.ending
        match ending:
            case Deadlock():
                why = "nothing could run any more (deadlock)"
            case Livelock(iterations=iterations, seconds=seconds, stepping=stepping):
                who = "main went on and on" if stepping else "main made no step"
                why = (
                    f"{who} in {iterations:,} loop iterations ({seconds:g} virtual seconds)"
                    f"{'' if stepping else ' while others went on'} (livelock)"
                )
            case _:
                return
        raise BadEnding(f"the program never ends: {why}. {self.stuck()}")

    @property
    def hung_in_exit(self) -> bool:
        """True if the run hung in the exit of a scope that cancelled nothing."""
        return bool(self.hung_exits())

    def hung_exits(self) -> list[Event]:
        """Return the ends of bodies after which the scope waits for ever for what it didn't cancel.

        Such a scope is being exited, tasks of it (or of scopes within it) have not ended, and no
        task was cancelled since the exit began. This is the subject of `scopes/exit-cancels-tasks`
        and of its like for other ends of the body, and says nothing about other clauses.
        """
        if not self.hung:
            return []
        found: list[Event] = []
        for exiting in self.trace.of(Did.EXITING):
            if self.exited(exiting.subject) is not None:
                continue
            cancelled = any(
                each.did is Did.INTERRUPTED for each in self.trace[exiting.number + 1 :]
            )
            waiting = any(self.ended(each.subject) is None for each in self.trace.of(Did.SPAWNED))
            if waiting and not cancelled:
                found.append(exiting)
        return found

    def must_not_raise_strangers(self) -> None:
        """Check that every exception that left main comes from the program.

        Raises:
            BadEnding: If one left main that no operation raises.
        """
        strangers = [
            each
            for each in leaves(self.error)
            # A failure may also be reached from what is raised, along `__cause__`.
            if not any(isinstance(found, Failure) for found in surfacing(each))
            and not any(each is late for late in self.refused_late)
        ]
        if strangers:
            told = [described(each) for each in strangers]
            refused = {it.subject for it in self.trace.of(Did.REFUSED) if it.detail in told}
            spawns = [
                f"; so was refused: {heading(each)}"
                for each in self.program
                if isinstance(each, Spawn) and each.task in refused
            ]
            raise BadEnding(
                "the program ended with an exception that none of its operations raises:"
                f" {', '.join(told)}{''.join(spawns)}"
            )

    @property
    def bad_end(self) -> str:
        """Where tasks wait for ever, by their kinds, without names; empty if main ended."""
        if not self.hung:
            return ""
        found = {
            f"{_kind(each.task)} in the exit of a scope"
            for each in self.trace.of(Did.EXITING)
            if self.exited(each.subject) is None
        }
        last: dict[str, Event] = {each.task: each for each in self.trace}
        found |= {
            f"{_kind(task)} {event.did}"
            for task, event in last.items()
            if event.did not in ENDED and event.did is not Did.EXITING
        }
        return "; ".join(sorted(found))

    def stuck(self) -> str:
        """Return what each task waits for at the end, as text."""
        parts = [
            f"{each.task} is in the exit of scope {each.subject}"
            for each in self.trace.of(Did.EXITING)
            if self.exited(each.subject) is None
        ]
        parts += [
            f"{each.task} waits for helper {each.subject}"
            for each in self.trace.of(Did.HELPS)
            if self.trace.first(Did.HELPED, subject=each.subject) is None
        ]
        last: dict[str, Event] = {each.task: each for each in self.trace}
        for task, event in last.items():
            if event.did in (Did.WAITS, Did.AWAITS):
                parts.append(f"{task} waits for {event.subject}")
            elif event.did is Did.ASKS:
                parts.append(f"{task} waits for an item of {event.subject}")
            elif event.did is Did.ENTERING:
                parts.append(f"{task} is in the entry of scope {event.subject}")
        return "; ".join(parts) + "." if parts else "No operation of the program is under way."


def _kind(lane: str) -> str:
    if lane.startswith("source of "):
        return "source"
    return "handler" if lane.endswith("]") else lane if lane == "main" else "task"
