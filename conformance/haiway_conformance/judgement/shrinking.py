"""Make a violation as small as possible, program and schedule together: `shrunk`.

A property that knows its program may be wrong about a smaller one: its expectation may rely on what
was taken away. So a smaller program counts only if what it shows is illegal by itself: the property
is asked about it with *oracles* too, right implementations. None of them may violate the clause in
it, and one has to meet the premise there.

The oracles are asked about the smallest program first, since asking costs the most and they mostly
agree. Where they do not, the steps after the last one that they agree with are taken back, and from
there on they are asked about every step.
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
    shrinker.shrink()
    if shrinker.take_back():
        shrinker.shrink(doubting=True)
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
        self._steps = [(run, violation)]
        self._doubting = False
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

    @property
    def run(self) -> Run:
        """The smallest run so far."""
        return self._steps[-1][0]

    @property
    def violation(self) -> Violation:
        """The violation in it."""
        return self._steps[-1][1]

    def shrink(self, *, doubting: bool = False) -> None:
        """Take away what can be taken away; if `doubting`, nothing without asking the oracles."""
        self._doubting = doubting
        while self._made_smaller():
            pass

    def take_back(self) -> bool:
        """Take back the last steps if the oracles find them legal, and return True if they do.

        The last step that they agree with is found by bisection: what one step has made legal,
        those after it seldom make illegal again. They need not agree with the run to begin with.
        """
        if len(self._steps) == 1 or self._is_illegal(self.run):
            return False
        agreed, refuted = 0, len(self._steps) - 1
        while refuted - agreed > 1:
            middle = (agreed + refuted) // 2
            if self._is_illegal(self._steps[middle][0]):
                agreed = middle
            else:
                refuted = middle
        del self._steps[agreed + 1 :]
        return True

    def _made_smaller(self) -> bool:
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
            self._steps.append((attempt.run, violation))
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
        if self._doubting and not self._is_illegal(attempt.run):
            return False
        self._steps.append((attempt.run, attempt.violation))
        return True

    def _is_illegal(self, run: Run) -> bool:
        """Return True if what a run shows is illegal by itself, according to the oracles."""
        met = not self._must_meet
        asked = [each for each in self._oracles if run.program.needs <= each.capabilities]
        for index, choices in enumerate(schedules_around(run, self._seed)):
            free: list[Oracle] = []
            for oracle in asked:
                answer = self._try(oracle.attempt, run.program, choices)
                if answer.run is None or answer.violation is not None:
                    return False
                met = met or answer.met
                if not answer.leaves_no_choice:
                    free.append(oracle)
            asked = free
            # Under schedules at random, it would be met by luck alone.
            if index == 1 and not met:
                return False
        return met

    def _try(self, asking: Attempting, program: Program, choices: Choices) -> Attempt:
        attempt = asking(program, choices)
        self._left -= _RUN + (0 if attempt.run is None else attempt.run.aftermath.iterations)
        return attempt


def _without(deviations: Mapping[int, int], left_out: int) -> dict[int, int]:
    return {at: to for at, to in deviations.items() if at != left_out}
