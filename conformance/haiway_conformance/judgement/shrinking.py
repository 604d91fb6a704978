"""Make a violation as small as it can be, program and schedule together: `shrunk`.

What is taken away from a program may be what made the property right in asking what it asks. A
monitor of whole programs asks nothing of that kind. Every other property is asked about the smaller
program for the *control* too, a right implementation: what is shown is a program in which the
property's premise is met there, and all is well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from haiway_conformance.judgement.expectation import BadEnding, Violation
from haiway_conformance.judgement.reduction import reduced
from haiway_conformance.judgement.run import Run
from haiway_conformance.programs import Program
from haiway_conformance.simulation import Canonical, Choices, Livelock, RandomWalk, Tape

__all__ = ("Attempt", "Shrunk", "Trying", "shrunk")

# In loop iterations: a quarter of a minute.
BUDGET: Final = 1_000_000

# Under so many random schedules a smaller program is tried, after the canonical one and the one
# under which the violation was found.
WALKS: Final = 4


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of a property that was asked about one program under one schedule.

    Attributes:
        run: The last run; None if it came to none.
        violation: What the property raised; None if nothing, or something that is no violation.
        met: Whether its premise was met.
    """

    run: Run | None
    violation: Violation | None
    met: bool

    @property
    def runs_on(self) -> bool:
        """Whether it was given up because it went on and on."""
        return self.run is not None and isinstance(self.run.aftermath.ending, Livelock)


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A violation that was made smaller.

    Attributes:
        run: The run that violates.
        violation: What the property raised in it.
        minimal: Whether no operation and no deviation can be taken away from it; False if the
            budget ran out before that was sure.
    """

    run: Run
    violation: Violation
    minimal: bool


class Trying(Protocol):
    """Asks the property about a program."""

    def __call__(self, program: Program, choices: Choices, *, control: bool = False) -> Attempt:
        """Ask.

        Args:
            program: The program.
            choices: Its schedule.
            control: Whether the control carries it out, instead of the implementation.
        """
        ...


def shrunk(
    run: Run,
    violation: Violation,
    trying: Trying,
    *,
    seed: int,
    controlled: bool,
    budget: int = BUDGET,
) -> Shrunk:
    """Make program and schedule of a violation smaller, as long as it is one.

    Args:
        run: The run that violates.
        violation: What the property raised.
        trying: Asks the property.
        seed: Random schedules follow from it.
        controlled: Whether the control has to keep the clause in what is shown.
        budget: What it may take, in loop iterations of all runs together.

    Returns:
        The smallest run that was found. A run that ends as no run may does not take the place of
        one in which the property itself found something: that tells more.
    """
    shrinker = _Shrinker(run, violation, trying, seed, budget, controlled=controlled)
    while shrinker.smaller():
        pass
    return Shrunk(shrinker.run, shrinker.violation, minimal=shrinker.within_budget)


class _Shrinker:
    def __init__(
        self,
        run: Run,
        violation: Violation,
        trying: Trying,
        seed: int,
        budget: int,
        *,
        controlled: bool,
    ) -> None:
        self.run, self.violation = run, violation
        self._trying = trying
        self._seed = seed
        self._controlled = controlled
        self._left = budget
        self._in_vain: set[tuple[Program, frozenset[tuple[int, int]]]] = set()

    @property
    def within_budget(self) -> bool:
        """Whether something is left of the budget."""
        return self._left > 0

    def smaller(self) -> bool:
        """Take away what can be taken away; whether that was something."""
        program, deviations = self.run.program, self.run.deviations
        reduced(program, self._still)
        for deviation in sorted(self.run.deviations):
            kept = _without(self.run.deviations, deviation)
            if deviation in self.run.deviations and self.within_budget:
                self._taken(self._try(self.run.program, Tape(kept)))
        return self.within_budget and (self.run.program, self.run.deviations) != (
            program,
            deviations,
        )

    def _still(self, program: Program) -> bool:
        tried = program, frozenset(self.run.deviations.items())
        if tried in self._in_vain:
            return False
        same = Tape(self.run.deviations)
        asked = False
        for choices in (Canonical(), same, *self._walks()):
            if not self.within_budget:
                return False
            attempt = self._try(program, choices)
            if self._taken(attempt):
                return True
            asked = asked or attempt.met or attempt.violation is not None
            # Under other schedules it would run on as well, or ask as little.
            if attempt.runs_on or (choices is same and not asked):
                break
        self._in_vain.add(tried)
        return False

    def _walks(self) -> list[Choices]:
        return [RandomWalk(self._seed * 1_000_003 + index) for index in range(1, WALKS + 1)]

    def _taken(self, attempt: Attempt) -> bool:
        """Take what was tried for the smallest run so far, if it shows as much."""
        if attempt.run is None or attempt.violation is None:
            return False
        if isinstance(attempt.violation, BadEnding) and not isinstance(self.violation, BadEnding):
            return False
        if self._controlled and not self._kept_by_the_control(attempt.run):
            return False
        self.run, self.violation = attempt.run, attempt.violation
        return True

    def _kept_by_the_control(self, run: Run) -> bool:
        """Whether the control meets the property's premise in a program, and never violates it."""
        met = False
        for choices in (Canonical(), Tape(run.deviations), *self._walks()):
            attempt = self._try(run.program, choices, control=True)
            if attempt.run is None or attempt.violation is not None:
                return False
            met = met or attempt.met
        return met

    def _try(self, program: Program, choices: Choices, *, control: bool = False) -> Attempt:
        attempt = self._trying(program, choices, control=control)
        self._left -= 1 if attempt.run is None else 1 + attempt.run.trace[-1].iteration
        return attempt


def _without(deviations: Mapping[int, int], left_out: int) -> dict[int, int]:
    return {at: to for at, to in deviations.items() if at != left_out}
