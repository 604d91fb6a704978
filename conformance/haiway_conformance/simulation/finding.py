"""Find out if anything is wrong with a run: `Finding`, `finding_in`."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from haiway_conformance.simulated_loop import HUNG, Aftermath, Deadlock, Livelock, Raised, Returned
from haiway_conformance.simulation.members import members_of
from haiway_conformance.simulation.names import MAIN
from haiway_conformance.simulation.places import Place, raised_at
from haiway_conformance.simulation.program_loop import InvariantBroken
from haiway_conformance.simulation.settings import Leak

__all__ = ("Finding", "Kind", "Left", "finding_in")

# Of the exceptions in a group, so many are told.
_TOLD: Final = 3

# A program that is run by `asyncio.run` ends like this when Ctrl-C is pressed.
_INTERPRETER_EXITS = (KeyboardInterrupt, SystemExit)


class Kind(StrEnum):
    """The kinds of things that can be wrong with a run."""

    RAISED = "raised"
    """The main coroutine raised."""

    INVARIANT = "invariant"
    """An invariant did not hold after a step."""

    DEADLOCK = "deadlock"
    """Nothing could ever run again, and the main coroutine had not ended."""

    LIVELOCK = "livelock"
    """The program ran on and on, and the main coroutine did not end."""

    STARVATION = "starvation"
    """A timer fired late, because a step did not return for a while."""

    LEAK = "leak"
    """Something was left when the main coroutine had ended."""


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """Something that is wrong with a run.

    Attributes:
        kind: What kind of thing it is.
        sentence: What is wrong, as a sentence without a full stop.
        error: The exception that the program raised; None for none.
        what: What a smaller schedule has to show, to show the same thing.
    """

    kind: Kind
    sentence: str
    error: BaseException | None = None
    what: str = ""

    def is_like(self, other: "Finding | None") -> bool:
        """Tell if another finding is the same thing, perhaps with other names and numbers.

        Args:
            other: The other finding; None for none.
        """
        return other is not None and (self.kind, self.what) == (other.kind, other.what)


@dataclass(frozen=True, slots=True)
class Left:
    """The things that a run left behind, beside those that its `Aftermath` tells.

    Attributes:
        tasks: The tasks that have not ended: their names, and where they are suspended.
        generators: The names of asynchronous generators that are neither exhausted nor closed.
        swallowed: The names of tasks that were asked to stop, and returned.
        late: Says which timers fired late, and why.
    """

    tasks: tuple[str, ...] = ()
    generators: tuple[str, ...] = ()
    swallowed: tuple[str, ...] = ()
    late: tuple[str, ...] = ()


def finding_in(
    aftermath: Aftermath, left: Left, allowed: Collection[Leak], *, asked_to_stop: bool
) -> Finding | None:
    """Return what is wrong with a run; None if nothing is.

    Args:
        aftermath: How it ended, and what it left.
        left: What else it left.
        allowed: What it may leave.
        asked_to_stop: True if a task was cancelled from outside in it.
    """
    ending = aftermath.ending
    if isinstance(ending, HUNG):
        return _hung(ending)
    if isinstance(ending, Raised):
        error = ending.error
        if isinstance(error, _INTERPRETER_EXITS):
            raise error
        if isinstance(error, InvariantBroken):
            return _broken(error)
        # Who is asked to stop, and whoever waits for it, ends with CancelledError.
        if not (asked_to_stop and isinstance(error, asyncio.CancelledError)):
            return _raised(error)
    if left.late:
        return Finding(Kind.STARVATION, left.late[0])
    leaks = dict(_leaks(aftermath, left, returned=isinstance(ending, Returned)))
    leaks = {each: said for each, said in leaks.items() if each not in allowed}
    if not leaks:
        return None
    sentence = f"when the main coroutine had ended, there was left: {'; '.join(leaks.values())}"
    return Finding(Kind.LEAK, sentence, what=", ".join(leaks))


def described(error: BaseException, place: Place | None = None) -> str:
    """Return an exception as text, even if it cannot be written.

    Args:
        error: The exception.
        place: Where it was raised; None to leave that out.
    """
    try:
        text = str(error)
    except Exception:  # noqa: BLE001 - any exception class may come from the program
        text = "whose `__str__` raises"
    name = type(error).__name__
    where = f" ({place.in_words})" if place else ""
    return f"{name}{where}: {text}" if text else f"{name}{where}"


def _raised(error: BaseException) -> Finding:
    name = type(error).__name__
    members = list(members_of(error))
    said = "; ".join(described(each, raised_at(each)) for each in members[:_TOLD])
    if len(members) > _TOLD:
        said += f"; and {len(members) - _TOLD} more"
    what = ", ".join(sorted({type(each).__name__ for each in members}))
    if members == [error]:
        return Finding(Kind.RAISED, f"{MAIN} raises {said}", error, what)
    return Finding(Kind.RAISED, f"{MAIN} raises {name} of {said}", error, f"{name} of {what}")


def _hung(ending: Deadlock | Livelock) -> Finding:
    if isinstance(ending, Deadlock):
        return Finding(Kind.DEADLOCK, "nothing can ever run again, and the program has not ended")
    who = "the main coroutine" if ending.stepping else "the program"
    return Finding(
        Kind.LIVELOCK,
        f"{who} runs on and on, and does not end: {ending.iterations:,} loop iterations without an"
        f" end, {ending.seconds:g} virtual seconds (see `iterations`)",
    )


def _broken(error: InvariantBroken) -> Finding:
    said = f": {described(error.said)}" if error.said is not None else ", it returned False"
    return Finding(
        Kind.INVARIANT, f"the invariant {error.name} does not hold{said}", error.said, error.name
    )


def _leaks(aftermath: Aftermath, left: Left, *, returned: bool) -> Iterator[tuple[Leak, str]]:
    if left.tasks:
        yield Leak.TASKS, f"tasks that have not ended ({'; '.join(left.tasks)})"
    elif aftermath.timers and returned:
        # A task that has not ended may have set a timer, too.
        yield Leak.TIMERS, f"timers that are set ({aftermath.timers})"
    if left.generators and not left.tasks:
        yield Leak.GENERATORS, f"generators that are not closed ({', '.join(left.generators)})"
    if aftermath.unretrieved:
        yield Leak.EXCEPTIONS, f"complaints of asyncio ({_counted(aftermath.unretrieved)})"
    if aftermath.never_awaited:
        yield Leak.COROUTINES, f"warnings of Python ({_counted(aftermath.never_awaited)})"
    if left.swallowed:
        yield (
            Leak.REQUESTS,
            f"requests to cancel that were swallowed ({', '.join(left.swallowed)} returned)",
        )


def _counted(told: tuple[str, ...]) -> str:
    return "; ".join(
        f"{sentence}, {times:,} times" if times > 1 else sentence
        for sentence, times in Counter(told).items()
    )
