"""Make a violation as small as possible, program and schedule together: `shrunk`.

A property that knows its program may be wrong about a smaller one: its expectation may rely on what
was taken away. So the property is asked about each smaller program with the *oracle* too, a right
implementation, which has to meet its premise there and keep the clause. A monitor of random
programs holds for every program, and needs no oracle.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from haiway_conformance.judgement.expectation import BadEnding, Violation
from haiway_conformance.judgement.reduction import reduced
from haiway_conformance.judgement.run import Run
from haiway_conformance.programs import Program
from haiway_conformance.simulation import Canonical, Choices, Livelock, RandomWalk, ReplayChoices

__all__ = ("Attempt", "Attempting", "Shrunk", "shrunk")

# In loop iterations: about a quarter of a minute.
BUDGET: Final = 1_000_000

# The number of random schedules under which a smaller program is tried, after the canonical one and
# the one under which the violation was found.
WALKS: Final = 4


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


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A violation, made as small as possible.

    Attributes:
        run: The run that violates.
        violation: The violation that the property raised in it.
        minimal: True if no operation and no deviation can be taken away from it; False if the
            budget ran out before that was known.
    """

    run: Run
    violation: Violation
    minimal: bool


type Attempting = Callable[[Program, Choices], Attempt]
"""Asks a property about a program under a schedule."""


def shrunk(
    run: Run,
    violation: Violation,
    attempt: Attempting,
    *,
    oracle: Attempting | None = None,
    seed: int,
    budget: int = BUDGET,
) -> Shrunk:
    """Make program and schedule of a violation as small as possible.

    Args:
        run: The run that violates.
        violation: The violation.
        attempt: Asks the property, with the implementation.
        oracle: Asks the property, with the oracle, which has to keep the clause in every smaller
            program; None if the property holds for every program.
        seed: The seed of random schedules.
        budget: The budget, in loop iterations of all runs together.

    Returns:
        The smallest run that was found. A run that ends badly never replaces one in which the
        property itself found something, which says more.
    """
    shrinker = _Shrinker(run, violation, attempt, oracle, seed=seed, budget=budget)
    while shrinker.smaller():
        pass
    return Shrunk(shrinker.run, shrinker.violation, minimal=shrinker.within_budget)


class _Shrinker:
    def __init__(
        self,
        run: Run,
        violation: Violation,
        attempt: Attempting,
        oracle: Attempting | None,
        *,
        seed: int,
        budget: int,
    ) -> None:
        self.run, self.violation = run, violation
        self._attempt = attempt
        self._oracle = oracle
        self._seed = seed
        self._left = budget
        self._in_vain: set[tuple[Program, frozenset[tuple[int, int]]]] = set()

    @property
    def within_budget(self) -> bool:
        """True if something is left of the budget."""
        return self._left > 0

    def smaller(self) -> bool:
        """Take away what can be taken away, and return True if that was anything."""
        program, deviations = self.run.program, self.run.deviations
        reduced(program, self._still)
        for deviation in sorted(self.run.deviations):
            kept = _without(self.run.deviations, deviation)
            if deviation in self.run.deviations and self.within_budget:
                self._accept(self._try(self._attempt, self.run.program, ReplayChoices(kept)))
        return self.within_budget and (self.run.program, self.run.deviations) != (
            program,
            deviations,
        )

    def _still(self, program: Program) -> bool:
        tried = program, frozenset(self.run.deviations.items())
        if tried in self._in_vain:
            return False
        same = ReplayChoices(self.run.deviations)
        asked = False
        for choices in (Canonical(), same, *self._walks()):
            if not self.within_budget:
                return False
            attempt = self._try(self._attempt, program, choices)
            if self._accept(attempt):
                return True
            asked = asked or attempt.met or attempt.violation is not None
            # Other schedules would run on as well, or would not meet the premise either.
            if attempt.runs_on or (choices is same and not asked):
                break
        self._in_vain.add(tried)
        return False

    def _walks(self) -> list[Choices]:
        return [RandomWalk(self._seed * 1_000_003 + index) for index in range(1, WALKS + 1)]

    def _accept(self, attempt: Attempt) -> bool:
        """Make an attempt the smallest run so far, if it shows as much as the one before."""
        if attempt.run is None or attempt.violation is None:
            return False
        if isinstance(attempt.violation, BadEnding) and not isinstance(self.violation, BadEnding):
            return False
        if self._oracle is not None and not self._kept_by(self._oracle, attempt.run):
            return False
        self.run, self.violation = attempt.run, attempt.violation
        return True

    def _kept_by(self, oracle: Attempting, run: Run) -> bool:
        """Return True if the oracle meets the premise in a run's program, and keeps the clause."""
        met = False
        for choices in (Canonical(), ReplayChoices(run.deviations), *self._walks()):
            attempt = self._try(oracle, run.program, choices)
            if attempt.run is None or attempt.violation is not None:
                return False
            met = met or attempt.met
        return met

    def _try(self, asking: Attempting, program: Program, choices: Choices) -> Attempt:
        attempt = asking(program, choices)
        self._left -= 1 if attempt.run is None else 1 + attempt.run.trace[-1].iteration
        return attempt


def _without(deviations: Mapping[int, int], left_out: int) -> dict[int, int]:
    return {at: to for at, to in deviations.items() if at != left_out}
