"""Is a run the same when it is run again? `SelfCheck`, over a sample of all runs.

Everything that the simulation decides is in the schedule. A run that is not the same a second time
depends on something else: time, chance, threads, the addresses of objects. What it showed, it
showed all the same; but nobody can count on seeing it again, and its report says so.
"""

from itertools import zip_longest

from haiway_conformance.adapter import Adapter
from haiway_conformance.judgement.counterexample import ending_of, fingerprint_of
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.run import Run
from haiway_conformance.simulation import Tape

__all__ = ("SelfCheck",)


class SelfCheck:
    """Runs a sample of what one property has run once more, and compares.

    The sample is the last run of the first, the fourth, the sixteenth program, and so on, and each
    run that violates a clause.

    Args:
        adapter: The implementation.
    """

    def __init__(self, adapter: Adapter) -> None:
        self._adapter = adapter
        self._difference = ""

    @property
    def difference(self) -> str:
        """The first difference that was found, in a sentence; empty for none."""
        return self._difference

    def sample(self, number: int, run: Run) -> None:
        """Look at a run if it belongs to the sample.

        Args:
            number: The number of its program, from 1.
            run: The run.
        """
        if number.bit_count() == 1 and number.bit_length() % 2:  # a power of four
            self.look(run)

    def look(self, run: Run) -> None:
        """Run it once more, unless there is a difference already.

        Args:
            run: The run.
        """
        if not self._difference:
            again = execute(self._adapter, run.program, Tape(run.deviations))
            if fingerprint_of(again) != fingerprint_of(run):
                self._difference = _difference(run, again)


def _difference(first: Run, second: Run) -> str:
    for number, (one, other) in enumerate(zip_longest(first.trace, second.trace), 1):
        if one != other:
            was = "nothing more" if one is None else one.in_words
            now = "nothing more" if other is None else other.in_words
            return f"event {number:,} was first: {was}; and then: {now}"
    return f"the end was first: {ending_of(first)}; and then: {ending_of(second)}"
