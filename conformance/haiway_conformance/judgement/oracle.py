"""Right implementations that are asked whether a program shows something illegal: `Oracle`.

An implementation is charged only with what it adds. Where a right implementation violates a
property in the same program, the property asks for more than its clause says there, or the program
is one for which the property is not made: nothing is proved by it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from haiway_conformance.adapter import Adapter, capabilities
from haiway_conformance.judgement.expectation import Violation
from haiway_conformance.judgement.run import Run
from haiway_conformance.programs import Program
from haiway_conformance.simulated_loop import (
    Canonical,
    Choices,
    Livelock,
    RandomWalk,
    ReplayChoices,
)

__all__ = ("WALKS", "Attempt", "Attempting", "Oracle", "oracles_for", "schedules_around")

WALKS = 4
"""The number of random schedules under which a program is tried, beside the canonical one and the
one under which the violation was found."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The outcome of asking a property about one program under one schedule.

    Attributes:
        run: The last run; None if there was none, or if the property raised something else than a
            violation.
        violation: The violation that the property raised; None if it raised none.
        met: True if its premise was met.
    """

    run: Run | None
    violation: Violation | None
    met: bool

    @property
    def runs_on(self) -> bool:
        """True if the run was given up because it went on and on."""
        return self.run is not None and isinstance(self.run.aftermath.ending, Livelock)

    @property
    def leaves_no_choice(self) -> bool:
        """True if the run, and so any other one of its program, had no choices."""
        return self.run is not None and not self.run.questions


type Attempting = Callable[[Program, Choices], Attempt]
"""Asks a property about a program under a schedule."""


@dataclass(frozen=True, slots=True)
class Oracle:
    """A right implementation, of which a property can be asked.

    Attributes:
        name: Its name.
        capabilities: Its capabilities. It says nothing about a program that needs others.
        attempt: Asks the property, with this implementation.
    """

    name: str
    capabilities: frozenset[str]
    attempt: Attempting

    def answers(self, run: Run, seed: int) -> Iterable[Attempt]:
        """Ask about the program of a run, under that run's schedule and some others.

        Args:
            run: The run.
            seed: The seed of the random schedules.

        Yields:
            The answers; none if the program needs a capability that it lacks. Only one if the
            implementation left the schedule nothing to choose.
        """
        if run.program.needs <= self.capabilities:
            for choices in schedules_around(run, seed):
                answer = self.attempt(run.program, choices)
                yield answer
                if answer.leaves_no_choice:
                    return


def oracles_for(
    adapters: Iterable[Adapter], asking: Callable[[Adapter], Attempting], clause: str
) -> Sequence[Oracle]:
    """Make oracles of right implementations.

    Args:
        adapters: The implementations.
        asking: Makes the function that asks the property with one of them.
        clause: The id of the clause that is judged; empty if it is not known. An implementation
            that names it in `unmet`, because it need not keep it, is no oracle.
    """
    return [
        Oracle(each.name or type(each).__name__, capabilities(each), asking(each))
        for each in adapters
        if clause not in getattr(each, "unmet", ())
    ]


def schedules_around(run: Run, seed: int) -> Iterable[Choices]:
    """Yield the canonical schedule, that of a run, and some random ones.

    Args:
        run: The run.
        seed: The seed of the random ones.
    """
    yield Canonical()
    yield ReplayChoices(run.deviations)
    for index in range(1, WALKS + 1):
        yield RandomWalk(seed * 1_000_003 + index)
