"""Make a violation as small as possible, program and schedule together: `shrunk`.

A property that knows its program may be wrong about a smaller one: its expectation may rely on what
was taken away. So a smaller program counts only if what it shows is illegal by itself: the property
is asked about it with *oracles* too, right implementations. None of them may violate the clause in
it, and one has to meet the premise there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from haiway_conformance.judgement.expectation import BadEnding, Violation
from haiway_conformance.judgement.oracle import Attempt, Attempting, Oracle, schedules_around
from haiway_conformance.judgement.reduction import reduced
from haiway_conformance.judgement.renumbering import Renumbering
from haiway_conformance.judgement.run import Run
from haiway_conformance.programs import Program
from haiway_conformance.simulated_loop import Choices, ReplayChoices

__all__ = ("BUDGET", "Shrunk", "shrunk")

BUDGET: Final = 2_000_000
"""The largest budget for one violation, in loop iterations: about half a minute."""

# What a run costs beside its iterations, in as many of them as take the same time.
_RUN: Final = 60


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


def shrunk(
    run: Run,
    violation: Violation,
    attempt: Attempting,
    *,
    oracles: Sequence[Oracle] = (),
    must_meet: bool = False,
    seed: int,
    budget: int = BUDGET,
) -> Shrunk:
    """Make program and schedule of a violation as small as possible.

    Args:
        run: The run that violates.
        violation: The violation.
        attempt: Asks the property, with the implementation.
        oracles: Right implementations; none of them may violate the clause in a smaller program.
        must_meet: True if one of them has to meet the premise in it; False if the property holds
            for every program.
        seed: The seed of random schedules.
        budget: The budget, in loop iterations of all runs together.

    Returns:
        The smallest run that was found, its names without gaps. A run that ends badly never
        replaces one in which the property itself found something, which says more.
    """
    shrinker = _Shrinker(
        run, violation, attempt, oracles, must_meet=must_meet, seed=seed, budget=budget
    )
    while shrinker.smaller():
        pass
    minimal = shrinker.within_budget
    shrinker.renumber()
    return Shrunk(shrinker.run, shrinker.violation, minimal)


class _Shrinker:
    def __init__(
        self,
        run: Run,
        violation: Violation,
        attempt: Attempting,
        oracles: Sequence[Oracle],
        *,
        must_meet: bool,
        seed: int,
        budget: int,
    ) -> None:
        self.run, self.violation = run, violation
        self._attempt = attempt
        self._oracles = oracles
        self._must_meet = must_meet
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

    def renumber(self) -> None:
        """Close the gaps between the names, if the violation stays the same but for these."""
        # A property may know an event by its name.
        if not self._renumbered(Renumbering(self.run.program, never=True)):
            self._renumbered(Renumbering(self.run.program))

    def _renumbered(self, names: Renumbering) -> bool:
        if names.program == self.run.program:
            return True
        attempt = self._try(self._attempt, names.program, ReplayChoices(self.run.deviations))
        violation = attempt.violation
        if attempt.run is None or violation is None:
            return False
        same = names.of(self.violation.sentence) == violation.sentence
        same = same and attempt.run.deviations == self.run.deviations
        if same:
            self.run, self.violation = attempt.run, violation
        return same

    def _still(self, program: Program) -> bool:
        tried = program, frozenset(self.run.deviations.items())
        if tried in self._in_vain:
            return False
        asked = False
        for index, choices in enumerate(schedules_around(self.run, self._seed)):
            if not self.within_budget:
                return False
            attempt = self._try(self._attempt, program, choices)
            if self._accept(attempt):
                return True
            asked = asked or attempt.met or attempt.violation is not None
            # Other schedules would run on as well, or would not meet the premise either.
            if attempt.runs_on or attempt.leaves_no_choice or (index == 1 and not asked):
                break
        self._in_vain.add(tried)
        return False

    def _accept(self, attempt: Attempt) -> bool:
        """Make an attempt the smallest run so far, if it shows as much as the one before."""
        if attempt.run is None or attempt.violation is None:
            return False
        if isinstance(attempt.violation, BadEnding) and not isinstance(self.violation, BadEnding):
            return False
        if not self._is_illegal(attempt.run):
            return False
        self.run, self.violation = attempt.run, attempt.violation
        return True

    def _is_illegal(self, run: Run) -> bool:
        """Return True if what a run shows is illegal by itself, according to the oracles."""
        met = not self._must_meet
        for oracle in self._oracles:
            asking = self._counted(oracle.attempt)
            for answer in oracle.answers(run, self._seed, asking):
                if answer.run is None or answer.violation is not None:
                    return False
                met = met or answer.met
        return met

    def _counted(self, asking: Attempting) -> Attempting:
        return lambda program, choices: self._try(asking, program, choices)

    def _try(self, asking: Attempting, program: Program, choices: Choices) -> Attempt:
        attempt = asking(program, choices)
        self._left -= _RUN + (0 if attempt.run is None else attempt.run.aftermath.iterations)
        return attempt


def _without(deviations: Mapping[int, int], left_out: int) -> dict[int, int]:
    return {at: to for at, to in deviations.items() if at != left_out}
